/** Nanoseconds since 1970 of a time as the document spells it: ISO 8601 UTC, or "@seconds". */
function nanoseconds(time: string): bigint | undefined {
  const seconds = /^@(-?\d+)$/.exec(time)?.[1];
  if (seconds !== undefined) return BigInt(seconds) * 1_000_000_000n;
  const [, whole, fraction = ""] = /^(.+T\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(time) ?? [];
  const milliseconds = Date.parse(`${whole}Z`);
  return Number.isNaN(milliseconds)
    ? undefined
    : BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
}

/** Milliseconds from one time of the document to another; undefined when either is no time. */
export function elapsedBetween(from: string, to: string): number | undefined {
  const start = nanoseconds(from);
  const end = nanoseconds(to);
  return start === undefined || end === undefined ? undefined : Number(end - start) / 1e6;
}

/** "2026-11-22 11:11:49.897 UTC"; the frames keep the capture's full resolution. */
export function clockTime(time: string): string {
  const [, day, clock, fraction = ""] = /^(.+)T(\d\d:\d\d:\d\d)(\.\d+)?Z$/.exec(time) ?? [];
  return day === undefined ? time : `${day} ${clock}${fraction.slice(0, 4)} UTC`;
}

/** A span in the unit that suits it. */
export function duration(ms: number): string {
  if (Math.abs(ms) < 10) return `${ms.toFixed(1)} ms`;
  if (Math.abs(ms) < 1000) return `${Math.round(ms)} ms`;
  if (Math.abs(ms) < 120_000) return `${(ms / 1000).toFixed(1)} s`;
  if (Math.abs(ms) < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return `${Math.round(ms / 3_600_000)} h`;
}
