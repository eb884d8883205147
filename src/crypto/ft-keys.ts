import { concatOctets, utf8Octets } from "../bytes/octets.ts";
import type { FtAkmLengths, HashName } from "../spec/suites.ts";
import { requireInteger, requireLength } from "./argument.ts";
import { hashLength, hashOctets } from "./hash.ts";
import { deriveKdf } from "./kdf.ts";
import { SecretKey } from "./secret-key.ts";

const nameLength = 16;

export interface PmkR0Input {
  readonly hash: HashName;
  /** As long as the hash. */
  readonly xxKey: SecretKey;
  /** The SSID as sent, 0 to 32 octets. */
  readonly ssid: Uint8Array;
  /** The 2 octets as sent in the MDE. */
  readonly mdid: Uint8Array;
  /** 1 to 48 octets, as sent in the FTE. */
  readonly r0khId: Uint8Array;
  /** Address of the station, 6 octets. */
  readonly s0khId: Uint8Array;
}

export interface PmkR0 {
  /** As long as the hash. */
  readonly pmkR0: SecretKey;
  /** 16 octets; sent as PMKID in the first two frames of a roam. */
  readonly pmkR0Name: Uint8Array;
  /** 16 octets. */
  readonly pmkR0NameSalt: SecretKey;
  /** What the KDF took besides the XXKey. */
  readonly context: Uint8Array;
  /** PMK-R0 and PMK-R0Name-Salt in one. */
  readonly r0KeyData: SecretKey;
}

/** The first level of the FT key hierarchy (12.7.1.6): PMK-R0 and its name from the XXKey. */
export function derivePmkR0({ hash, xxKey, ssid, mdid, r0khId, s0khId }: PmkR0Input): PmkR0 {
  const pmkLength = hashLength(hash);
  requireLength("xxKey", xxKey, pmkLength);
  requireLength("ssid", ssid, 0, 32);
  requireLength("mdid", mdid, 2);
  requireLength("r0khId", r0khId, 1, 48);
  requireLength("s0khId", s0khId, 6);
  const context = concatOctets(
    Uint8Array.of(ssid.length),
    ssid,
    mdid,
    Uint8Array.of(r0khId.length),
    r0khId,
    s0khId,
  );
  const r0KeyData = deriveKdf({
    hash,
    key: xxKey.reveal(),
    label: "FT-R0",
    context,
    lengthBits: 8 * (pmkLength + nameLength),
  });
  const salt = r0KeyData.subarray(pmkLength);
  return {
    pmkR0: new SecretKey("PMK-R0", r0KeyData.subarray(0, pmkLength)),
    pmkR0Name: hashOctets(hash, utf8Octets("FT-R0N"), salt).slice(0, nameLength),
    pmkR0NameSalt: new SecretKey("PMK-R0Name-Salt", salt),
    context,
    r0KeyData: new SecretKey("R0-Key-Data", r0KeyData),
  };
}

export interface PmkR1NameInput {
  readonly hash: HashName;
  /** 16 octets. */
  readonly pmkR0Name: Uint8Array;
  /** 6 octets, as sent in the FTE; not always the BSSID. */
  readonly r1khId: Uint8Array;
  /** Address of the station, 6 octets. */
  readonly s1khId: Uint8Array;
}

/** PMKR1Name (12.7.1.6), 16 octets. All it is made of is sent in clear: it can be checked without a key. */
export function derivePmkR1Name({ hash, pmkR0Name, r1khId, s1khId }: PmkR1NameInput): Uint8Array {
  requireLength("pmkR0Name", pmkR0Name, nameLength);
  requireLength("r1khId", r1khId, 6);
  requireLength("s1khId", s1khId, 6);
  return hashOctets(hash, utf8Octets("FT-R1N"), pmkR0Name, r1khId, s1khId).slice(0, nameLength);
}

export interface PmkR1Input {
  readonly hash: HashName;
  /** As long as the hash. */
  readonly pmkR0: SecretKey;
  /** 6 octets, as sent in the FTE; not always the BSSID. */
  readonly r1khId: Uint8Array;
  /** Address of the station, 6 octets. */
  readonly s1khId: Uint8Array;
}

