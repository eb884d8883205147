import { type MacAddress, macOctets, parseMac } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { hex, u8, u16be, u16le, u64be, u64le } from "./elements.ts";

export * from "./elements.ts";

/** A MAC address from its text; throws on anything else. */
export function mac(text: string): MacAddress {
  const address = parseMac(text);
  if (address === undefined) throw new Error(`not a MAC address: ${text}`);
  return address;
}

export const station = mac("02:11:22:33:44:aa");
export const ap1 = mac("02:aa:bb:cc:dd:01");
export const ap2 = mac("02:aa:bb:cc:dd:02");

export interface HeaderFields {
  readonly toDs?: boolean;
  readonly fromDs?: boolean;
  readonly moreFragments?: boolean;
  readonly retry?: boolean;
  readonly isProtected?: boolean;
  readonly order?: boolean;
  readonly duration?: number;
  readonly sequenceNumber?: number;
  readonly fragmentNumber?: number;
}

function frameControl(type: number, subtype: number, fields: HeaderFields): Uint8Array {
  const flags: readonly (readonly [boolean | undefined, number])[] = [
    [fields.toDs, 0x01],
    [fields.fromDs, 0x02],
    [fields.moreFragments, 0x04],
    [fields.retry, 0x08],
    [fields.isProtected, 0x40],
    [fields.order, 0x80],
  ];
  const high = flags.reduce((sum, [isSet, bit]) => (isSet ? sum | bit : sum), 0);
  return concatOctets(
    Uint8Array.of((subtype << 4) | (type << 2), high),
    u16le(fields.duration ?? 0),
  );
}

function sequenceControl(fields: HeaderFields): Uint8Array {
  return u16le(((fields.sequenceNumber ?? 0) << 4) | (fields.fragmentNumber ?? 0));
}

export interface ManagementFields extends HeaderFields {
  readonly subtype: number;
  readonly receiver: MacAddress;
  readonly transmitter: MacAddress;
  readonly bssid: MacAddress;
}

/** A management frame with these parts as body. */
export function buildManagementFrame(
  fields: ManagementFields,
  ...body: readonly Uint8Array[]
): Uint8Array {
  return concatOctets(
    frameControl(0, fields.subtype, fields),
    macOctets(fields.receiver),
    macOctets(fields.transmitter),
    macOctets(fields.bssid),
    sequenceControl(fields),
    ...(fields.order ? [new Uint8Array(4)] : []),
    ...body,
  );
}

/** Who sends a frame of the association to whom; the BSSID is the AP. */
export interface Direction extends HeaderFields {
  readonly from: MacAddress;
  readonly to: MacAddress;
  readonly bssid: MacAddress;
}

function managementOf(subtype: number, { from, to, ...rest }: Direction): ManagementFields {
  return { ...rest, subtype, receiver: to, transmitter: from };
}

export function buildBeacon(
  ap: MacAddress,
  fields: HeaderFields & { readonly timestampUs?: bigint; readonly capability?: number },
  ...elements: readonly Uint8Array[]
): Uint8Array {
  return buildManagementFrame(
    { ...fields, subtype: 8, receiver: mac("ff:ff:ff:ff:ff:ff"), transmitter: ap, bssid: ap },
    u64le(fields.timestampUs ?? 0n),
    u16le(100),
    u16le(fields.capability ?? 0x0411),
    ...elements,
  );
}

export function buildAuthentication(
  direction: Direction,
  fields: { readonly algorithm: number; readonly sequence: number; readonly status?: number },
  ...elements: readonly Uint8Array[]
): Uint8Array {
  return buildManagementFrame(
    managementOf(11, direction),
    u16le(fields.algorithm),
    u16le(fields.sequence),
    u16le(fields.status ?? 0),
    ...elements,
  );
}

export function buildAssociationRequest(
  direction: Direction,
  ...elements: readonly Uint8Array[]
): Uint8Array {
  return buildManagementFrame(managementOf(0, direction), u16le(0x0431), u16le(10), ...elements);
}

export function buildReassociationRequest(
  direction: Direction,
  currentAp: MacAddress,
  ...elements: readonly Uint8Array[]
): Uint8Array {
  const fixed = concatOctets(u16le(0x0431), u16le(10), macOctets(currentAp));
  return buildManagementFrame(managementOf(2, direction), fixed, ...elements);
}

