import { elapsedMs, type TimeNs } from "../../bytes/time.ts";
import { mayHaveMissedAnswer } from "../../diagnosis/silence.ts";
import type { Bss } from "../../exchange/bss.ts";
import { ftRequests, ftResponses } from "../../exchange/exchange.ts";
import type { HeardAt } from "../../exchange/heard-at.ts";
import { isAcknowledged, statusOf } from "../../exchange/sighting.ts";
import type { Finding } from "../analysis.ts";
import {
  count,
  fewest,
  firstEvidence,
  groupBy,
  holderOf,
  isSoundRoam,
  isWithoutKey,
  type Judged,
} from "./judged.ts";

/** APs that, as target or as key holder, took part in roams that fail for want of a key only since they began anew. */
export function sinceRestart(judged: readonly Judged[]): readonly Finding[] {
  const aps = new Map<Bss, "target" | "key holder">();
  for (const { context } of judged.filter(isWithoutKey)) {
    if (context.target !== undefined) aps.set(context.target, "target");
    if (context.holder !== undefined) aps.set(context.holder, "key holder");
  }
  const byAp = new Map<Bss, Judged[]>([...aps.keys()].map((ap) => [ap, []]));
  for (const one of judged) {
    const { target, holder } = one.context;
    if (target !== undefined) byAp.get(target)?.push(one);
    if (holder !== undefined && holder !== target) byAp.get(holder)?.push(one);
  }
  return [...aps].flatMap(([ap, role]) => {
    const ofAp = byAp.get(ap) ?? [];
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
          ...firstEvidence(noKey, 3),
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

/**
 * Roams of one station under one key that succeed up to an age of the key and fail from then on, until a
 * new association: the lifetime need not be readable for it to show.
 */
export function sinceKeyAge(judged: readonly Judged[]): readonly Finding[] {
  const tied = judged.filter(
    ({ context }) => context.link?.isTied === "yes" && context.link.isSameClock,
  );
  const byKey = groupBy(tied, ({ context }) => context.link?.session.association);
  return [...byKey].flatMap(([association, roams]) => {
    const noKey = roams.filter(isWithoutKey);
    const first = noKey[0]?.context.exchange;
    if (association === undefined || first === undefined || noKey.length < fewest) return [];
    const sound = roams.filter(isSoundRoam);
    const lastSound = sound.at(-1)?.context.exchange;
    if (lastSound === undefined || lastSound.startTime > first.startTime) return [];
    const age = (time: TimeNs) => `${(elapsedMs(association.startTime, time) / 1000).toFixed(0)} s`;
    const lifetimeS = noKey[0]?.context.keyLifetimeS;
    const isOver =
      lifetimeS !== undefined &&
      lifetimeS > 0 &&
      elapsedMs(association.startTime, first.startTime) > lifetimeS * 1000;
    return [
      {
        rule: "failures-since-key-age",
        severity: "warning" as const,
        culprit: "key-distribution" as const,
        summary: `Under the key that ${association.station} made at ${association.targetAp}, ${count(sound.length, "roam")} succeeded up to an age of ${age(lastSound.startTime)} and ${noKey.length} of ${noKey.length} failed for want of a key from ${age(first.startTime)} on: ${isOver ? `its lifetime of ${lifetimeS} s was over` : "as after the end of its lifetime, or after its holder forgot it"}.`,
        evidence: firstEvidence(noKey),
      },
    ];
  });
}

/** hostapd blocks a key holder that was silent for 60 s (rkh_neg_timeout); another second is left for the air. */
const blockedMs = 61_000;

/** A refusal that comes so fast was not preceded by a question to anybody. */
const instantMs = 50;

/**
 * A target that was silent, then refuses at once for about a minute although its key holder may be well
 * again, and then succeeds: it remembers that the holder did not answer.
 */
export function negativeCaches(judged: readonly Judged[]): readonly Finding[] {
  const asked = judged.filter((one) => holderOf(one) !== undefined);
  const byPath = groupBy(asked, (one) => `${one.context.exchange.targetAp} ${holderOf(one)}`);
  return [...byPath.values()].flatMap((ofPath) => {
    for (const [i, silent] of ofPath.entries()) {
      if (!isSilent(silent)) continue;
      const end = silent.context.exchange.startTime;
      // Up to the next silence at most: all the silences together see everything once.
      const instant: Judged[] = [];
      for (let j = i + 1; j < ofPath.length; j++) {
        const one = ofPath[j] as Judged;
        if (!isInstant(one)) break;
        instant.push(one);
      }
      const within = instant.filter(
        ({ context }) => elapsedMs(end, context.exchange.startTime) <= blockedMs,
      );
      if (within.length < fewest || within.length < instant.length) continue;
      const last = within.at(-1)?.context.exchange.startTime ?? end;
      const success = ofPath.slice(i + 1).find(isSoundRoam);
      const { targetAp } = silent.context.exchange;
      const finding: Finding = {
        rule: "negative-cache",
        severity: "warning",
        culprit: "key-distribution",
        summary: `${targetAp} did not answer in time for a key of ${holderOf(silent)}, and in the ${(elapsedMs(end, last) / 1000).toFixed(0)} s after it ${within.length} of ${within.length} requests for that holder's keys were refused at once${success === undefined ? "" : ", the next one succeeded"}: as of an AP that blocks a silent key holder for a while (hostapd: 60 s). These refusals may have outlived their cause.`,
        evidence: firstEvidence([silent, ...within]),
      };
      return [finding];
    }
    return [];
  });
}

/** No answer that the recorder may have missed, or one that came only after a timer of the target. */
function isSilent({ context }: Judged): boolean {
  const { exchange, outcome } = context;
  if (outcome === "unanswered") {
    return ftRequests(exchange).length > 0 && !mayHaveMissedAnswer(context);
  }
  return (answerDelayMs(exchange) ?? 0) > 900;
}

function isInstant(judged: Judged): boolean {
  const delay = answerDelayMs(judged.context.exchange);
  return isWithoutKey(judged) && delay !== undefined && delay <= instantMs;
}

function answerDelayMs(exchange: Judged["context"]["exchange"]): number | undefined {
  const [answer] = ftResponses(exchange);
  const request = answer && ftRequests(exchange).findLast(({ air }) => air.time <= answer.air.time);
  return answer && request && elapsedMs(request.air.time, answer.air.time);
}

/** Stations repeat a request for some 0.3 s and give up (mac80211: 3 tries, 0.1 s each). */
const patienceMs = 300;

/**
 * Targets at which a station's first roam meets silence and the second succeeds, best seen for several
 * stations or at several targets (A7): they need longer than stations wait, for a key or for RADIUS.
 */
export function coldFirstRoams(judged: readonly Judged[]): readonly Finding[] {
  // The AP that made the key has it.
  const roams = judged.filter(
    ({ context: { exchange, holder } }) =>
      ftRequests(exchange).length > 0 && exchange.targetAp !== holder?.bssid,
  );
  const byPath = groupBy(
    roams,
    ({ context: { exchange } }) => `${exchange.station} ${exchange.targetAp}`,
  );
  const cold = [...byPath.values()].filter(([first, second]) => {
    return first !== undefined && second !== undefined && isMet(first) && isSoundRoam(second);
  });
  const warm = [...byPath.values()].filter(([first]) => first !== undefined && isSoundRoam(first));
  if (cold.length === 0 || warm.length > 0) return [];
  const targets = new Set(cold.map(([first]) => first?.context.exchange.targetAp));
  const firsts = cold.flatMap(([first]) => first ?? []);
  return [
    {
      rule: "cold-first-roam",
      severity: cold.length < fewest ? "note" : "warning",
      culprit: "undetermined",
      summary: `The first roam of a station to an AP was not answered in time in ${cold.length} of ${count(byPath.size, "case")} (${count(targets.size, "target AP")}), and the second one to the same AP succeeded each time: the target APs need longer for the first one than stations wait (fetching the key, RADIUS or MAC ACL).`,
      evidence: [
        ...firstEvidence(firsts),
        ...cold.slice(0, 2).flatMap(([, second]) => statusEvidence(second)),
      ],
    },
  ];
}

/** With silence, or with an answer after which the station did not go on because it came too late. */
function isMet({ context }: Judged): boolean {
  const { exchange, outcome } = context;
  if (outcome === "unanswered") return !mayHaveMissedAnswer(context);
  const [request] = ftRequests(exchange);
  const [answer] = ftResponses(exchange);
  return (
    outcome === "abandoned" &&
    request !== undefined &&
    answer !== undefined &&
    !isAcknowledged(answer) &&
    elapsedMs(request.air.time, answer.air.time) > patienceMs
  );
}

function statusEvidence(judged: Judged | undefined): Finding["evidence"] {
  const answer = judged && ftResponses(judged.context.exchange)[0];
  if (answer === undefined) return [];
  const { input, frame } = answer.air;
  return [
    { input, frame, field: "Status Code", seen: String(statusOf(answer)), text: "the second roam" },
  ];
}
