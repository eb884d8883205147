import type { WatchStatus } from "../analyze/watch-event.ts";
import { count } from "../report/words.ts";

/** So often it is drawn anew. */
const drawnEveryMs = 500;

/** One line at the bottom of the terminal behind stderr that tells how far a watcher is. */
export interface StatusLine {
  draw(status: () => WatchStatus, lagMs: number): void;
  /** Takes the line away, for other text or for good. */
  clear(): void;
}

/** Silent where there is no terminal. */
export function createStatusLine(
  terminal: NodeJS.WritableStream | undefined,
  columns: number,
): StatusLine {
  if (terminal === undefined) return { draw() {}, clear() {} };
  let drawnMs = Number.NEGATIVE_INFINITY;
  let isDrawn = false;
  return {
    draw(status, lagMs) {
      const now = performance.now();
      if (now - drawnMs < drawnEveryMs) return;
      drawnMs = now;
      isDrawn = true;
      terminal.write(`\r${statusWords(status(), lagMs).slice(0, columns - 1)}\u001b[K`);
    },
    clear() {
      if (!isDrawn) return;
      isDrawn = false;
      drawnMs = Number.NEGATIVE_INFINITY;
      terminal.write("\r\u001b[K");
    },
  };
}

export function statusWords(status: WatchStatus, lagMs: number): string {
  const { frames, stations, bsss, exchanges, faults, roams, notTold, evicted } = status;
  const dropped = evicted.stations + evicted.bsss + evicted.exchanges + evicted.strangers;
  return [
    count(frames, "frame"),
    count(stations, "station"),
    count(bsss, "BSS"),
    `${count(exchanges, "exchange")} (${faults} at fault)`,
    count(roams, "roam"),
    ...(notTold === 0 ? [] : [`${notTold} not told`]),
    ...(dropped === 0 ? [] : [`${dropped} evicted`]),
    `lag ${(lagMs / 1000).toFixed(1)} s`,
  ].join(", ");
}
