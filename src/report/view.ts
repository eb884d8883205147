import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import type { FrameReference } from "../exchange/check.ts";

/** What every piece of the report needs besides its own part of the document. */
export interface View {
  readonly verbose: boolean;
  readonly analysis: Analysis;
  /** "116"; with several inputs "A116", the letter being the input's. */
  frameName(reference: FrameReference): string;
  /** "frame A116", or "line 214 of ap1.log". */
  placeName(evidence: Evidence): string;
  exchange(id: string): ExchangeReport | undefined;
}

/** A to Z, then AA, AB and so on. */
export function inputLetter(input: number): string {
  const letter = String.fromCharCode(65 + (input % 26));
  return input < 26 ? letter : inputLetter(Math.floor(input / 26) - 1) + letter;
}

export function viewOf(analysis: Analysis, { verbose }: { readonly verbose: boolean }): View {
  const exchanges = new Map(analysis.exchanges.map((exchange) => [exchange.id, exchange]));
  const frameName = ({ input, frame }: FrameReference) =>
    analysis.inputs.length > 1 ? `${inputLetter(input)}${frame}` : String(frame);
  return {
    verbose,
    analysis,
    frameName,
    placeName: (evidence) =>
      evidence.log === undefined
        ? `frame ${frameName(evidence)}`
        : `line ${evidence.line} of ${analysis.logs?.[evidence.log]?.path ?? "the log"}`,
    exchange: (id) => exchanges.get(id),
  };
}
