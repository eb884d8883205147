import { type AuditRule, differences, groupWords, valueWords } from "../audit-rule.ts";

export const countryDiffers: AuditRule = {
  id: "country-differs",
  title: "BSSs of one SSID announce different countries",
  severity: "note",
  clauses: ["9.4.2.8"],
  why: "Stations take channels and powers from the country they hear: one that heard another country first may not scan the channels of the rest.",
  decides: "BSSs of one SSID announce different country codes.",
  fix: ["Set the country alike on every AP of one place."],
  confirm: ["Compare the Country element in the beacons."],
  judge: ({ bySsid }) =>
    differences(bySsid, {
      isConcerned: ({ profile }) => profile.country !== undefined,
      announced: ({ profile }) => profile.country ?? "",
      field: "Country String",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
