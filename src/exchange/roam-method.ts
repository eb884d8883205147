import { macOctets } from "../bytes/mac-address.ts";
import { equalOctets } from "../bytes/octets.ts";
import { derivePmkid } from "../crypto/pmkid.ts";
import { SecretKey } from "../crypto/secret-key.ts";
import { findElements } from "../elements/find.ts";
import { decodeKeyData } from "../elements/key-data.ts";
import { type AuthenticationKind, akmAuthentication } from "../spec/authentications.ts";
import { akmName, type SuiteSelector } from "../spec/suites.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  isFt,
  seen,
} from "./exchange.ts";
import { akmOf, fteOf, rsneOf } from "./facts.ts";
import type { KeyRing } from "./key-ring.ts";
import { apAddresses, stationAddresses } from "./multi-link.ts";

/** How an association was made. */
export type RoamMethod =
  | "ft-over-the-air"
  | "ft-over-the-ds"
  | "full"
  | "pmksa-caching"
  | "okc"
  | "cckm"
  | "fils"
  | "owe"
  | "open"
  | "unknown";

/** `proven`: the frames admit no other method; `inferred`: the likeliest, and `text` says what else it could be. */
export interface MethodFinding {
  readonly method: RoamMethod;
  readonly certainty: "proven" | "inferred";
  readonly authentication?: AuthenticationKind | "WPA" | "none";
  /**
   * For `full` with an FT AKM: the authentication was spared by a cached key, but the handshake and
   * the FT key hierarchy were made anew.
   */
  readonly cachedKey?: "pmksa-caching" | "okc";
  readonly text: string;
}

/** What the method of an association is judged with. */
export interface MethodSurroundings {
  /** What the station completed before, in order. */
  readonly earlier: readonly Exchange[];
  readonly ring: KeyRing;
}

const cckmElement = 156;
const cckmAkm = "00-40-96:0";
const saeAlgorithm = 3;
const filsAlgorithms: ReadonlySet<number> = new Set([4, 5, 6]);
const oweAkm = "00-0f-ac:18";

/** How a completed association was made. */
export function methodOf(exchange: Exchange, surroundings: MethodSurroundings): MethodFinding {
  if (isFt(exchange)) return ftMethod(exchange);
  const finding = methodWithoutFt(exchange, surroundings);
  const { method } = finding;
  const isCached = method === "pmksa-caching" || method === "okc";
  return isCached && exchange.kind === "initial-mobility-domain-association"
    ? { ...finding, method: "full", cachedKey: method }
    : finding;
}

function methodWithoutFt(exchange: Exchange, surroundings: MethodSurroundings): MethodFinding {
  const algorithms = seen(exchange, "authentication-request").map(({ body }) => body.algorithm);
  if (algorithms.some((algorithm) => filsAlgorithms.has(algorithm))) {
    return {
      method: "fils",
      certainty: "proven",
      authentication: "FILS",
      text: "authentication frames of FILS",
    };
  }
  const request = associationRequests(exchange).at(-1);
  if (request === undefined) return withoutRequest(exchange, algorithms);
  if (request.body.elements.some(({ id }) => id === cckmElement)) {
    return {
      method: "cckm",
      certainty: akmOf(exchange) === cckmAkm ? "proven" : "inferred",
      authentication: "CCKM",
      text: "the request carries the CCKM element, which only a reassociation with a cached key does",
    };
  }
  const rsne = rsneOf(request);
  if (rsne === undefined) {
    return request.air.cut ? withoutRequest(exchange, algorithms) : withoutRsne(exchange);
  }
  const akm = rsne.akms[0] ?? "00-0f-ac:1";
  const isCachedKeyOffered = rsne.pmkids.length > 0;
  const authentication = akmAuthentication(akm)?.authentication;
  switch (authentication) {
    case "PSK":
      return full("proven", "PSK", `4-way handshake of ${akmName(akm)}`);
    case "SAE":
      if (algorithms.includes(saeAlgorithm))
        return full("proven", "SAE", "SAE authentication frames");
      return isCachedKeyOffered
        ? cachedKey(exchange, akm, rsne.pmkids, surroundings)
        : full(
            "inferred",
            "SAE",
            "no PMKID was offered; the SAE frames themselves were not captured",
          );
    case "802.1X":
    case "CCKM":
      if (exchange.eapPackets > 0) {
        return full("proven", authentication, `${exchange.eapPackets} EAP packets between both`);
      }
      return isCachedKeyOffered
        ? cachedKey(exchange, akm, rsne.pmkids, surroundings)
        : full("inferred", authentication, "no PMKID was offered; no EAP packet was captured");
    case "FILS":
      return exchange.eapPackets > 0
        ? full("proven", "802.1X", `${exchange.eapPackets} EAP packets between both`)
        : unknown("an AKM of FILS without its authentication frames");
    case "OWE":
      return isCachedKeyOffered && !hasDiffieHellman(exchange)
        ? cachedKey(exchange, oweAkm, rsne.pmkids, surroundings)
        : { method: "owe", certainty: "proven", authentication: "OWE", text: "AKM OWE" };
    case undefined:
      return unknown(`AKM ${akmName(akm)}`);
    default: {
      const never: never = authentication;
      return never;
    }
  }
}

