import { equalOctets } from "../bytes/octets.ts";
import { ftAkm, type SuiteSelector } from "../spec/suites.ts";
import type { Bss } from "./bss.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
  isFt,
  seen,
} from "./exchange.ts";
import { fteOf, mdeOf, pmkidOf } from "./facts.ts";
import type { NamedInputs } from "./key-memory.ts";
import { distinct, type KeyPath, keyPaths, pmkR1NameOf } from "./key-path.ts";
import type { KeyRing, KeySpec } from "./key-ring.ts";
import { expectedEapolMic, expectedFteMic, guessPtks, isMic, type PtkGuess } from "./mic-search.ts";
import { stationAddresses } from "./multi-link.ts";
import { announcedMdids, type SessionLink } from "./session.ts";

/** A hostile capture must not make the number of combinations explode. */
const mostValues = 6;

/** What an octet string of the air proved about a key. */
export type KeyProof = "pmkr0name" | "pmkr1name" | "eapol-mic" | "fte-mic";

/** What the ring has for an exchange. */
export interface KeyFinding {
  /** Every way a key of the ring could lead to this exchange; those with the frames' own values first. */
  readonly paths: readonly KeyPath[];
  /** The way that the frames confirm. */
  readonly matched: { readonly path: KeyPath; readonly by: KeyProof } | undefined;
  /** The PTK that a MIC of the exchange confirms. */
  readonly ptk: PtkGuess | undefined;
}

export interface KeyFindingInput {
  readonly exchange: Exchange;
  readonly target: Bss | undefined;
  readonly link: SessionLink | undefined;
  /** Exchanges of the same station, whose MDIDs and R0KH-IDs its key may have been made with. */
  readonly history: readonly Exchange[];
  readonly ssid: Uint8Array | undefined;
  readonly akm: SuiteSelector | undefined;
  readonly cipher: SuiteSelector | undefined;
}

/** Tries every key of the ring on an exchange. */
export function findKeys(ring: KeyRing, input: KeyFindingInput): KeyFinding {
  const { exchange, akm } = input;
  if (akm === undefined || ftAkm(akm) === undefined) {
    return { paths: [], matched: undefined, ptk: undefined };
  }
  const paths = keyPaths(ring, { akm, ...pathInputs(ring, input) });
  const byName = matchByName(exchange, paths);
  const likely = byName === undefined ? worthTrying(ring, exchange, paths) : [byName.path];
  for (const path of likely) {
    const ptk = confirmedPtk(ring, input, path);
    if (ptk !== undefined) {
      const by = isFt(exchange) ? "fte-mic" : "eapol-mic";
      return { paths, matched: byName ?? { path, by }, ptk };
    }
  }
  return { paths, matched: byName, ptk: undefined };
}

/** Up to so many paths are tried on the MICs even when their names do not match. */
const fewPaths = 64;

/** What else the ring knows of its keys may have decided which of them were tried. */
export function restsOnConfirmations({ paths }: KeyFinding): boolean {
  return paths.length > fewPaths;
}

/**
 * A name that does not match rules a key out more cheaply than a MIC does. Only of a key list are all
 * the others spared; a key that is known to be right is always tried, since the name may be wrong.
 */
function worthTrying(
  ring: KeyRing,
  exchange: Exchange,
  paths: readonly KeyPath[],
): readonly KeyPath[] {
  if (paths.length <= fewPaths || namesIn(exchange).length === 0) return paths;
  return paths.filter(
    ({ spec, inputs, pmkR0Name }) =>
      pmkR0Name === undefined || ring.confirmation(spec, inputs?.ssid, exchange.station) !== "none",
  );
}

/** The key specs that could have been used on the exchange, whether or not they fit. */
export function specsOf(finding: KeyFinding): readonly KeySpec[] {
  return [...new Set(finding.paths.map((path) => path.spec))];
}

function pathInputs(ring: KeyRing, { exchange, target, link, history, ssid }: KeyFindingInput) {
  const session = link?.session;
  const namedIn = (one: Exchange) => ring.memory.named(one, () => namedInputs(one));
  const own = namedIn(exchange);
  // The key may come from an association that was not captured: the station's other frames name its domain.
  const others = isFt(exchange) ? history.map(namedIn) : [];
  const mdids = [
    ...own.mdids,
    session?.mdid,
    ...announcedMdids(target),
    ...others.flatMap((other) => other.mdids),
  ];
  return {
    station: exchange.station,
    stations: stationAddresses(exchange),
    ssids: distinct([ssid, target?.ssid, session?.ssid]),
    mdids: [...new Set(mdids.filter((mdid) => mdid !== undefined))].slice(0, mostValues),
    r0khIds: distinct([
      ...own.r0khIds,
      session?.r0khId,
      ...others.flatMap((other) => other.r0khIds),
    ]).slice(0, mostValues),
  };
}

