import type { LogEvent } from "../event.ts";
import { elapsedMarks, markOf } from "./attempts.ts";
import type { Attempt, Mark, Removal } from "./story.ts";

/** A removal is over when nothing of it came for this long beyond what was scheduled. */
const idleMs = 5000;
const mostRemovals = 100;

type Open = Pick<Removal, "begun"> & {
  -readonly [Key in keyof Removal]: Removal[Key] | undefined;
};

export interface RemovalBook {
  push(event: LogEvent, attempt: Attempt | undefined): void;
  end(): readonly Removal[];
}

/** Follows how one station is taken off: from the decision to the last record that is deleted. */
export function createRemovalBook(): RemovalBook {
  const removals: Open[] = [];
  /** The last record of the last removal. */
  let latest: Mark | undefined;

  function current(event: LogEvent): Open | undefined {
    const removal = removals.at(-1);
    if (removal === undefined || latest === undefined) return undefined;
    const waited = elapsedMarks(latest, markOf(event));
    const scheduledMs =
      1000 * (removal.expired === undefined ? (removal.scheduled?.seconds ?? 0) : 0);
    return waited !== undefined && waited > idleMs + scheduledMs ? undefined : removal;
  }

  function open(event: LogEvent, attempt: Attempt | undefined): Open {
    const known = current(event);
    latest = markOf(event);
    if (known !== undefined) return known;
    const made: Open = { begun: markOf(event) } as Open;
    // A failure just before: the controller's answer to it.
    const after = attempt?.ended && elapsedMarks(attempt.ended, made.begun);
    if (attempt !== undefined && after !== undefined && after >= 0 && after <= 100) {
      made.attempt = attempt.number;
    }
    if (removals.length < mostRemovals) removals.push(made);
    return made;
  }

  return {
    push(event, attempt) {
      const mark = markOf(event);
      const reason = event.codes?.find(({ space }) => space === "ieee-reason")?.value;
      const sent = {
        ...mark,
        ...(event.ap === undefined ? {} : { ap: event.ap }),
        ...(reason === undefined ? {} : { reason }),
      };
      switch (event.kind) {
        case "mobile-deletion-requested": {
          const removal = open(event, attempt);
          removal.requested ??= {
            ...mark,
            ...(event.codes === undefined ? {} : { codes: event.codes }),
          };
          return;
        }
        case "mobile-deletion-scheduled": {
          const removal = open(event, attempt);
          const seconds = event.details?.["seconds"];
          removal.scheduled ??= { ...mark, ...(typeof seconds === "number" ? { seconds } : {}) };
          return;
        }
        case "mobile-expired":
          open(event, attempt).expired ??= mark;
          return;
        case "disassoc-sent": {
          const removal = open(event, attempt);
          removal.disassociation ??= sent;
          removal.ap ??= event.ap;
          return;
        }
        case "deauth-sent": {
          const removal = open(event, attempt);
          removal.deauthentication ??= sent;
          removal.ap ??= event.ap;
          return;
        }
        case "pmk-cache-purge":
        case "pmk-cache-entry-deleted": {
          const removal = open(event, attempt);
          if (removal.keyPurged !== undefined) return;
          removal.keyPurged = mark;
          if (attempt !== undefined) removal.purgedAfterAttempt = attempt.number;
          return;
        }
        case "ft-cache-delete-distributed":
          open(event, attempt).deletionDistributed ??= mark;
          return;
        case "mobile-deleted-on-ap": {
          const removal = open(event, attempt);
          removal.deleted ??= { ...mark, ...(event.ap === undefined ? {} : { ap: event.ap }) };
          removal.ap ??= event.ap;
          return;
        }
        default:
          return;
      }
    },
    end: () => removals as readonly Removal[],
  };
}