/** The second level of the FT key hierarchy (12.7.1.6): PMK-R1, as long as the hash. */
export function derivePmkR1({ hash, pmkR0, r1khId, s1khId }: PmkR1Input): SecretKey {
  const pmkLength = hashLength(hash);
  requireLength("pmkR0", pmkR0, pmkLength);
  requireLength("r1khId", r1khId, 6);
  requireLength("s1khId", s1khId, 6);
  const pmkR1 = deriveKdf({
    hash,
    key: pmkR0.reveal(),
    label: "FT-R1",
    context: concatOctets(r1khId, s1khId),
    lengthBits: 8 * pmkLength,
  });
  return new SecretKey("PMK-R1", pmkR1);
}

export interface PtkInput {
  readonly lengths: FtAkmLengths;
  readonly pmkR1: SecretKey;
  /** 16 octets; without it there is no PTKName. */
  readonly pmkR1Name?: Uint8Array;
  /** 32 octets. */
  readonly snonce: Uint8Array;
  /** 32 octets. */
  readonly anonce: Uint8Array;
  /** Of the access point with which the PTK is used, 6 octets. */
  readonly bssid: Uint8Array;
  /** 6 octets. */
  readonly stationAddress: Uint8Array;
  /** Octets of the temporal key: 16 or 32 by the pairwise cipher, 0 where it has none. */
  readonly tkLength: number;
  /** 32 where both sides negotiated a KDK, else 0. It lengthens the PTK, which changes all of it. */
  readonly kdkLength?: number;
}

/** A PTK and its parts; a part that the AKM does not have is 0 octets long. */
export interface Ptk {
  readonly kck: SecretKey;
  readonly kek: SecretKey;
  readonly tk: SecretKey;
  readonly kck2: SecretKey;
  readonly kek2: SecretKey;
  readonly kdk: SecretKey;
  /** 16 octets, never sent; made with SHA-256 whatever the hash of the AKM. */
  readonly ptkName?: Uint8Array;
  /** All parts in their order. */
  readonly octets: SecretKey;
}

/** The third level of the FT key hierarchy (12.7.1.6). Nonces and addresses are not sorted. */
export function derivePtk({
  lengths,
  pmkR1,
  pmkR1Name,
  snonce,
  anonce,
  bssid,
  stationAddress,
  tkLength,
  kdkLength = 0,
}: PtkInput): Ptk {
  requireLength("pmkR1", pmkR1, lengths.pmk);
  if (pmkR1Name !== undefined) requireLength("pmkR1Name", pmkR1Name, nameLength);
  requireLength("snonce", snonce, 32);
  requireLength("anonce", anonce, 32);
  requireLength("bssid", bssid, 6);
  requireLength("stationAddress", stationAddress, 6);
  requireInteger("tkLength", tkLength, 0, 32);
  requireInteger("kdkLength", kdkLength, 0, 32);
  const context = concatOctets(snonce, anonce, bssid, stationAddress);
  const { kck, kek, kck2, kek2 } = lengths;
  const octets = deriveKdf({
    hash: lengths.hash,
    key: pmkR1.reveal(),
    label: "FT-PTK",
    context,
    lengthBits: 8 * (kck + kek + tkLength + kck2 + kek2 + kdkLength),
  });
  let at = 0;
  const part = (name: string, length: number): SecretKey => {
    const start = at;
    at += length;
    return new SecretKey(name, octets.subarray(start, at));
  };
  return {
    kck: part("KCK", kck),
    kek: part("KEK", kek),
    tk: part("TK", tkLength),
    kck2: part("KCK2", kck2),
    kek2: part("KEK2", kek2),
    kdk: part("KDK", kdkLength),
    ...(pmkR1Name !== undefined && { ptkName: derivePtkName(pmkR1Name, context) }),
    octets: new SecretKey("PTK", octets),
  };
}

function derivePtkName(pmkR1Name: Uint8Array, context: Uint8Array): Uint8Array {
  return hashOctets("sha256", pmkR1Name, utf8Octets("FT-PTKN"), context).slice(0, nameLength);
}
