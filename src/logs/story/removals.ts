import type { LogEvent } from "../event.ts";
import { elapsedMarks } from "./attempts.ts";
import type { Attempt, Mark, Removal } from "./story.ts";

/** A removal is over when nothing of it came for this long beyond what was scheduled. */
const idleMs = 5000;
const mostRemovals = 100;

type Open = Pick<Removal, "begun"> & {
  -readonly [Key in keyof Removal]: Removal[Key] | undefined;
};

const ofRemoval: ReadonlySet<LogEvent["kind"]> = new Set<LogEvent["kind"]>([
  "mobile-deletion-requested",
  "mobile-deletion-scheduled",
  "mobile-expired",
  "disassoc-sent",
  "deauth-sent",
  "pmk-cache-purge",
  "pmk-cache-entry-deleted",
  "ft-cache-delete-distributed",
  "mobile-deleted-on-ap",
]);

export interface RemovalBook {
  push(event: LogEvent, mark: Mark, attempt: Attempt | undefined): void;
  end(): readonly Removal[];
}

/** Follows how one station is taken off: from the decision to the last record that is deleted. */
export function createRemovalBook(): RemovalBook {
  const removals: Open[] = [];
  /** The newest, also when it is beyond the limit. */
  let newest: Open | undefined;
  /** Its last record. */
  let latest: Mark | undefined;

  function current(mark: Mark): Open | undefined {
    const removal = newest;
    if (removal === undefined || latest === undefined) return undefined;
    const waited = elapsedMarks(latest, mark);
    const scheduledMs =
      1000 * (removal.expired === undefined ? (removal.scheduled?.seconds ?? 0) : 0);
    return waited !== undefined && waited > idleMs + scheduledMs ? undefined : removal;
  }

  function open(mark: Mark, attempt: Attempt | undefined): Open {
    const known = current(mark);
    latest = mark;
    if (known !== undefined) return known;
    const made: Open = { begun: mark } as Open;
    // A failure just before: the controller's answer to it.
    if (attempt?.ended !== undefined && attempt.outcome !== "accepted") {
      const after = elapsedMarks(attempt.ended, made.begun);
      if (after !== undefined && after >= 0 && after <= 100) made.attempt = attempt.number;
    }
    newest = made;
    if (removals.length < mostRemovals) removals.push(made);
    return made;
  }

  return {
    push(event, mark, attempt) {
      if (!ofRemoval.has(event.kind)) return;
      const reason = event.codes?.find(({ space }) => space === "ieee-reason")?.value;
      const sent = {
        ...mark,
        ...(event.ap === undefined ? {} : { ap: event.ap }),
        ...(reason === undefined ? {} : { reason }),
      };
      switch (event.kind) {
        case "mobile-deletion-requested": {
          const removal = open(mark, attempt);
          removal.requested ??= {
            ...mark,
            ...(event.codes === undefined ? {} : { codes: event.codes }),
          };
          return;
        }
        case "mobile-deletion-scheduled": {
          const removal = open(mark, attempt);
          const seconds = event.details?.["seconds"];
          removal.scheduled ??= { ...mark, ...(typeof seconds === "number" ? { seconds } : {}) };
          return;
        }
        case "mobile-expired":
          open(mark, attempt).expired ??= mark;
          return;
        case "disassoc-sent": {
          const removal = open(mark, attempt);
          removal.disassociation ??= sent;
          removal.ap ??= event.ap;
          return;
        }
        case "deauth-sent": {
          const removal = open(mark, attempt);
          removal.deauthentication ??= sent;
          removal.ap ??= event.ap;
          return;
        }
        case "pmk-cache-purge":
        case "pmk-cache-entry-deleted": {
          const removal = open(mark, attempt);
          if (removal.keyPurged !== undefined) return;
          removal.keyPurged = mark;
          if (attempt !== undefined) removal.purgedAfterAttempt = attempt.number;
          return;
        }
        case "ft-cache-delete-distributed":
          open(mark, attempt).deletionDistributed ??= mark;
          return;
        case "mobile-deleted-on-ap": {
          const removal = open(mark, attempt);
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
