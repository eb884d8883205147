import type { Analysis } from "../analyze/analysis.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { Verdict } from "../diagnosis/verdict.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { filterHints, filterHintText } from "../report/filter-hints.ts";
import { ndjsonLine } from "../report/json.ts";
import { analyzeCaptures } from "./analyze-captures.ts";
import type { TimeLimits } from "./arguments.ts";
import type { Io } from "./io.ts";
import type { Captures } from "./read-captures.ts";

interface HintOptions extends TimeLimits {
  readonly keys: readonly KeySpec[];
  readonly station?: MacAddress;
  readonly bssid?: MacAddress;
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly format: "text" | "ndjson";
}

/** Prints the display filters of every verdict: FT exchanges first, as one looks for those. */
export async function showFilterHints(
  captures: Captures,
  { format, keys, station, bssid, from, to, decodeAs, sameClock = false }: HintOptions,
  io: Io,
): Promise<void> {
  const analysis = await analyzeCaptures(
    captures,
    {
      keys,
      decodeAs,
      sameClock,
      ...(station === undefined ? {} : { station }),
      ...(bssid === undefined ? {} : { bssid }),
      ...(from === undefined ? {} : { from }),
      ...(to === undefined ? {} : { to }),
    },
    io,
  );
  if (analysis.exchanges.length === 0) io.err("ftscope: no exchange, and no filter for one\n");
  await io.out(format === "ndjson" ? hintsAsNdjson(analysis) : filterHintText(analysis));
}

function hintsAsNdjson(analysis: Analysis): string {
  const verdicts = new Map(analysis.exchanges.map(({ id, verdict }) => [id, verdict]));
  return filterHints(analysis)
    .map(({ exchange, input, ...filters }) => {
      const { kind, culprit, rule, confidence } = verdicts.get(exchange) as Verdict;
      const verdict = { kind, culprit, rule, confidence };
      return ndjsonLine({ exchange, input, verdict, ...filters });
    })
    .join("");
}
