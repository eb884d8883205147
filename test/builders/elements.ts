import { concatOctets, parseHex, utf8Octets } from "../../src/bytes/octets.ts";
import type { SuiteSelector } from "../../src/spec/suites.ts";

/** Octets of hex; throws on anything else, so that a typing error in a vector cannot pass a test. */
export function hex(text: string): Uint8Array {
  const octets = parseHex(text);
  if (octets === undefined) throw new Error(`not hex: ${text}`);
  return octets;
}

export const u8 = (value: number) => Uint8Array.of(value);
export const u16le = (value: number) => Uint8Array.of(value & 255, value >> 8);
export const u16be = (value: number) => Uint8Array.of(value >> 8, value & 255);

export function u64le(value: bigint): Uint8Array {
  return Uint8Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(8 * i)) & 255n));
}

export function u64be(value: bigint): Uint8Array {
  return u64le(value).reverse();
}

/** An element; what does not fit goes on in Fragment elements. */
export function buildElement(id: number, body: Uint8Array, extensionId?: number): Uint8Array {
  const content = extensionId === undefined ? body : concatOctets(u8(extensionId), body);
  const parts: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < content.length; at += 255) {
    const part = content.subarray(at, at + 255);
    parts.push(Uint8Array.of(at === 0 ? id : 242, part.length), part);
  }
  return concatOctets(...parts);
}

export function buildSsid(text: string): Uint8Array {
  return buildElement(0, utf8Octets(text));
}

/** "00-0f-ac:4" to its four octets. */
function suiteOctets(selector: SuiteSelector): Uint8Array {
  const [oui = "", type] = selector.split(":");
  return concatOctets(hex(oui), u8(Number(type)));
}

export interface RsneFields {
  readonly version?: number;
  readonly groupCipher?: SuiteSelector;
  readonly pairwiseCiphers?: readonly SuiteSelector[];
  readonly akms?: readonly SuiteSelector[];
  readonly capabilities?: number;
  readonly pmkids?: readonly Uint8Array[];
  readonly groupManagementCipher?: SuiteSelector;
}

/** An RSNE of FT-PSK with CCMP-128 unless told otherwise. */
export function buildRsne(fields: RsneFields = {}): Uint8Array {
  const suites = (selectors: readonly SuiteSelector[]) =>
    concatOctets(u16le(selectors.length), ...selectors.map(suiteOctets));
  const { pmkids, groupManagementCipher: management } = fields;
  return buildElement(
    48,
    concatOctets(
      u16le(fields.version ?? 1),
      suiteOctets(fields.groupCipher ?? "00-0f-ac:4"),
      suites(fields.pairwiseCiphers ?? ["00-0f-ac:4"]),
      suites(fields.akms ?? ["00-0f-ac:4"]),
      u16le(fields.capabilities ?? 0),
      ...(pmkids || management ? [u16le(pmkids?.length ?? 0), ...(pmkids ?? [])] : []),
      ...(management ? [suiteOctets(management)] : []),
    ),
  );
}

export function buildRsnxe(capabilities: Uint8Array = u8(0x20)): Uint8Array {
  return buildElement(244, capabilities);
}

export function buildMde(mdid = "a1b2", capability = 1): Uint8Array {
  return buildElement(54, concatOctets(hex(mdid), u8(capability)));
}

export function buildTie(timeoutType: number, value: number): Uint8Array {
  const high = Math.floor(value / 0x1_0000);
  return buildElement(56, concatOctets(u8(timeoutType), u16le(value % 0x1_0000), u16le(high)));
}

export function buildSubelement(id: number, data: Uint8Array): Uint8Array {
  return concatOctets(Uint8Array.of(id, data.length), data);
}

export interface FteFields {
  readonly rsnxeUsed?: boolean;
  readonly micLengthField?: number;
  readonly elementCount?: number;
  /** 16 zeros unless told otherwise. */
  readonly mic?: Uint8Array;
  readonly anonce?: Uint8Array;
  readonly snonce?: Uint8Array;
  readonly r1khId?: Uint8Array;
  readonly r0khId?: Uint8Array;
  /** After R1KH-ID and R0KH-ID; see {@link buildSubelement}. */
  readonly subelements?: readonly Uint8Array[];
}

export function buildFte(fields: FteFields = {}): Uint8Array {
  const { r1khId, r0khId } = fields;
  return buildElement(
    55,
    concatOctets(
      u8((fields.rsnxeUsed ? 1 : 0) | ((fields.micLengthField ?? 0) << 1)),
      u8(fields.elementCount ?? 0),
      fields.mic ?? new Uint8Array(16),
      fields.anonce ?? new Uint8Array(32),
      fields.snonce ?? new Uint8Array(32),
      ...(r1khId ? [buildSubelement(1, r1khId)] : []),
      ...(r0khId ? [buildSubelement(3, r0khId)] : []),
      ...(fields.subelements ?? []),
    ),
  );
}

/** A KDE of EAPOL Key Data. */
export function buildKde(type: number, data: Uint8Array): Uint8Array {
  return buildElement(221, concatOctets(hex("000fac"), u8(type), data));
}
