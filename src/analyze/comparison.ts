import { toolVersion } from "../spec/version.ts";
import type { Analysis, Finding } from "./analysis.ts";
import type { RoamReport } from "./roam-report.ts";
import { ftResult, isFtRoam, type Spread, spreadOf } from "./roam-statistics.ts";
import { fisherExact, type Proportion, proportionOf, rankSumTest } from "./statistics.ts";

/** What a difference may be called. */
export type Change = "better" | "worse" | "not-shown" | "no-data";

export interface ComparedShare {
  readonly id: "ft-completed" | "roams-with-ft" | "roams-fell-back";
  readonly before: Proportion;
  readonly after: Proportion;
  /** How often chance alone would make such a difference or a larger one (Fisher's exact test). */
  readonly p: number;
  readonly change: Change;
  /** If the shares stayed as they are: so many on each side would show the difference. */
  readonly neededEach?: number;
}

export interface ComparedSpread {
  readonly id:
    | "duration"
    | "outage-uplink"
    | "outage-downlink"
    | "voice-outage-uplink"
    | "voice-outage-downlink";
  readonly before?: Spread;
  readonly after?: Spread;
  /** Wilcoxon's rank-sum test. */
  readonly p: number;
  readonly change: Change;
}

/** How often a rule gave the verdict of an exchange. */
export interface ComparedRule {
  readonly rule: string;
  readonly before: number;
  readonly after: number;
}

/** Two observations of one network side by side. */
export interface Comparison {
  readonly schema: "ftscope/comparison/1";
  readonly generator: { readonly name: "ftscope"; readonly version: string };
  readonly before: ComparedSide;
  readonly after: ComparedSide;
  readonly shares: readonly ComparedShare[];
  readonly spreads: readonly ComparedSpread[];
  /** Verdicts of kind fault, by rule, the commonest first. */
  readonly faults: readonly ComparedRule[];
  /** What the audit finds on one side only, or on both. */
  readonly configuration: {
    readonly gone: readonly Finding[];
    readonly fresh: readonly Finding[];
    readonly stayed: readonly Finding[];
  };
}

export interface ComparedSide {
  readonly inputs: Analysis["inputs"];
  readonly roams: number;
  readonly stations: number;
  readonly ftExchanges: number;
}

/** A difference that chance would make more often than this is not called one. */
const significance = 0.05;

/** More on each side than this is no practical advice. */
const mostNeeded = 10_000;

export function compare(before: Analysis, after: Analysis): Comparison {
  return {
    schema: "ftscope/comparison/1",
    generator: { name: "ftscope", version: toolVersion },
    before: sideOf(before),
    after: sideOf(after),
    shares: [
      share("ft-completed", before, after, ftShare, "more"),
      share("roams-with-ft", before, after, ({ roams }) => countOf(roams, isFtRoam), "more"),
      share(
        "roams-fell-back",
        before,
        after,
        ({ roams }) => countOf(roams, ({ fellBack }) => fellBack),
        "fewer",
      ),
    ],
    spreads: [
      spread("duration", before, after, ({ durationMs }) => durationMs),
      spread("outage-uplink", before, after, ({ outageMs }) => outageMs.uplink),
      spread("outage-downlink", before, after, ({ outageMs }) => outageMs.downlink),
      spread("voice-outage-uplink", before, after, (roam) => roam.voiceOutageMs?.uplink),
      spread("voice-outage-downlink", before, after, (roam) => roam.voiceOutageMs?.downlink),
    ],
    faults: faultsOf(before, after),
    configuration: configurationOf(before, after),
  };
}

function sideOf({ inputs, roams, exchanges }: Analysis): ComparedSide {
  return {
    inputs,
    roams: roams.length,
    stations: new Set(exchanges.map(({ station }) => station)).size,
    ftExchanges: exchanges.filter((exchange) => ftResult(exchange) !== undefined).length,
  };
}

interface Counted {
  readonly hits: number;
  readonly of: number;
}

function countOf(roams: readonly RoamReport[], isHit: (roam: RoamReport) => boolean): Counted {
  return { hits: roams.filter(isHit).length, of: roams.length };
}