/** A Reassociation Response, or an Association Response. */
export function buildAssociationResponse(
  direction: Direction,
  fields: { readonly isReassociation: boolean; readonly status?: number; readonly aid?: number },
  ...elements: readonly Uint8Array[]
): Uint8Array {
  const aid = u16le(0xc000 | (fields.aid ?? 1));
  const fixed = concatOctets(u16le(0x0411), u16le(fields.status ?? 0), aid);
  return buildManagementFrame(
    managementOf(fields.isReassociation ? 3 : 1, direction),
    fixed,
    ...elements,
  );
}

export function buildDeauthentication(direction: Direction, reason: number): Uint8Array {
  return buildManagementFrame(managementOf(12, direction), u16le(reason));
}

/** FT Action frame: 1 request, 2 response, 3 confirm, 4 ack. */
export function buildFtAction(
  direction: Direction,
  fields: {
    readonly action: number;
    readonly station: MacAddress;
    readonly targetAp: MacAddress;
    /** Only for response and ack. */
    readonly status?: number;
  },
  ...elements: readonly Uint8Array[]
): Uint8Array {
  return buildManagementFrame(
    managementOf(13, direction),
    Uint8Array.of(6, fields.action),
    macOctets(fields.station),
    macOctets(fields.targetAp),
    ...(fields.action % 2 === 0 ? [u16le(fields.status ?? 0)] : []),
    ...elements,
  );
}

export interface DataFields extends HeaderFields {
  /** 0 data, 4 null, 8 QoS data, 12 QoS null. */
  readonly subtype?: number;
  readonly address1: MacAddress;
  readonly address2: MacAddress;
  readonly address3: MacAddress;
  readonly address4?: MacAddress;
  readonly tid?: number;
  readonly isAmsdu?: boolean;
}

/** A data frame; subtype 8 and above get QoS Control, `order` with it HT Control. */
export function buildDataFrame(fields: DataFields, ...body: readonly Uint8Array[]): Uint8Array {
  const subtype = fields.subtype ?? 0;
  const qosControl = u16le((fields.tid ?? 0) | (fields.isAmsdu ? 0x80 : 0));
  return concatOctets(
    frameControl(2, subtype, fields),
    macOctets(fields.address1),
    macOctets(fields.address2),
    macOctets(fields.address3),
    sequenceControl(fields),
    ...(fields.address4 ? [macOctets(fields.address4)] : []),
    ...(subtype >= 8 ? [qosControl, ...(fields.order ? [new Uint8Array(4)] : [])] : []),
    ...body,
  );
}

export interface EapolKeyFields {
  readonly version?: number;
  readonly descriptorType?: number;
  readonly keyInformation: number;
  readonly keyLength?: number;
  readonly replayCounter?: bigint;
  readonly nonce?: Uint8Array;
  readonly rsc?: Uint8Array;
  /** 16 zeros unless told otherwise. */
  readonly mic?: Uint8Array;
  readonly keyData?: Uint8Array;
}

/** An EAPOL-Key frame from the protocol version on. */
export function buildEapolKey(fields: EapolKeyFields): Uint8Array {
  const keyData = fields.keyData ?? new Uint8Array(0);
  const body = concatOctets(
    u8(fields.descriptorType ?? 2),
    u16be(fields.keyInformation),
    u16be(fields.keyLength ?? 0),
    u64be(fields.replayCounter ?? 1n),
    fields.nonce ?? new Uint8Array(32),
    new Uint8Array(16),
    fields.rsc ?? new Uint8Array(8),
    new Uint8Array(8),
    fields.mic ?? new Uint8Array(16),
    u16be(keyData.length),
    keyData,
  );
  return concatOctets(Uint8Array.of(fields.version ?? 2, 3), u16be(body.length), body);
}

export const eapolLlc = hex("aaaa03000000888e");

/** An unprotected data frame with this EAPOL frame in it. */
export function buildEapolFrame(direction: Direction, eapol: Uint8Array): Uint8Array {
  const { from, to, bssid, ...rest } = direction;
  const isFromAp = from === bssid;
  return buildDataFrame(
    {
      ...rest,
      toDs: !isFromAp,
      fromDs: isFromAp,
      address1: to,
      address2: from,
      address3: bssid,
    },
    eapolLlc,
    eapol,
  );
}