function full(
  certainty: MethodFinding["certainty"],
  authentication: NonNullable<MethodFinding["authentication"]>,
  text: string,
): MethodFinding {
  return { method: "full", certainty, authentication, text };
}

function unknown(text: string): MethodFinding {
  return { method: "unknown", certainty: "inferred", text };
}

function ftMethod(exchange: Exchange): MethodFinding {
  const { kind } = exchange;
  const method = kind === "ft-over-the-ds" ? "ft-over-the-ds" : "ft-over-the-air";
  const akm = akmOf(exchange);
  const authentication = akm === undefined ? undefined : akmAuthentication(akm)?.authentication;
  const isSeen =
    seen(exchange, "ft-authentication-request").length > 0 ||
    seen(exchange, "ft-authentication-response").length > 0 ||
    seen(exchange, "ft-action-request").length > 0 ||
    seen(exchange, "ft-action-response").length > 0;
  const isFtReassociation = [
    ...associationRequests(exchange),
    ...associationResponses(exchange),
  ].some((sighting) => fteOf(sighting)?.mic !== undefined);
  return {
    method,
    // Without the frames before it, an FT reassociation does not tell over the air from over the DS.
    certainty: isSeen && isFtReassociation ? "proven" : "inferred",
    ...(authentication === undefined ? {} : { authentication }),
    text: isSeen
      ? "FT frames"
      : method === "ft-over-the-ds"
        ? "an FT reassociation after protected Action frames with the current AP and without an FT authentication"
        : "an FT reassociation; the frames before it were not captured",
  };
}

function withoutRequest(exchange: Exchange, algorithms: readonly number[]): MethodFinding {
  if (exchange.eapPackets > 0) return full("proven", "802.1X", "EAP packets between both");
  return algorithms.includes(saeAlgorithm)
    ? full("proven", "SAE", "SAE authentication frames")
    : unknown("the association request was not captured");
}

function withoutRsne(exchange: Exchange): MethodFinding {
  const hasHandshake = exchange.sightings.some(({ role }) => role.startsWith("eapol"));
  if (exchange.eapPackets > 0) return full("proven", "802.1X", "EAP packets between both");
  if (hasHandshake) return full("inferred", "WPA", "a 4-way handshake without an RSNE: WPA");
  return { method: "open", certainty: "proven", authentication: "none", text: "no RSNE" };
}

const oweExtension = 32;

/** With a cached key the AP leaves its Diffie-Hellman element out (RFC 8110, 4.4). */
function hasDiffieHellman(exchange: Exchange): boolean {
  return associationResponses(exchange).some(({ body }) =>
    body.elements.some(({ id, extensionId }) => id === 255 && extensionId === oweExtension),
  );
}

/**
 * The station offered a PMKID and no authentication followed. PMKSA caching is the use of a key that
 * was made with this AP, opportunistic key caching that of one made with another AP of the network.
 */
