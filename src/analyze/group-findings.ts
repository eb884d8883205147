import type { Verdict } from "../diagnosis/verdict.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { isFt } from "../exchange/exchange.ts";
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
  return [...partitions(judged), ...notTried(judged)];
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
