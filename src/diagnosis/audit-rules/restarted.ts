import type { HeardAt } from "../../exchange/heard-at.ts";
import { type AuditedBss, type AuditRule, announcedAt } from "../audit-rule.ts";

/** An AP that starts up also deauthenticates everybody; only one that had been there before starts anew. */
function dismissalsInOperation({ bss }: AuditedBss): readonly HeardAt[] {
  const announced = bss.configurations[0]?.first.time;
  return announced === undefined ? [] : bss.dismissals.filter(({ time }) => time > announced);
}

export const restarted: AuditRule = {
  id: "restarted",
  title: "An AP was restarted during the capture, or looks like it",
  severity: "note",
  clauses: ["11.1.3"],
  why: "",
  decides:
    "The timestamp (TSF) in the beacons of a BSS began anew, or the BSS deauthenticated everybody after it had been in operation, as APs do when they start and when they stop. Without PMF an attacker can forge that frame.",
  fix: ["Nothing by itself. Roams that fail from then on for want of a key belong to it."],
  confirm: ["Compare the timestamps of the beacons before and after the named frame."],
  judge: ({ bsss }) =>
    bsss.flatMap((bss) => {
      const { restarts } = bss.bss;
      const dismissals = dismissalsInOperation(bss);
      const signs = [
        ...restarts.map((at) => ({ at, field: "Timestamp", text: "its timestamps begin anew" })),
        ...dismissals.map((at) => ({
          at,
          field: "Receiver Address",
          text: "everybody is deauthenticated",
        })),
      ].toSorted((a, b) => (a.at.time < b.at.time ? -1 : 1));
      if (signs.length === 0) return [];
      const what = [
        ...(restarts.length > 0 ? ["began its timestamps anew"] : []),
        ...(dismissals.length > 0 ? ["deauthenticated everybody"] : []),
      ].join(" and ");
      return [
        {
          culprit: "none" as const,
          summary: `${bss.bssid} ("${bss.ssid}") ${what}.`,
          evidence: signs
            .slice(0, 4)
            .map(({ at, field, text }) => announcedAt(bss, at, { field, text })),
          bsss: [bss],
        },
      ];
    }),
};
