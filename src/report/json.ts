import type { Analysis } from "../analyze/analysis.ts";
import type { RoamStatistics } from "../analyze/roam-statistics.ts";

/** The document as JSON, indented by 2, with a final newline. */
export function jsonReport(
  analysis: Analysis & { readonly roamStatistics?: RoamStatistics },
): string {
  // The same value, spelt so that a terminal that shows it stays unharmed.
  const text = JSON.stringify(analysis, undefined, 2).replace(
    /[^\p{L}\p{M}\p{N}\p{P}\p{S} \n]/gu,
    (character) =>
      character
        .split("")
        .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
        .join(""),
  );
  return `${text}\n`;
}
