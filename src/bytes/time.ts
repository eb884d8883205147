/** Nanoseconds since 1970-01-01 UTC. */
export type TimeNs = bigint;

const lastRepresentableNs = 253_402_300_799_999_999_999n; // 9999-12-31T23:59:59.999999999Z

/**
 * ISO 8601 UTC with `digits` digits of the second (0 to 9). Times that the format cannot hold
 * (damaged captures have them) are given as seconds since 1970.
 */
export function formatTime(time: TimeNs, digits: number): string {
  if (time < 0n || time > lastRepresentableNs) return `@${time / 1_000_000_000n}`;
  const seconds = time / 1_000_000_000n;
  const whole = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const fraction = (time % 1_000_000_000n).toString().padStart(9, "0").slice(0, digits);
  return digits === 0 ? `${whole}Z` : `${whole}.${fraction}Z`;
}

/** Milliseconds from `start` to `end`; negative when `end` is earlier. */
export function elapsedMs(start: TimeNs, end: TimeNs): number {
  return Number(end - start) / 1e6;
}
