import type { LogAp, LogEvent } from "../event.ts";
import { elapsedLogMs } from "../log-time.ts";
import { isOneAp, radioOf } from "../radio.ts";
import type {
  Attempt,
  AttemptOutcome,
  AttemptRun,
  Burst,
  KeyHeld,
  KeySearch,
  Mark,
  TargetCount,
} from "./story.ts";

/** Attempts nearer to each other than this are one burst. */
const burstGapMs = 2000;
/** A record later than this belongs to another attempt, or to none. */
const idleMs = 1000;
/** A request is told in several records of one moment. */
const momentMs = 50;
/** An AP that asks for a key answers when it has it, or has given up. */
const searchMs = 10_000;
const mostRuns = 100;
const mostBursts = 100;
const mostTargets = 200;
const mostSpacings = 1000;

type Open = { -readonly [Key in keyof Attempt]: Attempt[Key] };

interface OpenBurst {
  readonly number: number;
  readonly firstAttempt: number;
  attempts: number;
  readonly begun: Mark;
  last: Mark;
  readonly gapMs?: number;
  readonly spacings: number[];
}

type Count = {
  ap: LogAp;
  attempts: number;
  accepted: number;
  refused: number;
  keyNotAtTarget: Record<KeyHeld, number>;
};

export interface AttemptBook {
  /** True when the event is part of an attempt. */
  push(event: LogEvent, mark: Mark): boolean;
  /** The attempt that is open, or was the last one. */
  latest(): Attempt | undefined;
  end(): {
    readonly attempts: number;
    readonly runs: readonly AttemptRun[];
    readonly runsNotShown: number;
    readonly bursts: readonly Burst[];
    readonly burstsNotShown: number;
    readonly targets: readonly TargetCount[];
  };
}

export function markOf({ line, time }: LogEvent): Mark {
  return time === undefined ? { line } : { line, time };
}

/** Milliseconds between two marks; undefined where times are missing or cannot be compared. */
export function elapsedMarks(from: Mark, to: Mark): number | undefined {
  return from.time === undefined || to.time === undefined
    ? undefined
    : elapsedLogMs(from.time, to.time);
}

