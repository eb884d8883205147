import type { Bss } from "../exchange/bss.ts";
import { type AuditResult, type AuditRule, type Site, siteOf } from "./audit-rule.ts";
import { auditRules } from "./audit-rules/index.ts";
import type { RuleFailure } from "./diagnose.ts";

export interface Audit {
  readonly site: Site;
  readonly results: readonly { readonly rule: AuditRule; readonly result: AuditResult }[];
  readonly failures: readonly RuleFailure[];
}

/** Runs every rule of the audit on what the BSSs announced. */
export function audit(bsss: Iterable<Bss>, list: readonly AuditRule[] = auditRules): Audit {
  const site = siteOf(bsss);
  const results: Audit["results"][number][] = [];
  const failures: RuleFailure[] = [];
  for (const rule of list) {
    try {
      results.push(...rule.judge(site).map((result) => ({ rule, result })));
    } catch (error) {
      failures.push({ rule: rule.id, message: error instanceof Error ? error.message : "unknown" });
    }
  }
  return { site, results, failures };
}
