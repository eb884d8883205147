import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";
import type { Pbkdf2 } from "../crypto/psk.ts";
import { type Exchange, isAnswered, isFt } from "../exchange/exchange.ts";
import { KeyRing, type KeySpec } from "../exchange/key-ring.ts";
import { isStationOf, isTargetOf } from "../exchange/multi-link.ts";
import { revealFtActions } from "../exchange/protected-actions.ts";
import { stationRanks } from "../exchange/station.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { Agenda } from "./agenda.ts";
import { groupFindings } from "./group-findings.ts";
import { caseOf, contextOfCase, judge } from "./judge.ts";
import { keyFindings } from "./key-findings.ts";
import { limitFindings } from "./limit-findings.ts";
import { reportNetworks } from "./network-report.ts";
import { type EndedInput, Reception } from "./reception.ts";
import { Retention, type RetentionLimits } from "./retention.ts";
import { roamOf } from "./roams.ts";
import { TellingRate } from "./telling-rate.ts";
import type { AirLimits, Timeline } from "./timeline.ts";
import { VerdictTally } from "./verdict-tally.ts";
import type { WatchEvent, WatchStatus, WatchSummary } from "./watch-event.ts";
import { WatchedExchange } from "./watched-exchange.ts";

/** A frame waits so long for somebody to want it; every verdict comes later by that. */
const delayMs = 200;

/** Exchanges are looked at so often, by the clock of the capture. */
const roundUs = 20_000;

const airLimits: AirLimits = { exchanges: [2048, 2048, 16_384] };
const retentionLimits: RetentionLimits = { sessions: 512, others: 512, perStation: 16 };

/** Attempts to which nobody answers, and those of stations that no AP has let in, are told at these rates. */
const newcomerRate = { atOnce: 200, perSecond: 20 };
const answeredRate = { atOnce: 500, perSecond: 100 };

/** What a station tried so many attempts ago is not looked at again. */
const mostBefore = 8;

/** Of the exchanges about which all was said so many are judged anew when a key is found to be right. */
const mostReconsidered = 64;

export interface WatcherOptions {
  readonly keys?: readonly KeySpec[];
  /** Only exchanges of this station. */
  readonly station?: MacAddress;
  /** Only exchanges with this AP as target or current AP. */
  readonly bssid?: MacAddress;
  readonly decodeAs?: readonly DecodeAs[];
  readonly showSecrets?: boolean;
  readonly pbkdf2?: Pbkdf2;
  /** How much is remembered; the rest has defaults. */
  readonly air?: AirLimits;
  readonly retention?: RetentionLimits;
}

/**
 * Packets of one capture that may never end in, verdicts out, each as soon as the exchange is over. What
 * was said is corrected when something later changes it. Memory is bounded, whatever comes.
 */
export interface Watcher {
  /** Takes one packet, where it lies. */
  take(packet: Packet): void;
  /** It is `now` by the clock of the capture, be it that a frame says so or that time has passed without one. */
  advance(now: TimeNs): readonly WatchEvent[];
  /** Nothing follows: what is open is judged with what is known. */
  end(ended: EndedInput): readonly WatchEvent[];
  status(): WatchStatus;
  summary(): WatchSummary;
}

