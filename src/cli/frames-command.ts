import { type Command, Option } from "commander";
import type { AirFrame } from "../air/air-frame.ts";
import { type Clock, loneClock } from "../air/clock.ts";
import { describeFrame, type FrameDescription } from "../air/describe-frame.ts";
import { FramePicker } from "../air/frame-picker.ts";
import { createIngest } from "../air/ingest.ts";
import { createMerger, type Merger } from "../air/merge.ts";
import { createFrameSelector } from "../air/select-frame.ts";
import { formatFault } from "../bytes/fault.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { Packet } from "../capture/packet.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { clockWords } from "../report/clock-words.ts";
import { ndjsonLine } from "../report/json.ts";
import { inputLetter } from "../report/view.ts";
import { count } from "../report/words.ts";
import {
  checkTimes,
  collect,
  decodeAsOption,
  fromOption,
  macArgument,
  sameClockOption,
  type TimeLimits,
  toOption,
} from "./arguments.ts";
import { createFrameDrawer } from "./draw-frame.ts";
import { showFilterHints } from "./filter-hints.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";
import { createProgress, progressOption } from "./progress.ts";
import {
  type Captures,
  captureName,
  findCaptures,
  readPackets,
  skippedWords,
} from "./read-captures.ts";
import { type KeyOptions, readKeys } from "./read-keys.ts";
import { type Surveyed, surveyCaptures } from "./survey-captures.ts";

interface FramesOptions extends TimeLimits, KeyOptions {
  readonly station?: MacAddress;
  readonly bssid?: MacAddress;
  readonly decodeAs: readonly DecodeAs[];
  readonly sameClock?: boolean;
  readonly progress?: boolean;
  readonly format: "text" | "ndjson";
  readonly filterHint?: boolean;
  readonly verbose?: boolean;
}

/** `ftscope frames`: the frames that matter, decoded, one line each, as they are read. */
export function registerFrames(program: Command, io: Io): void {
  program
    .command("frames")
    .summary("the frames that matter, decoded, one line each")
    .description(
      "Shows management frames and EAPOL: of beacons and probe responses the first of each BSS and each that announces another SSID, RSNE, MDE or RSNXE. Lines are broken on a terminal only. Times are UTC, in text to the microsecond. Of captures whose clocks cannot be compared, one is shown after the other. With --filter-hint it prints for each verdict the Wireshark display filters of its frames and its proof instead.",
    )
    .argument("<capture...>", 'capture files, directories, or "-" for standard input')
    .option("--station <mac>", "only frames that name this station", macArgument)
    .option("--bssid <mac>", "only frames that name this AP", macArgument)
    .addOption(fromOption())
    .addOption(toOption())
    .addOption(
      new Option("--format <format>", "what to print").choices(["text", "ndjson"]).default("text"),
    )
    .addOption(decodeAsOption())
    .addOption(sameClockOption())
    .addOption(progressOption())
    .option("--verbose", "every element of each frame, with its octets (ndjson always has them)")
    .option("--filter-hint", "instead: display filters of Wireshark for each verdict")
    .option("--psk <passphrase>", "for --filter-hint, as for analyze")
    .option("--ssid <ssid>", "the only SSID that --psk is for (%XX for odd octets)")
    .option("--key <spec>", "for --filter-hint, as for analyze", collect, [])
    .option("--keys <file>", "for --filter-hint, as for analyze", collect, [])
    .addHelpText(
      "after",
      manual({
        exitCodes: { 0: "shown", 2: "a wrong option, or an input that cannot be read" },
        examples: [
          "ftscope frames roam.pcap --station 02:5a:00:2e:00:10",
          "ftscope frames roam.pcap --format ndjson",
          "ftscope frames roam.pcap --keys keys.txt --filter-hint",
        ],
      }),
    )
    .action(async (paths: readonly string[], options: FramesOptions) => {
      checkTimes(options);
      const captures = await findCaptures(paths);
      if (captures.skipped > 0) {
        io.err(`ftscope: ${skippedWords(captures.skipped)} skipped\n`);
      }
      if (options.filterHint) {
        await showFilterHints(captures, { ...options, keys: await readKeys(options, io) }, io);
        return;
      }
      const passes = captures.captures.length > 1 ? 2 : 1;
      // Where frames are shown, no bar is drawn between them.
      const isShown = (options.progress ?? true) && io.columns === undefined;
      const progress = await createProgress(
        captures.captures.map(({ path }) => path),
        isShown ? io : {},
        passes,
      );
      try {
        const surveyed = await surveyCaptures(captures, options, io, progress.read);
        const reading = { options, io, onRead: progress.read };
        const isSomeShown = await showFrames(captures, surveyed, reading);
        if (!isSomeShown) io.err("ftscope: no frame that matters\n");
      } finally {
        progress.stop();
      }
    });
}

