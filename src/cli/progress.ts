import { stat } from "node:fs/promises";
import { Option } from "commander";
import type { Io } from "./io.ts";

/** What takes less needs no bar. */
const silentMs = 1000;
const megabyte = 1e6;

/** How far the reading of captures is, drawn on the terminal behind stderr. */
export interface Progress {
  /** So many octets more were read. */
  read(octets: number): void;
  /** Takes the bar away. */
  stop(): void;
}

/** `--no-progress`; `progress` is true without it. */
export function progressOption(): Option {
  return new Option("--no-progress", "no progress bar on the terminal");
}

const noProgress: Progress = { read() {}, stop() {} };

/** Progress over all captures, read so many times; silent without a terminal, and for the first second. */
export async function createProgress(
  paths: readonly string[],
  { errorTerminal }: Pick<Io, "errorTerminal">,
  passes = 1,
): Promise<Progress> {
  if (errorTerminal === undefined) return noProgress;
  const size = await totalSize(paths);
  const total = size === undefined ? undefined : size * passes;
  const begun = performance.now();
  let done = 0;
  let draw: ((seconds: number) => void) | undefined;
  let remove = () => {};
  let isAsked = false;
  let isOver = false;

  async function begin(stream: NodeJS.WritableStream): Promise<void> {
    const { default: cliProgress } = await import("cli-progress");
    if (isOver) return;
    const format =
      total === undefined
        ? "reading {megabytes} MB, {rate} MB/s"
        : "reading {bar} {percentage}% of {totalMegabytes} MB, {rate} MB/s, {left} s left";
    const bar = new cliProgress.SingleBar(
      { format, stream, clearOnComplete: true, hideCursor: true, fps: 5 },
      cliProgress.Presets.shades_classic,
    );
    const payload = (seconds: number) => {
      const rate = done / Math.max(seconds, 0.001);
      return {
        megabytes: Math.round(done / megabyte),
        totalMegabytes: Math.round((total ?? done) / megabyte),
        rate: Math.round(rate / megabyte),
        left: Math.ceil(Math.max(0, (total ?? done) - done) / Math.max(rate, 1)),
      };
    };
    bar.start(total ?? 1, done, payload((performance.now() - begun) / 1000));
    draw = (seconds) => bar.update(total === undefined ? 0 : done, payload(seconds));
    remove = () => bar.stop();
  }

  return {
    read(octets) {
      done += octets;
      const elapsedMs = performance.now() - begun;
      if (elapsedMs < silentMs) return;
      draw?.(elapsedMs / 1000);
      if (isAsked) return;
      isAsked = true;
      void begin(errorTerminal);
    },
    stop() {
      isOver = true;
      remove();
    },
  };
}

/** Octets of all files; undefined when one of them is a stream. */
async function totalSize(paths: readonly string[]): Promise<number | undefined> {
  let total = 0;
  for (const path of paths) {
    const stats = path === "-" ? undefined : await stat(path).catch(() => undefined);
    if (stats?.isFile() !== true) return undefined;
    total += stats.size;
  }
  return total;
}
