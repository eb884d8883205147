import type { Compression } from "../analyze/analysis.ts";
import { recogniseZstd } from "./zstd-frame.ts";

/** Octets that tell how a file is compressed. */
export const compressionMagicLength = 4;

/** How a file is compressed that begins with `first`; undefined when it is not. */
export function compressionOf(first: Uint8Array): Compression | undefined {
  // RFC 1952, 2.3.1.
  if (first[0] === 0x1f && first[1] === 0x8b) return "gzip";
  return recogniseZstd(first) ? "zstd" : undefined;
}