export function createWatcher(options: WatcherOptions = {}): Watcher {
  const ring = new KeyRing(options.keys ?? [], options.pbkdf2);
  const retention = new Retention(options.retention ?? retentionLimits);
  const watched = new Map<Exchange, WatchedExchange>();
  /** Of these something was heard since they were looked at. */
  const changed = new Set<WatchedExchange>();
  const agenda = new Agenda<WatchedExchange>();
  const newcomers = new TellingRate(newcomerRate);
  const answered = new TellingRate(answeredRate);
  const tally = new VerdictTally();
  const reception = new Reception(
    {
      inputs: 1,
      limits: { ...airLimits, ...options.air },
      ...(options.decodeAs === undefined ? {} : { decodeAs: options.decodeAs }),
    },
    { delayMs },
    {
      begun(exchange, air) {
        watched.set(exchange, new WatchedExchange(exchange, air));
        // What the station does next may tell what became of what it did before.
        for (const before of air.exchangesOf(exchange.station).slice(-mostBefore)) change(before);
      },
      changed: change,
      dropped(exchange) {
        const one = watched.get(exchange);
        if (one !== undefined) leave(one);
        retention.drop(exchange);
      },
    },
  );
  const { airs } = reception;
  let frames = 0;
  let roams = 0;
  let notTold = 0;
  const events: WatchEvent[] = [];
  let lastRoundUs = Number.NEGATIVE_INFINITY;

  function change(exchange: Exchange): void {
    const one = watched.get(exchange);
    if (one !== undefined) changed.add(one);
  }

  function leave(one: WatchedExchange): void {
    watched.delete(one.exchange);
    changed.delete(one);
    agenda.drop(one);
  }

  function isWanted(exchange: Exchange): boolean {
    const { station, bssid } = options;
    return (
      (station === undefined || isStationOf(exchange, station)) &&
      (bssid === undefined || isTargetOf(exchange, bssid) || exchange.currentAp === bssid)
    );
  }

  /** Whether there is room to tell of an exchange of a station that may be an invention. */
  function isWorthTelling({ exchange, air }: WatchedExchange, now: TimeNs): boolean {
    if (!isWanted(exchange)) return false;
    const rank = air.tracker.stations.rankOf(exchange.station);
    if (rank === stationRanks.associated) return true;
    const rate = rank === stationRanks.newcomer && !isAnswered(exchange) ? newcomers : answered;
    if (rate.allows(now)) return true;
    notTold++;
    return false;
  }

  function nextOf({ exchange, air }: WatchedExchange): Exchange | undefined {
    const own = air.exchangesOf(exchange.station);
    // Most are the latest of their station.
    return own.at(-1) === exchange ? undefined : own.find(({ number }) => number > exchange.number);
  }

  /** Judges an exchange; what is told of it is new, or corrects what was told before. */
  function* tell(one: WatchedExchange): Generator<WatchEvent> {
    const { exchange, air } = one;
    // Frames were added since to this one, or to those that it is compared with.
    ring.memory.forget();
    const own = caseOf(exchange, air, { airs, ring });
    revealFtActions(exchange, own.surroundings);
    if (ring.specs.length > 0) contextOfCase(own);
    const context = contextOfCase(own);
    const { report, judged, failures } = judge(
      own,
      context,
      {},
      {
        showSecrets: options.showSecrets ?? false,
        showProofs: false,
        isWorthDetails: () => false,
      },
    );
    const { kind, outcome, verdict } = report;
    const says = [kind, outcome, verdict.kind, verdict.culprit, verdict.rule, verdict.confidence];
    const said = says.join(" ");
    one.judged = judged;
    if (said !== one.said) {
      if (one.told !== undefined) {
        one.amendments++;
        tally.takeBack(one.told);
      }
      one.told = { kind, verdict: verdict.kind };
      tally.count(one.told);
      one.said = said;
      yield { event: "exchange", ...amendment(one.amendments), exchange: report };
      for (const finding of failures) yield { event: "finding", finding };
    }
    yield* tellRoam(one);
  }

  function* tellRoam(one: WatchedExchange): Generator<WatchEvent> {
    const { exchange, air } = one;
    const report = roamOf(exchange, air, { airs, ring, id: one.roam?.id ?? `r${roams + 1}` });
    if (report === undefined) return;
    const { method, from, to, fellBack, exchangeIds, outageMs } = report;
    const said = JSON.stringify({ method, from, to, fellBack, exchangeIds, outageMs });
    if (said === one.roam?.said) return;
    if (one.roam === undefined) {
      roams++;
      one.roam = { id: report.id, said, amendments: 0 };
    } else {
      one.roam.said = said;
      one.roam.amendments++;
    }
    yield { event: "roam", ...amendment(one.roam.amendments), roam: report };
  }

  /** All is said of it: of what is to be remembered the retention takes care. */
  function close(one: WatchedExchange): void {
    const { exchange, air, judged } = one;
    leave(one);
    if (judged === undefined) air.forget(exchange);
    else retention.keep({ exchange, air, judged });
  }

  function* settle(one: WatchedExchange, now: TimeNs): Generator<WatchEvent> {
    one.settled();
    if (one.told === undefined && !isWorthTelling(one, now)) {
      one.isPassedOver = true;
      return;
    }
    const before = ring.confirmations;
    yield* tell(one);
    if (ring.confirmations === before) return;
    // A key that is known to be right now may decide what could not be told before.
    const undecided = [...watched.values()].filter(
      ({ exchange, judged }) =>
        judged?.verdict.kind === "cannot-tell" && isFt(exchange) && exchange !== one.exchange,
    );
    for (const other of undecided.slice(-mostReconsidered)) {
      other.reconsider(now);
      agenda.put(other, now);
    }
  }

  function* round(now: TimeNs, isSetBack: boolean): Generator<WatchEvent> {
    for (const one of changed) {
      one.notice(nextOf(one));
      agenda.put(one, one.lookAt);
    }
    changed.clear();
    for (const one of isSetBack ? agenda.takeAll(now) : agenda.take(now)) {
      if (one.isDue(now)) yield* settle(one, now);
      else if (one.isClosed(now)) {
        if (one.told !== undefined) yield* tell(one);
        close(one);
        continue;
      }
      agenda.put(one, one.lookAt);
    }
  }

  function pass(now: TimeNs): void {
    reception.settle(0, now);
    const nowUs = Number(now / 1000n);
    if (nowUs >= lastRoundUs && nowUs - lastRoundUs < roundUs) return;
    const isSetBack = nowUs < lastRoundUs;
    lastRoundUs = nowUs;
    events.push(...round(now, isSetBack));
  }

  return {
    take(packet) {
      frames++;
      // A chunk may hold hours of a quiet channel: what is over in the midst of it is judged then.
      const sinceUs = packet.timeUs - lastRoundUs;
      if (sinceUs < 0 || sinceUs >= roundUs) pass(packet.time);
      reception.take(0, packet);
    },
    advance(now) {
      pass(now);
      return events.splice(0);
    },
    end(ended) {
      reception.end(0, ended);
      const now = Number.isFinite(lastRoundUs) ? BigInt(lastRoundUs) * 1000n : 0n;
      for (const one of watched.values()) {
        one.notice(nextOf(one));
        if (!one.isPassedOver) events.push(...settle(one, now));
      }
      for (const one of [...watched.values()]) {
        // Keys that were found since, and what the station did next.
        if (one.told !== undefined) events.push(...tell(one));
        close(one);
      }
      return events.splice(0);
    },
    status,
    summary() {
      const { networks, findings } = reportNetworks(airs.map(({ tracker }) => tracker.bsss));
      return {
        ...status(),
        inputs: reception.reportInputs(),
        networks,
        verdicts: tally.verdicts(),
        findings: [
          ...findings,
          ...groupFindings(retention.all().map(({ judged }) => judged)),
          ...keyFindings(ring, tally.exchanges),
          ...limitFindings(reception.evictions()),
        ],
      };
    },
  };

  function status(): WatchStatus {
    const sum = (numberOf: (air: Timeline) => number) =>
      airs.reduce((total, air) => total + numberOf(air), 0);
    return {
      frames,
      stations: sum(({ tracker }) => tracker.stations.size),
      bsss: sum(({ tracker }) => tracker.bsss.size),
      exchanges: tally.exchanges,
      faults: tally.faults,
      roams,
      notTold,
      evicted: reception.evictions(),
    };
  }
}

function amendment(number: number): { readonly amendment?: number } {
  return number === 0 ? {} : { amendment: number };
}
