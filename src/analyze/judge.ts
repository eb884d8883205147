import { type Diagnosis, diagnose, undiagnosed } from "../diagnosis/diagnose.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import type { Witnesses } from "../diagnosis/witness.ts";
import type { Coverage } from "../exchange/air-coverage.ts";
import type { BssLookup } from "../exchange/bss.ts";
import type { Check } from "../exchange/check.ts";
import { checkExchange } from "../exchange/checks/check-exchange.ts";
import { contextOf, type ExchangeContext, type Surroundings } from "../exchange/context.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { KeyRing } from "../exchange/key-ring.ts";
import type { ExchangeReport, Finding } from "./analysis.ts";
import { brokenRule, internalError } from "./broken-rule.ts";
import { exchangeId, reportExchange } from "./exchange-report.ts";
import type { Judged } from "./group-findings.ts";
import { bssLookup, type Timeline } from "./timeline.ts";

/** An exchange, the air it was heard on, and what its judgement may look at. */
export interface Case {
  readonly exchange: Exchange;
  readonly air: Timeline;
  readonly surroundings: Surroundings;
}

/** What was said of a case. */
export interface Judgement {
  readonly report: ExchangeReport;
  readonly judged: Judged;
  /** Rules that broke. */
  readonly failures: readonly Finding[];
}

export interface JudgeOptions {
  readonly showSecrets: boolean;
  readonly showProofs: boolean;
  /** Whether octets and fields of the frames are wanted in the report. */
  readonly isWorthDetails: (verdict: Verdict) => boolean;
}

/** `bsss` may be shared by the cases of one air that are judged together. */
export function caseOf(
  exchange: Exchange,
  air: Timeline,
  {
    airs,
    ring,
    bsss = bssLookup(air, airs),
  }: { readonly airs: readonly Timeline[]; readonly ring: KeyRing; readonly bsss?: BssLookup },
): Case {
  return {
    air,
    exchange,
    surroundings: {
      bsss,
      ring,
      history: air.historyOf(exchange),
      ...(airs.length > 1
        ? {
            elsewhere: airs
              .filter((other) => other !== air)
              .flatMap((other) => other.exchangesOf(exchange.station)),
          }
        : {}),
    },
  };
}

/** The context of a case; notes in the ring which keys its frames confirm. */
export function contextOfCase({ exchange, surroundings }: Case): ExchangeContext {
  return contextOf(exchange, surroundings);
}

/** A broken check must not take the other exchanges' verdicts with it. */
function examine(
  context: ExchangeContext,
  coverage: Coverage,
  witnesses: Witnesses,
): Diagnosis & { readonly checks: readonly Check[] } {
  let checks: readonly Check[];
  try {
    checks = checkExchange(context);
  } catch (error) {
    return { checks: [], ...undiagnosed(error) };
  }
  return { checks, ...diagnose({ context, checks, coverage, witnesses }) };
}

/** Checks and judges a case with what is known by now, and writes its report. */
export function judge(
  { air: { coverage, tracker } }: Case,
  context: ExchangeContext,
  witnesses: Witnesses,
  { showSecrets, showProofs, isWorthDetails }: JudgeOptions,
): Judgement {
  const { exchange, target } = context;
  const heard = coverage.around(
    exchange,
    exchange.sightings.find(({ sender }) => sender === exchange.targetAp)?.air.radio.frequencyMhz ??
      target?.frequencyMhz,
  );
  const { checks, verdict, failures } = examine(context, heard, witnesses);
  return {
    report: reportExchange({
      context,
      checks,
      verdict,
      witnesses,
      coverage: heard,
      air: coverage,
      showSecrets,
      showProof: showProofs,
      withDetails: isWorthDetails(verdict),
    }),
    judged: {
      context,
      verdict,
      steering: tracker.stations.get(exchange.station)?.steering ?? [],
      air: coverage,
    },
    failures: failures.map((failure) =>
      failure.isOfChecks === undefined
        ? brokenRule(failure)
        : internalError(
            failure.rule,
            `the checks of ${exchangeId(exchange)}: ${failure.message}. It is not judged.`,
          ),
    ),
  };
}
