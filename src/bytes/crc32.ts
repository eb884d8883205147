const table = Int32Array.from({ length: 256 }, (_, octet) => {
  let remainder = octet;
  for (let bit = 0; bit < 8; bit++) {
    remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb8_8320 : remainder >>> 1;
  }
  return remainder;
});

/**
 * CRC-32 of IEEE 802 (reflected polynomial 0xEDB88320, start and final XOR 0xFFFFFFFF) as an unsigned
 * 32-bit number. The FCS of a frame is the CRC of all octets before it, least significant octet first.
 */
export function crc32(octets: Uint8Array): number {
  let crc = -1;
  for (const octet of octets) crc = (table[(crc ^ octet) & 0xff] as number) ^ (crc >>> 8);
  return ~crc >>> 0;
}
