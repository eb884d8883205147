import type { LogEvent } from "../event.ts";
import { isOneAp } from "../radio.ts";
import { elapsedMarks } from "./attempts.ts";
import type { Join, Mark } from "./story.ts";

/** An association with its handshake is over by then; EAP may take long. */
const longestMs = 60_000;
const mostJoins = 200;

type Open = { -readonly [Key in keyof Join]: Join[Key] };

export interface JoinBook {
  push(event: LogEvent, mark: Mark): void;
  end(): readonly Join[];
}

/** Follows the associations of one station that are no FT attempts. */
export function createJoinBook(): JoinBook {
  const joins: Open[] = [];

  function current(event: LogEvent, mark: Mark): Open | undefined {
    const join = joins.at(-1);
    if (join === undefined || join.completed !== undefined) return undefined;
    const after = elapsedMarks(join.begun, mark);
    if (after !== undefined && (after < 0 || after > longestMs)) return undefined;
    return event.ap?.address === undefined || join.ap === undefined || isOneAp(event.ap, join.ap)
      ? join
      : undefined;
  }

  return {
    push(event, mark) {
      const join = current(event, mark);
      switch (event.kind) {
        case "assoc-received":
        case "reassoc-received":
          if (joins.length >= mostJoins) return;
          joins.push({
            begun: mark,
            kind: event.kind === "assoc-received" ? "association" : "reassociation",
            ...(event.ap === undefined ? {} : { ap: event.ap }),
          });
          return;
        case "assoc-response-sent": {
          const status = event.codes?.find(({ space }) => space === "ieee-status")?.value;
          if (join !== undefined && status !== undefined) join.status = status;
          return;
        }
        case "4way-start":
        case "m1-sent":
          if (join !== undefined) join.handshake ??= mark;
          return;
        case "key-handshake-completed":
        case "m4-received":
        case "client-run":
          if (join !== undefined) join.completed = mark;
          return;
        default:
          return;
      }
    },
    end: () => joins,
  };
}
