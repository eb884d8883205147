import { formatHex } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Exchange } from "../exchange/exchange.ts";
import { fteOf } from "../exchange/facts.ts";
import { apAddresses, isStationOf, stationAddresses } from "../exchange/multi-link.ts";
import { type Sighting, statusOf } from "../exchange/sighting.ts";
import { type Alignable, type AlignedStretch, alignClocks, certainties } from "../logs/align.ts";
import { codeOf, type LogAp, type LogEvent } from "../logs/event.ts";
import { compareAps } from "../logs/radio.ts";
import { type LogSign, signOf } from "./log-signs.ts";

/** A frame of an exchange that a record may be about. */
interface Mark {
  readonly exchange: Exchange;
  readonly sighting: Sighting;
  readonly timeUs: number;
}

/** A record with its place on the capture's clock, and the frame it is about. */
export interface PlacedEvent {
  readonly event: LogEvent;
  readonly time: TimeNs;
  readonly sighting?: Sighting;
  /** The exchange the record belongs to, by its frame or by parties and time. */
  readonly exchange?: Exchange;
}

/** How a log stands to the capture. */
export interface LogMatch {
  /** Empty when there was too little to compare: then nothing of the log has a place in time. */
  readonly stretches: readonly AlignedStretch[];
  /** Offsets were given, not found. */
  readonly isGiven: boolean;
  /** In the order of the log; only of the stretches that are aligned. */
  readonly placed: readonly PlacedEvent[];
  /** Records matched to their frame. */
  readonly matched: number;
  /** Records about frames, matched or not, while the capture ran. */
  readonly expected: number;
}

/** A record is written that long before or after its frame at most. */
const promptUs = 20_000;
/** Stations announce what they will send before they change the channel. */
const lateUs = { before: 20_000, after: 400_000 };
/** A busy AP handles frames late; the sequence number tells them apart all the same. */
const sureUs = 1_000_000;
/** An AP may be busy with an exchange that long after its last frame. */
const afterwardsNs = 6_000_000_000n;
const beforehandNs = 60_000_000n;

