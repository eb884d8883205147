import type { LogTime } from "../logs/log-time.ts";
import type { Mark } from "../logs/story/story.ts";

/**
 * What a log tells, as the document has it: times as written, and beside each the milliseconds since the
 * first record, wherever the log's clock allows.
 */
export type Told<T> = T extends string
  ? T
  : T extends LogTime
    ? string
    : T extends readonly unknown[]
      ? { readonly [Index in keyof T]: Told<T[Index]> }
      : T extends object
        ? { readonly [Key in keyof T]: Told<T[Key]> } & (T extends Mark
            ? { readonly atMs?: number }
            : unknown)
        : T;

/** Turns times into text; `first` is the first time of the log. */
export function tell<T>(value: T, first: LogTime | undefined): Told<T> {
  return told(value, first) as Told<T>;
}

function told(value: unknown, first: LogTime | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => told(item, first));
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([name, item]): [string, unknown] => [
    name,
    isLogTime(item) ? item.text : told(item, first),
  ]);
  const time = (value as Partial<Mark>).time;
  if (isLogTime(time) && first?.stretch === time.stretch && first.basis === time.basis) {
    fields.push(["atMs", (time.clockUs - first.clockUs) / 1000]);
  }
  return Object.fromEntries(fields);
}

function isLogTime(value: unknown): value is LogTime {
  return typeof value === "object" && value !== null && "clockUs" in value && "stretch" in value;
}
