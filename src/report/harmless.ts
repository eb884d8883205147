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
      return { ...part, text: harmless(part.text) };
    case "paragraph":
      return { ...part, label: harmless(part.label), text: harmless(part.text) };
    case "table":
      return {
        ...part,
        columns: part.columns.map((column) => ({ ...column, head: harmless(column.head) })),
        rows: part.rows.map((row) => ({ ...row, cells: row.cells.map(harmless) })),
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
