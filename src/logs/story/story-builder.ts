import type { MacAddress } from "../../bytes/mac-address.ts";
import type { LogEvent } from "../event.ts";
import { type AttemptBook, createAttemptBook, markOf } from "./attempts.ts";
import { createJoinBook, type JoinBook } from "./joins.ts";
import { createRemovalBook, type RemovalBook } from "./removals.ts";
import type { LogStory, Mark, StationStory } from "./story.ts";

const mostStations = 2000;

/** Kinds that a story mentions without following them. */
const notedKinds: ReadonlySet<string> = new Set([
  "m2-bad-mic",
  "eapol-key-invalid",
  "key-timeout",
  "m1-retransmit",
  "m3-retransmit",
  "client-excluded",
  "radius-reject",
  "adaptive-11r",
  "local-switching",
  "pmkid-miss",
  "akm-cache-mismatch",
  "assoc-refused",
  "mentioned",
  "cckm",
]);

interface Station {
  readonly attempts: AttemptBook;
  readonly removals: RemovalBook;
  readonly joins: JoinBook;
  readonly noted: Map<string, { count: number; first: Mark }>;
  events: number;
  readonly first: Mark;
  last: Mark;
  ip?: string;
  currentAp?: StationStory["currentAp"];
}

export interface StoryBuilder {
  /** Events in the order of the log. */
  push(events: readonly LogEvent[]): void;
  end(): LogStory;
}

/** Tells what a log says of each station; memory is bounded by the stations, not by the log. */
export function createStoryBuilder(): StoryBuilder {
  const stations = new Map<MacAddress, Station>();
  const strangers = new Set<MacAddress>();
  /** For whom a key holder was asked since its last answer. */
  const asking = new Set<Station>();
  const clockSteps: Mark[] = [];
  let events = 0;
  let first: Mark | undefined;
  let last: Mark | undefined;

  function stationOf(mark: Mark, mac: MacAddress): Station | undefined {
    const known = stations.get(mac);
    if (known !== undefined) return known;
    if (stations.size >= mostStations) {
      if (strangers.size < mostStations) strangers.add(mac);
      return undefined;
    }
    const made: Station = {
      attempts: createAttemptBook(),
      removals: createRemovalBook(),
      joins: createJoinBook(),
      noted: new Map(),
      events: 0,
      first: mark,
      last: mark,
    };
    stations.set(mac, made);
    return made;
  }

  /** hostapd does not say for whom an answer of a key holder is: for any of those for whom it has asked since the last one. */
  function answered(event: LogEvent, mark: Mark): void {
    for (const station of asking) station.attempts.push(event, mark);
    asking.clear();
  }

  function follow(event: LogEvent): void {
    events++;
    const mark = markOf(event);
    if (event.time !== undefined) {
      if (last?.time !== undefined && last.time.stretch !== event.time.stretch) {
        if (clockSteps.length < 1000) clockSteps.push(mark);
      }
      first ??= mark;
      last = mark;
    }
    if (event.kind === "ft-key-answer-received") answered(event, mark);
    if (event.station === undefined) return;
    const station = stationOf(mark, event.station);
    if (station === undefined) return;
    station.events++;
    station.last = mark;
    if (event.kind === "ft-key-requested") asking.add(station);
    const isOfAttempt = station.attempts.push(event, mark);
    station.removals.push(event, mark, station.attempts.latest());
    if (!isOfAttempt) station.joins.push(event, mark);
    const ip = event.details?.["ip"];
    if (typeof ip === "string" && ip !== "0.0.0.0") station.ip = ip;
    if (event.currentAp !== undefined) {
      // A station that is said to have roamed has left the AP that it had.
      const own = event.kind === "roamed" ? event.ap : event.currentAp;
      if (own !== undefined) station.currentAp ??= { ...own, said: mark };
    }
    if (notedKinds.has(event.kind)) {
      const noted = station.noted.get(event.kind);
      if (noted === undefined) station.noted.set(event.kind, { count: 1, first: mark });
      else noted.count++;
    }
  }

  return {
    push(list) {
      for (const event of list) follow(event);
    },
    end: () => ({
      events,
      ...(first === undefined ? {} : { first }),
      ...(last === undefined ? {} : { last }),
      stations: [...stations].map(([station, told]) => toStory(station, told)),
      stationsNotShown: strangers.size,
      clockSteps,
    }),
  };
}

function toStory(station: MacAddress, told: Station): StationStory {
  const { attempts, removals, joins, noted, events, first, last, ip, currentAp } = told;
  return {
    station,
    events,
    first,
    last,
    ...(ip === undefined ? {} : { ip }),
    ...(currentAp === undefined ? {} : { currentAp }),
    ...attempts.end(),
    removals: removals.end(),
    joins: joins.end(),
    noted: [...noted].map(([kind, rest]) => ({ kind, ...rest })),
  };
}
