import { formatHex } from "../../bytes/octets.ts";
import type { BssConfiguration } from "../../exchange/bss.ts";
import { akmName } from "../../spec/suites.ts";
import { type AuditRule, announcedAt } from "../audit-rule.ts";

function words({ rsne, mde, rsnxe }: BssConfiguration): string {
  return [
    rsne === undefined ? "no RSNE" : `RSNE ${rsne.akms.map(akmName).join("+")}`,
    mde === undefined ? "no MDE" : `MDID ${mde.mdid}`,
    ...(rsnxe === undefined ? [] : [`RSNXE ${formatHex(rsnxe.capabilities)}`]),
  ].join(", ");
}

export const reconfigured: AuditRule = {
  id: "reconfigured",
  title: "A BSS changed what it announces during the capture",
  severity: "note",
  clauses: ["9.3.3.2"],
  why: "",
  decides:
    "RSNE, RSNXE, MDE, channel, width, country, neighbor reports or BSS transition of a BSS changed from one beacon or probe response to a later one.",
  fix: [
    "Nothing, if the change was meant. Stations that had scanned before it compare with the old announcement.",
  ],
  confirm: ["Compare the named frames."],
  judge: ({ bsss }) =>
    bsss.flatMap((bss) => {
      const { configurations, changes } = bss.bss;
      const security = configurations.slice(1).map((now, place) => ({
        at: now.first,
        field: "RSNE, MDE, RSNXE",
        from: words(configurations[place] as BssConfiguration),
        to: words(now),
      }));
      const others = changes.map(({ at, what, from, to }) => ({ at, field: what, from, to }));
      const all = [...security, ...others].toSorted((a, b) => (a.at.time < b.at.time ? -1 : 1));
      const [first] = all;
      if (first === undefined) return [];
      return [
        {
          culprit: "none" as const,
          summary: `${bss.bssid} ("${bss.ssid}") changed ${all.length === 1 ? "once" : `${all.length} times`}: ${first.field} from ${first.from} to ${first.to}${all.length > 1 ? " and more" : ""}.`,
          evidence: all
            .slice(0, 8)
            .map(({ at, field, from, to }) =>
              announcedAt(bss, at, { field, seen: to, expected: from, text: "changed" }),
            ),
          bsss: [bss],
        },
      ];
    }),
};
