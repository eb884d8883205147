import type { MacAddress } from "../bytes/mac-address.ts";
import { equalOctets, formatHex } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { WireWitness } from "../diagnosis/witness.ts";
import { findElement } from "../elements/find.ts";
import {
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
  isFt,
} from "../exchange/exchange.ts";
import { fteOf } from "../exchange/facts.ts";
import type { FtRequest, FtResponse } from "../exchange/sighting.ts";
import { type Alignable, alignClocks, certainties } from "../logs/align.ts";
import type { KeyMessage } from "../wire/key-message.ts";
import { isKeyMessage, type KeyPull, keyPulls } from "../wire/key-pull.ts";
import type { RemoteFrame } from "../wire/remote-frame.ts";
import type { WireFrame } from "../wire/wire-frame.ts";
import type { WireStory } from "../wire/wire-tap.ts";

/** How long after a request on the air its consequences appear on the wire; recorders differ a little. */
const earliestNs = -20_000_000n;
const latestNs = 300_000_000n;
/** A target asks its key holder for so long at most before it gives up and refuses. */
const pullingNs = 15_000_000_000n;

/** A key holder that answers at all has done so by then. */
const answerNs = 1_000_000_000n;
const smallestOffsetUs = 50_000;
/**
 * What is looked at for one message or one exchange, the nearest in time: a flood of requests, or of messages,
 * must not make all of the one be compared with all of the other.
 */
const mostNear = 128;
/** Questions from which the clock of the wire is found out. */
const mostQuestions = 4096;

/** How the wire's clock stands to that of the air, and what on it belongs to which exchange. */
export interface WireMatch {
  /** To be added to times of the wire; undefined when nothing on it could be matched. */
  readonly offsetNs: bigint | undefined;
  /** Messages that belong to an FT exchange. */
  readonly matched: number;
  witness(exchange: Exchange): WireWitness | undefined;
}

