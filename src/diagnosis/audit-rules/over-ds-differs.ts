import { type AuditRule, differences, groupWords, valueWords } from "../audit-rule.ts";

export const overDsDiffers: AuditRule = {
  id: "over-ds-differs",
  title: "FT over the DS is allowed by some BSSs of the mobility domain only",
  severity: "warning",
  clauses: ["9.4.2.46", "13.5.3"],
  why: "Stations take the bit of the target for what they may do with it, and some take that of the current AP: where it differs, requests over the DS remain unanswered.",
  decides:
    "BSSs of one SSID and mobility domain differ in bit 0 of the MDE's FT capability and policy.",
  fix: [
    "Allow FT over the DS on every BSS of the mobility domain, or on none; over the air is enough.",
  ],
  confirm: ["Compare the MDE in the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      isConcerned: ({ mdid }) => mdid !== undefined,
      announced: ({ configuration: { mde } }) =>
        mde?.ftOverDs ? "FT over the DS" : "FT over the air only",
      field: "FT Capability and Policy",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
