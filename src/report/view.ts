import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import type { Evidence } from "../diagnosis/verdict.ts";

/** What every piece of the report needs besides its own part of the document. */
export interface View {
  readonly verbose: boolean;
  /** "116"; with several inputs "A116", the letter being the input's. */
  frameName(reference: Pick<Evidence, "input" | "frame">): string;
  exchange(id: string): ExchangeReport | undefined;
}

/** A to Z, then AA, AB and so on. */
export function inputLetter(input: number): string {
  const letter = String.fromCharCode(65 + (input % 26));
  return input < 26 ? letter : inputLetter(Math.floor(input / 26) - 1) + letter;
}

export function viewOf(analysis: Analysis, { verbose }: { readonly verbose: boolean }): View {
  const exchanges = new Map(analysis.exchanges.map((exchange) => [exchange.id, exchange]));
  return {
    verbose,
    frameName: ({ input, frame }) =>
      analysis.inputs.length > 1 ? `${inputLetter(input)}${frame}` : String(frame),
    exchange: (id) => exchanges.get(id),
  };
}
