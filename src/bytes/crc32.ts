/** Octets that are taken in one step. */
const step = 8;

/** What an octet adds to the remainder when so many octets follow it in its step: table after table. */
const tables = new Int32Array(step * 256);
for (let octet = 0; octet < 256; octet++) {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb8_8320 : remainder >>> 1;
  }
  tables[octet] = remainder;
}
for (let i = 256; i < tables.length; i++) {
  const before = tables[i - 256] as number;
  tables[i] = (before >>> 8) ^ (tables[before & 0xff] as number);
}

/**
 * CRC-32 of IEEE 802 (reflected polynomial 0xEDB88320, start and final XOR 0xFFFFFFFF) as an unsigned
 * 32-bit number. The FCS of a frame is the CRC of all octets before it, least significant octet first.
 */
export function crc32(octets: Uint8Array): number {
  const { length } = octets;
  let crc = -1;
  let at = 0;
  for (; at + step <= length; at += step) {
    const first =
      crc ^
      ((octets[at] as number) |
        ((octets[at + 1] as number) << 8) |
        ((octets[at + 2] as number) << 16) |
        ((octets[at + 3] as number) << 24));
    crc =
      added(first & 0xff, 7) ^
      added((first >>> 8) & 0xff, 6) ^
      added((first >>> 16) & 0xff, 5) ^
      added(first >>> 24, 4) ^
      added(octets[at + 4] as number, 3) ^
      added(octets[at + 5] as number, 2) ^
      added(octets[at + 6] as number, 1) ^
      added(octets[at + 7] as number, 0);
  }
  for (; at < length; at++) {
    crc = added((crc ^ (octets[at] as number)) & 0xff, 0) ^ (crc >>> 8);
  }
  return ~crc >>> 0;
}

function added(octet: number, following: number): number {
  return tables[following * 256 + octet] as number;
}
