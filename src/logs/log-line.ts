/** One line of a log, freed of what terminals, pagers and web pages put into it. */
export interface LogLine {
  /** Line of the file, from 1. */
  readonly number: number;
  /** Printable text without blanks at its end; blanks at its beginning and inside stand as they were. */
  readonly text: string;
  /** As it stands in the file, safe to print; keys are not hidden yet. */
  readonly raw: string;
  /** What was typed at a prompt on this line. */
  readonly command?: string;
  /** The log counts this line so often ("message repeated 3 times: [ ... ]"). */
  readonly repeated?: number;
}

const typedCommand = /^[\w.:-]{1,64}[>#]/;

export const printableAscii = /^[\x20-\x7e]*$/;

/** Most printable lines need nothing of all this; what does is found cheaply. */
function isOdd(line: string): boolean {
  const first = line.charCodeAt(0);
  return (
    // A blank, "(", "-", a digit, ">" or a bullet begins prompts, list numbers and quotations.
    (first <= 0x3e && first !== 0x2a) ||
    line.charCodeAt(line.length - 1) === 0x20 ||
    line.includes("More") ||
    line.includes("message rep") ||
    (first !== 0x2a && typedCommand.test(line))
  );
}

const escapes = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[ -/]*[0-~])/g;
const pager = /\s*-{1,2} ?More ?-{1,2}(?: or \(q\)uit)?\s*/gi;
const prompt =
  /^\s*(?:\([\w .:-]{1,64}\)|[A-Za-z][\w.:-]{0,63}(?=[#>]\s*(?:show|debug|term|config)))(?: ?\([\w-]+\))? ?[#>]\s*/;
const listNumber = /^\s*\d{1,7}[.)]\s+(?=\S)/;
const bullet = /^\s*(?:[•-]|>)\s+(?=\S)/;
const repetition = /\bmessage repeated (\d{1,9}) times?: \[ ?(.*?)\]?$/;

/**
 * The line as a dialect should see it: escape sequences, backspaces, pager text, prompts, list numbers
 * and bullets of web pages taken away, typographic characters made plain. Keeps the number of the line.
 */
export function cleanLine(
  number: number,
  line: string,
  raw: string,
  isAscii = printableAscii.test(line),
): LogLine {
  if (isAscii && !isOdd(line)) return { number, text: line, raw };
  let text = plainCharacters(line).replace(pager, " ").trimEnd();
  let command: string | undefined;
  const prompted = prompt.exec(text);
  if (prompted !== null) {
    text = text.slice(prompted[0].length);
    // A record may follow the prompt at once: its first character is no command's.
    if (!text.startsWith("*")) {
      command = text;
      text = "";
    }
  }
  text = text.replace(listNumber, "").replace(bullet, "");
  const repeated = repetition.exec(text);
  if (repeated !== null) text = text.slice(0, repeated.index) + (repeated[2] as string).trimEnd();
  return {
    number,
    text,
    raw,
    ...(command === undefined ? {} : { command }),
    ...(repeated === null ? {} : { repeated: Number(repeated[1]) }),
  };
}

const plainOf: Readonly<Record<string, string>> = {
  "\u2018": "'",
  "\u2019": "'",
  "\u201c": '"',
  "\u201d": '"',
  "\u2010": "-",
  "\u2011": "-",
  "\u2012": "-",
  "\u2013": "-",
  "\u2014": "-",
  "\u2212": "-",
  "\u2026": "...",
};

function plainCharacters(line: string): string {
  if (printableAscii.test(line)) return line;
  return (
    withoutBackspaces(line.replace(escapes, ""))
      .replace(/[\u2010-\u2014\u2018\u2019\u201c\u201d\u2026\u2212]/g, (c) => plainOf[c] ?? c)
      // Blanks of every kind, tabs among them; then whatever does not print.
      .replace(/[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g, " ")
      .replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, "")
  );
}

/** A backspace takes back the character before it, as on the terminal where it was typed. */
function withoutBackspaces(line: string): string {
  if (!line.includes("\b")) return line;
  const kept: string[] = [];
  for (const character of line) {
    if (character === "\b") kept.pop();
    else kept.push(character);
  }
  return kept.join("");
}

/** Blanks in a row as one, none at the ends: web copies and terminals disagree about them. */
export function singleBlanks(text: string): string {
  const single = text.includes("  ") ? text.replace(/ {2,}/g, " ") : text;
  return single.startsWith(" ") || single.endsWith(" ") ? single.trim() : single;
}
