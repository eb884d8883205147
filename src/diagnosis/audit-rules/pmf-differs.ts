import { mfpCapable, mfpRequired, rsneWithDefaults } from "../../elements/rsne.ts";
import { cipherName } from "../../spec/suites.ts";
import {
  type AuditedBss,
  type AuditRule,
  differences,
  groupWords,
  valueWords,
} from "../audit-rule.ts";

function pmfWords({ configuration: { rsne } }: AuditedBss): string {
  const { capabilities, groupManagementCipher } = rsneWithDefaults(
    rsne as NonNullable<typeof rsne>,
  );
  const cipher =
    groupManagementCipher === undefined ? "" : ` (${cipherName(groupManagementCipher)})`;
  if (mfpRequired(capabilities)) return `PMF required${cipher}`;
  return mfpCapable(capabilities) ? `PMF optional${cipher}` : "no PMF";
}

export const pmfDiffers: AuditRule = {
  id: "pmf-differs",
  title: "Management frame protection differs between BSSs of one network",
  severity: "warning",
  clauses: ["12.6.3", "11.13"],
  why: "A station without PMF cannot go where it is required (status 31), and one that requires it does not go where it is missing.",
  decides:
    "BSSs of one SSID and mobility domain differ in MFP capable, MFP required or the group management cipher of their RSNE.",
  fix: ["Set management frame protection alike on every BSS of the SSID."],
  confirm: ["Compare the RSN capabilities in the beacons."],
  judge: ({ byDomain }) =>
    differences(byDomain, {
      isConcerned: ({ configuration }) => configuration.rsne !== undefined,
      announced: pmfWords,
      field: "RSN Capabilities",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
