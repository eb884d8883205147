import { createCipheriv } from "node:crypto";
import { concatOctets } from "../../src/bytes/octets.ts";
import { u64be } from "./elements.ts";

const headerLength = 24;

/** The same as a radio hands it on that has decrypted it: the protection's header and MIC are still there. */
export function decryptedCcmp(
  header: Uint8Array,
  plaintext: Uint8Array,
  packetNumber: bigint,
): Uint8Array {
  return concatOctets(header, ccmpHeader(packetNumber), plaintext, new Uint8Array(8));
}

function ccmpHeader(packetNumber: bigint): Uint8Array {
  const [pn5 = 0, pn4 = 0, pn3 = 0, pn2 = 0, pn1 = 0, pn0 = 0] = u64be(packetNumber).subarray(2);
  return Uint8Array.of(pn0, pn1, 0, 0x20, pn2, pn3, pn4, pn5);
}

/** A data frame without QoS Control encrypted with CCMP-128 (12.5), by OpenSSL; its Protected bit must be set. */
export function encryptCcmp(
  header: Uint8Array,
  plaintext: Uint8Array,
  {
    tk,
    packetNumber,
    covered = header,
  }: {
    readonly tk: Uint8Array;
    readonly packetNumber: bigint;
    /** The header as the protection covers it: of multi-link devices it has other addresses than the frame. */
    readonly covered?: Uint8Array;
  },
): Uint8Array {
  if (header.length !== headerLength) throw new RangeError("header must have 24 octets");
  const pn = u64be(packetNumber).subarray(2);
  const nonce = concatOctets(Uint8Array.of(0), covered.subarray(10, 16), pn);
  const cipher = createCipheriv("aes-128-ccm", tk, nonce, { authTagLength: 8 });
  cipher.setAAD(additionalData(covered), { plaintextLength: plaintext.length });
  const encrypted = cipher.update(plaintext);
  cipher.final();
  return concatOctets(header, ccmpHeader(packetNumber), encrypted, cipher.getAuthTag());
}

/** The header without what a retransmission changes: Retry, Power Management, More Data, duration, sequence number. */
function additionalData(header: Uint8Array): Uint8Array {
  const [control = 0, flags = 0] = header;
  return concatOctets(
    Uint8Array.of(control & 0x8f, flags & 0xc7),
    header.subarray(4, 22),
    Uint8Array.of((header[22] ?? 0) & 0x0f, 0),
  );
}