function ftShare({ exchanges }: Analysis): Counted {
  const results = exchanges.map(ftResult).filter((result) => result !== undefined);
  return { hits: results.filter((result) => result === "completed").length, of: results.length };
}

function share(
  id: ComparedShare["id"],
  before: Analysis,
  after: Analysis,
  counted: (analysis: Analysis) => Counted,
  better: "more" | "fewer",
): ComparedShare {
  const [a, b] = [counted(before), counted(after)];
  const p = fisherExact(a, b);
  const change = shareChange(a, b, p, better);
  const neededEach = change === "not-shown" ? needed(a, b) : undefined;
  return {
    id,
    before: proportionOf(a.hits, a.of),
    after: proportionOf(b.hits, b.of),
    p,
    change,
    ...(neededEach === undefined ? {} : { neededEach }),
  };
}

function shareChange(a: Counted, b: Counted, p: number, better: "more" | "fewer"): Change {
  if (a.of === 0 || b.of === 0) return "no-data";
  if (p >= significance) return "not-shown";
  const isMore = b.hits / b.of > a.hits / a.of;
  return isMore === (better === "more") ? "better" : "worse";
}

/** How many on each side would show the difference, if the shares stayed as they are. */
function needed(a: Counted, b: Counted): number | undefined {
  const [shareA, shareB] = [a.hits / a.of, b.hits / b.of];
  if (shareA === shareB) return undefined;
  const isShown = (n: number) =>
    fisherExact({ hits: Math.round(shareA * n), of: n }, { hits: Math.round(shareB * n), of: n }) <
    significance;
  let enough = 2;
  while (enough < mostNeeded && !isShown(enough)) enough *= 2;
  if (enough >= mostNeeded) return undefined;
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((enough + tooFew) / 2);
    if (isShown(middle)) enough = middle;
    else tooFew = middle;
  }
  return enough;
}

function spread(
  id: ComparedSpread["id"],
  before: Analysis,
  after: Analysis,
  millisecondsOf: (roam: RoamReport) => number | undefined,
): ComparedSpread {
  const values = ({ roams }: Analysis) =>
    roams.map(millisecondsOf).filter((value) => value !== undefined);
  const [a, b] = [values(before), values(after)];
  const [spreadA, spreadB] = [spreadOf(a), spreadOf(b)];
  const p = rankSumTest(a, b);
  return {
    id,
    ...(spreadA === undefined ? {} : { before: spreadA }),
    ...(spreadB === undefined ? {} : { after: spreadB }),
    p,
    change:
      spreadA === undefined || spreadB === undefined
        ? "no-data"
        : p >= significance
          ? "not-shown"
          : spreadB.median < spreadA.median
            ? "better"
            : "worse",
  };
}

function faultsOf(before: Analysis, after: Analysis): readonly ComparedRule[] {
  const countIn = ({ exchanges }: Analysis) => {
    const counts = new Map<string, number>();
    for (const { verdict } of exchanges) {
      if (verdict.kind === "fault") counts.set(verdict.rule, (counts.get(verdict.rule) ?? 0) + 1);
    }
    return counts;
  };
  const [a, b] = [countIn(before), countIn(after)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((rule) => ({ rule, before: a.get(rule) ?? 0, after: b.get(rule) ?? 0 }))
    .sort((x, y) => y.before + y.after - (x.before + x.after) || (x.rule < y.rule ? -1 : 1));
}

function configurationOf(before: Analysis, after: Analysis): Comparison["configuration"] {
  const audited = ({ networks, findings }: Analysis) =>
    [...networks.flatMap((network) => network.findings), ...findings].filter(
      ({ bssids, severity }) => bssids !== undefined && severity !== "note",
    );
  const key = ({ rule, bssids = [] }: Finding) => `${rule} ${[...bssids].sort().join(" ")}`;
  const [a, b] = [audited(before), audited(after)];
  const isIn = (list: readonly Finding[]) => {
    const keys = new Set(list.map(key));
    return (finding: Finding) => keys.has(key(finding));
  };
  const [inBefore, inAfter] = [isIn(a), isIn(b)];
  return {
    gone: a.filter((finding) => !inAfter(finding)),
    fresh: b.filter((finding) => !inBefore(finding)),
    stayed: b.filter(inBefore),
  };
}
