import type { MacAddress } from "../bytes/mac-address.ts";
import type { KeySpec } from "../exchange/key-ring.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { filterHints } from "../report/filter-hints.ts";
import { inputLetter } from "../report/view.ts";
import { culpritName, isFtExchange, verdictName } from "../report/words.ts";
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
  const hints = filterHints(analysis);
  const exchanges = [
    ...analysis.exchanges.filter(isFtExchange),
    ...analysis.exchanges.filter((exchange) => !isFtExchange(exchange)),
  ];
  if (exchanges.length === 0) io.err("ftscope: no exchange, and no filter for one\n");
  for (const { id, station: of, targetAp, verdict } of exchanges) {
    const { kind, culprit, rule, confidence } = verdict;
    const who = kind === "fault" ? `, ${culpritName(culprit)}` : "";
    const own = hints.filter(({ exchange }) => exchange === id);
    if (format === "ndjson") {
      for (const { exchange, input, ...filters } of own) {
        await io.out(
          `${JSON.stringify({ exchange, input, verdict: { kind, culprit, rule, confidence }, ...filters })}\n`,
        );
      }
      continue;
    }
    await io.out(
      `${id}  ${of} with ${targetAp}: ${verdictName(kind)}${who} (${confidence}), ${rule}\n`,
    );
    for (const { input, frames, proof, alike } of own) {
      const letter = captures.captures.length > 1 ? `${inputLetter(input)} ` : "";
      const lines = [
        `  ${letter}frames  ${frames}`,
        ...(proof === undefined ? [] : [`  ${letter}proof   ${proof}`]),
        ...(alike === undefined ? [] : [`  ${letter}alike   ${alike}`]),
      ];
      await io.out(`${lines.join("\n")}\n`);
    }
  }
}
