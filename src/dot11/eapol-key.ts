import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault, LimitedBy } from "../bytes/fault.ts";
import { isAllZero } from "../bytes/octets.ts";
import { ftAkmLengths, type SuiteSelector } from "../spec/suites.ts";

/** Which message of the 4-way handshake or of the group key handshake. */
export type EapolKeyMessage = "1" | "2" | "3" | "4" | "group-1" | "group-2" | "unknown";

/** An EAPOL-Key frame with the RSN or the WPA key descriptor. */
export interface EapolKey {
  readonly kind: "eapol-key";
  readonly version: number;
  /** 2 RSN, 254 WPA. */
  readonly descriptorType: number;
  /** 16 bits. */
  readonly keyInformation: number;
  readonly keyDescriptorVersion: number;
  readonly isPairwise: boolean;
  readonly install: boolean;
  readonly keyAck: boolean;
  readonly keyMic: boolean;
  readonly secure: boolean;
  readonly error: boolean;
  readonly request: boolean;
  readonly encryptedKeyData: boolean;
  readonly keyLength: number;
  readonly replayCounter: bigint;
  /** 32 octets. */
  readonly nonce: Uint8Array;
  /** 16 octets. */
  readonly iv: Uint8Array;
  /** 8 octets, little-endian packet number. */
  readonly rsc: Uint8Array;
  /** `micLength` octets. */
  readonly mic: Uint8Array;
  /** 0 (AEAD), 16, 24 or 32. */
  readonly micLength: number;
  readonly keyData: Uint8Array;
  readonly message: EapolKeyMessage;
  /** From the protocol version to the end of the body, padding left out: what the MIC covers. */
  readonly octets: Uint8Array;
  /** Offset of the MIC in `octets`. */
  readonly micOffset: number;
}

/** Any other EAPOL frame, and EAPOL-Key frames that could not be read (then a fault says why). */
export interface Eapol {
  readonly kind: "eapol";
  readonly version: number;
  /** 0 EAP, 1 Start, 2 Logoff, 3 Key. */
  readonly packetType: number;
  readonly body: Uint8Array;
}

export interface EapolOptions {
  /** Offset of the first octet in the frame. */
  readonly base: number;
  readonly limitedBy: LimitedBy;
  /** Fixes the length of the MIC, unless the frame is consistent with another length only. */
  readonly akm?: SuiteSelector;
}

const snapHeader = [0xaa, 0xaa, 0x03, 0, 0, 0, 0x88, 0x8e];

/**
 * Decodes the body of an unprotected or decrypted data frame; undefined when it carries no EAPOL,
 * no frame but a fault when it ends within the EAPOL header.
 */
export function decodeEapol(
  body: Uint8Array,
  options: EapolOptions,
): { readonly frame?: EapolKey | Eapol; readonly fault?: Fault } | undefined {
  if (!snapHeader.every((octet, i) => body[i] === octet)) return undefined;
  const octets = body.subarray(snapHeader.length);
  const cursor = new Cursor(octets, {
    where: "EAPOL",
    base: options.base + snapHeader.length,
    limitedBy: options.limitedBy,
  });
  let frame: EapolKey | Eapol | undefined;
  const fault = attempt(() => {
    const version = cursor.u8("protocol version");
    const packetType = cursor.u8("packet type");
    const bodyLength = cursor.u16be("body length");
    frame = { kind: "eapol", version, packetType, body: octets.subarray(4, 4 + bodyLength) };
    const offset = cursor.offset;
    const content = cursor.take(bodyLength, "body");
    if (packetType !== 3) return;
    const key = new Cursor(content, { where: "EAPOL-Key", base: offset, limitedBy: "count-field" });
    frame = readKey(key, version, octets.subarray(0, cursor.position), options.akm);
  });
  return { ...(frame !== undefined && { frame }), ...(fault !== undefined && { fault }) };
}

const micOffset = 81;

function readKey(
  cursor: Cursor,
  version: number,
  octets: Uint8Array,
  akm: SuiteSelector | undefined,
): EapolKey {
  const descriptorType = cursor.u8("descriptor type");
  if (descriptorType !== 2 && descriptorType !== 254) {
    cursor.fail("unsupported", "descriptor type", 1, `key descriptor type ${descriptorType}`);
  }
  const keyInformation = cursor.u16be("key information");
  const bit = (position: number) => ((keyInformation >> position) & 1) === 1;
  const fixed = {
    keyLength: cursor.u16be("key length"),
    replayCounter: cursor.u64be("replay counter"),
    nonce: cursor.take(32, "nonce"),
    iv: cursor.take(16, "IV"),
    rsc: cursor.take(8, "RSC"),
  };
  cursor.skip(8, "reserved");
  const mic = cursor.take(micLengthOf(octets, akm), "MIC");
  const keyData = cursor.take(cursor.u16be("key data length"), "key data");
  const key: Omit<EapolKey, "message"> = {
    kind: "eapol-key",
    version,
    descriptorType,
    keyInformation,
    keyDescriptorVersion: keyInformation & 7,
    isPairwise: bit(3),
    install: bit(6),
    keyAck: bit(7),
    keyMic: bit(8),
    secure: bit(9),
    error: bit(10),
    request: bit(11),
    encryptedKeyData: bit(12),
    ...fixed,
    mic,
    micLength: mic.length,
    keyData,
    octets,
    micOffset,
  };
  return { ...key, message: messageOf(key) };
}

/** The frame does not say how long its MIC is: it is the length with which the key data ends at the end of the body. */
function micLengthOf(octets: Uint8Array, akm: SuiteSelector | undefined): number {
  const ofAkm = akm === undefined ? undefined : ftAkmLengths(akm)?.eapolMic;
  const candidates = [...(ofAkm === undefined ? [] : [ofAkm]), 16, 24, 32, 0];
  const consistent = candidates.find((length) => {
    const at = micOffset + length;
    const keyDataLength = ((octets[at] ?? 0) << 8) | (octets[at + 1] ?? 0);
    return at + 2 + keyDataLength === octets.length;
  });
  return consistent ?? ofAkm ?? 16;
}

function messageOf(key: Omit<EapolKey, "message">): EapolKeyMessage {
  const isSmk = (key.keyInformation & 0x2000) !== 0;
  if (key.request || isSmk) return "unknown";
  // With an AEAD there is no MIC and no MIC bit; what the bit tells apart then follows from Install.
  const isAuthenticated = key.micLength === 0 ? !key.keyAck || key.install : key.keyMic;
  if (!key.isPairwise) {
    if (!key.secure || (key.micLength > 0 && !key.keyMic)) return "unknown";
    return key.keyAck ? "group-1" : "group-2";
  }
  if (key.keyAck) {
    if (!isAuthenticated) return "1";
    return key.install ? "3" : "unknown";
  }
  if (!isAuthenticated) return "unknown";
  if (key.keyData.length === 0) return "4";
  // Message 2 of a rekeying is secure too, message 4 of a multi-link device has key data; only message 2 has a nonce.
  return key.secure && isAllZero(key.nonce) ? "4" : "2";
}
