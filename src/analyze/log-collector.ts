import type { LogEvent } from "../logs/event.ts";
import { createLogReader, type LogReaderOptions } from "../logs/reader.ts";
import { createStoryBuilder } from "../logs/story/story-builder.ts";
import type { CollectedLog } from "./log-reading.ts";

export interface LogCollector {
  push(octets: Uint8Array): void;
  end(): CollectedLog;
}

/** More events are told by the story, not one by one. */
const mostEvents = 10_000;
const stepLength = 16 * 1024;

/** Reads one log for its story; memory stays bounded however long it is. */
export function createLogCollector(
  path: string,
  options: Pick<LogReaderOptions, "decodeLatin1"> = {},
): LogCollector {
  const reader = createLogReader(options);
  const story = createStoryBuilder();
  const events: LogEvent[] = [];
  let eventsNotShown = 0;

  function take(list: readonly LogEvent[]): void {
    story.push(list);
    const room = Math.max(0, mostEvents - events.length);
    // Copies: where the engine makes objects of which many live on, it makes all of them long-lived ones.
    for (const event of list.slice(0, room)) {
      events.push({ ...event, ...(event.time === undefined ? {} : { time: { ...event.time } }) });
    }
    eventsNotShown += Math.max(0, list.length - room);
  }

  return {
    push(octets) {
      // Events die young in small steps; a megabyte of them at once would have to be moved about.
      for (let at = 0; at < octets.length; at += stepLength) {
        take(reader.push(octets.subarray(at, at + stepLength)));
      }
    },
    end() {
      const ended = reader.end();
      take(ended.events);
      return {
        path,
        summary: ended.summary,
        story: story.end(),
        events,
        eventsNotShown,
        sections: ended.summary.sections,
      };
    },
  };
}