function cachedKey(
  exchange: Exchange,
  akm: SuiteSelector,
  pmkids: readonly Uint8Array[],
  { earlier, ring }: MethodSurroundings,
): MethodFinding {
  const authentication = akmAuthentication(akm)?.authentication;
  const used = usedPmkid(exchange, pmkids);
  const here = earlier.filter(({ targetAp }) => targetAp === exchange.targetAp);
  const elsewhere = earlier.filter(({ targetAp }) => targetAp !== exchange.targetAp);
  const finding = (
    method: RoamMethod,
    certainty: MethodFinding["certainty"],
    text: string,
  ): MethodFinding => ({
    method,
    certainty,
    ...(authentication === undefined ? {} : { authentication }),
    text,
  });
  const isNamedIn = (other: Exchange) =>
    pmkidsOf(other).some((pmkid) => used.some((own) => equalOctets(own, pmkid)));
  if (here.some(isNamedIn)) {
    return finding(
      "pmksa-caching",
      "proven",
      "the PMKID offered is that of an earlier association with this AP",
    );
  }
  if (elsewhere.some(isNamedIn)) {
    return finding(
      "okc",
      "proven",
      "the PMKID offered is that of an association with another AP, and the station has none with this one",
    );
  }
  const known = recomputed(exchange, akm, used, ring);
  if (known !== undefined && elsewhere.length > 0 && here.length === 0) {
    const isOfElsewhere = elsewhere.some((other) =>
      pmkidsOf(other).some((pmkid) =>
        pmkidsWith(other, akm, known).some((expected) => equalOctets(pmkid, expected)),
      ),
    );
    return finding(
      "okc",
      "proven",
      isOfElsewhere
        ? "the PMKID offered is what the PMK of an association with another AP gives for this one"
        : "the PMKID offered is what the PMK gives for this AP, with which the station has not authenticated",
    );
  }
  const isRecomputed = known === undefined ? "" : "; the PMKID is what the PMK gives for this AP";
  if (here.length > 0) {
    return finding(
      "pmksa-caching",
      "inferred",
      `a PMKID was offered and no authentication followed; the station had authenticated with this AP before${isRecomputed}`,
    );
  }
  if (elsewhere.length > 0) {
    return finding(
      "okc",
      "inferred",
      "a PMKID was offered and no authentication followed; in this capture the station has authenticated with other APs only. A key from before the capture, or from preauthentication, would look the same",
    );
  }
  return finding(
    "pmksa-caching",
    "inferred",
    `a PMKID was offered and no authentication followed; where the key was made was not captured${isRecomputed}`,
  );
}

/** Of the PMKIDs offered, the one that the AP took up in message 1; all of them when it names none. */
function usedPmkid(exchange: Exchange, offered: readonly Uint8Array[]): readonly Uint8Array[] {
  const named = message1Pmkids(exchange);
  const used = offered.filter((pmkid) => named.some((other) => equalOctets(pmkid, other)));
  return used.length > 0 ? used : offered;
}

/** The PMKIDs that the AP names in message 1, in clear. */
function message1Pmkids(exchange: Exchange): readonly Uint8Array[] {
  return seen(exchange, "eapol-1").flatMap(({ body }) =>
    decodeKeyData(body.keyData).kdes.flatMap((kde) => (kde.kind === "pmkid" ? [kde.pmkid] : [])),
  );
}

/** Every PMKID by which the key of an association was named. */
function pmkidsOf(exchange: Exchange): readonly Uint8Array[] {
  return [
    ...message1Pmkids(exchange),
    ...associationRequests(exchange).flatMap(({ body }) =>
      findElements(body.elements, "rsne").flatMap(({ pmkids }) => pmkids),
    ),
  ];
}

const pmkLength = 32;

/** A PMK of the ring that gives one of the PMKIDs for this AP and station. */
function recomputed(
  exchange: Exchange,
  akm: SuiteSelector,
  pmkids: readonly Uint8Array[],
  ring: KeyRing,
): SecretKey | undefined {
  return ring.specs
    .filter(({ station }) => station === undefined || station === exchange.station)
    .flatMap(({ kind, secret }) => {
      if (kind === "pmk") return [secret];
      // The PMK of 802.1X is the first half of the MSK (12.7.1.3); that of FT-802.1X caching is the same.
      return kind === "msk" ? [new SecretKey("PMK", secret.reveal().slice(0, pmkLength))] : [];
    })
    .find((pmk) =>
      pmkids.some((pmkid) =>
        pmkidsWith(exchange, akm, pmk).some((expected) => equalOctets(pmkid, expected)),
      ),
    );
}

function pmkidsWith(exchange: Exchange, akm: SuiteSelector, pmk: SecretKey): readonly Uint8Array[] {
  const hash = akmAuthentication(akm)?.pmkidHash;
  if (hash === undefined) return [];
  return apAddresses(exchange).flatMap((ap) =>
    stationAddresses(exchange).map((station) =>
      derivePmkid({ hash, pmk, aa: macOctets(ap), spa: macOctets(station) }),
    ),
  );
}
