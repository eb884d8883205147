import { attempt } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { behind, cursorOf, firstOf, lengthOf, type Part } from "../radiotap/radio-header.ts";

/** OUI Extended EtherType (IEEE Std 802), in which hostapd sends what its APs tell each other about keys. */
export const ouiExtendedEtherType = 0x88b7;

/** OUI 00-13-74 and the number under it that hostapd uses (src/ap/eth_p_oui.c). */
const hostapdProtocol: readonly number[] = [0x00, 0x13, 0x74, 0x00, 0x01];

/** Kinds of key message by the octet behind the protocol number (FT_PACKET_R0KH_R1KH_* of hostapd). */
const kinds: ReadonlyMap<number, KeyMessageKind> = new Map([
  [1, "key-request"],
  [2, "key-answer"],
  [3, "key-push"],
  [4, "sequence-request"],
  [5, "sequence-answer"],
]);

/** `key-…`: about one station's PMK-R1; `sequence-…`: an AP asks another to show that it lives in the present. */
export type KeyMessageKind =
  | "key-request"
  | "key-answer"
  | "key-push"
  | "sequence-request"
  | "sequence-answer";

/** AES-SIV puts its synthetic IV before what it encrypts. */
const sivLength = 16;
/** What stands before the octets of each encrypted or authenticated field: type and length. */
const fieldHeaderLength = 4;
/** The station's address, encrypted in every answer. */
const stationFieldLength = fieldHeaderLength + 6;
/** The shortest PMK-R1. */
const keyFieldLength = fieldHeaderLength + 32;

/**
 * A message between key holders of hostapd. Which station and which key it is about is encrypted;
 * who asked whom, the names of both holders and the nonce that ties an answer to its question are not.
 */
export interface KeyMessage {
  readonly kind: KeyMessageKind;
  /** 16 octets that the answer repeats; absent in pushes. */
  readonly nonce?: Uint8Array;
  readonly r0khId?: Uint8Array;
  /** 6 octets. */
  readonly r1khId?: Uint8Array;
  /** Octets behind the fields in clear, as sent, also those that the recorder cut. */
  readonly encryptedLength: number;
  /** Answers and pushes: the encrypted part is long enough to hold a PMK-R1. */
  readonly mayCarryKey?: boolean;
}

export interface DecodedKeyMessage {
  /** Undefined when the payload is another protocol of the EtherType, or ends before its kind. */
  readonly message: KeyMessage | undefined;
  readonly fault?: Fault;
}

type Fields = { -readonly [Field in "nonce" | "r0khId" | "r1khId"]?: KeyMessage[Field] };

/** Decodes what follows the EtherType. Unknown fields are passed over, cut ones are a fault. */
export function decodeKeyMessage(payload: Part): DecodedKeyMessage {
  let kind: KeyMessageKind | undefined;
  let encryptedLength = 0;
  const fields: Fields = {};
  const fault = attempt(() => {
    const cursor = cursorOf(payload, "key message");
    const protocol = cursor.take(hostapdProtocol.length, "OUI");
    if (!hostapdProtocol.every((octet, i) => protocol[i] === octet)) return;
    const type = cursor.u8("type");
    kind = kinds.get(type);
    if (kind === undefined) {
      cursor.fail("unsupported", "type", 1, `type ${type} of key message is not known`);
    }
    const length = cursor.u16le("length in clear");
    encryptedLength = lengthOf(payload) - cursor.position - length;
    if (encryptedLength < 0) {
      cursor.fail(
        "invalid",
        "length in clear",
        2,
        `${length} octets in clear are more than there are`,
      );
    }
    const clear = cursorOf(firstOf(behind(payload, cursor.position), length), "key message");
    while (clear.position < length) {
      const field = clear.u16le("field type");
      readField(fields, field, clear.take(clear.u16le("field length"), `field ${field}`));
    }
  });
  const stopped = fault === undefined ? {} : { fault };
  if (kind === undefined) return { message: undefined, ...stopped };
  const mayCarryKey = encryptedLength >= sivLength + stationFieldLength + keyFieldLength;
  return {
    message: {
      kind,
      ...fields,
      encryptedLength: Math.max(0, encryptedLength),
      ...(kind === "key-answer" || kind === "key-push" ? { mayCarryKey } : {}),
    },
    ...stopped,
  };
}

/** Field types of hostapd (FT_RRB_*); those that are encrypted are not seen here. */
const fieldTypes = { nonce: 2, r0khId: 4, r1khId: 5 } as const;

function readField(fields: Fields, type: number, octets: Uint8Array): void {
  if (type === fieldTypes.nonce) fields.nonce = octets;
  if (type === fieldTypes.r0khId) fields.r0khId = octets;
  if (type === fieldTypes.r1khId) fields.r1khId = octets;
}
