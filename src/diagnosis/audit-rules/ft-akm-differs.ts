import { akmName } from "../../spec/suites.ts";
import {
  type AuditRule,
  differences,
  groupWords,
  haveOneInCommon,
  valueWords,
} from "../audit-rule.ts";

export const ftAkmDiffers: AuditRule = {
  id: "ft-akm-differs",
  title: "BSSs of one mobility domain offer different FT AKMs",
  severity: "warning",
  clauses: ["13.5"],
  why: "The FT key of a station is for the AKM of its initial association: where the target does not offer that AKM, it cannot roam with FT.",
  decides:
    "BSSs of one SSID and mobility domain offer different sets of FT AKMs. It is a fault where two of them have none in common.",
  fix: ["Offer the same FT AKMs on every BSS of the SSID."],
  confirm: ["Compare the AKM suites in the RSNE of the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      isConcerned: ({ mdid, ftAkms }) => mdid !== undefined && ftAkms.length > 0,
      announced: ({ ftAkms }) => [...ftAkms].sort().map(akmName).join("+"),
      field: "AKM Suite List",
      severityOf: ({ bsss }) =>
        haveOneInCommon(bsss, ({ ftAkms }) => ftAkms) ? "warning" : "fault",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
