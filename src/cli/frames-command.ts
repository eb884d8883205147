import { type Command, Option } from "commander";
import { describeFrame, type FrameDescription } from "../air/describe-frame.ts";
import { createIngest } from "../air/ingest.ts";
import { createMerger } from "../air/merge.ts";
import { createFrameSelector } from "../air/select-frame.ts";
import { formatFault } from "../bytes/fault.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { inputLetter } from "../report/view.ts";
import { count } from "../report/words.ts";
import {
  checkTimes,
  decodeAsOption,
  fromOption,
  macArgument,
  type TimeLimits,
  toOption,
} from "./arguments.ts";
import { createFrameDrawer } from "./draw-frame.ts";
import type { Io } from "./io.ts";
import {
  type Captures,
  captureName,
  findCaptures,
  readCaptures,
  skippedWords,
} from "./read-captures.ts";

interface FramesOptions extends TimeLimits {
  readonly station?: MacAddress;
  readonly bssid?: MacAddress;
  readonly decodeAs: readonly DecodeAs[];
  readonly format: "text" | "ndjson";
  readonly verbose?: boolean;
}

/** `ftscope frames`: the frames that matter, decoded, one line each, as they are read. */
export function registerFrames(program: Command, io: Io): void {
  program
    .command("frames")
    .description("the frames that matter, decoded, one line each")
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .option("--station <mac>", "only frames that name this station", macArgument)
    .option("--bssid <mac>", "only frames that name this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "ndjson"]).default("text"),
    )
    .addOption(decodeAsOption())
    .option("--verbose", "every element of each frame, with its octets")
    .addHelpText(
      "after",
      `
Shown are management frames and EAPOL. Of beacons and probe responses that is the
first of each BSS and each that announces another SSID, RSNE, MDE or RSNXE.
Lines are broken on a terminal only. Times are UTC, in text to the microsecond.`,
    )
    .action(async (paths: readonly string[], options: FramesOptions) => {
      checkTimes(options);
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) {
        io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      }
      const isSomeShown = await showFrames(captures, options, io);
      if (!isSomeShown) io.err("ftscope: no frame that matters\n");
    });
}

async function showFrames(captures: Captures, options: FramesOptions, io: Io): Promise<boolean> {
  const inputs = captures.captures.map(({ path }, input) => ({
    name: captureName(path),
    ingest: createIngest(input, options),
  }));
  const merger = createMerger(inputs.length);
  const isWanted = createFrameSelector(options);
  const print = createPrinter(options, inputs.length, io);
  let isSomeShown = false;
  if (options.format === "text" && inputs.length > 1) {
    await io.out(inputs.map(({ name }, i) => `${inputLetter(i)}  ${name}\n`).join(""));
  }
  for await (const event of readCaptures(captures, merger.next, io)) {
    const { name, ingest } = inputs[event.input] as (typeof inputs)[number];
    if ("records" in event) {
      const frames = event.records.map((record) => ingest.take(record));
      merger.push(
        event.input,
        frames.filter((frame) => frame !== undefined),
      );
    } else {
      merger.end(event.input);
      for (const fault of event.ended.faults) io.err(`ftscope: ${name}: ${formatFault(fault)}\n`);
      for (const [what, packets] of ingest.counts().notWifi) {
        io.err(`ftscope: ${name}: ${count(packets, "packet")} not read: ${what}\n`);
      }
    }
    const shown = merger.drain().filter(isWanted);
    if (shown.length === 0) continue;
    isSomeShown = true;
    await io.out(shown.map((air) => print(describeFrame(air))).join(""));
  }
  return isSomeShown;
}

function createPrinter(
  { format, verbose = false }: FramesOptions,
  inputs: number,
  io: Io,
): (frame: FrameDescription) => string {
  if (format === "text") return createFrameDrawer({ inputs, columns: io.columns, verbose });
  return ({ elements, ...line }) => `${JSON.stringify(verbose ? { ...line, elements } : line)}\n`;
}
