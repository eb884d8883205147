import {
  type AuditedBss,
  type AuditRule,
  differences,
  groupWords,
  valueWords,
} from "../audit-rule.ts";

function supportWords({ profile: { neighborReport, bssTransition } }: AuditedBss): string {
  if (neighborReport && bssTransition) return "802.11k and 802.11v";
  if (neighborReport) return "802.11k only";
  return bssTransition ? "802.11v only" : "neither 802.11k nor 802.11v";
}

export const steeringSupportDiffers: AuditRule = {
  id: "steering-support-differs",
  title: "Neighbor reports or BSS transition management differ between BSSs of one network",
  severity: "note",
  clauses: ["9.4.2.44", "9.4.2.26"],
  why: "A station that learns about its neighbours from some APs only scans all channels before it leaves the others, which takes longer.",
  decides:
    "BSSs of one SSID and mobility domain differ in the neighbor report bit of RM Enabled Capabilities or in the BSS transition bit of Extended Capabilities.",
  fix: [
    "Enable 802.11k neighbor reports and 802.11v BSS transition alike on every BSS of the SSID.",
  ],
  confirm: ["Compare both elements in the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      announced: supportWords,
      field: "RM Enabled Capabilities",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
