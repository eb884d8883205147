import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { Packet } from "../capture/packet.ts";
import {
  type CaptureSourceOptions,
  expandPaths,
  openCapture,
  type SourceSummary,
} from "./capture-source.ts";
import type { CaptureIo } from "./input.ts";
import { UsageError } from "./io.ts";

export interface FoundCapture {
  readonly path: string;
  /** Given by its path, not found in a directory. */
  readonly named: boolean;
  /** Declared to be of the wire between the APs. */
  readonly isWired?: true;
}

/** The captures that paths on the command line stand for. */
export interface Captures {
  readonly captures: readonly FoundCapture[];
  /** Files in directories that are no captures. */
  readonly skipped: number;
}

/**
 * Replaces directories by the captures below them; those of the wire come last. Throws
 * {@link UsageError} where that cannot be read.
 */
export async function findCaptures(
  paths: readonly string[],
  wiredPaths: readonly string[] = [],
): Promise<Captures> {
  const air = await expandPaths(paths);
  const wire = await expandPaths(wiredPaths);
  const captures: readonly FoundCapture[] = [
    ...air.captures,
    ...wire.captures.map((capture) => ({ ...capture, isWired: true as const })),
  ];
  if (captures.filter(({ path }) => path === "-").length > 1) {
    throw new UsageError("standard input can be read once only");
  }
  if (air.captures.length === 0) throw new UsageError("no capture found");
  return { captures, skipped: air.skipped + wire.skipped };
}

/** A step of reading: some packets of an input were taken, or it has ended. */
export interface PacketEvent {
  readonly input: number;
  readonly ended?: SourceSummary;
}

/**
 * Reads captures side by side, each time the one that `next` names, until it names none. The packets go
 * to `take`, where they lie.
 */
export async function* readPackets(
  { captures }: Captures,
  next: () => number | undefined,
  take: (input: number, packet: Packet) => void,
  io: CaptureIo,
  options?: CaptureSourceOptions,
): AsyncGenerator<PacketEvent> {
  const open = captures.map(({ path, named }, input) => {
    const source = openCapture(path, io, options);
    const packets = source.packets((packet) => take(input, packet));
    return { path, named, source, packets: packets[Symbol.asyncIterator]() };
  });
  try {
    for (let input = next(); input !== undefined; input = next()) {
      const { path, named, source, packets } = open[input] as (typeof open)[number];
      if ((await packets.next()).done !== true) {
        yield { input };
        continue;
      }
      const ended = source.summary();
      if (named && ended.format === undefined) {
        throw new UsageError(noCaptureWords(path, ended));
      }
      yield { input, ended };
    }
  } finally {
    for (const { packets } of open) await packets.return?.();
  }
}

function noCaptureWords(path: string, { sizeBytes, compression, faults }: SourceSummary): string {
  const what = `${captureName(path)} is no capture file (pcap, pcapng or OmniPeek)`;
  if (sizeBytes === 0) return `${what}: it is empty`;
  const why = faults.find(({ text }) => text !== undefined)?.text;
  if (why === undefined) return what;
  return compression === null
    ? `${what}: ${why}`
    : `${what}: ${compression}-compressed, within: ${why}`;
}

/** The path of a capture, fit for a terminal. */
export function captureName(path: string): string {
  return path === "-" ? "standard input" : printable(utf8Octets(path));
}

/** How files of directories are counted that were not read. */
export function skippedWords(files: number): string {
  return files === 1 ? "1 file that is no capture was" : `${files} files that are no captures were`;
}