async function showFrames(
  captures: Captures,
  { survey: { clocks }, io: surveyed }: Surveyed,
  {
    options,
    io,
    onRead,
  }: {
    readonly options: FramesOptions;
    readonly io: Io;
    readonly onRead: (octets: number) => void;
  },
): Promise<boolean> {
  const inputs = captures.captures.map(({ path }, input) => {
    const clock = clocks[input] ?? loneClock;
    const ingest = createIngest(input, { ...options, clock });
    return {
      name: captureName(path),
      clock,
      ingest,
      picker: new FramePicker(ingest, { ...options, clock }),
      picked: [] as AirFrame[],
    };
  });
  const merger = createTimelinesMerger(clocks);
  const isWanted = createFrameSelector(options);
  const print = createPrinter(options, inputs.length, io);
  let isSomeShown = false;
  if (options.format === "text" && inputs.length > 1) {
    const lines = inputs.map(({ name, clock }, i) => {
      const words = clock.relation && clockWords({ clock: clock.relation });
      return `${inputLetter(i)}  ${name}${words === undefined ? "" : `. ${words}`}\n`;
    });
    await io.out(lines.join(""));
  }
  const take = (input: number, packet: Packet) => {
    const own = inputs[input] as (typeof inputs)[number];
    const air = own.picker.take(packet);
    if (air !== undefined) own.picked.push(air);
  };
  for await (const { input, ended } of readPackets(captures, merger.next, take, surveyed, {
    onRead,
  })) {
    const own = inputs[input] as (typeof inputs)[number];
    const { name, ingest } = own;
    if (ended === undefined) {
      merger.push(input, own.picked.splice(0));
      const reached = own.picker.reached();
      if (reached !== undefined) merger.reach(input, reached);
    } else {
      merger.end(input);
      for (const fault of ended.faults) io.err(`ftscope: ${name}: ${formatFault(fault)}\n`);
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

/** Merges what is on one timeline; of several timelines one comes after the other. */
function createTimelinesMerger(clocks: readonly Clock[]): Merger {
  const timelines = [...new Set(clocks.map(({ timeline }) => timeline))].sort((a, b) => a - b);
  const mergers = timelines.map((timeline) => {
    const merger = createMerger(clocks.length);
    for (const [input, clock] of clocks.entries()) {
      if (clock.timeline !== timeline) merger.end(input);
    }
    return { timeline, merger };
  });
  const mergerOf = (input: number) =>
    mergers.find(({ timeline }) => timeline === clocks[input]?.timeline)?.merger;
  return {
    next() {
      for (const { merger } of mergers) {
        const input = merger.next();
        if (input !== undefined) return input;
      }
      return undefined;
    },
    push: (input, frames) => mergerOf(input)?.push(input, frames),
    reach: (input, time) => mergerOf(input)?.reach(input, time),
    end: (input) => mergerOf(input)?.end(input),
    drain: () => mergers.flatMap(({ merger }) => merger.drain()),
    folded: () => mergers.reduce((sum, { merger }) => sum + merger.folded(), 0),
  };
}

function createPrinter(
  { format, verbose = false }: FramesOptions,
  inputs: number,
  io: Io,
): (frame: FrameDescription) => string {
  if (format === "text") return createFrameDrawer({ inputs, columns: io.columns, verbose });
  return (frame) => ndjsonLine(frame);
}
