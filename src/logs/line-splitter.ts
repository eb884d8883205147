import { concatOctets } from "../bytes/octets.ts";
import { decodeUtf8At, printable } from "../bytes/printable.ts";
import { cleanLine, type LogLine, printableAscii } from "./log-line.ts";

/** A longer line is no line of a log; what is beyond is dropped, so that memory stays bounded. */
const longestLine = 16 * 1024;
/** So much without a line feed, and lone carriage returns are taken for line ends. */
const undecided = 64 * 1024;

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const formFeed = 0x0c;

/** Octets from `begin` to `end` to characters of the same value; a platform's own way is faster than ours. */
export type DecodeLatin1 = (octets: Uint8Array, begin: number, end: number) => string;

const decodeByHand: DecodeLatin1 = (octets, begin, end) =>
  String.fromCharCode.apply(null, octets.subarray(begin, end) as unknown as number[]);

export interface LineSplitter {
  /** Octets in order, in chunks of any size; each complete line is given to `give`. */
  push(octets: Uint8Array): void;
  end(): void;
  /** Lines begun so far. */
  lines(): number;
}

/** Octets of a text file to clean lines: LF, CRLF or CR; UTF-8 with or without BOM, UTF-16 of plain letters. */
export function createLineSplitter(
  give: (line: LogLine) => void,
  decodeLatin1: DecodeLatin1 = decodeByHand,
): LineSplitter {
  let rest: Uint8Array = new Uint8Array(0);
  let lines = 0;
  let separator: number | undefined;
  let isUtf16 = false;
  let isBegun = false;

  function takeLine(octets: Uint8Array, begin: number, end: number): void {
    lines++;
    const textEnd = end > begin && octets[end - 1] === carriageReturn ? end - 1 : end;
    takeText(octets, begin, Math.min(textEnd, begin + longestLine));
  }

  function takeText(octets: Uint8Array, begin: number, end: number): void {
    const latin = decodeLatin1(octets, begin, end);
    // Nearly all lines are printable ASCII.
    if (printableAscii.test(latin)) {
      give(cleanLine(lines, latin, latin, true));
      return;
    }
    const text = octets.subarray(begin, end);
    if (/[\r\f]/.test(latin)) {
      // What a terminal overwrote after a lone CR stood on a line of its own there.
      for (const piece of pieces(text)) takeText(piece, 0, piece.length);
    } else give(cleanLine(lines, decodeUtf8(text), printable(text), false));
  }

  function begin(octets: Uint8Array): Uint8Array {
    isBegun = true;
    if (octets[0] === 0xef && octets[1] === 0xbb && octets[2] === 0xbf) return octets.subarray(3);
    isUtf16 = octets[0] === 0xff && octets[1] === 0xfe;
    return isUtf16 ? octets.subarray(2) : octets;
  }

  return {
    push(octets) {
      let next = rest.length === 0 ? octets : concatOctets(rest, octets);
      if (!isBegun) {
        if (next.length < 3) {
          rest = next.slice();
          return;
        }
        next = begin(next);
      }
      // The other half of each character of a plain text.
      if (isUtf16) next = next.filter((octet) => octet !== 0);
      if (separator === undefined) {
        if (next.includes(lineFeed)) separator = lineFeed;
        else if (next.length >= undecided) {
          separator = next.includes(carriageReturn) ? carriageReturn : lineFeed;
        } else {
          rest = next.slice();
          return;
        }
      }
      let at = 0;
      while (true) {
        const end = next.indexOf(separator, at);
        if (end < 0) break;
        takeLine(next, at, end);
        at = end + 1;
      }
      rest = next.slice(at, at + longestLine);
    },
    end() {
      if (!isBegun) rest = begin(rest);
      const isOldMac = separator === undefined && rest.includes(carriageReturn);
      if (isOldMac) for (const line of pieces(rest)) takeLine(line, 0, line.length);
      else if (rest.length > 0) takeLine(rest, 0, rest.length);
      rest = new Uint8Array(0);
    },
    lines: () => lines,
  };
}

/** The parts between carriage returns and form feeds. */
function* pieces(octets: Uint8Array): Generator<Uint8Array> {
  let begin = 0;
  for (let at = 0; at <= octets.length; at++) {
    if (at < octets.length && octets[at] !== carriageReturn && octets[at] !== formFeed) continue;
    if (at > begin) yield octets.subarray(begin, at);
    begin = at + 1;
  }
}

/** Octets that are no UTF-8 stand for the Latin-1 character of their value. */
function decodeUtf8(octets: Uint8Array): string {
  let text = "";
  for (let i = 0; i < octets.length; ) {
    const decoded = decodeUtf8At(octets, i);
    text += String.fromCodePoint(decoded?.point ?? (octets[i] as number));
    i += decoded?.length ?? 1;
  }
  return text;
}
