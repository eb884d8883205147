import type { LogEvent } from "../../src/logs/event.ts";
import { createLogReader, type LogSummary } from "../../src/logs/reader.ts";

export interface ReadLog {
  readonly events: readonly LogEvent[];
  readonly summary: LogSummary;
}

/** Reads a log in one go, or in chunks of `chunk` octets. */
export function readLog(content: string | Uint8Array, chunk = Number.POSITIVE_INFINITY): ReadLog {
  const octets = typeof content === "string" ? Uint8Array.from(Buffer.from(content)) : content;
  const reader = createLogReader();
  const events: LogEvent[] = [];
  for (let at = 0; at < octets.length; at += chunk) {
    events.push(...reader.push(octets.subarray(at, at + chunk)));
  }
  const ended = reader.end();
  return { events: [...events, ...ended.events], summary: ended.summary };
}
