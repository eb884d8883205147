import type { TimeNs } from "../bytes/time.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import type { Bss } from "../exchange/bss.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { isFt } from "../exchange/exchange.ts";
import type { HeardAt } from "../exchange/heard-at.ts";
import { announcedMdids } from "../exchange/session.ts";
import { ftAkm } from "../spec/suites.ts";
import type { Finding } from "./analysis.ts";

/** An exchange and what was said of it. */
export interface Judged {
  readonly context: ExchangeContext;
  readonly verdict: Verdict;
}

/** So many roams of one kind are needed before they say something about an AP or a pair. */
const fewest = 2;

/** What several exchanges show together and none alone. */
export function groupFindings(judged: readonly Judged[]): readonly Finding[] {
  return [
    ...partitions(judged),
    ...refusingTargets(judged),
    ...sinceRestart(judged),
    ...notTried(judged),
  ];
}

/** Roams that fail for want of a key between some APs and succeed between others (D39). */
function partitions(judged: readonly Judged[]): readonly Finding[] {
  const pairs = new Map<string, { from: string; to: string; sound: number; noKey: Judged[] }>();
  for (const one of judged) {
    const { exchange } = one.context;
    if (!isFt(exchange) || exchange.currentAp === undefined) continue;
    if (exchange.currentAp === exchange.targetAp) continue;
    const id = `${exchange.currentAp} ${exchange.targetAp}`;
    const pair = pairs.get(id) ?? {
      from: exchange.currentAp,
      to: exchange.targetAp,
      sound: 0,
      noKey: [],
    };
    if (one.verdict.kind === "sound") pair.sound++;
    if (one.verdict.culprit === "key-distribution") pair.noKey.push(one);
    pairs.set(id, pair);
  }
  const broken = [...pairs.values()].filter(
    ({ sound, noKey }) => sound === 0 && noKey.length >= fewest,
  );
  const working = [...pairs.values()].filter(
    ({ sound, noKey }) => noKey.length === 0 && sound >= fewest,
  );
  if (broken.length === 0 || working.length === 0) return [];
  const soundRoams = working.reduce((sum, { sound }) => sum + sound, 0);
  return broken.map(({ from, to, noKey }) => ({
    rule: "key-distribution-partitioned",
    severity: "warning",
    culprit: "key-distribution",
    summary: `0 of ${noKey.length} roams from ${from} to ${to} succeeded for want of a key; ${soundRoams} of ${soundRoams} between other APs did: the key distribution does not reach across this pair.`,
    evidence: noKey.slice(0, 4).flatMap(({ verdict }) => verdict.evidence.slice(0, 1)),
  }));
}

/** The value of each group, in the order in which the groups were met. */
function groupBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>();
  for (const value of values) {
    const group = groups.get(keyOf(value)) ?? [];
    groups.set(keyOf(value), group);
    group.push(value);
  }
  return groups;
}

function isWithoutKey({ context, verdict }: Judged): boolean {
  return isFt(context.exchange) && verdict.culprit === "key-distribution";
}

/** Targets that had no key for any of several stations: the fault is not in one station's key. */
function refusingTargets(judged: readonly Judged[]): readonly Finding[] {
  const roams = judged.filter(({ context }) => isFt(context.exchange));
  return [...groupBy(roams, ({ context }) => context.exchange.targetAp)].flatMap(
    ([target, ofTarget]) => {
      const noKey = ofTarget.filter(isWithoutKey);
      const byStation = groupBy(noKey, ({ context }) => context.exchange.station);
      const hasSucceeded = ofTarget.some(({ context }) => context.outcome === "completed");
      if (hasSucceeded || byStation.size < fewest) return [];
      return [
        {
          rule: "target-refuses-every-station",
          severity: "warning" as const,
          culprit: "key-distribution" as const,
          summary: `${target} had no key for any of ${byStation.size} stations (${noKey.length} of ${ofTarget.length} roams to it failed for want of a key, none succeeded): keys do not reach this AP.`,
          evidence: [...byStation.values()]
            .slice(0, 4)
            .flatMap(([first]) => first?.verdict.evidence.slice(0, 1) ?? []),
        },
      ];
    },
  );
}

