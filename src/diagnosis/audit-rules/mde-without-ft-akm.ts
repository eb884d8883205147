import { akmName } from "../../spec/suites.ts";
import { type AuditRule, announcedAt, bssCount, bssidWords, groupWords } from "../audit-rule.ts";
import { isAdaptive } from "./adaptive-11r.ts";

export const mdeWithoutFtAkm: AuditRule = {
  id: "mde-without-ft-akm",
  title: "A mobility domain is announced without an FT AKM",
  severity: "warning",
  clauses: ["13.4", "9.4.2.24"],
  why: "A station chooses FT by its AKM. Where the RSNE offers none, FT is used at most by stations that know adaptive 802.11r.",
  decides:
    "A BSS announces an MDE, its RSNE offers no FT AKM, and nothing says that adaptive 802.11r is meant: other BSSs of the SSID do offer an FT AKM, or no element of a maker that has adaptive 802.11r is there.",
  fix: ["Offer the FT AKM on these BSSs as on the others, or take the mobility domain away."],
  confirm: ["Compare the AKM suites in the RSNE of the beacons."],
  judge: ({ bySsid }) =>
    bySsid.flatMap((group) => {
      const bsss = group.bsss.filter(
        (bss) => bss.mdid !== undefined && bss.ftAkms.length === 0 && !isAdaptive(bss, group),
      );
      if (bsss.length === 0) return [];
      return [
        {
          summary: `${bssCount(bsss.length)} of ${groupWords(group)} announce${bsss.length === 1 ? "s" : ""} a mobility domain and offer${bsss.length === 1 ? "s" : ""} no FT AKM: ${bssidWords(bsss)}.`,
          evidence: bsss.slice(0, 8).map((bss) =>
            announcedAt(bss, bss.configuration.first, {
              field: "AKM Suite List",
              seen: bss.akms.map(akmName).join(", ") || "none",
              text: `MDE with MDID ${bss.mdid}`,
            }),
          ),
          bsss,
        },
      ];
    }),
};
