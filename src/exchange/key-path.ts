import { type MacAddress, macOctets } from "../bytes/mac-address.ts";
import { formatHex, parseHex } from "../bytes/octets.ts";
import { derivePmkR0, derivePmkR1, derivePmkR1Name } from "../crypto/ft-keys.ts";
import type { SecretKey } from "../crypto/secret-key.ts";
import { type FtAkmLengths, ftAkmLengths, type SuiteSelector } from "../spec/suites.ts";
import type { KeyRing, KeySpec } from "./key-ring.ts";

/** What PMK-R0 was made of, besides the key itself. */
export interface R0Inputs {
  readonly ssid: Uint8Array;
  readonly mdid: string;
  readonly r0khId: Uint8Array;
}

/** One way from a key of the ring down to the PMK-R1 of any AP: an assumption until an octet string of the air confirms it. */
export interface KeyPath {
  readonly spec: KeySpec;
  readonly lengths: FtAkmLengths;
  /** S0KH-ID and S1KH-ID: the station's own address, or that of the multi-link device it is part of. */
  readonly station: MacAddress;
  /** Absent when the user gave a key from below PMK-R0. */
  readonly inputs?: R0Inputs;
  readonly pmkR0?: SecretKey;
  /** Absent when the user gave PMK-R0 or a key below it: the name needs the salt. */
  readonly pmkR0Name?: Uint8Array;
  readonly pmkR1Given?: SecretKey;
}

/** The values a path can be made from; the first of each list is the frame's own. */
export interface PathInputs {
  readonly akm: SuiteSelector;
  /** As its frames carry it: keys may be given for it alone. */
  readonly station: MacAddress;
  /** The addresses with which its keys may be made. */
  readonly stations: readonly MacAddress[];
  readonly ssids: readonly Uint8Array[];
  readonly mdids: readonly string[];
  readonly r0khIds: readonly Uint8Array[];
}

/** All paths from the keys of the ring, those with the frame's own values first. */
export function keyPaths(ring: KeyRing, inputs: PathInputs): readonly KeyPath[] {
  const { akm, station } = inputs;
  const paths: KeyPath[] = [];
  const ssids = inputs.ssids.length > 0 ? inputs.ssids : [undefined];
  for (const r0khId of inputs.r0khIds) {
    if (r0khId.length < 1 || r0khId.length > 48) continue;
    for (const mdid of inputs.mdids) {
      for (const knownSsid of ssids) {
        for (const { spec, ssid, xxKey, lengths } of ring.xxKeys({
          akm,
          ssid: knownSsid,
          station,
        })) {
          for (const own of inputs.stations) {
            const id = `${formatHex(ssid)} ${mdid} ${formatHex(r0khId)} ${own} ${akm}`;
            paths.push(
              ring.remembered(spec, id, () => {
                const { pmkR0, pmkR0Name } = derivePmkR0({
                  hash: lengths.hash,
                  xxKey,
                  ssid,
                  mdid: parseHex(mdid) as Uint8Array,
                  r0khId,
                  s0khId: macOctets(own),
                });
                const from = { ssid, mdid, r0khId };
                return { spec, lengths, station: own, inputs: from, pmkR0, pmkR0Name };
              }),
            );
          }
        }
      }
    }
  }
  for (const kind of ["pmk-r0", "pmk-r1"] as const) {
    for (const spec of ring.lowerKeys(kind, { ssid: inputs.ssids[0], station })) {
      const lengths = ftAkmLengths(akm, spec.secret.length);
      if (lengths === undefined || spec.secret.length !== lengths.pmk) continue;
      const given = kind === "pmk-r0" ? { pmkR0: spec.secret } : { pmkR1Given: spec.secret };
      for (const own of inputs.stations) paths.push({ spec, lengths, station: own, ...given });
    }
  }
  return paths;
}

/** The PMK-R1 that a path gives for one R1KH-ID. */
export function pmkR1Of(path: KeyPath, r1khId: Uint8Array): SecretKey {
  if (path.pmkR1Given !== undefined) return path.pmkR1Given;
  return derivePmkR1({
    hash: path.lengths.hash,
    pmkR0: path.pmkR0 as SecretKey,
    r1khId,
    s1khId: macOctets(path.station),
  });
}

/** The PMKR1Name that a path gives for one R1KH-ID; undefined when the path begins below the names. */
export function pmkR1NameOf(path: KeyPath, r1khId: Uint8Array): Uint8Array | undefined {
  if (path.pmkR0Name === undefined) return undefined;
  return derivePmkR1Name({
    hash: path.lengths.hash,
    pmkR0Name: path.pmkR0Name,
    r1khId,
    s1khId: macOctets(path.station),
  });
}

/** The distinct values of a list, in order, without those that are unknown. */
export function distinct(values: readonly (Uint8Array | undefined)[]): readonly Uint8Array[] {
  const kept = new Map<string, Uint8Array>();
  for (const value of values) {
    if (value === undefined) continue;
    const id = formatHex(value);
    if (!kept.has(id)) kept.set(id, value);
  }
  return [...kept.values()];
}
