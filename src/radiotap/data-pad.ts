import { concatOctets } from "../bytes/octets.ts";

/**
 * A frame without the octets that some recorders put between MAC header and body so that the body
 * starts at a multiple of 4 (radiotap Flags 0x20). The octets on the air did not have them.
 */
export function withoutDataPad(octets: Uint8Array): Uint8Array {
  const headerLength = macHeaderLength(octets);
  const padded = (headerLength + 3) & ~3;
  if (headerLength === padded || octets.length <= headerLength) return octets;
  return concatOctets(octets.subarray(0, headerLength), octets.subarray(padded));
}

/** Octets of the MAC header. Only those of data frames can be other than a multiple of 4. */
function macHeaderLength(octets: Uint8Array): number {
  const [first = 0, second = 0] = octets;
  const isData = ((first >> 2) & 0x03) === 2;
  if (!isData) return 24;
  const hasAddress4 = (second & 0x03) === 0x03;
  const isQos = (first & 0x80) !== 0;
  const hasHtControl = isQos && (second & 0x80) !== 0;
  return 24 + (hasAddress4 ? 6 : 0) + (isQos ? 2 : 0) + (hasHtControl ? 4 : 0);
}