/** Finds where a log's records stand on the capture's clock, and which frames they are about. */
export function matchLog(
  events: readonly LogEvent[],
  exchanges: readonly Exchange[],
  { offsetUs }: { readonly offsetUs?: number } = {},
): LogMatch {
  const marks = marksOf(exchanges);
  const yearUs = yearShiftUs(events, exchanges);
  const times = events.map(({ time }) =>
    time === undefined
      ? undefined
      : time.clockUs - (time.zoneMinutes ?? 0) * 60_000_000 + (isYearless(time) ? yearUs : 0),
  );
  const signs = events.map(signOf);
  const alignable: { readonly index: number; readonly entry: Alignable }[] = [];
  for (const [index, event] of events.entries()) {
    const timeUs = times[index];
    const sign = signs[index];
    if (timeUs === undefined || event.time === undefined || sign?.isPrompt !== true) continue;
    const own = candidates(event, sign);
    if (own.length === 0) continue;
    alignable.push({
      index,
      entry: {
        timeUs,
        resolutionUs: event.time.resolutionUs,
        stretch: event.time.stretch,
        certainty: certaintyOf(event),
        candidates: own.map(({ mark, number }) => ({ frame: number, timeUs: mark.timeUs })),
      },
    });
  }
  const first = events.find(({ time }) => time !== undefined)?.time;
  const stretches =
    offsetUs === undefined
      ? alignClocks(
          alignable.map(({ entry }) => entry),
          {
            isAbsolute:
              first?.basis === "calendar" && first.hasYear && first.zoneMinutes !== undefined,
          },
        ).map((stretch) => ({
          ...stretch,
          first: alignable[stretch.first]?.index ?? 0,
          last: alignable[stretch.last]?.index ?? 0,
        }))
      : [{ first: 0, last: events.length - 1, offsetUs, residualUs: 0, matched: 0 }];

  const placed: PlacedEvent[] = [];
  const distances: number[] = [];
  let matched = 0;
  let expected = 0;
  for (const [index, event] of events.entries()) {
    const timeUs = times[index];
    const stretch = stretchAt(index);
    if (timeUs === undefined || stretch === undefined) continue;
    const airUs = timeUs + stretch.offsetUs;
    const time = BigInt(Math.round(airUs)) * 1000n;
    const sign = signs[index];
    const found = sign && nearest(event, sign, airUs, event.time?.resolutionUs ?? 1);
    if (sign !== undefined && isDuringCapture(time)) expected++;
    if (found !== undefined) {
      matched++;
      if (sign?.isPrompt === true) distances.push(Math.abs(found.timeUs - airUs));
    }
    const exchange = found?.exchange ?? exchangeAround(event, time);
    placed.push({
      event,
      time,
      ...(found === undefined ? {} : { sighting: found.sighting }),
      ...(exchange === undefined ? {} : { exchange }),
    });
  }
  return {
    stretches:
      offsetUs === undefined
        ? stretches
        : stretches.map((stretch) => ({ ...stretch, matched, residualUs: median(distances) })),
    isGiven: offsetUs !== undefined,
    placed,
    matched,
    expected,
  };

  function candidates(
    event: LogEvent,
    sign: LogSign,
  ): readonly { readonly mark: Mark; readonly number: number }[] {
    return sign.roles
      .flatMap((role) => marks.get(`${role} ${event.station ?? ""}`) ?? [])
      .flatMap((mark) => (isAbout(event, mark) ? [{ mark, number: numberOf(mark.sighting) }] : []));
  }

  function nearest(
    event: LogEvent,
    sign: LogSign,
    airUs: number,
    resolutionUs: number,
  ): Mark | undefined {
    const coarse = resolutionUs > 1000 ? resolutionUs : 0;
    const isSure = certaintyOf(event) > certainties.kind;
    const before = (isSure ? sureUs : sign.isPrompt ? promptUs : lateUs.before) + coarse;
    const after = (isSure ? sureUs : sign.isPrompt ? promptUs : lateUs.after) + coarse;
    let best: { readonly mark: Mark; readonly distance: number } | undefined;
    for (const { mark } of candidates(event, sign)) {
      const later = mark.timeUs - airUs;
      if (later < -before || later > after) continue;
      // Of two frames the one with the status that the record gives is meant.
      const isOther = differingStatus(event, mark.sighting) !== undefined;
      const distance = Math.abs(later) + (isOther ? before + after : 0);
      if (best === undefined || distance < best.distance) best = { mark, distance };
    }
    return best?.mark;
  }

  /** Between two stretches the clock is not known; before the first and after the last it is as there. */
  function stretchAt(index: number): AlignedStretch | undefined {
    const number = events[index]?.time?.stretch;
    const within = stretches.find(({ first, last }) => index >= first && index <= last);
    if (within !== undefined) return within;
    const isOfLog = (stretch: AlignedStretch | undefined) =>
      stretch !== undefined && events[stretch.first]?.time?.stretch === number
        ? stretch
        : undefined;
    const previous = stretches.findLast(({ last }) => last < index);
    const next = stretches.find(({ first: begin }) => begin > index);
    if (offsetUs !== undefined) return stretches[0];
    if (isOfLog(previous) !== undefined && isOfLog(next) !== undefined) {
      return previous?.offsetUs === next?.offsetUs ? previous : undefined;
    }
    return isOfLog(previous) ?? isOfLog(next);
  }

  function isDuringCapture(time: TimeNs): boolean {
    return exchanges.some(({ startTime, lastTime }) => time >= startTime && time <= lastTime);
  }

  /** What a record without a frame belongs to: the latest exchange of its station with its AP that had begun. */
  function exchangeAround(event: LogEvent, time: TimeNs): Exchange | undefined {
    if (event.station === undefined) {
      const going = exchanges.filter(
        ({ startTime, lastTime, kind }) =>
          holderKinds.has(event.kind) &&
          kind.startsWith("ft-") &&
          time >= startTime - beforehandNs &&
          time <= lastTime + beforehandNs,
      );
      return going.length === 1 ? going[0] : undefined;
    }
    const { station } = event;
    return exchanges.findLast(
      (exchange) =>
        isStationOf(exchange, station) &&
        time >= exchange.startTime - beforehandNs &&
        time <= exchange.lastTime + afterwardsNs &&
        (isOfTarget(event.ap, exchange) ||
          (exchange.currentAp !== undefined && isOfAp(event.ap, exchange.currentAp))),
    );
  }
}

