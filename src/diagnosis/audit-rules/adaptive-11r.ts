import { akmName } from "../../spec/suites.ts";
import {
  type AuditedBss,
  type AuditRule,
  announcedAt,
  type BssGroup,
  bssCount,
  groupWords,
} from "../audit-rule.ts";

/** Makers whose APs offer adaptive 802.11r, by an OUI in their beacons. */
const adaptiveOuis: readonly string[] = ["00-40-96", "00-18-0a"];

/** MDE without FT AKM on every BSS of the SSID, by a maker whose APs do that on purpose. */
export function isAdaptive({ configuration }: AuditedBss, group: BssGroup): boolean {
  return (
    group.bsss.every(({ ftAkms }) => ftAkms.length === 0) &&
    adaptiveOuis.some((oui) => configuration.vendorOuis.has(oui))
  );
}

export const adaptive11r: AuditRule = {
  id: "adaptive-11r",
  title: "Adaptive 802.11r: FT only for stations that know it",
  severity: "note",
  clauses: [],
  why: "",
  decides:
    "Every BSS of the SSID announces an MDE and no FT AKM, and carries an element of a maker whose APs offer adaptive 802.11r. Stations that know it ask for the FT AKM all the same; the others associate without FT.",
  fix: [
    "Nothing, if that is meant. Stations that do not know adaptive 802.11r roam with a full association.",
  ],
  confirm: ["See whether the association requests of a station ask for an FT AKM."],
  judge: ({ bySsid }) =>
    bySsid.flatMap((group) => {
      const bsss = group.bsss.filter(
        (bss) => bss.mdid !== undefined && bss.ftAkms.length === 0 && isAdaptive(bss, group),
      );
      if (bsss.length === 0) return [];
      return [
        {
          culprit: "none" as const,
          summary: `${bssCount(bsss.length)} of ${groupWords(group)}: a mobility domain without an FT AKM, as adaptive 802.11r has it.`,
          evidence: bsss.slice(0, 2).map((bss) =>
            announcedAt(bss, bss.configuration.first, {
              field: "AKM Suite List",
              seen: bss.akms.map(akmName).join(", "),
              text: `MDE with MDID ${bss.mdid}`,
            }),
          ),
          bsss,
        },
      ];
    }),
};
