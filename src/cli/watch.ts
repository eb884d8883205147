import { AirClock } from "../analyze/air-clock.ts";
import type { EndedInput } from "../analyze/reception.ts";
import type { WatchEvent, WatchSummary } from "../analyze/watch-event.ts";
import type { Watcher } from "../analyze/watcher.ts";
import { concatOctets } from "../bytes/octets.ts";
import { isCaptureFile, magicLength } from "../capture/magic.ts";
import type { Packet } from "../capture/packet.ts";
import { createPcapReader } from "../capture/pcap.ts";
import { createPacketReader } from "../capture/reader.ts";
import type { CaptureSummary } from "../capture/record.ts";
import { type Io, UsageError } from "./io.ts";
import type { Arrival, LiveSource } from "./live-source.ts";
import type { LiveOutput } from "./output.ts";
import { createPcapStreamReader } from "./pcap-parser-adapter.ts";
import { createStatusLine } from "./status-line.ts";
import type { WatchPrinter } from "./watch-printer.ts";

/** So often it is looked whether something timed out while no frame arrives. */
const tickMs = 50;

export interface Watching {
  readonly path: string;
  /** The path, fit for a terminal. */
  readonly name: string;
  readonly source: LiveSource;
  readonly watcher: Watcher;
  readonly printer: WatchPrinter;
  readonly output: LiveOutput;
  readonly io: Io;
}

/** Reads until the source ends or the user does not want more, tells what the watcher has to tell, and sums up. */
export async function runWatch({
  path,
  name,
  source,
  watcher,
  printer,
  output,
  io,
}: Watching): Promise<WatchSummary> {
  const clock = new AirClock();
  const line = createStatusLine(io.errorTerminal, io.columns ?? 80);
  let isStopped = false;
  let sizeBytes = 0;
  let head: Uint8Array = new Uint8Array(0);
  let latestUs: number | undefined;
  const take = (packet: Packet) => {
    watcher.take(packet);
    latestUs = packet.timeUs;
  };
  const createReader = () =>
    createPacketReader(take, source.isFile ? createPcapReader : createPcapStreamReader);
  let reader = createReader();
  const ended: CaptureSummary[] = [];

  async function print(events: readonly WatchEvent[]): Promise<void> {
    const text = events.map((event) => printer.event(event)).join("");
    if (text === "") return;
    line.clear();
    await output.write(text);
  }

  const unhook = io.onInterrupt?.(() => {
    isStopped = true;
    source.stop();
  });
  const { arrivals } = source;
  let arriving: Promise<IteratorResult<Arrival>> | undefined;
  try {
    while (!isStopped) {
      arriving ??= arrivals.next();
      const arrived = await within(tickMs, arriving);
      const nowMs = performance.now();
      if (arrived !== undefined) {
        arriving = undefined;
        if (arrived.done) break;
        if ("replaced" in arrived.value) {
          line.clear();
          io.err(
            `ftscope: ${name} was ${arrived.value.replaced}: going on with its new beginning\n`,
          );
          ended.push(reader.end());
          reader = createReader();
          continue;
        }
        const { octets } = arrived.value;
        sizeBytes += octets.length;
        if (head.length < magicLength) {
          head = concatOctets(head, octets.subarray(0, magicLength));
          // What is no capture will not become one, however long it is read.
          if (!mayBeCapture(head)) break;
        }
        reader.push(octets);
        if (latestUs !== undefined) clock.heard(BigInt(latestUs) * 1000n, nowMs);
        latestUs = undefined;
      }
      const now = clock.at(nowMs);
      if (now !== undefined) await print(watcher.advance(now));
      line.draw(() => watcher.status(), clock.lagMs);
    }
  } finally {
    unhook?.();
    source.stop();
    line.clear();
  }
  ended.push(reader.end());
  const input = joined(ended, path, sizeBytes);
  if (input.format === undefined && !isStopped) {
    throw new UsageError(
      sizeBytes === 0
        ? `nothing came from ${name}`
        : `${name} is no capture (pcap, pcapng or OmniPeek)`,
    );
  }
  await print(watcher.end(input));
  const summary = watcher.summary();
  await output.write(printer.summary(summary));
  return summary;
}

function mayBeCapture(head: Uint8Array): boolean {
  return head.length < magicLength || isCaptureFile(head);
}

/** What the promise resolves to, or undefined when that takes longer. */
async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Several files under one name, as one input. */
function joined(parts: readonly CaptureSummary[], path: string, sizeBytes: number): EndedInput {
  const skippedBlocks = new Map<number, number>();
  for (const [type, blocks] of parts.flatMap((part) => [...part.skippedBlocks])) {
    skippedBlocks.set(type, (skippedBlocks.get(type) ?? 0) + blocks);
  }
  const last = parts.at(-1) as CaptureSummary;
  return {
    ...last,
    path,
    sizeBytes,
    compression: null,
    frames: parts.reduce((sum, { frames }) => sum + frames, 0),
    dropped: parts.reduce((sum, { dropped }) => sum + dropped, 0),
    // That nothing has come yet is no damage.
    faults: sizeBytes === 0 ? [] : parts.flatMap(({ faults }) => faults),
    skippedBlocks,
  };
}
