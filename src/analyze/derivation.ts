import { type MacAddress, macOctets } from "../bytes/mac-address.ts";
import { formatHex, parseHex } from "../bytes/octets.ts";
import { derivePmkR0, derivePmkR1, derivePmkR1Name, derivePtk } from "../crypto/ft-keys.ts";
import type { Pbkdf2 } from "../crypto/psk.ts";
import { KeyRing, type KeySpec } from "../exchange/key-ring.ts";
import { akmName, cipherName, cipherSuite, type SuiteSelector } from "../spec/suites.ts";

/** What the FT key hierarchy is made of (12.7.1.6). */
export interface DerivationInput {
  /** A passphrase, PSK, PMK or MSK. */
  readonly key: KeySpec;
  readonly akm: SuiteSelector;
  readonly cipher: SuiteSelector;
  readonly ssid: Uint8Array;
  /** 4 hex digits. */
  readonly mdid: string;
  readonly r0khId: Uint8Array;
  readonly station: MacAddress;
  /** 6 octets; without it the derivation ends with PMK-R0. */
  readonly r1khId?: Uint8Array;
  /** All three are needed for the PTK; nonces have 32 octets. */
  readonly anonce?: Uint8Array;
  readonly snonce?: Uint8Array;
  readonly bssid?: MacAddress;
  readonly pbkdf2?: Pbkdf2;
}

export interface DerivedValue {
  /** The standard's name: "PMKR0Name". */
  readonly name: string;
  /** Lower-case hex; undefined for a secret that was not asked for. */
  readonly value: string | undefined;
  readonly octets: number;
  readonly isSecret: boolean;
}

export type Derivation = { readonly values: readonly DerivedValue[] } | { readonly error: string };

/** The FT key hierarchy, step by step. */
export function deriveHierarchy(
  input: DerivationInput,
  options: { readonly showSecrets: boolean },
): Derivation {
  const { akm, ssid, station, r0khId, r1khId } = input;
  const ring = new KeyRing([input.key], input.pbkdf2);
  const [found] = ring.xxKeys({ akm, ssid, station });
  if (found === undefined) {
    return {
      error: `a key of kind ${input.key.kind} and ${input.key.secret.length} octets cannot be the key of ${akmName(akm)}`,
    };
  }
  const tk = cipherSuite(input.cipher)?.tk ?? 0;
  if (tk === 0) return { error: `${cipherName(input.cipher)} has no pairwise key` };
  const values: DerivedValue[] = [];
  const open = (name: string, octets: Uint8Array) =>
    values.push({ name, value: formatHex(octets), octets: octets.length, isSecret: false });
  const secret = (name: string, octets: Uint8Array) =>
    values.push({
      name,
      value: options.showSecrets ? formatHex(octets) : undefined,
      octets: octets.length,
      isSecret: true,
    });
  const { lengths, xxKey } = found;
  const s0khId = macOctets(station);
  const r0 = derivePmkR0({
    hash: lengths.hash,
    xxKey,
    ssid,
    mdid: parseHex(input.mdid) as Uint8Array,
    r0khId,
    s0khId,
  });
  secret("XXKey", xxKey.reveal());
  open("R0 context", r0.context);
  secret("R0-Key-Data", r0.r0KeyData.reveal());
  secret("PMK-R0", r0.pmkR0.reveal());
  secret("PMK-R0Name-Salt", r0.pmkR0NameSalt.reveal());
  open("PMKR0Name", r0.pmkR0Name);
  if (r1khId === undefined) return { values };
  const pmkR1 = derivePmkR1({ hash: lengths.hash, pmkR0: r0.pmkR0, r1khId, s1khId: s0khId });
  const pmkR1Name = derivePmkR1Name({
    hash: lengths.hash,
    pmkR0Name: r0.pmkR0Name,
    r1khId,
    s1khId: s0khId,
  });
  secret("PMK-R1", pmkR1.reveal());
  open("PMKR1Name", pmkR1Name);
  const { anonce, snonce, bssid } = input;
  if (anonce === undefined || snonce === undefined || bssid === undefined) return { values };
  const ptk = derivePtk({
    lengths,
    pmkR1,
    pmkR1Name,
    snonce,
    anonce,
    bssid: macOctets(bssid),
    stationAddress: macOctets(station),
    tkLength: tk,
  });
  secret("PTK", ptk.octets.reveal());
  for (const name of ["kck", "kek", "tk", "kck2", "kek2"] as const) {
    if (ptk[name].length > 0) secret(name.toUpperCase(), ptk[name].reveal());
  }
  if (ptk.ptkName !== undefined) open("PTKName", ptk.ptkName);
  return { values };
}
