import type { MacAddress } from "../bytes/mac-address.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import type { Bss, BssLookup } from "./bss.ts";
import { type Exchange, isFt, type Outcome } from "./exchange.ts";
import { akmOf, pairwiseCipherOf } from "./facts.ts";
import { findKeys, type KeyFinding, restsOnConfirmations } from "./key-finding.ts";
import type { KeyRing, KeySpec } from "./key-ring.ts";
import { announcedTimeout, timeoutTypes } from "./message-3.ts";
import { isAccepted, outcomeOf } from "./outcome.ts";
import { type DataKey, dataKeyOf, isReadableCipher, opens } from "./protection-check.ts";
import { earlierRoamWithSameName, linkToSession, type SessionLink, ssidOf } from "./session.ts";

/** An exchange with everything around it that its checks and rules may look at. */
export interface ExchangeContext {
  readonly exchange: Exchange;
  readonly outcome: Outcome;
  readonly target: Bss | undefined;
  readonly current: Bss | undefined;
  /** For FT exchanges: the initial association it builds on, when that was captured. */
  readonly link: SessionLink | undefined;
  /** For FT exchanges: an earlier roam that succeeded under the same PMKR0Name. */
  readonly sameNameRoam: Exchange | undefined;
  /** What the station did before and after, in order, with the exchange itself among it. */
  readonly history: readonly Exchange[];
  /** What the station tried next. */
  readonly next: Exchange | undefined;
  /** Recorders on another clock were there too: what came before and after may be among what they heard. */
  readonly hasOtherClocks: boolean;
  readonly ssid: Uint8Array | undefined;
  readonly akm: SuiteSelector | undefined;
  readonly cipher: SuiteSelector | undefined;
  readonly ring: KeyRing;
  readonly keys: KeyFinding;
  /** Temporal keys that the station had before: of its last association, and of its last one with this AP. */
  readonly earlierKeys: () => readonly TemporalKey[];
  /** A TK that the user gave and that protects data after the exchange. */
  readonly givenTk: KeySpec | undefined;
  /** As message 3 of the initial association announced it, when that could be decrypted. */
  readonly reassociationDeadlineTu: number | undefined;
  /** Of PMK-R0, in seconds, from the same place. */
  readonly keyLifetimeS: number | undefined;
  /** The AP of the initial association, which as a rule holds PMK-R0. */
  readonly holder: Bss | undefined;
  /** ACKs for other frames to the target were captured around the exchange: a missing one says something. */
  readonly acksForTarget: boolean;
}

/** The key that protects the data of an association. */
export interface TemporalKey extends DataKey {
  readonly exchange: Exchange;
}

/** Where an exchange stands. */
export interface Surroundings {
  /** What the station did before and after, in order, with the exchange itself among it. */
  readonly history: readonly Exchange[];
  /**
   * What the station did on the air that recorders heard whose clocks are not aligned with this one's;
   * undefined when there are none.
   */
  readonly elsewhere?: readonly Exchange[];
  readonly bsss: BssLookup;
  readonly ring: KeyRing;
}

/** ACKs captured so long before or after an exchange show that the recorder hears this AP. */
const ackWindowNs = 60_000_000_000n;

