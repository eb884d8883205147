import { formatHex } from "../../bytes/octets.ts";
import {
  type AuditedBss,
  type AuditRule,
  differences,
  groupWords,
  valueWords,
} from "../audit-rule.ts";

function rsnxeWords({ configuration: { rsnxe } }: AuditedBss): string {
  if (rsnxe === undefined) return "no RSNXE";
  return `RSNXE ${formatHex(rsnxe.capabilities)}${rsnxe.saeH2e ? " (SAE H2E)" : ""}`;
}

export const rsnxeDiffers: AuditRule = {
  id: "rsnxe-differs",
  title: "The RSNXE differs between BSSs of one network",
  severity: "warning",
  clauses: ["9.4.2.241", "13.7"],
  why: "The RSNXE says how SAE is done (hash-to-element) and is protected in the FT exchange. Stations that rely on it meet APs that do SAE otherwise.",
  decides: "BSSs of one SSID and mobility domain announce different RSNXEs, or some none.",
  fix: [
    "Set SAE hash-to-element, and whatever else the RSNXE tells, alike on every BSS of the SSID.",
  ],
  confirm: ["Compare element 244 in the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      isConcerned: ({ configuration }) => configuration.rsne !== undefined,
      announced: rsnxeWords,
      field: "RSNXE",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