function namedInputs(exchange: Exchange): NamedInputs {
  const frames = keyedFrames(exchange);
  const mdids = frames.map((sighting) => mdeOf(sighting)?.mdid);
  return {
    mdids: [...new Set(mdids.filter((mdid) => mdid !== undefined))],
    r0khIds: distinct(frames.map((sighting) => fteOf(sighting)?.r0khId)),
  };
}

function keyedFrames(exchange: Exchange) {
  return [
    ...ftRequests(exchange),
    ...associationRequests(exchange),
    ...associationResponses(exchange),
    ...ftResponses(exchange),
    ...seen(exchange, "eapol-2"),
  ];
}

export function r1khIdsOf(exchange: Exchange): readonly Uint8Array[] {
  return distinct(
    [
      ...ftResponses(exchange),
      ...associationResponses(exchange),
      ...associationRequests(exchange),
      ...seen(exchange, "eapol-2"),
    ].map((sighting) => fteOf(sighting)?.r1khId),
  );
}

function r0NamesIn(exchange: Exchange): readonly Uint8Array[] {
  return distinct([...ftRequests(exchange), ...ftResponses(exchange)].map(pmkidOf));
}

function r1NamesIn(exchange: Exchange): readonly Uint8Array[] {
  return distinct(
    [
      ...associationRequests(exchange).filter((request) => fteOf(request) !== undefined),
      ...seen(exchange, "eapol-2"),
    ].map(pmkidOf),
  );
}

function namesIn(exchange: Exchange): readonly Uint8Array[] {
  return [...r0NamesIn(exchange), ...r1NamesIn(exchange)];
}

function matchByName(
  exchange: Exchange,
  paths: readonly KeyPath[],
): { readonly path: KeyPath; readonly by: KeyProof } | undefined {
  const r0Names = r0NamesIn(exchange);
  const r1Names = r1NamesIn(exchange);
  for (const path of paths) {
    const { pmkR0Name } = path;
    if (pmkR0Name === undefined) continue;
    if (r0Names.some((name) => equalOctets(name, pmkR0Name))) return { path, by: "pmkr0name" };
  }
  for (const path of paths) {
    for (const r1khId of r1khIdsOf(exchange)) {
      const name = pmkR1NameOf(path, r1khId);
      if (name !== undefined && r1Names.some((other) => equalOctets(name, other))) {
        return { path, by: "pmkr1name" };
      }
    }
  }
  return undefined;
}

/** The PTK under which a MIC of the exchange verifies. */
function confirmedPtk(
  ring: KeyRing,
  { exchange, cipher }: KeyFindingInput,
  path: KeyPath,
): PtkGuess | undefined {
  for (const guess of ptkGuesses({ exchange, cipher, ring }, path)) {
    const isRight = isFt(exchange)
      ? [...associationRequests(exchange), ...associationResponses(exchange)].some((sighting) =>
          isMic(expectedFteMic(sighting, guess), fteOf(sighting)?.mic),
        )
      : ([2, 3, 4] as const).some((message) =>
          seen(exchange, `eapol-${message}`).some((sighting) =>
            isMic(expectedEapolMic(sighting, guess), sighting.body.mic),
          ),
        );
    if (isRight) return guess;
  }
  return undefined;
}

/** Every PTK that the nonces and R1KH-IDs of the exchange allow under one path. */
export function ptkGuesses(
  {
    exchange,
    cipher,
    ring,
  }: {
    readonly exchange: Exchange;
    readonly cipher: SuiteSelector | undefined;
    readonly ring: KeyRing;
  },
  path: KeyPath,
): readonly PtkGuess[] {
  return ring.memory.guesses(exchange, cipher, path, () => allPtks(exchange, cipher, path));
}

function allPtks(
  exchange: Exchange,
  cipher: SuiteSelector | undefined,
  path: KeyPath,
): readonly PtkGuess[] {
  const { anonces, snonces } = isFt(exchange) ? ftNonces(exchange) : handshakeNonces(exchange);
  const guesses: PtkGuess[] = [];
  for (const r1khId of r1khIdsOf(exchange).slice(0, mostValues)) {
    for (const anonce of anonces.slice(0, mostValues)) {
      for (const snonce of snonces.slice(0, mostValues)) {
        guesses.push(...guessPtks(exchange, cipher, path, { anonce, snonce, r1khId }));
      }
    }
  }
  return guesses;
}

function ftNonces(exchange: Exchange) {
  const frames = [
    ...ftResponses(exchange),
    ...associationRequests(exchange),
    ...associationResponses(exchange),
  ];
  return {
    anonces: distinct(frames.map((sighting) => fteOf(sighting)?.anonce)),
    snonces: distinct(
      [...ftRequests(exchange), ...frames].map((sighting) => fteOf(sighting)?.snonce),
    ),
  };
}

function handshakeNonces(exchange: Exchange) {
  return {
    anonces: distinct(
      [...seen(exchange, "eapol-1"), ...seen(exchange, "eapol-3")].map(({ body }) => body.nonce),
    ),
    snonces: distinct(seen(exchange, "eapol-2").map(({ body }) => body.nonce)),
  };
}
