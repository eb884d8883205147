import type { AuditRule } from "../audit-rule.ts";
import { sharedIds } from "../key-holder-audit.ts";

export const r1khIdShared: AuditRule = {
  id: "r1kh-id-shared",
  title: "Several BSSs name the same R1KH-ID",
  severity: "note",
  clauses: ["13.2.2"],
  why: "PMK-R1 is made for one R1KH-ID: BSSs that share it share the key. That is right for the radios of one AP; two APs with one R1KH-ID take each other's keys, and a key that is pushed may reach one of them only.",
  decides: "BSSs of one mobility domain named the same R1KH-ID in their answers.",
  fix: [
    "If these BSSs are different APs: give each an R1KH-ID of its own, as a rule its MAC address.",
  ],
  confirm: ["Compare the R1KH-ID in the answers, and see whether the BSSIDs belong to one AP."],
  judge: (site) => sharedIds(site, "r1khIds", "R1KH-ID"),
};
