import { rsneWithDefaults } from "../../elements/rsne.ts";
import { cipherName, type SuiteSelector } from "../../spec/suites.ts";
import {
  type AuditedBss,
  type AuditRule,
  differences,
  groupWords,
  haveOneInCommon,
  valueWords,
} from "../audit-rule.ts";

function pairwiseOf({ configuration: { rsne } }: AuditedBss): readonly SuiteSelector[] {
  return rsne === undefined ? [] : rsneWithDefaults(rsne).pairwiseCiphers;
}

function cipherWords(bss: AuditedBss): string {
  const { rsne } = bss.configuration;
  if (rsne === undefined) return "no RSNE";
  const pairwise = [...pairwiseOf(bss)].sort().map(cipherName).join("+");
  return `${pairwise}, group ${cipherName(rsneWithDefaults(rsne).groupCipher)}`;
}

export const cipherDiffers: AuditRule = {
  id: "cipher-differs",
  title: "BSSs of one network use different ciphers",
  severity: "warning",
  clauses: ["13.5", "9.4.2.24"],
  why: "A station keeps its pairwise cipher when it roams with FT. A target that does not offer it refuses, or the roam is a full association.",
  decides:
    "BSSs of one SSID and mobility domain announce different pairwise or group ciphers. In a mobility domain it is a fault where two of them have no pairwise cipher in common.",
  fix: ["Configure the same ciphers on every BSS of the SSID."],
  confirm: ["Compare the RSNEs of the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      announced: cipherWords,
      field: "Pairwise Cipher Suite List",
      severityOf: ({ mdid, bsss }) =>
        mdid === undefined || haveOneInCommon(bsss, pairwiseOf) ? "warning" : "fault",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