/** Follows one station's attempts to roam with FT; memory does not grow with their number. */
export function createAttemptBook(): AttemptBook {
  let number = 0;
  let open: Open | undefined;
  let settled: Attempt | undefined;
  let last: Mark | undefined;
  /** A reassociation that belongs to no attempt yet. */
  let reassociation: { readonly mark: Mark; readonly ap: LogAp | undefined } | undefined;
  const runs: { first: Attempt; last: Attempt; attempts: number; delays: number[] }[] = [];
  let runsNotShown = 0;
  const bursts: OpenBurst[] = [];
  /** The newest, whether it is among those that are kept or beyond the limit. */
  let burst: OpenBurst | undefined;
  const targets = new Map<string, Count>();
  /** The one that was counted last: stations ask the same AP again. */
  let latestCount: Count | undefined;

  function begin(mark: Mark): Open {
    settle();
    number++;
    const gap = last === undefined ? undefined : elapsedMarks(last, mark);
    if (burst === undefined || gap === undefined || gap < 0 || gap >= burstGapMs) {
      burst = {
        number: (burst?.number ?? 0) + 1,
        firstAttempt: number,
        attempts: 1,
        begun: mark,
        last: mark,
        ...(gap === undefined ? {} : { gapMs: gap }),
        spacings: [],
      };
      if (bursts.length < mostBursts) bursts.push(burst);
    } else {
      burst.attempts++;
      burst.last = mark;
      if (burst.spacings.length < mostSpacings) burst.spacings.push(gap);
    }
    last = mark;
    open = {
      number,
      burst: burst.number,
      begun: mark,
      key: "not-said",
      outcome: "open",
    };
    return open;
  }

  /** The attempt an event belongs to, when one is open and near enough. */
  function belongs(mark: Mark, withinMs: number): Open | undefined {
    if (open === undefined) return undefined;
    const after = elapsedMarks(open.ended ?? open.begun, mark);
    return after === undefined || (after >= 0 && after <= withinMs) ? open : undefined;
  }

  function conclude(attempt: Open, outcome: AttemptOutcome, event: LogEvent, mark: Mark): void {
    attempt.outcome = outcome;
    attempt.ended = mark;
    const after = elapsedMarks(attempt.begun, mark);
    // Without a record of its beginning nothing is known of the time it took.
    if (after !== undefined && attempt.begun.line !== mark.line) attempt.endedAfterMs = after;
    if (event.codes !== undefined) attempt.codes = event.codes;
    const text = event.details?.["text"];
    if (typeof text === "string") attempt.text = text;
    if (event.ap !== undefined) attempt.target = { ...attempt.target, ...event.ap };
  }

  function settle(): void {
    if (open === undefined) return;
    const attempt: Attempt = open;
    open = undefined;
    settled = attempt;
    countTarget(attempt);
    const run = runs.at(-1);
    if (run !== undefined && runsNotShown === 0 && isSameWay(run.last, attempt)) {
      run.last = attempt;
      run.attempts++;
      widen(run.delays, attempt.endedAfterMs);
      return;
    }
    if (runs.length >= mostRuns) {
      runsNotShown++;
      return;
    }
    const delays: number[] = [];
    widen(delays, attempt.endedAfterMs);
    runs.push({ first: attempt, last: attempt, attempts: 1, delays });
  }

  function countTarget(attempt: Attempt): void {
    const { target } = attempt;
    if (target?.address === undefined) return;
    const isAsBefore =
      latestCount?.ap.address === target.address && latestCount?.ap.slot === target.slot;
    const count = isAsBefore ? latestCount : countOf(target);
    if (count === undefined) return;
    latestCount = count;
    count.attempts++;
    if (attempt.outcome === "accepted") count.accepted++;
    if (attempt.outcome === "refused") count.refused++;
    if (attempt.outcome === "key-not-at-target") count.keyNotAtTarget[attempt.key]++;
  }

  function countOf(target: LogAp): Count | undefined {
    const id = `${target.address} ${target.slot ?? ""}`;
    const known = targets.get(id);
    if (known !== undefined || targets.size >= mostTargets) return known;
    const made: Count = {
      ap: target,
      attempts: 0,
      accepted: 0,
      refused: 0,
      keyNotAtTarget: { held: 0, absent: 0, "not-said": 0 },
    };
    targets.set(id, made);
    return made;
  }

  return {
    push(event, mark) {
      switch (event.kind) {
        case "ft-preauth-over-air":
        case "ft-preauth-over-ds": {
          const attempt = begin(mark);
          attempt.path = event.kind === "ft-preauth-over-ds" ? "ds" : "air";
          // Over the DS the AP that speaks is the current one.
          if (attempt.path === "air" && event.ap !== undefined) attempt.target = event.ap;
          return true;
        }
        case "ft-chosen":
          begin(mark).path = "air";
          return true;
        case "auth-requested": {
          const attempt = belongs(mark, idleMs);
          if (attempt === undefined || attempt.outcome !== "open") return false;
          if (event.ap !== undefined) attempt.target ??= event.ap;
          return true;
        }
        case "auth-sent":
        case "auth-response-received": {
          const attempt = belongs(mark, searchMs);
          const status = event.codes?.find(({ space }) => space === "ieee-status")?.value ?? 0;
          if (attempt?.outcome !== "open" || event.details?.["algorithm"] !== 2) return false;
          if (status !== 0) conclude(attempt, "refused", event, mark);
          return true;
        }
        case "assoc-requested": {
          const attempt = belongs(mark, burstGapMs);
          if (attempt?.outcome !== "open" || attempt.path === undefined) return false;
          attempt.reassociation = mark;
          return true;
        }
        case "ft-key-missing":
        case "ft-key-holder-unknown":
        case "ft-key-requested":
        case "ft-key-request-timeout":
        case "ft-key-answer-received":
        case "ft-key-denied":
        case "ft-key-not-made":
        case "ft-key-found": {
          const attempt = belongs(mark, searchMs);
          if (attempt === undefined || attempt.outcome !== "open") return false;
          attempt.keySearch = searched(attempt.keySearch, event, mark);
          return true;
        }
        case "ft-preauth-refused-no-pmk": {
          // A record of its own, or the end of what the records of this moment began.
          const near = belongs(mark, momentMs);
          const attempt =
            near === undefined || near.key !== "not-said" || near.ended !== undefined
              ? begin(mark)
              : near;
          attempt.key = "absent";
          attempt.keySaid = mark;
          return true;
        }
        case "roam-scope": {
          const attempt = belongs(mark, momentMs) ?? begin(mark);
          attempt.scope = String(event.details?.["scope"] ?? "");
          if (event.ap !== undefined) attempt.target = event.ap;
          return true;
        }
        case "akm-in-rsnie":
        case "ft-preauth-entry-created":
          return belongs(mark, momentMs) !== undefined;
        case "akm-cache-match": {
          const attempt = belongs(mark, momentMs);
          if (attempt === undefined) return false;
          attempt.key = "held";
          attempt.keySaid = mark;
          const akm = event.details?.["akm"];
          if (typeof akm === "string") attempt.akm = akm;
          return true;
        }
        case "akm-cache-mismatch": {
          const attempt = belongs(mark, momentMs);
          if (attempt === undefined) return false;
          conclude(attempt, "refused", event, mark);
          return true;
        }
        case "ft-key-cache-lookup-failed":
        case "assoc-failed-on-flex-ap": {
          const near = belongs(mark, open?.keySearch === undefined ? idleMs : searchMs);
          const isSame =
            near !== undefined &&
            near.outcome === "open" &&
            (near.target === undefined || isOneAp(near.target, event.ap));
          const attempt = isSame ? near : begin(mark);
          conclude(
            attempt,
            event.kind === "ft-key-cache-lookup-failed" ? "key-not-at-target" : "refused",
            event,
            mark,
          );
          return true;
        }
        case "reassoc-received": {
          const attempt = belongs(mark, burstGapMs);
          if (attempt === undefined || attempt.outcome !== "open") {
            reassociation = { mark, ap: event.ap };
            return false;
          }
          attempt.reassociation = mark;
          attempt.target = { ...event.ap, addressIs: "unknown", ...attempt.target };
          return true;
        }
        case "assoc-response-received":
        case "assoc-response-sent": {
          const attempt = belongs(mark, burstGapMs);
          if (attempt?.reassociation === undefined || attempt.outcome !== "open") return false;
          const status = event.codes?.find(({ space }) => space === "ieee-status")?.value;
          // To the station a status of 0 is not the end: it checks the response first.
          if (status === 0 && event.kind === "assoc-response-received") return true;
          conclude(attempt, status === 0 ? "accepted" : "refused", event, mark);
          return true;
        }
        case "assoc-ok": {
          // Controllers that name FT only when it is done: the attempt began with the reassociation.
          if (event.details?.["ft"] !== true || event.details["fastRoam"] === false) return false;
          const asked = reassociation?.mark;
          const waited = asked && elapsedMarks(asked, mark);
          const isNear = waited !== undefined && waited >= 0 && waited <= burstGapMs;
          const attempt = begin((isNear ? asked : undefined) ?? mark);
          if (isNear && asked !== undefined) attempt.reassociation = asked;
          if (isNear && reassociation?.ap !== undefined) attempt.target = reassociation.ap;
          conclude(attempt, "accepted", event, mark);
          return true;
        }
        case "ft-roam-completed": {
          const attempt = belongs(mark, burstGapMs);
          if (attempt === undefined) return false;
          if (attempt.outcome === "open") conclude(attempt, "accepted", event, mark);
          return true;
        }
        case "4way-start":
        case "m1-sent": {
          const attempt = belongs(mark, idleMs);
          if (attempt?.outcome !== "accepted") return false;
          attempt.handshake ??= mark;
          return true;
        }
        default:
          return false;
      }
    },
    latest: () => open ?? settled,
    end() {
      settle();
      return {
        attempts: number,
        runs: runs.map(({ first, last: final, attempts, delays: [least, most] }) => ({
          first,
          last: final,
          attempts,
          ...(least === undefined || most === undefined ? {} : { endedAfterMs: { least, most } }),
        })),
        runsNotShown,
        bursts: bursts.map(({ spacings, ...burst }) => ({ ...burst, ...spacingOf(spacings) })),
        burstsNotShown: (burst?.number ?? 0) - bursts.length,
        targets: [...targets.values()],
      };
    },
  };
}

