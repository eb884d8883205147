import type { Analysis } from "../analysis.ts";
import type { KeptFrame } from "../extraction.ts";
import { Pseudonyms, type Replacement } from "./pseudonyms.ts";
import { learnAnalysis, redactAnalysis } from "./redact-analysis.ts";
import { learnFrame, redactKept } from "./redact-frame.ts";

/** A document and the frames it rests on, with one set of pseudonyms for both. */
export function redactCase(
  { analysis, kept }: { readonly analysis: Analysis; readonly kept: readonly KeptFrame[] },
  options: { readonly keepOui: boolean; readonly dropKeyNames: boolean },
): {
  readonly analysis: Analysis;
  readonly kept: readonly KeptFrame[];
  readonly replacements: readonly Replacement[];
} {
  const pseudonyms = new Pseudonyms(options);
  learnAnalysis(analysis, pseudonyms);
  for (const { frame } of kept) learnFrame(frame, pseudonyms);
  return {
    analysis: redactAnalysis(analysis, pseudonyms, options),
    kept: kept.flatMap((frame) => redactKept(frame, pseudonyms, options) ?? []),
    replacements: pseudonyms.replacements(),
  };
}
