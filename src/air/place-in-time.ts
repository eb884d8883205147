import type { TimeNs } from "../bytes/time.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Clock, loneClock } from "./clock.ts";
import { type DeclaredClock, onDeclaredTimeline, parseClock } from "./declared-clock.ts";

/** A packet or a record. */
interface Stamped {
  readonly time: TimeNs;
  readonly interfaceComment?: string | undefined;
}

/** Puts a packet on its timeline. */
export type Placing = (packet: Stamped) => Place;

type Place = Pick<AirFrame, "time" | "recordedTime" | "timeline">;

/** Puts the packets of one capture on their timeline: by its clock, and by what its interfaces say of theirs. */
export function createPlacing({ toTimeline }: Clock = loneClock): Placing {
  const declared = new Map<string, DeclaredClock | undefined>();

  function declaredBy(comment: string): DeclaredClock | undefined {
    if (!declared.has(comment)) declared.set(comment, parseClock(comment));
    return declared.get(comment);
  }

  return ({ time, interfaceComment }) => {
    const own = interfaceComment === undefined ? undefined : declaredBy(interfaceComment);
    if (own === undefined && toTimeline === undefined) return { time };
    const inCapture = own === undefined ? time : onDeclaredTimeline(own, time);
    return {
      time: toTimeline === undefined ? inCapture : toTimeline(inCapture),
      recordedTime: time,
      ...(own === undefined || own.timeline === 0 ? {} : { timeline: own.timeline }),
    };
  };
}
