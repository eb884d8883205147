import { akmName } from "../../spec/suites.ts";
import { type AuditRule, announcedAt, bssCount, bssidWords, groupWords } from "../audit-rule.ts";

export const ftAkmWithoutMde: AuditRule = {
  id: "ft-akm-without-mde",
  title: "An FT AKM is offered without a mobility domain",
  severity: "fault",
  clauses: ["13.4", "9.4.2.46"],
  why: "A station learns from the MDE that the AP is in a mobility domain. Without it no station can associate with the FT AKM as the standard wants it, and none can roam with FT.",
  decides:
    "The RSNE of a BSS offers an FT AKM, and no beacon or probe response of it that was captured whole carries an MDE.",
  fix: [
    "Configure the mobility domain (MDID) on these BSSs, or take the FT AKM out of their RSNE.",
    "If a mobility domain is configured, the driver or firmware drops the element: update it.",
  ],
  confirm: ["Look for element 54 in a beacon of the BSS."],
  judge: ({ bySsid }) =>
    bySsid.flatMap((group) => {
      const bsss = group.bsss.filter(
        ({ ftAkms, bss }) =>
          ftAkms.length > 0 && bss.configurations.every(({ mde }) => mde === undefined),
      );
      if (bsss.length === 0) return [];
      const names = [...new Set(bsss.flatMap(({ ftAkms }) => ftAkms))].map(akmName).join(", ");
      return [
        {
          summary: `${bssCount(bsss.length)} of ${groupWords(group)} offer${bsss.length === 1 ? "s" : ""} ${names} and announce${bsss.length === 1 ? "s" : ""} no mobility domain: ${bssidWords(bsss)}. No station can use FT there.`,
          evidence: bsss.slice(0, 8).map((bss) =>
            announcedAt(bss, bss.configuration.first, {
              field: "MDE",
              seen: "absent",
              expected: "present",
              text: `RSNE with ${bss.ftAkms.map(akmName).join(", ")}`,
            }),
          ),
          bsss,
        },
      ];
    }),
};
