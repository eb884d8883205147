import type { AuditRule } from "../audit-rule.ts";
import { sharedIds } from "../key-holder-audit.ts";

export const r0khIdShared: AuditRule = {
  id: "r0kh-id-shared",
  title: "Several BSSs name the same R0KH-ID",
  severity: "note",
  clauses: ["13.2.2"],
  why: "A target asks the key holder that the station names. Where APs hold the keys themselves and pull them from each other, two with one name cannot be told apart, and pulls go to the wrong one. Where a controller holds them, one name for all is right.",
  decides: "In initial associations, BSSs of one mobility domain gave stations the same R0KH-ID.",
  fix: [
    "Where APs pull keys from each other (hostapd): give each AP a NAS identifier of its own, and list it at the others.",
    "Where a controller holds the keys: nothing.",
  ],
  confirm: ["Compare the R0KH-ID in the association responses."],
  judge: (site) => sharedIds(site, "r0khIds", "R0KH-ID"),
};
