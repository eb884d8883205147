/** What the first octets of a Zstandard frame say (RFC 8878, 3.1.1.1). */
export interface ZstdFrameHeader {
  /** Octets of the header, magic included. */
  readonly length: number;
  /** Octets that the decoder must keep to copy from. */
  readonly windowSize: number;
  /** A checksum of 4 octets stands behind the last block. */
  readonly hasChecksum: boolean;
}

/** Octets of the longest frame header. */
export const longestFrameHeader = 18;

/** Whether octets begin with a Zstandard frame, or one that decoders skip. */
export function recogniseZstd(first: Uint8Array): boolean {
  return isFrame(first) || isSkippable(first);
}

/** Whether a frame begins that holds data for people and tools, none of its content (RFC 8878, 3.1.2). */
export function isSkippable(first: Uint8Array): boolean {
  const [a = 0, b, c, d] = first;
  return (a & 0xf0) === 0x50 && b === 0x2a && c === 0x4d && d === 0x18;
}

function isFrame([a, b, c, d]: Uint8Array): boolean {
  return a === 0x28 && b === 0xb5 && c === 0x2f && d === 0xfd;
}

/** Reads a header of which at least {@link longestFrameHeader} octets, or all there are, are given; undefined when it is none. */
export function readZstdFrameHeader(octets: Uint8Array): ZstdFrameHeader | undefined {
  if (!isFrame(octets)) return undefined;
  const descriptor = octets[4] ?? 0;
  const isSingleSegment = (descriptor & 0x20) !== 0;
  const dictionaryLength = [0, 1, 2, 4][descriptor & 3] as number;
  const sizeFlag = descriptor >> 6;
  const sizeLength = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag;
  const sizeAt = 5 + (isSingleSegment ? 0 : 1) + dictionaryLength;
  const length = sizeAt + sizeLength;
  if (octets.length < length) return undefined;
  return {
    length,
    windowSize: isSingleSegment
      ? contentSize(octets.subarray(sizeAt, length))
      : windowSizeOf(octets[5] as number),
    hasChecksum: (descriptor & 4) !== 0,
  };
}

function windowSizeOf(descriptor: number): number {
  const base = 2 ** (10 + (descriptor >> 3));
  return base + (base / 8) * (descriptor & 7);
}

function contentSize(octets: Uint8Array): number {
  let size = 0;
  for (let i = octets.length - 1; i >= 0; i--) size = size * 256 + (octets[i] as number);
  return octets.length === 2 ? size + 256 : size;
}
