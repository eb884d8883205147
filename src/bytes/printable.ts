/**
 * Captured octets are hostile text: control characters drive terminals, bidirectional marks turn
 * sentences round. Valid UTF-8 that is harmless stays; every other octet becomes \xNN and a
 * backslash becomes \\, so that two different octet strings never look alike.
 */
export function printable(octets: Uint8Array): string {
  let text = "";
  let i = 0;
  while (i < octets.length) {
    const decoded = decodeUtf8At(octets, i);
    if (decoded !== undefined && isHarmless(decoded.point)) {
      text += decoded.point === 0x5c ? "\\\\" : String.fromCodePoint(decoded.point);
      i += decoded.length;
    } else {
      const length = decoded?.length ?? 1;
      for (const octet of octets.subarray(i, i + length)) {
        text += `\\x${octet.toString(16).padStart(2, "0")}`;
      }
      i += length;
    }
  }
  return text;
}

/** The code point at `at` and the octets it takes; undefined where there is no valid UTF-8. */
export function decodeUtf8At(
  octets: Uint8Array,
  at: number,
): { point: number; length: number } | undefined {
  const first = octets[at] as number;
  if (first < 0x80) return { point: first, length: 1 };
  const length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || at + length > octets.length) return undefined;
  let point = first & (0xff >> (length + 1));
  for (let i = 1; i < length; i++) {
    const next = octets[at + i] as number;
    if ((next & 0xc0) !== 0x80) return undefined;
    point = (point << 6) | (next & 0x3f);
  }
  const shortest = length === 2 ? 0x80 : length === 3 ? 0x800 : 0x1_0000;
  const isSurrogate = point >= 0xd800 && point <= 0xdfff;
  return point < shortest || isSurrogate || point > 0x10_ffff ? undefined : { point, length };
}

/** Letters, marks, numbers, punctuation, symbols and the plain blank; nothing that acts on the text around it. */
function isHarmless(point: number): boolean {
  if (point < 0x7f) return point >= 0x20;
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(point));
}
