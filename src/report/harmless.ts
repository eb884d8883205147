import type { TextPart } from "./part.ts";

/**
 * The last guard before a terminal: whatever is no letter, mark, number, punctuation, symbol or plain
 * blank (control characters, bidirectional and other format characters, lone surrogates) is spelt \u{…}.
 */
export function harmless(text: string): string {
  return text.replace(
    /[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}

/** A part with every text of it made harmless. */
export function harmlessPart(part: TextPart): TextPart {
  switch (part.kind) {
    case "headline":
    case "paragraph": {
      const text = harmless(part.text);
      return part.label === undefined
        ? { ...part, text }
        : { ...part, label: harmless(part.label), text };
    }
    case "table":
      return {
        ...part,
        head: part.head.map(harmless),
        rows: part.rows.map((cells) => cells.map(harmless)),
      };
    case "octets":
      return {
        ...part,
        rows: part.rows.map(({ label, digits }) => ({
          label: harmless(label),
          digits: harmless(digits),
        })),
      };
    case "blank":
      return part;
    default: {
      const never: never = part;
      return never;
    }
  }
}
