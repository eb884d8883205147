import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";

/** The document as JSON, indented by 2, with a final newline. */
export function jsonReport(analysis: Analysis): string {
  return documentJson(analysis);
}

/** Any document as JSON, indented by 2, with a final newline. */
export function documentJson(document: object): string {
  return `${harmlessJson(JSON.stringify(document, undefined, 2))}\n`;
}

/** One exchange a line. */
export function ndjsonReport(exchanges: readonly ExchangeReport[]): string {
  return exchanges.map(ndjsonLine).join("");
}

/** An object on a line of its own. */
export function ndjsonLine(object: object): string {
  return `${harmlessJson(JSON.stringify(object))}\n`;
}

/** The same value, spelt so that a terminal that shows it stays unharmed. */
function harmlessJson(text: string): string {
  // Most documents are plain ASCII, which is found out much faster.
  if (/^[\n -~]*$/.test(text)) return text;
  return text.replace(/[^\p{L}\p{M}\p{N}\p{P}\p{S} \n]/gu, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}
