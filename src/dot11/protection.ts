import type { MacHeader } from "./mac-header.ts";

/** What CCMP or GCMP took, besides the temporal key, to protect a frame (12.5). */
export interface Protection {
  /** 48 bits. */
  readonly packetNumber: bigint;
  /** 0 to 3. */
  readonly keyId: number;
  /** 22 to 30 octets. */
  readonly aad: Uint8Array;
  /** Only of an A-MSDU: the AAD where both sides announced SPP A-MSDUs. */
  readonly sppAad?: Uint8Array;
  /** 13 octets. */
  readonly ccmNonce: Uint8Array;
  /** 12 octets. */
  readonly gcmNonce: Uint8Array;
  /** The encrypted octets and the MIC. */
  readonly ciphertext: Uint8Array;
}

/** Octets of the CCMP or GCMP header: packet number, key ID, packet number. */
export const protectionHeaderLength = 8;

/** Without it the header is that of WEP, which has no packet number. */
const extendedIv = 0x20;

/** The packet number of a protected frame; undefined when it has no whole CCMP or GCMP header. */
export function packetNumberOf(octets: Uint8Array, header: MacHeader): bigint | undefined {
  const at = header.length;
  if (!header.isProtected || header.type === 1) return undefined;
  if (octets.length < at + protectionHeaderLength) return undefined;
  if (((octets[at + 3] as number) & extendedIv) === 0) return undefined;
  let number = 0n;
  for (const place of [7, 6, 5, 4, 1, 0]) {
    number = (number << 8n) | BigInt(octets[at + place] as number);
  }
  return number;
}

/**
 * What is needed to decrypt a protected data or management frame: its octets from the MAC header on,
 * without FCS, and that header. Undefined when the frame has no whole CCMP or GCMP header.
 */
export function readProtection(octets: Uint8Array, header: MacHeader): Protection | undefined {
  const packetNumber = packetNumberOf(octets, header);
  if (packetNumber === undefined) return undefined;
  const isManagement = header.type === 0;
  const nonce = new Uint8Array(13);
  nonce[0] = isManagement ? 0x10 : (header.tid ?? 0);
  nonce.set(octets.subarray(10, 16), 1);
  for (let i = 0; i < 6; i++) nonce[7 + i] = Number((packetNumber >> BigInt(40 - 8 * i)) & 255n);
  const at = header.length;
  return {
    packetNumber,
    keyId: (octets[at + 3] as number) >> 6,
    aad: readAad(octets, header, false),
    ...(header.isAmsdu && { sppAad: readAad(octets, header, true) }),
    ccmNonce: nonce,
    gcmNonce: nonce.slice(1),
    ciphertext: octets.subarray(at + protectionHeaderLength),
  };
}

/** The header without all that may change in a retransmission. */
function readAad(octets: Uint8Array, header: MacHeader, isSpp: boolean): Uint8Array {
  const isData = header.type === 2;
  const isQosData = header.tid !== undefined;
  const addressesEnd = header.address4 === undefined ? 24 : 30;
  const aad = new Uint8Array(addressesEnd - 2 + (isQosData ? 2 : 0));
  aad[0] = (octets[0] as number) & (isData ? 0x8f : 0xff);
  aad[1] = ((octets[1] as number) & (isQosData ? 0x47 : 0xc7)) | 0x40;
  aad.set(octets.subarray(4, addressesEnd), 2);
  aad[20] = (octets[22] as number) & 0x0f;
  aad[21] = 0;
  if (isQosData) aad[addressesEnd - 2] = (header.tid ?? 0) | (isSpp ? 0x80 : 0);
  return aad;
}