/** Finds for every FT exchange what the APs said to each other about it on the wire. */
export function matchWire(exchanges: readonly Exchange[], story: WireStory): WireMatch {
  const roams = exchanges.filter(isFt);
  const asksByTarget = asksOf(roams);
  const targetsByR1khId = r1khIds(exchanges);
  const roamsByParties = groupRoams(roams);
  const pushesByTarget = groupPushes();
  const pulls = keyPulls(story.frames);
  const relays = story.frames.filter((frame) => isRelay(frame));
  const offsetNs = wireOffset();
  const witnesses = new Map<Exchange, Builder>();
  const byNonce = new Map<string, Exchange>();
  let matched = 0;

  for (const relay of relays) {
    const own = roamsOf(relay).find((exchange) => isAboutRelay(exchange, relay));
    if (own === undefined) continue;
    builderOf(own).relays.push(relay);
    matched++;
  }
  for (const pull of pulls) assign(pull);
  const pushes = new Set(
    roams.flatMap((exchange) => pushesTo(exchange, exchange.lastTime - offsetNs)),
  );
  matched += pushes.size;

  return {
    offsetNs: matched > 0 ? offsetNs : undefined,
    matched,
    witness(exchange) {
      if (!isFt(exchange)) return undefined;
      const {
        pulls: own = [],
        relays: passed = [],
        isShared = false,
      } = witnesses.get(exchange) ?? {};
      const [from, to] = [exchange.startTime - offsetNs, exchange.lastTime - offsetNs];
      const asked = own.at(-1)?.question.time;
      const answered = asked === undefined || asked + answerNs < to ? to : asked + answerNs;
      return {
        pulls: own,
        relays: passed,
        isShared,
        pushes: pushesTo(exchange, to),
        isCovered: (matched > 0 || story.frames.length === 0) && story.covers(from, answered),
        hearsTarget: story.hears(exchange.targetAp, from),
        hearsHolder: own.some(
          ({ question: { receiver } }) => receiver !== undefined && story.hears(receiver, from),
        ),
      };
    },
  };

  function builderOf(exchange: Exchange): Builder {
    const known = witnesses.get(exchange);
    if (known !== undefined) return known;
    const made: Builder = { pulls: [], relays: [], isShared: false };
    witnesses.set(exchange, made);
    return made;
  }

  /** A question follows a request at once, or is one of before that is asked again under its nonce. */
  function assign(pull: KeyPull): void {
    const time = pull.question.time + offsetNs;
    const nonce = nonceOf(pull.question);
    const recent = asksBehind(pull.question, time).filter((ask) =>
      isNear(time - askTime(ask), earliestNs, latestNs),
    );
    const own = byNonce.get(nonce) ?? recent.at(-1)?.exchange ?? openAsker(pull.question, time);
    if (own === undefined) return;
    matched += pull.answer === undefined ? 1 : 2;
    if (nonce !== "") byNonce.set(nonce, own);
    const builder = builderOf(own);
    builder.pulls.push(pull);
    if (recent.some(({ exchange }) => exchange !== own)) builder.isShared = true;
  }

  /** The exchange whose request is still waiting for an answer of the target. */
  function openAsker(question: WireFrame<KeyMessage>, time: TimeNs): Exchange | undefined {
    const waiting = asksBehind(question, time).filter(
      (ask) =>
        isNear(time - askTime(ask), 0n, pullingNs) &&
        !ftResponses(ask.exchange).some(
          ({ air }) => air.time > askTime(ask) && air.time < time + earliestNs,
        ),
    );
    const candidates = new Set(waiting.map(({ exchange }) => exchange));
    return candidates.size === 1 ? waiting[0]?.exchange : undefined;
  }

  /** The requests on the air for which an AP may have asked this, around the time of the question on the air. */
  function asksBehind({ sender, message }: WireFrame<KeyMessage>, time: TimeNs): readonly Ask[] {
    const target = apOf(sender, message.r1khId);
    const asks = target === undefined ? [] : (asksByTarget.get(target) ?? []);
    const next = firstAfter(asks, askTime, time);
    return asks
      .slice(Math.max(0, next - mostNear), next + mostNear)
      .filter(({ request }) => isSameOrUnknown(fteOf(request)?.r0khId, message.r0khId));
  }

  function roamsOf({ message: { action } }: WireFrame<RemoteFrame>): readonly Exchange[] {
    return roamsByParties.get(`${action.station} ${action.targetAp}`) ?? [];
  }

  function groupPushes(): ReadonlyMap<MacAddress, readonly WireFrame<KeyMessage>[]> {
    const pushes = new Map<MacAddress, WireFrame<KeyMessage>[]>();
    for (const frame of story.frames) {
      if (!isKeyMessage(frame, "key-push")) continue;
      const target = apOf(frame.receiver, frame.message.r1khId);
      if (target === undefined) continue;
      const own = pushes.get(target) ?? [];
      own.push(frame);
      pushes.set(target, own);
    }
    return pushes;
  }

  /** An AP that the air knows by the address it has on the wire, or else by its R1KH-ID. */
  function apOf(
    address: MacAddress | undefined,
    r1khId: Uint8Array | undefined,
  ): MacAddress | undefined {
    if (address !== undefined && asksByTarget.has(address)) return address;
    const named = targetsByR1khId.get(formatHex(r1khId ?? new Uint8Array(0)));
    return named?.size === 1 ? [...named][0] : undefined;
  }

  function pushesTo(exchange: Exchange, until: TimeNs): readonly WireFrame<KeyMessage>[] {
    const r0khId = fteOf(ftRequests(exchange)[0])?.r0khId;
    const pushes = pushesByTarget.get(exchange.targetAp) ?? [];
    const next = firstAfter(pushes, ({ time }) => time, until);
    return pushes
      .slice(Math.max(0, next - mostNear), next)
      .filter(({ message }) => isSameOrUnknown(r0khId, message.r0khId));
  }

  /** Zero unless the messages themselves show another: both recorders mostly run on one host, or on NTP. */
  function wireOffset(): bigint {
    const seenNonces = new Set<string>();
    const events: Alignable[] = [];
    for (const frame of story.frames) {
      if (events.length === mostQuestions) break;
      const timeUs = Number(frame.time) / 1000;
      const base = { timeUs, resolutionUs: 1, stretch: 0 };
      if (isRelay(frame)) {
        const candidates = roamsOf(frame)
          .filter((exchange) => isAboutRelay(exchange, frame))
          .flatMap((exchange) => sightingsOfRelay(exchange, frame))
          .map(({ air }) => ({ frame: air.frame, timeUs: Number(air.time) / 1000 }));
        events.push({ ...base, certainty: certainties.nonce, candidates });
      } else if (isKeyMessage(frame, "key-request")) {
        const nonce = nonceOf(frame);
        if (nonce !== "" && seenNonces.has(nonce)) continue;
        seenNonces.add(nonce);
        const candidates = asksBehind(frame, frame.time).map(({ request: { air } }) => ({
          frame: air.frame,
          timeUs: Number(air.time) / 1000,
        }));
        events.push({ ...base, certainty: certainties.kind, candidates });
      }
    }
    const longest = alignClocks(events, { isAbsolute: true }).toSorted(
      (a, b) => b.matched - a.matched,
    )[0];
    // Messages follow what they are about: what looks like a small offset is that delay.
    return longest === undefined || Math.abs(longest.offsetUs) < smallestOffsetUs
      ? 0n
      : BigInt(Math.round(longest.offsetUs * 1000));
  }
}