/** Gathers the context of an exchange and notes in the ring which keys its frames confirm. */
export function contextOf(exchange: Exchange, surroundings: Surroundings): ExchangeContext {
  const { history, bsss, ring } = surroundings;
  const next = history.find((other) => other.number > exchange.number);
  const { target, link, ssid, akm, cipher, keys } = keysOf(exchange, surroundings);
  const association = link?.session.association;
  const associationKeys = association && keysOf(association, surroundings).keys;
  if (keys.matched !== undefined) {
    ring.confirm(keys.matched.path.spec, keys.matched.path.inputs?.ssid ?? ssid, exchange.station);
  }
  const givenTk = givenTemporalKey(exchange, ring, ssid, cipher);
  if (givenTk !== undefined) ring.confirm(givenTk, ssid, exchange.station);
  return {
    exchange,
    outcome: outcomeOf(exchange, next),
    target,
    current: bsss.get(exchange.currentAp),
    link,
    sameNameRoam: isFt(exchange) ? earlierRoamWithSameName(exchange, history) : undefined,
    history,
    next,
    hasOtherClocks: surroundings.elsewhere !== undefined,
    ssid,
    akm,
    cipher,
    ring,
    keys,
    givenTk,
    earlierKeys: () =>
      [undefined, exchange.targetAp]
        .map((ap) => earlierKey(exchange, surroundings, ap))
        .filter((key) => key !== undefined),
    reassociationDeadlineTu: timeout(timeoutTypes.reassociationDeadline),
    keyLifetimeS: timeout(timeoutTypes.keyLifetime),
    holder: bsss.get(association?.targetAp),
    acksForTarget: isHeardAcknowledging(target, exchange),
  };

  function timeout(type: (typeof timeoutTypes)[keyof typeof timeoutTypes]): number | undefined {
    return (
      association &&
      associationKeys &&
      announcedTimeout(association, { keys: associationKeys, ring }, type)
    );
  }
}

/**
 * What is known of the keys of one exchange, and what of it was needed to find them. Found once within
 * the same surroundings, and once more when keys were confirmed meanwhile that may matter to it.
 */
function keysOf(exchange: Exchange, surroundings: Surroundings) {
  const { bsss, ring } = surroundings;
  const { confirmations } = ring;
  // Only for an FT exchange does it matter what else the station did.
  return ring.memory.found(exchange, isFt(exchange) ? surroundings : bsss, {
    find: () => ({ ...findKeysOf(exchange, surroundings), confirmations }),
    isValid: (found) => found.confirmations === confirmations || !restsOnConfirmations(found.keys),
  });
}

function findKeysOf(exchange: Exchange, { history, elsewhere = [], bsss, ring }: Surroundings) {
  const target = bsss.get(exchange.targetAp);
  const link = isFt(exchange)
    ? linkToSession(exchange, { history, elsewhere }, (association) =>
        bsss.get(association.targetAp),
      )
    : undefined;
  const ssid = ssidOf(exchange, target, link);
  const akm = akmOf(exchange) ?? link?.session.akm;
  const cipher = pairwiseCipherOf(exchange) ?? link?.session.pairwiseCipher;
  const keys = findKeys(ring, { exchange, target, link, history, ssid, akm, cipher });
  return { target, link, ssid, akm, cipher, keys };
}

/** The key of the station's last accepted association before `exchange`, with any AP or with this one. */
export function earlierKey(
  exchange: Pick<Exchange, "number">,
  surroundings: Surroundings,
  ap?: MacAddress,
): TemporalKey | undefined {
  const association = surroundings.history.findLast(
    (other) =>
      other.number < exchange.number &&
      isAccepted(other) &&
      (ap === undefined || other.targetAp === ap),
  );
  if (association === undefined) return undefined;
  const { keys, cipher } = keysOf(association, surroundings);
  return keys.ptk === undefined || !isReadableCipher(cipher)
    ? undefined
    : { exchange: association, ...dataKeyOf(association, { cipher, tk: keys.ptk.ptk.tk }) };
}

/** A temporal key of the user under which data of the exchange are protected. */
function givenTemporalKey(
  exchange: Exchange,
  ring: KeyRing,
  ssid: Uint8Array | undefined,
  cipher: SuiteSelector | undefined,
): KeySpec | undefined {
  if (!isReadableCipher(cipher)) return undefined;
  const frames = [...exchange.uplink.kept, ...exchange.downlink.kept];
  return ring.lowerKeys("tk", { ssid, station: exchange.station }).find(({ secret: tk }) => {
    const key = dataKeyOf(exchange, { cipher, tk });
    return frames.some((frame) => opens(frame, key));
  });
}

function isHeardAcknowledging(target: Bss | undefined, exchange: Exchange): boolean {
  const acks = target?.acknowledging;
  return (
    acks !== undefined &&
    acks.first <= exchange.lastTime + ackWindowNs &&
    acks.last >= exchange.startTime - ackWindowNs
  );
}
