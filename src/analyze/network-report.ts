import { audit } from "../diagnosis/audit.ts";
import type { AuditedBss, AuditResult, AuditRule } from "../diagnosis/audit-rule.ts";
import type { Bss, BssTable } from "../exchange/bss.ts";
import type { Finding, NetworkReport } from "./analysis.ts";
import { brokenRule } from "./broken-rule.ts";
import { reportBss } from "./bss-report.ts";

/**
 * The networks that beacons and probe responses announce: BSSs of one SSID and one mobility domain.
 * What the audit finds inside one of them stands with it, what spans several stands apart.
 */
export function reportNetworks(tables: readonly BssTable[]): {
  readonly networks: readonly NetworkReport[];
  readonly findings: readonly Finding[];
} {
  const { site, results, failures } = audit(withoutCopies(tables));
  const networks = new Map<string, { readonly first: AuditedBss; readonly bsss: AuditedBss[] }>();
  for (const bss of site.bsss) {
    const key = networkOf(bss);
    const network = networks.get(key) ?? { first: bss, bsss: [] };
    networks.set(key, network);
    network.bsss.push(bss);
  }
  const findings: Finding[] = failures.map(brokenRule);
  const findingsOf = new Map<string, Finding[]>();
  for (const { rule, result } of results) {
    const finding = toFinding(rule, result);
    const concerned = new Set(result.bsss.map(networkOf));
    const [only] = concerned;
    if (concerned.size !== 1 || only === undefined) findings.push(finding);
    else findingsOf.set(only, [...(findingsOf.get(only) ?? []), finding]);
  }
  return {
    networks: [...networks].map(([key, { first, bsss }]) => ({
      ssid: first.ssid,
      ...(first.mdid === undefined ? {} : { mdid: first.mdid }),
      bssids: bsss.map(({ bssid }) => bssid),
      bsss: bsss.map(reportBss),
      findings: findingsOf.get(key) ?? [],
    })),
    findings,
  };
}

function networkOf({ ssidHex, mdid }: AuditedBss): string {
  return `${ssidHex} ${mdid ?? ""}`;
}

function toFinding(rule: AuditRule, result: AuditResult): Finding {
  return {
    rule: rule.id,
    severity: result.severity ?? rule.severity,
    culprit: result.culprit ?? "configuration",
    summary: result.summary,
    evidence: result.evidence,
    fix: rule.fix,
    bssids: result.bsss.map(({ bssid }) => bssid),
  };
}

/** A BSS that was heard on several timelines is told once, by the one that heard its announcements. */
function withoutCopies(tables: readonly BssTable[]): readonly Bss[] {
  const byBssid = new Map<string, Bss>();
  for (const bss of tables.flatMap((table) => [...table.all()])) {
    const known = byBssid.get(bss.bssid);
    if (known === undefined || known.profile === undefined) byBssid.set(bss.bssid, bss);
  }
  return [...byBssid.values()];
}
