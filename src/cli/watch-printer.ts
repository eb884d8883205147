import type { WatchEvent, WatchSummary } from "../analyze/watch-event.ts";
import { WatchWriter, watchLine, watchSummaryParts } from "../report/watch.ts";
import { drawText } from "./draw-text.ts";

/** Makes text of what a watcher tells. */
export interface WatchPrinter {
  event(event: WatchEvent): string;
  summary(summary: WatchSummary): string;
}

export function createWatchPrinter({
  format,
  verbose,
  quiet,
  ...drawing
}: {
  readonly format: "text" | "ndjson";
  readonly verbose: boolean;
  readonly quiet: boolean;
  readonly columns: number;
  readonly color: boolean;
}): WatchPrinter {
  if (format === "ndjson") {
    return { event: watchLine, summary: (summary) => watchLine({ event: "summary", ...summary }) };
  }
  const writer = new WatchWriter({ verbose });
  const draw = (parts: ReturnType<typeof watchSummaryParts>) =>
    drawText(quiet ? parts.filter(({ kind }) => kind === "headline") : parts, drawing);
  return {
    event: (event) => draw(writer.parts(event)),
    summary: (summary) => draw(watchSummaryParts(summary)),
  };
}
