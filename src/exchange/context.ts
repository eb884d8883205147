import type { SuiteSelector } from "../spec/suites.ts";
import type { Bss, BssTable } from "./bss.ts";
import { type Exchange, isFt, type Outcome } from "./exchange.ts";
import { akmOf, pairwiseCipherOf } from "./facts.ts";
import { findKeys, type KeyFinding } from "./key-finding.ts";
import type { KeyRing } from "./key-ring.ts";
import { reassociationDeadlineTu } from "./message-3.ts";
import { outcomeOf } from "./outcome.ts";
import { earlierRoamWithSameName, linkToSession, type SessionLink, ssidOf } from "./session.ts";
import type { Station } from "./station.ts";

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
  /** What the station tried next. */
  readonly next: Exchange | undefined;
  readonly ssid: Uint8Array | undefined;
  readonly akm: SuiteSelector | undefined;
  readonly cipher: SuiteSelector | undefined;
  readonly ring: KeyRing;
  readonly keys: KeyFinding;
  /** As message 3 of the initial association announced it, when that could be decrypted. */
  readonly reassociationDeadlineTu: number | undefined;
}

/** Gathers the context of an exchange and notes in the ring which keys its frames confirm. */
export function contextOf(
  exchange: Exchange,
  {
    station,
    bsss,
    ring,
  }: { readonly station: Station | undefined; readonly bsss: BssTable; readonly ring: KeyRing },
): ExchangeContext {
  const target = bsss.get(exchange.targetAp);
  const next = station?.exchanges.find((other) => other.number > exchange.number);
  const link = isFt(exchange)
    ? linkToSession(exchange, station, (association) => bsss.get(association.targetAp))
    : undefined;
  const ssid = ssidOf(exchange, target, link);
  const akm = akmOf(exchange) ?? link?.session.akm;
  const cipher = pairwiseCipherOf(exchange) ?? link?.session.pairwiseCipher;
  const keys = findKeys(ring, { exchange, target, link, ssid, akm, cipher });
  const association = link?.session.association;
  const associationKeys =
    association &&
    findKeys(ring, {
      exchange: association,
      target: bsss.get(association.targetAp),
      link: undefined,
      ssid: link.session.ssid,
      akm: link.session.akm,
      cipher: link.session.pairwiseCipher,
    });
  if (keys.matched !== undefined) {
    ring.confirm(keys.matched.path.spec, keys.matched.path.inputs?.ssid ?? ssid, exchange.station);
  }
  return {
    exchange,
    outcome: outcomeOf(exchange, next),
    target,
    current: bsss.get(exchange.currentAp),
    link,
    sameNameRoam: isFt(exchange) ? earlierRoamWithSameName(exchange, station) : undefined,
    next,
    ssid,
    akm,
    cipher,
    ring,
    keys,
    reassociationDeadlineTu:
      association && associationKeys && reassociationDeadlineTu(association, associationKeys),
  };
}
