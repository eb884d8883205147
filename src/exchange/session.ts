import { macOctets } from "../bytes/mac-address.ts";
import { equalOctets, formatHex } from "../bytes/octets.ts";
import { derivePmkR1Name } from "../crypto/ft-keys.ts";
import { rsneWithDefaults } from "../elements/rsne.ts";
import { ftAkmLengths, type HashName, type SuiteSelector } from "../spec/suites.ts";
import type { Bss } from "./bss.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  isFt,
  seen,
} from "./exchange.ts";
import { akmOf, fteOf, mdeOf, pairwiseCipherOf, pmkidOf, requestedSsid } from "./facts.ts";
import { mayBeMultiLink, stationAddresses } from "./multi-link.ts";
import { isAccepted, isEstablished } from "./outcome.ts";

/** What an initial mobility domain association established for the roams after it (13.4). */
export interface Session {
  readonly association: Exchange;
  readonly ssid: Uint8Array | undefined;
  readonly mdid: string | undefined;
  readonly r0khId: Uint8Array | undefined;
  readonly r1khId: Uint8Array | undefined;
  /** PMKID of message 2: the PMKR1Name of the AP of the association. */
  readonly pmkR1Name: Uint8Array | undefined;
  readonly akm: SuiteSelector | undefined;
  readonly pairwiseCipher: SuiteSelector | undefined;
}

/** How a roam hangs together with what the station did before. */
export interface SessionLink {
  readonly session: Session;
  /**
   * The PMKR0Name of the roam, hashed with R1KH-ID and station address of the association, is the
   * PMKR1Name the station used there: proof, without a key, that the roam uses the key of that
   * association. `unknown`: one of the values was not captured.
   */
  readonly isTied: "yes" | "unknown";
  /** False: another recorder heard the association, and how much later the roam came is not known. */
  readonly isSameClock: boolean;
}

/** Hash of the key names. FT-SAE-EXT-KEY may use three; without the PMK the shortest is tried first. */
export function nameHashes(akm: SuiteSelector | undefined): readonly HashName[] {
  if (akm === undefined || akm === "00-0f-ac:25") return ["sha256", "sha384", "sha512"];
  const lengths = ftAkmLengths(akm);
  return lengths === undefined ? ["sha256", "sha384", "sha512"] : [lengths.hash];
}

function sessionOf(association: Exchange, target: Bss | undefined): Session {
  const [request] = associationRequests(association);
  const response = associationResponses(association).findLast(
    (candidate) => candidate.body.status === 0,
  );
  const [message2] = seen(association, "eapol-2");
  const fte = fteOf(response) ?? fteOf(message2);
  return {
    association,
    ssid: requestedSsid(association) ?? target?.ssid,
    mdid: (mdeOf(request) ?? mdeOf(response) ?? mdeOf(message2))?.mdid,
    r0khId: fte?.r0khId ?? fteOf(message2)?.r0khId,
    r1khId: fte?.r1khId ?? fteOf(message2)?.r1khId,
    pmkR1Name: pmkidOf(message2),
    akm: akmOf(association),
    pairwiseCipher: pairwiseCipherOf(association) ?? onlyCipherOf(target),
  };
}

/** The pairwise cipher of all associations with an AP that never offered another one. */
function onlyCipherOf(bss: Bss | undefined): SuiteSelector | undefined {
  const offers = (bss?.configurations ?? []).map(({ rsne, hasOverride }) =>
    rsne === undefined || hasOverride ? [] : rsneWithDefaults(rsne).pairwiseCiphers,
  );
  const [cipher] = offers[0] ?? [];
  return offers.every((ciphers) => ciphers.length === 1 && ciphers[0] === cipher)
    ? cipher
    : undefined;
}

/**
 * The association an FT exchange builds on: the one its key name is tied to, or else the latest before
 * it that may have made the key. Of those whose time cannot be compared only the name counts. An
 * association that made a key of another name says nothing about this one: the station has associated
 * again, unheard, or offers a wrong name.
 */
export function linkToSession(
  exchange: Exchange,
  { history, elsewhere }: Readonly<Record<"history" | "elsewhere", readonly Exchange[]>>,
  bssOf: (exchange: Exchange) => Bss | undefined,
): SessionLink | undefined {
  const linkTo = (isSameClock: boolean) => (association: Exchange) => {
    const session = sessionOf(association, bssOf(association));
    const isTied = tie(exchange, session);
    return isTied === "no" ? [] : [{ session, isTied, isSameClock }];
  };
  const earlier = history
    .filter((candidate) => candidate.number < exchange.number && isSession(candidate))
    .flatMap(linkTo(true));
  return (
    earlier.findLast((link) => link.isTied === "yes") ??
    elsewhere
      .filter(isSession)
      .flatMap(linkTo(false))
      .find((link) => link.isTied === "yes") ??
    earlier.at(-1)
  );
}

function isSession(exchange: Exchange): boolean {
  return exchange.kind === "initial-mobility-domain-association" && isEstablished(exchange);
}

/** `no`: the key of the association has another name. */
function tie(exchange: Exchange, session: Session): SessionLink["isTied"] | "no" {
  const pmkR0Name = pmkidOf(ftRequests(exchange)[0]);
  const { r1khId, pmkR1Name } = session;
  if (pmkR0Name === undefined || r1khId === undefined || pmkR1Name === undefined) return "unknown";
  const isSame = nameHashes(session.akm).some((hash) =>
    stationAddresses(exchange).some((station) =>
      equalOctets(
        derivePmkR1Name({ hash, pmkR0Name, r1khId, s1khId: macOctets(station) }),
        pmkR1Name,
      ),
    ),
  );
  if (isSame) return "yes";
  return mayBeMultiLink(exchange) ? "unknown" : "no";
}

/**
 * An earlier roam of the station that offered the same PMKR0Name and succeeded: the name was good
 * then, whatever became of it since.
 */
export function earlierRoamWithSameName(
  exchange: Exchange,
  history: readonly Exchange[],
): Exchange | undefined {
  const pmkR0Name = pmkidOf(ftRequests(exchange)[0]);
  if (pmkR0Name === undefined) return undefined;
  const name = formatHex(pmkR0Name);
  return history.findLast((candidate) => {
    if (candidate.number >= exchange.number || !isFt(candidate) || !isAccepted(candidate)) {
      return false;
    }
    const other = pmkidOf(ftRequests(candidate)[0]);
    return other !== undefined && formatHex(other) === name;
  });
}

/** The MDIDs that a BSS announced while it was heard. */
export function announcedMdids(bss: Bss | undefined): readonly string[] {
  const mdids = (bss?.configurations ?? []).map((configuration) => configuration.mde?.mdid);
  return [...new Set(mdids.filter((mdid) => mdid !== undefined))];
}

/** The SSID of an exchange, from its own frames, from the target's announcements, or from its session. */
export function ssidOf(
  exchange: Exchange,
  target: Bss | undefined,
  link: SessionLink | undefined,
): Uint8Array | undefined {
  return requestedSsid(exchange) ?? target?.ssid ?? link?.session.ssid;
}
