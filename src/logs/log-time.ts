/**
 * A time as a log states it. Logs leave out what their writers knew: the year, the zone, digits of the
 * second. Nothing is filled in by guess; what is missing is said.
 */
export interface LogTime {
  /** As written. */
  readonly text: string;
  /**
   * Microseconds on the log's own clock since 1970-01-01 00:00:00 of that clock. Without a year the year
   * counts from {@link yearless}: only differences mean anything then.
   */
  readonly clockUs: number;
  readonly hasYear: boolean;
  /** Minutes east of UTC; absent when the log does not say. */
  readonly zoneMinutes?: number;
  /** Microseconds of the last digit written: 1000 for milliseconds, 1000000 for whole seconds. */
  readonly resolutionUs: number;
  /** `boot`: counted from the start of the device, not from a calendar. */
  readonly basis: "calendar" | "boot";
  /** Counts the stretches between which the clock was set: times of two stretches cannot be compared. */
  readonly stretch: number;
}

/** The year that yearless times count from: a leap year, so that 29 February exists. */
const yearless = 2000;

/** What a line's time says, in calendar fields. */
export interface CalendarFields {
  readonly text: string;
  readonly year?: number | undefined;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits behind the decimal point, as written. */
  readonly fraction?: string | undefined;
  readonly zoneMinutes?: number | undefined;
}

/** A step back by more than this is a clock that was set; less is several writers out of step. */
const steppedBackUs = 2_000_000;

/** Turns times in file order into {@link LogTime}: carries the year over New Year, counts clock steps. */
export interface LogClock {
  calendar(fields: CalendarFields): LogTime;
  /** Seconds since 1970 UTC, as "1795345907.613737". */
  epoch(seconds: number, fraction: string | undefined, text: string): LogTime;
  /** Seconds since boot. */
  boot(seconds: number, fraction: string | undefined, text: string): LogTime;
  /** The log says that the clock was set here. */
  wasSet(): void;
}

export function createLogClock(): LogClock {
  let stretch = 0;
  let year = yearless;
  let lastMonth: number | undefined;
  let lastUs: number | undefined;
  // Most lines are of the same day as the one before.
  let dayKey = -1;
  let dayUs = 0;

  /** The stretch that a time belongs to. */
  function stretchOf(clockUs: number): number {
    if (lastUs !== undefined && clockUs < lastUs - steppedBackUs) stretch++;
    lastUs = clockUs;
    return stretch;
  }

  function counted(
    seconds: number,
    fraction: string | undefined,
    text: string,
    basis: LogTime["basis"],
  ): LogTime {
    const clockUs = seconds * 1_000_000 + fractionUs(fraction);
    const isEpoch = basis === "calendar";
    return {
      text,
      clockUs,
      hasYear: isEpoch,
      ...(isEpoch ? { zoneMinutes: 0 } : {}),
      resolutionUs: resolutionOf(fraction),
      basis,
      stretch: stretchOf(clockUs),
    };
  }

  return {
    calendar(fields) {
      const { text, month, day, hour, minute, second, fraction, zoneMinutes } = fields;
      if (fields.year === undefined) {
        if (lastMonth === 12 && month === 1) year++;
        lastMonth = month;
      }
      const inYear = fields.year ?? year;
      const key = (inYear * 16 + month) * 32 + day;
      if (key !== dayKey) {
        dayKey = key;
        dayUs = Date.UTC(inYear, month - 1, day) * 1000;
      }
      const clockUs =
        dayUs + ((hour * 60 + minute) * 60 + second) * 1_000_000 + fractionUs(fraction);
      const time: LogTime = {
        text,
        clockUs,
        hasYear: fields.year !== undefined,
        resolutionUs: resolutionOf(fraction),
        basis: "calendar",
        stretch: stretchOf(clockUs),
      };
      return zoneMinutes === undefined ? time : { ...time, zoneMinutes };
    },
    epoch: (seconds, fraction, text) => counted(seconds, fraction, text, "calendar"),
    boot: (seconds, fraction, text) => counted(seconds, fraction, text, "boot"),
    wasSet() {
      stretch++;
      lastUs = undefined;
    },
  };
}

function fractionUs(fraction: string | undefined): number {
  if (fraction === undefined) return 0;
  const digits = fraction.slice(0, 6);
  return Number(digits) * 10 ** (6 - digits.length);
}

function resolutionOf(fraction: string | undefined): number {
  return 10 ** Math.max(0, 6 - (fraction?.length ?? 0));
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/** 1 to 12 for an English month name or its first three letters; undefined for anything else. */
export function parseMonth(name: string): number | undefined {
  const index = months.indexOf(name.slice(0, 3).toLowerCase());
  return index < 0 ? undefined : index + 1;
}

/** Milliseconds from one time to a later one; undefined when the clock was set between them. */
export function elapsedLogMs(from: LogTime, to: LogTime): number | undefined {
  return from.stretch === to.stretch && from.basis === to.basis
    ? (to.clockUs - from.clockUs) / 1000
    : undefined;
}
