import { ocvc } from "../../elements/rsne.ts";
import { type AuditRule, differences, groupWords, valueWords } from "../audit-rule.ts";

export const ocvDiffers: AuditRule = {
  id: "ocv-differs",
  title: "Operating channel validation differs between BSSs of one network",
  severity: "note",
  clauses: ["12.2.9"],
  why: "Where it is on, an FT roam is refused when a side states another channel than the one in use; where it is off, the same roam succeeds.",
  decides: "BSSs of one SSID and mobility domain differ in the OCVC bit of their RSN capabilities.",
  fix: ["Set operating channel validation alike on every BSS of the SSID."],
  confirm: ["Compare bit 14 of the RSN capabilities in the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      isConcerned: ({ configuration }) => configuration.rsne !== undefined,
      announced: ({ configuration: { rsne } }) =>
        ocvc(rsne?.capabilities ?? 0) ? "OCV" : "no OCV",
      field: "RSN Capabilities",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
