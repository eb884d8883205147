import type { Packet } from "../capture/packet.ts";
import { createPacketReader } from "../capture/reader.ts";
import { AirClock } from "./air-clock.ts";
import { type AnalysisOptions, analyzerOptionsOf } from "./analysis-options.ts";
import type { CaptureDeclaration } from "./capture-analyzer.ts";
import type { WatchEvent, WatchStatus, WatchSummary } from "./watch-event.ts";
import { createWatcher } from "./watcher.ts";

export type LiveOptions = Pick<
  AnalysisOptions,
  "keys" | "station" | "bssid" | "decodeAs" | "showSecrets" | "pbkdf2"
>;

/** What a recorder writes goes in while it writes, and verdicts come out; memory is bounded, however long it lasts. */
export interface LiveAnalyzer {
  /**
   * Takes the next octets of the capture and tells what they bring to an end. `nowMs` is when they arrived:
   * milliseconds by a clock that goes evenly (`performance.now()`), whatever it counts from. The octets must stay
   * unchanged.
   */
  push(octets: Uint8Array, nowMs: number): readonly WatchEvent[];
  /** Time passes without a frame: tells what has timed out. To be called several times a second. */
  tick(nowMs: number): readonly WatchEvent[];
  /** Nothing follows: what is open is judged with what is known. */
  end(): readonly WatchEvent[];
  status(): WatchStatus;
  /** All in all; whole after {@link end}. */
  summary(): WatchSummary;
}

/**
 * Verdicts of one capture while it is recorded, each within a second after its exchange ended or timed out.
 * Something that follows may correct what was told: then the event comes again under its id with `amendment`.
 * Throws RangeError naming an option that is none, without showing a key.
 */
export function createLiveAnalyzer(
  { name: path }: CaptureDeclaration,
  options: LiveOptions = {},
): LiveAnalyzer {
  const watcher = createWatcher(analyzerOptionsOf(options));
  const clock = new AirClock();
  let latestUs: number | undefined;
  let sizeBytes = 0;
  const reader = createPacketReader((packet: Packet) => {
    watcher.take(packet);
    latestUs = packet.timeUs;
  });

  function tick(nowMs: number): readonly WatchEvent[] {
    const now = clock.at(nowMs);
    return now === undefined ? [] : watcher.advance(now);
  }

  return {
    push(octets, nowMs) {
      sizeBytes += octets.length;
      reader.push(octets);
      if (latestUs !== undefined) clock.heard(BigInt(latestUs) * 1000n, nowMs);
      latestUs = undefined;
      return tick(nowMs);
    },
    tick,
    end: () => watcher.end({ path, sizeBytes, compression: null, ...reader.end() }),
    status: () => watcher.status(),
    summary: () => watcher.summary(),
  };
}
