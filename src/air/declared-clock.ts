import type { TimeNs } from "../bytes/time.ts";

/** A moment of a clock and what must be added to it there to come onto the timeline. */
export interface ClockPoint {
  readonly time: TimeNs;
  readonly correction: TimeNs;
}

/** What an extract of several captures says of the clock of an interface, whose times it keeps. */
export interface DeclaredClock {
  /** Times of different timelines cannot be compared. */
  readonly timeline: number;
  /** In order of time; none where the interface's own times are the timeline. */
  readonly points: readonly ClockPoint[];
}

const beginning = "ftscope clock: timeline ";
export const mostPoints = 128;

/** The comment of an interface that says how its clock stands; what {@link parseClock} reads. */
export function formatClock({ timeline, points }: DeclaredClock): string {
  const written = points.map(({ time, correction }) => `; ${time} ${correction}`);
  return `${beginning}${timeline}${written.join("")}`;
}

/** Undefined for every other comment. */
export function parseClock(comment: string): DeclaredClock | undefined {
  if (!comment.startsWith(beginning)) return undefined;
  const [timeline = "", ...written] = comment.slice(beginning.length).split("; ");
  if (!/^\d{1,4}$/.test(timeline) || written.length > mostPoints) return undefined;
  const points: ClockPoint[] = [];
  for (const point of written) {
    const [, time, correction] = /^(-?\d{1,20}) (-?\d{1,20})$/.exec(point) ?? [];
    const before = points.at(-1)?.time;
    if (time === undefined || correction === undefined) return undefined;
    if (before !== undefined && BigInt(time) <= before) return undefined;
    points.push({ time: BigInt(time), correction: BigInt(correction) });
  }
  return { timeline: Number(timeline), points };
}

/** A time of the declared clock on its timeline: straight between two points, level beyond the ends. */
export function onDeclaredTimeline({ points }: DeclaredClock, time: TimeNs): TimeNs {
  const next = points.findIndex((point) => point.time > time);
  const a = points[next === -1 ? points.length - 1 : Math.max(0, next - 1)];
  const b = points[Math.max(0, next)];
  if (a === undefined || b === undefined) return time;
  if (next <= 0) return time + a.correction;
  return (
    time + a.correction + ((b.correction - a.correction) * (time - a.time)) / (b.time - a.time)
  );
}