const fates: Readonly<Partial<Record<LogEvent["kind"], KeySearch["fate"]>>> = {
  "ft-key-holder-unknown": "holder-unknown",
  "ft-key-requested": "no-answer",
  "ft-key-request-timeout": "no-answer",
  "ft-key-answer-received": "answered",
  "ft-key-denied": "denied",
  "ft-key-not-made": "not-made",
  "ft-key-found": "found",
};

/**
 * A cache without the key says least: whatever else is known of the search stands. An answer is only told
 * of a question, and asking once more does not unsay it.
 */
function searched(before: KeySearch | undefined, event: LogEvent, mark: Mark): KeySearch {
  const said = fates[event.kind] ?? before?.fate ?? "missing";
  const isOld =
    said === "answered"
      ? before?.fate !== "no-answer"
      : said === "no-answer" && before?.fate === "answered";
  const fate = isOld ? (before?.fate ?? "missing") : said;
  const holder = event.details?.["holder"] ?? before?.holder;
  return {
    fate,
    said: fate === before?.fate ? before.said : mark,
    asked: (before?.asked ?? 0) + (event.kind === "ft-key-requested" ? 1 : 0),
    ...(typeof holder === "string" ? { holder } : {}),
  };
}

function widen(range: number[], value: number | undefined): void {
  if (value === undefined) return;
  range[0] = Math.min(range[0] ?? value, value);
  range[1] = Math.max(range[1] ?? value, value);
}

function isSameWay(a: Attempt, b: Attempt): boolean {
  return (
    a.burst === b.burst &&
    a.key === b.key &&
    a.outcome === b.outcome &&
    a.path === b.path &&
    a.keySearch?.fate === b.keySearch?.fate &&
    (a.handshake === undefined) === (b.handshake === undefined) &&
    a.text === b.text &&
    targetId(a) === targetId(b)
  );
}

function targetId({ target }: Attempt): string {
  return target?.address === undefined ? "" : radioOf(target.address);
}

function spacingOf(spacings: readonly number[]): Pick<Burst, "spacingMs"> {
  if (spacings.length === 0) return {};
  const sorted = spacings.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1
      ? (sorted[middle] as number)
      : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
  return { spacingMs: { least: sorted[0] as number, median, most: sorted.at(-1) as number } };
}
