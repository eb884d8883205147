import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { hex, u8, u16be, u16le } from "./elements.ts";

/** An Ethernet frame. */
export function buildEthernet(
  fields: { readonly from: MacAddress; readonly to: MacAddress; readonly etherType: number },
  ...payload: readonly Uint8Array[]
): Uint8Array {
  const { from, to, etherType } = fields;
  return concatOctets(macOctets(to), macOctets(from), u16be(etherType), ...payload);
}

/** What hostapd's key holders say to each other; the encrypted part is filler. */
export function buildKeyMessage(fields: {
  readonly type: number;
  readonly nonce?: Uint8Array;
  readonly r0khId?: Uint8Array;
  readonly r1khId?: Uint8Array;
  readonly encryptedLength: number;
}): Uint8Array {
  const field = (type: number, octets: Uint8Array | undefined) =>
    octets === undefined
      ? new Uint8Array(0)
      : concatOctets(u16le(type), u16le(octets.length), octets);
  const clear = concatOctets(
    field(2, fields.nonce),
    field(4, fields.r0khId),
    field(5, fields.r1khId),
  );
  return concatOctets(
    hex("0013740001"),
    u8(fields.type),
    u16le(clear.length),
    clear,
    new Uint8Array(fields.encryptedLength).fill(0xee),
  );
}

/** An FT Action frame on its way from AP to AP. */
export function buildRemoteFrame(fields: {
  readonly type: 0 | 1;
  readonly currentAp: MacAddress;
  readonly station: MacAddress;
  readonly targetAp: MacAddress;
  readonly status?: number;
  readonly elements?: Uint8Array;
}): Uint8Array {
  const { type, currentAp, station, targetAp, status, elements = new Uint8Array(0) } = fields;
  const action = concatOctets(
    Uint8Array.of(6, type + 1),
    macOctets(station),
    macOctets(targetAp),
    ...(type === 1 ? [u16le(status ?? 0)] : []),
    elements,
  );
  return concatOctets(Uint8Array.of(1, type), u16le(action.length), macOctets(currentAp), action);
}