/** APs that, as target or as key holder, took part in roams that fail for want of a key only since they began anew. */
function sinceRestart(judged: readonly Judged[]): readonly Finding[] {
  const aps = new Map<Bss, "target" | "key holder">();
  for (const { context } of judged.filter(isWithoutKey)) {
    if (context.target !== undefined) aps.set(context.target, "target");
    if (context.holder !== undefined) aps.set(context.holder, "key holder");
  }
  return [...aps].flatMap(([ap, role]) => {
    const ofAp = judged.filter(({ context }) => context.target === ap || context.holder === ap);
    const noKey = ofAp.filter(isWithoutKey);
    const first = noKey[0]?.context.exchange;
    const beginning = first && lastBeginning(ap, first.startTime);
    if (first === undefined || beginning === undefined || noKey.length < fewest) return [];
    const { at, what } = beginning;
    const before = ofAp.filter(
      ({ context, verdict }) => verdict.kind === "sound" && context.exchange.startTime < at.time,
    );
    // Without anything that worked before, "since" would say nothing.
    if (before.length === 0) return [];
    return [
      {
        rule: "failures-since-restart",
        severity: "warning" as const,
        culprit: "key-distribution" as const,
        summary: `All ${noKey.length} roams that failed for want of a key with ${ap.bssid} as ${role} came after frame ${at.frame}, where ${what}; before it ${before.length === 1 ? "1 exchange" : `${before.length} exchanges`} succeeded and none failed so, as if it lost its keys there.`,
        evidence: [
          { input: at.input, frame: at.frame, field: "Beginning", text: what },
          ...noKey.slice(0, 3).flatMap(({ verdict }) => verdict.evidence.slice(0, 1)),
        ],
      },
    ];
  });
}

/** The last sign before a time that an AP began anew. */
function lastBeginning(
  { restarts, dismissals }: Bss,
  time: TimeNs,
): { readonly at: HeardAt; readonly what: string } | undefined {
  return [
    ...restarts.map((at) => ({ at, what: "its TSF began anew" })),
    ...dismissals.map((at) => ({ at, what: "it deauthenticated all stations" })),
  ]
    .filter(({ at }) => at.time < time)
    .toSorted((a, b) => (a.at.time < b.at.time ? -1 : 1))
    .at(-1);
}

/** Full associations of stations that had an FT key for the domain of an AP that offers FT (D1). Nobody's fault by itself. */
function notTried(judged: readonly Judged[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { context, verdict } of judged) {
    const { exchange, target } = context;
    if (isFt(exchange) || verdict.kind !== "sound") continue;
    const before = context.history.filter(({ number }) => number < exchange.number);
    const previous = before.at(-1);
    const hadKey = before.some(
      (other) =>
        other.kind === "initial-mobility-domain-association" &&
        other.targetAp !== exchange.targetAp,
    );
    const offersFt =
      announcedMdids(target).length > 0 &&
      (target?.configurations ?? []).some(({ rsne }) =>
        (rsne?.akms ?? []).some((akm) => ftAkm(akm) !== undefined),
      );
    // After a failed FT attempt the full association is the recovery, not a choice.
    const isRecovery = previous !== undefined && isFt(previous);
    const [first] = exchange.sightings;
    if (!hadKey || !offersFt || isRecovery || first === undefined) continue;
    const sameDomain = before.some((other) =>
      other.sightings.some(
        ({ body }) =>
          "elements" in body &&
          body.elements.some(
            (element) => element.kind === "mde" && announcedMdids(target).includes(element.mdid),
          ),
      ),
    );
    if (!sameDomain) continue;
    findings.push({
      rule: "ft-not-tried",
      severity: "note",
      culprit: "none",
      summary: `${exchange.station} went to ${exchange.targetAp} with a full association although it could have used FT there: it was disconnected before, or it chose not to.`,
      evidence: [
        {
          input: first.air.input,
          frame: first.air.frame,
          field: "Subtype",
          text: "the full association begins here",
        },
      ],
    });
  }
  return findings;
}
