import { type AuditRule, differences, groupWords, valueWords } from "../audit-rule.ts";

export const resourceRequestDiffers: AuditRule = {
  id: "resource-request-differs",
  title: "The FT resource request protocol is offered by some BSSs of the mobility domain only",
  severity: "note",
  clauses: ["9.4.2.46", "13.6"],
  why: "A station that reserves resources on its way finds the protocol at some targets only.",
  decides:
    "BSSs of one SSID and mobility domain differ in bit 1 of the MDE's FT capability and policy.",
  fix: ["Set it alike on every BSS of the mobility domain."],
  confirm: ["Compare the MDE in the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      isConcerned: ({ mdid }) => mdid !== undefined,
      announced: ({ configuration: { mde } }) =>
        mde?.resourceRequest ? "resource requests" : "no resource requests",
      field: "FT Capability and Policy",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
