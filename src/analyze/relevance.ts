import type { AirFrame } from "../air/air-frame.ts";
import { isClearFragment } from "../air/defragment.ts";
import { controls } from "../air/frame-glance.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import type { FrameReference } from "../exchange/check.ts";
import type { DataFlow } from "../exchange/data-flow.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { Analysis } from "./analysis.ts";
import { type PartyTime, PartyTimes } from "./party-times.ts";
import { type TimeSpan, TimeSpans } from "./time-spans.ts";
import type { Timeline } from "./timeline.ts";

/** What of the air around an exchange is kept in an extract. */
interface Window {
  readonly timeline: string;
  readonly station: MacAddress;
  readonly aps: ReadonlySet<MacAddress>;
  readonly from: TimeNs;
  readonly to: TimeNs;
  /** Every frame of the parties, not only those that the judgement is known to need. */
  readonly isWide: boolean;
}

/** Says of each frame whether it matters to what an analysis found. */
export interface Relevance {
  /** `timeline` is where the frame is: times of different timelines are not compared. */
  matters(air: AirFrame, timeline: string): boolean;
  /**
   * Said before a frame is decoded: false when it is neither named nor near an exchange. `timeUs` is its time
   * on its timeline, microseconds since 1970, and may be wrong by one.
   */
  mayMatter(input: number, frame: number, timeUs: number): boolean;
  /** It is named: it matters whatever it is. */
  isNamed(input: number, frame: number): boolean;
  /**
   * Said of a beacon, probe, or data that are no EAPOL and no fragment, whose MAC header begins at `start`: false
   * when they are not of those that matter around the exchanges of its parties. `timeUs` as above.
   */
  mayMatterToParties(view: DataView, start: number, timeUs: number): boolean;
}

/** Of a station's other frames those so long before and after an exchange show what the recorder missed. */
const beforeNs = 2_000_000_000n;
const afterNs = 11_000_000_000n;
const wideNs = 20_000_000_000n;

/** So often a beacon shows that the recorder heard the AP. */
const beaconEveryNs = 500_000_000n;

const managementType = 0;
const dataType = 2;

