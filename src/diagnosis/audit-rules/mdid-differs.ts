import { type AuditRule, differences, groupWords, valueWords } from "../audit-rule.ts";

export const mdidDiffers: AuditRule = {
  id: "mdid-differs",
  title: "One SSID is in several mobility domains",
  severity: "warning",
  clauses: ["13.1", "13.5"],
  why: "Keys are made for one mobility domain: between BSSs with different MDIDs every roam is a full association.",
  decides: "BSSs of one SSID announce different MDIDs.",
  fix: [
    "Configure the same MDID wherever stations shall roam with FT.",
    "Nothing, if the domains are meant to be separate: sites or buildings between which nobody roams.",
  ],
  confirm: ["Compare the MDE in the beacons."],
  judge: ({ bySsid }) =>
    differences(bySsid, {
      isConcerned: ({ mdid }) => mdid !== undefined,
      announced: ({ mdid }) => mdid ?? "",
      field: "MDID",
      summary: (group, values) =>
        `${groupWords(group)} is in ${values.length} mobility domains: ${valueWords(values)}. No FT roam leads from one into another.`,
    }),
};
