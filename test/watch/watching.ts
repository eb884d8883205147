import type { WatchEvent } from "../../src/analyze/watch-event.ts";
import { createWatcher, type Watcher, type WatcherOptions } from "../../src/analyze/watcher.ts";
import type { TimeNs } from "../../src/bytes/time.ts";
import { Packet } from "../../src/capture/packet.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";

type Exchange = Extract<WatchEvent, { event: "exchange" }>;

/** A watcher to which records are given, on a clock that is theirs or is set. */
export interface Watching {
  readonly watcher: Watcher;
  readonly events: WatchEvent[];
  /** Gives records; the clock goes with them. */
  hear(records: readonly CaptureRecord[]): void;
  /** So much time passes without a frame. */
  wait(ms: number): void;
  end(): void;
  /** "x2 refused r1-key-unknown-to-target", corrections with a "!". */
  said(): readonly string[];
}

export function watching(options: WatcherOptions = {}): Watching {
  const watcher = createWatcher(options);
  const events: WatchEvent[] = [];
  const packet = new Packet();
  let now: TimeNs = 0n;
  return {
    watcher,
    events,
    hear(records) {
      for (const record of records) {
        packet.set(record);
        watcher.take(packet);
        now = record.time;
        events.push(...watcher.advance(now));
      }
    },
    wait(ms) {
      const until = now + BigInt(ms) * 1_000_000n;
      for (; now < until; now += 50_000_000n) events.push(...watcher.advance(now));
    },
    end() {
      events.push(
        ...watcher.end({
          path: "-",
          sizeBytes: 0,
          compression: null,
          format: "pcap",
          frames: 0,
          skippedBlocks: new Map(),
          faults: [],
          dropped: 0,
        }),
      );
    },
    said: () =>
      events
        .filter((event): event is Exchange => event.event === "exchange")
        .map(
          ({ exchange: { id, outcome, verdict }, amendment }) =>
            `${id} ${outcome} ${verdict.rule}${amendment === undefined ? "" : "!"}`,
        ),
  };
}