/** Where in a list in order of time what is later than `time` begins. */
function firstAfter<Value>(
  values: readonly Value[],
  timeOf: (value: Value) => TimeNs,
  time: TimeNs,
): number {
  let [low, high] = [0, values.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(values[middle] as Value) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** By station and target. */
function groupRoams(roams: readonly Exchange[]): ReadonlyMap<string, readonly Exchange[]> {
  const groups = new Map<string, Exchange[]>();
  for (const exchange of roams) {
    const key = `${exchange.station} ${exchange.targetAp}`;
    const group = groups.get(key) ?? [];
    group.push(exchange);
    groups.set(key, group);
  }
  return groups;
}

interface Builder {
  readonly pulls: KeyPull[];
  readonly relays: WireFrame<RemoteFrame>[];
  isShared: boolean;
}

interface Ask {
  readonly exchange: Exchange;
  readonly request: FtRequest;
}

function askTime({ request }: Ask): TimeNs {
  return request.air.time;
}

function isNear(elapsedNs: bigint, from: bigint, to: bigint): boolean {
  return elapsedNs >= from && elapsedNs <= to;
}

function isRelay(frame: WireFrame): frame is WireFrame<RemoteFrame> {
  return frame.message.kind === "ft-remote-request" || frame.message.kind === "ft-remote-response";
}

/** Requests and answers carry the SNonce of the attempt; a refusal carries no element at all. */
function isAboutRelay(
  exchange: Exchange,
  { message: { action } }: WireFrame<RemoteFrame>,
): boolean {
  if (action.station !== exchange.station || action.targetAp !== exchange.targetAp) return false;
  const snonce = findElement(action.elements, "fte")?.snonce;
  if (snonce === undefined) return ftResponses(exchange).length > 0;
  // Where the requests are protected, the reassociation repeats the SNonce.
  return exchange.sightings.some((sighting) => {
    const own = fteOf(sighting)?.snonce;
    return own !== undefined && equalOctets(own, snonce);
  });
}

function sightingsOfRelay(
  exchange: Exchange,
  { message }: WireFrame<RemoteFrame>,
): readonly (FtRequest | FtResponse)[] {
  return message.kind === "ft-remote-request" ? ftRequests(exchange) : ftResponses(exchange);
}

function asksOf(roams: readonly Exchange[]): ReadonlyMap<MacAddress, readonly Ask[]> {
  const asks = new Map<MacAddress, Ask[]>();
  for (const exchange of roams) {
    const own = asks.get(exchange.targetAp) ?? [];
    own.push(...ftRequests(exchange).map((request) => ({ exchange, request })));
    asks.set(exchange.targetAp, own);
  }
  for (const own of asks.values()) own.sort((a, b) => (askTime(a) < askTime(b) ? -1 : 1));
  return asks;
}

/** The APs by the R1KH-ID that they name on the air, in hex; misconfigured ones share one. */
function r1khIds(exchanges: readonly Exchange[]): ReadonlyMap<string, ReadonlySet<MacAddress>> {
  const found = new Map<string, Set<MacAddress>>();
  for (const exchange of exchanges) {
    for (const answer of [...ftResponses(exchange), ...associationResponses(exchange)]) {
      const r1khId = fteOf(answer)?.r1khId;
      if (r1khId === undefined) continue;
      const aps = found.get(formatHex(r1khId)) ?? new Set();
      found.set(formatHex(r1khId), aps.add(exchange.targetAp));
    }
  }
  return found;
}

/** "" when the recorder cut it off. */
function nonceOf({ message: { nonce } }: WireFrame<KeyMessage>): string {
  return nonce === undefined ? "" : formatHex(nonce);
}

function isSameOrUnknown(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined || equalOctets(a, b);
}
