import { elapsedMs, type TimeNs } from "../bytes/time.ts";
import type { AirCoverage } from "../exchange/air-coverage.ts";
import { wasClockSet } from "../exchange/clock-set.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import {
  associationResponses,
  type Exchange,
  isFt,
  type Pause,
  seen,
} from "../exchange/exchange.ts";
import { isAccepted, outcomeOf } from "../exchange/outcome.ts";
import { timeOf } from "../exchange/sighting.ts";
import type { Consequence } from "./analysis.ts";

/** What a pause of voice or video is to its user. */
const noticeableMs = 50;
const longMs = 150;

/** So long somebody must have been heard afterwards before silence means a lost connection. */
const lostAfterNs = 3_000_000_000n;

interface Recovery {
  readonly recoveredBy: NonNullable<Consequence["recoveredBy"]>;
  readonly time: TimeNs;
}

/** What a failed FT exchange meant to the station; undefined where nothing can be said. */
export function consequenceOf(
  context: ExchangeContext,
  coverage: AirCoverage,
): Consequence | undefined {
  const { exchange, outcome, history } = context;
  if (!isFt(exchange) || outcome === "completed" || outcome === "not-observed") return undefined;
  // How long it took cannot be said when the station may have been heard on another clock meanwhile.
  if (context.hasOtherClocks) return undefined;
  const { dataBefore, dataAfter, startTime } = exchange;
  // Of an attempt that was found by decryption nobody noted the data around it.
  if (exchange.isFoundLate) return undefined;
  const recovery = recoveryOf(context);
  const since = dataBefore ?? startTime;
  const ends = [dataAfter?.time, recovery?.time].filter((time) => time !== undefined);
  if (ends.some((time) => wasClockSet(context, since, time))) return undefined;
  const outageMs =
    dataBefore === undefined || dataAfter === undefined
      ? undefined
      : elapsedMs(dataBefore, dataAfter.time);
  const byDirection = outageByDirection(exchange);
  const recoveredAfterMs = recovery && elapsedMs(startTime, recovery.time);
  const felt = feltBy(outageMs ?? recoveredAfterMs) ?? (isLost() ? "lost" : undefined);
  if (felt === undefined) return undefined;
  return {
    ...(outageMs === undefined ? {} : { outageMs }),
    ...(byDirection === undefined ? {} : { outageByDirectionMs: byDirection }),
    ...(recovery === undefined ? {} : { recoveredBy: recovery.recoveredBy }),
    ...(recoveredAfterMs === undefined ? {} : { recoveredAfterMs }),
    felt,
  };

  function isLost(): boolean {
    const { station, currentAp, targetAp, lastTime } = exchange;
    return (
      dataAfter === undefined &&
      !history.some((other) => other.number > exchange.number && isAccepted(other)) &&
      [station, currentAp, targetAp].some(
        (party) => party !== undefined && coverage.hearsAfter(party, lastTime + lostAfterNs),
      )
    );
  }
}

function outageByDirection({ pause }: Exchange): Consequence["outageByDirectionMs"] {
  const lengthOf = ({ before, after }: Pause) =>
    before === undefined || after === undefined ? undefined : elapsedMs(before, after);
  const uplink = lengthOf(pause.uplink);
  const downlink = lengthOf(pause.downlink);
  if (uplink === undefined && downlink === undefined) return undefined;
  return {
    ...(uplink === undefined ? {} : { uplink }),
    ...(downlink === undefined ? {} : { downlink }),
  };
}

function feltBy(ms: number | undefined): Consequence["felt"] | undefined {
  if (ms === undefined) return undefined;
  if (ms < noticeableMs) return "none";
  return ms <= longMs ? "noticeable" : "long";
}

function recoveryOf({ exchange, history }: ExchangeContext): Recovery | undefined {
  const later = history.filter(({ number }) => number > exchange.number);
  const completed = later.find((other, i) => outcomeOf(other, later[i + 1]) === "completed");
  const { dataAfter, currentAp, targetAp } = exchange;
  if (
    dataAfter !== undefined &&
    dataAfter.bssid === currentAp &&
    currentAp !== targetAp &&
    (completed === undefined || dataAfter.time < completed.startTime)
  ) {
    return { recoveredBy: "return", time: dataAfter.time };
  }
  return completed && { recoveredBy: isFt(completed) ? "ft" : "full", time: completion(completed) };
}

/** When the last frame that an exchange needs was heard: message 4, or the answer. */
function completion(exchange: Exchange): TimeNs {
  const last = seen(exchange, "eapol-4")[0] ?? associationResponses(exchange).at(-1);
  return last === undefined ? exchange.startTime : timeOf(last);
}