/** By role and station, and by role alone. */
function marksOf(exchanges: readonly Exchange[]): ReadonlyMap<string, readonly Mark[]> {
  const marks = new Map<string, Mark[]>();
  for (const exchange of exchanges) {
    for (const sighting of exchange.sightings) {
      const mark = { exchange, sighting, timeUs: Number(sighting.air.time) / 1000 };
      const names = [...stationAddresses(exchange), ""];
      for (const key of names.map((name) => `${sighting.role} ${name}`)) {
        const own = marks.get(key) ?? [];
        own.push(mark);
        marks.set(key, own);
      }
    }
  }
  return marks;
}

function isAbout(event: LogEvent, { exchange, sighting }: Mark): boolean {
  if (event.station !== undefined && !isStationOf(exchange, event.station)) return false;
  const isByStation = sighting.sender === exchange.station;
  const isGone = sighting.role === "deauthentication" || sighting.role === "disassociation";
  if (isGone && isByStation !== /-received$/.test(event.kind)) return false;
  const ap = isByStation ? sighting.receiver : sighting.sender;
  if (!isOfAp(event.ap, ap) && !isOfTarget(event.ap, exchange)) return false;
  const { sequenceNumber, details } = event;
  if (sequenceNumber !== undefined) {
    return sighting.air.decoded.header?.sequenceNumber === sequenceNumber;
  }
  const snonce = details?.["snonce"];
  return snonce === undefined || snonce === snonceOf(sighting);
}

function snonceOf(sighting: Sighting): string | undefined {
  const snonce = fteOf(sighting)?.snonce;
  return snonce && formatHex(snonce);
}

function certaintyOf({ sequenceNumber, details }: LogEvent): number {
  if (details?.["snonce"] !== undefined) return certainties.nonce;
  return sequenceNumber === undefined ? certainties.kind : certainties.sequenceNumber;
}

function isOfTarget(ap: LogAp | undefined, exchange: Exchange): boolean {
  return apAddresses(exchange).some((address) => isOfAp(ap, address));
}

function isOfAp(ap: LogAp | undefined, bssid: Exchange["targetAp"]): boolean {
  return ap === undefined || compareAps(ap, { address: bssid, addressIs: "bssid" }) !== "different";
}

function numberOf({ air }: Sighting): number {
  return air.input * 2 ** 40 + air.frame;
}

/** What a key holder logs of a question without saying for which station it is. */
const holderKinds: ReadonlySet<string> = new Set([
  "ft-key-requester-unknown",
  "ft-key-message-undecryptable",
  "ft-key-unknown-to-holder",
  "ft-key-request-received",
  "ft-key-answer-sent",
]);

function isYearless(time: NonNullable<LogEvent["time"]>): boolean {
  return !time.hasYear && time.basis === "calendar";
}

/** From the year that yearless logs count from to the one in which the capture puts their first record. */
function yearShiftUs(events: readonly LogEvent[], exchanges: readonly Exchange[]): number {
  const first = events.find(({ time }) => time !== undefined && isYearless(time))?.time;
  const begun = exchanges[0]?.startTime;
  if (first === undefined || begun === undefined) return 0;
  const airMs = Number(begun / 1_000_000n);
  const year = new Date(airMs).getUTCFullYear();
  const written = new Date(first.clockUs / 1000);
  const shifts = [year - 1, year, year + 1].map(
    (candidate) =>
      Date.UTC(candidate, written.getUTCMonth(), written.getUTCDate()) -
      Date.UTC(written.getUTCFullYear(), written.getUTCMonth(), written.getUTCDate()),
  );
  const nearest = shifts.toSorted(
    (a, b) =>
      Math.abs(airMs - first.clockUs / 1000 - a) - Math.abs(airMs - first.clockUs / 1000 - b),
  )[0];
  return (nearest ?? 0) * 1000;
}

/** Statuses that a record and its frame give, when they differ. */
export function differingStatus(
  event: LogEvent,
  sighting: Sighting,
): { readonly logged: number; readonly captured: number } | undefined {
  const logged = codeOf(event, "ieee-status")?.value;
  const captured = statusOf(sighting);
  return logged === undefined || captured === undefined || logged === captured
    ? undefined
    : { logged, captured };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? 0;
}
