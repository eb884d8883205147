import { existsSync, readdirSync, readFileSync } from "node:fs";
import { crc32 } from "../../src/bytes/crc32.ts";
import { concatOctets, parseHex } from "../../src/bytes/octets.ts";

export function hex(text: string): Uint8Array {
  const octets = parseHex(text);
  if (octets === undefined) throw new RangeError(`no hex: ${text}`);
  return octets;
}

/** Header and first octets of a beacon in a Wireshark test capture: time, flags, rate, channel, signal, antenna, RX flags. */
export const beacon = hex(
  "00001a002f480000 0cd0d8ad86bd0500 00 02 6c09a000 e2 00 0000 80000000ffffffffffff",
);

/** A radiotap header of present words and field data (in hex, alignment included) and what follows it. */
export function radiotap(
  words: readonly number[],
  data: string,
  behind: Uint8Array = new Uint8Array(),
): Uint8Array {
  const fields = hex(data);
  const header = new Uint8Array(4 + 4 * words.length);
  const view = new DataView(header.buffer);
  view.setUint16(2, header.length + fields.length, true);
  for (const [i, word] of words.entries()) view.setUint32(4 + 4 * i, word, true);
  return concatOctets(header, fields, behind);
}

/** The present word with these bits. */
export function bits(...numbers: readonly number[]): number {
  return numbers.reduce((word, number) => word + 2 ** number, 0);
}

export function withFcs(frame: Uint8Array): Uint8Array {
  const crc = crc32(frame);
  return Uint8Array.of(...frame, crc, crc >>> 8, crc >>> 16, crc >>> 24);
}

export function withWrongFcs(frame: Uint8Array): Uint8Array {
  const octets = withFcs(frame);
  octets[octets.length - 1] = (octets.at(-1) as number) ^ 0x01;
  return octets;
}

const captures = new URL("../../../shared/captures/", import.meta.url);

export function capture(path: string): URL {
  return new URL(path, captures);
}

/** Captures of the lab whose names begin so; none where the lab is not there. */
export function labCaptures(name: string): readonly URL[] {
  const lab = capture("lab/");
  if (!existsSync(lab)) return [];
  return readdirSync(lab, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((scenario) =>
      readdirSync(new URL(`${scenario.name}/`, lab))
        .filter((file) => file.startsWith(name) && file.endsWith(".pcap"))
        .map((file) => new URL(`${scenario.name}/${file}`, lab)),
    );
}

/** The packets of a little-endian classic pcap, as far as they are complete. */
export function packetsOf(file: URL) {
  const octets = new Uint8Array(readFileSync(file));
  const view = new DataView(octets.buffer);
  const linkType = view.getUint16(20, true);
  const packets = [];
  for (let at = 24; at + 16 <= octets.length; ) {
    const captured = view.getUint32(at + 8, true);
    const end = at + 16 + captured;
    if (end > octets.length) break;
    packets.push({
      linkType,
      octets: octets.subarray(at + 16, end),
      originalLength: view.getUint32(at + 12, true),
      fcsLength: undefined,
      crcError: false,
    });
    at = end;
  }
  return packets;
}