/** `wide` holds the exchanges of which all is to be kept. */
export function relevanceOf(
  analysis: Analysis,
  timelines: readonly { readonly key: string; readonly air: Timeline }[],
  wide: ReadonlySet<Exchange>,
): Relevance {
  const named = new Map<number, Set<number>>();
  const data = new Map<string, PartyTime>();
  const windows = new Map<MacAddress, Window[]>();
  const lastBeacons = new Map<string, TimeNs>();

  // Evidence may also be a line of a log.
  const name = ({ input, frame }: FrameReference | Evidence) => {
    if (input === undefined || frame === undefined) return;
    const ofInput = named.get(input) ?? new Set();
    named.set(input, ofInput);
    ofInput.add(frame);
  };
  const nameFlow = ({ first, last, kept, reuse }: DataFlow) => {
    for (const air of [first, last]) if (air !== undefined) name(air);
    for (const { air } of kept) name(air);
    for (const { air } of reuse === undefined ? [] : [reuse.before, reuse.after]) name(air);
  };

  for (const { evidence } of analysis.findings) evidence.forEach(name);
  for (const { checks, verdict } of analysis.exchanges) {
    verdict.evidence.forEach(name);
    for (const check of checks) {
      name(check);
      check.against?.forEach(name);
    }
  }
  for (const { key, air } of timelines) {
    for (const { configurations, restarts, dismissals } of air.tracker.bsss.all()) {
      for (const { first } of configurations) name(first);
      restarts.forEach(name);
      dismissals.forEach(name);
    }
    for (const exchange of air.exchanges) follow(exchange, key);
  }

  function follow(exchange: Exchange, timeline: string): void {
    const { station, targetAp, currentAp, startTime, lastTime } = exchange;
    for (const { air, retries } of exchange.sightings) {
      name(air);
      retries.forEach(name);
    }
    exchange.protectedActions.forEach(name);
    nameFlow(exchange.uplink);
    nameFlow(exchange.downlink);
    for (const time of [exchange.dataBefore, exchange.dataAfter?.time]) {
      if (time === undefined) continue;
      const us = microseconds(time);
      data.set(`${timeline} ${station} ${time}`, { party: station, from: us - 1, to: us + 1 });
    }
    const isWide = wide.has(exchange);
    const window: Window = {
      timeline,
      station,
      aps: new Set([targetAp, ...(currentAp === undefined ? [] : [currentAp])]),
      from: startTime - (isWide ? wideNs : beforeNs),
      to: lastTime + (isWide ? wideNs : afterNs),
      isWide,
    };
    for (const party of [station, ...window.aps]) {
      const ofParty = windows.get(party) ?? [];
      windows.set(party, ofParty);
      ofParty.push(window);
    }
  }

  function isPaused(air: AirFrame, timeline: string, parties: readonly MacAddress[]): boolean {
    return parties.some((party) => data.has(`${timeline} ${party} ${air.time}`));
  }

  /** Not every beacon: so many that their sender is heard all along. */
  function isDue(transmitter: MacAddress, time: TimeNs, timeline: string): boolean {
    const key = `${timeline} ${transmitter}`;
    const last = lastBeacons.get(key);
    if (last !== undefined && time - last < beaconEveryNs) return false;
    lastBeacons.set(key, time);
    return true;
  }

  const around = [...windows].flatMap(([party, ofParty]) =>
    ofParty.map((window) => ({ party, window, ...inUs(window) })),
  );
  const wideOnes = around.filter(({ window }) => window.isWide);
  const pauses = [...data.values()];
  const near = new TimeSpans([...around, ...pauses]);
  const times = {
    beacon: new PartyTimes(around),
    counted: new PartyTimes([
      ...around.filter(({ party, window }) => party === window.station),
      ...wideOnes,
      ...pauses,
    ]),
    qosData: new PartyTimes([...wideOnes, ...pauses]),
  };

  function isNamed(input: number, frame: number): boolean {
    return named.get(input)?.has(frame) === true;
  }

  return {
    isNamed,
    mayMatter: (input, frame, timeUs) => isNamed(input, frame) || near.has(timeUs),
    mayMatterToParties(view, start, timeUs) {
      const control = view.getUint8(start);
      const isQosData = (control & 0x8c) === 0x88;
      const ofKind =
        control === controls.beacon ? times.beacon : isQosData ? times.qosData : times.counted;
      return ofKind.has(view, start + 10, timeUs) || ofKind.has(view, start + 4, timeUs);
    },
    matters(air, timeline) {
      if (isNamed(air.input, air.frame)) return true;
      const { header, frame } = air.decoded;
      if (header?.transmitter === undefined || air.fcs === "bad") return false;
      const { transmitter, receiver } = header;
      const around = [...(windows.get(transmitter) ?? []), ...(windows.get(receiver) ?? [])].filter(
        (window) =>
          window.timeline === timeline && window.from <= air.time && air.time <= window.to,
      );
      if (around.some(({ isWide }) => isWide)) return true;
      if (frame.kind === "beacon") {
        return around.length > 0 && isDue(transmitter, air.time, timeline);
      }
      const ofStation = around.some(
        ({ station }) => station === transmitter || station === receiver,
      );
      // Frames that share a counter with those of an exchange: a gap in it is a frame not heard.
      const isCounted = header.type === managementType || header.tid === undefined;
      const isOfHandshake = frame.kind === "eapol-key" || isClearFragment(header);
      if (ofStation && (isCounted || isOfHandshake)) return true;
      return header.type === dataType && isPaused(air, timeline, [transmitter, receiver]);
    },
  };
}

/** A window in microseconds, longer by more than these are off. */
function inUs({ from, to }: Window): TimeSpan {
  return { from: microseconds(from) - 2, to: microseconds(to) + 2 };
}

function microseconds(time: TimeNs): number {
  return Math.floor(Number(time) / 1000);
}
