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

const written =
  /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?(Z|[+-]\d\d:?\d\d)?)?$/;
const sinceEpoch = /^@(\d{1,12})(?:\.(\d{1,9}))?$/;

/**
 * A moment as a person writes it: ISO 8601 ("2026-11-26T21:05", "2026-11-26 21:05:00.25+01:00"; UTC
 * without a zone, the beginning of the day without a time), or seconds since 1970 ("@1790000000.5").
 * Undefined when it is none.
 */
export function parseTime(text: string): TimeNs | undefined {
  const epoch = sinceEpoch.exec(text);
  if (epoch !== null) return BigInt(epoch[1] as string) * 1_000_000_000n + fractionNs(epoch[2]);
  const parts = written.exec(text);
  if (parts === null) return undefined;
  const [, year, month, day, hour = "00", minute = "00", second = "00", fraction, zone = "Z"] =
    parts;
  const local = `${year}-${month}-${day}T${hour}:${minute}:${second}`;
  const ms = Date.parse(`${local}Z`);
  // Date.parse takes 31 February and hour 24 for the day after.
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 19) !== local) return undefined;
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  const minutes = offset === null ? 0 : Number(offset[2]) * 60 + Number(offset[3]);
  const ahead = BigInt(offset?.[1] === "-" ? -minutes : minutes) * 60_000_000_000n;
  return BigInt(ms) * 1_000_000n + fractionNs(fraction) - ahead;
}

/** Digits of the second behind the point. */
function fractionNs(digits = ""): bigint {
  return BigInt(digits.padEnd(9, "0"));
}
