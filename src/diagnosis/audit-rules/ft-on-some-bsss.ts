import {
  type AuditedBss,
  type AuditRule,
  differences,
  groupWords,
  valueWords,
} from "../audit-rule.ts";

function hasFt({ mdid, ftAkms }: AuditedBss): boolean {
  return mdid !== undefined && ftAkms.length > 0;
}

/** What offers FT by half is told by rules of its own. */
function isHalf({ mdid, ftAkms }: AuditedBss): boolean {
  return (mdid !== undefined) !== ftAkms.length > 0;
}

export const ftOnSomeBsss: AuditRule = {
  id: "ft-on-some-bsss",
  title: "FT is offered by some BSSs of the SSID only",
  severity: "warning",
  clauses: ["13.4"],
  why: "A roam to a BSS without FT is a full association, and so is the next one, since the station gets no FT key there.",
  decides: "Some BSSs of one SSID announce an MDE and an FT AKM, others announce neither.",
  fix: ["Enable FT on every AP and every band of the SSID, or on none."],
  confirm: ["Compare RSNE and MDE in the beacons, band by band."],
  judge: ({ bySsid }) =>
    differences(bySsid, {
      isConcerned: (bss) => !isHalf(bss),
      announced: (bss) => (hasFt(bss) ? "FT" : "no FT"),
      field: "MDE",
      summary: (group, values) => `${groupWords(group)}: ${valueWords(values)}.`,
    }),
};
