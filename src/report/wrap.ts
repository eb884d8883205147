/**
 * East Asian Wide and Fullwidth (Unicode Standard Annex 11), by block: unassigned code points in
 * between count as wide too, since a line that is too short does no harm.
 */
const wide =
  /^[\u{1100}-\u{115f}\u{2329}\u{232a}\u{2e80}-\u{303e}\u{3041}-\u{a4cf}\u{a960}-\u{a97f}\u{ac00}-\u{d7a3}\u{f900}-\u{faff}\u{fe10}-\u{fe19}\u{fe30}-\u{fe6f}\u{ff01}-\u{ff60}\u{ffe0}-\u{ffe6}\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1d300}-\u{1d37f}\u{1f200}-\u{1f2ff}\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$|^\p{Emoji_Presentation}$/u;

const combining = /^[\p{Mn}\p{Me}]$/u;

function characterWidth(character: string): number {
  // ASCII is nearly everything there is.
  if (character < "\u{7f}") return 1;
  if (combining.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Columns that a text takes on a terminal: 2 for wide characters and emoji, 0 for combining marks. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** A word that is wider than a line, in pieces of at most `width` columns. */
function splitWord(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  let taken = 0;
  for (const character of word) {
    const own = characterWidth(character);
    if (taken + own > width) {
      pieces.push(piece);
      piece = "";
      taken = 0;
    }
    piece += character;
    taken += own;
  }
  return [...pieces, piece];
}

/**
 * A text as lines of at most `width` columns, at least one line. It breaks at blanks, and inside
 * words that are wider than a line; nothing is dropped but the blanks at breaks and at both ends.
 */
export function wrap(text: string, width: number): readonly string[] {
  if (!(width >= 2)) throw new RangeError(`width must be at least 2 columns, got ${width}`);
  const lines: string[] = [];
  let line = "";
  let taken = 0;
  for (const [, blanks = "", word = ""] of text.matchAll(/( *)([^ ]+)/g)) {
    const wordWidth = textWidth(word);
    if (line !== "" && taken + blanks.length + wordWidth <= width) {
      line += blanks + word;
      taken += blanks.length + wordWidth;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = splitWord(word, width);
    for (const piece of pieces.slice(0, -1)) lines.push(piece);
    line = pieces.at(-1) ?? "";
    taken = textWidth(line);
  }
  return [...lines, line];
}
