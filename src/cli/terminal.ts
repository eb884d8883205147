import { Option } from "commander";
import type { Io } from "./io.ts";

const defaultColumns = 80;
const mostColumns = 120;

/** Lines longer than this are hard to read on any terminal. */
export function columnsOf(io: Io): number {
  return Math.min(io.columns ?? defaultColumns, mostColumns);
}

export function colorOption(): Option {
  return new Option("--color <when>", "colours; NO_COLOR is honoured")
    .choices(["auto", "always", "never"])
    .default("auto");
}

export function isColored(when: "auto" | "always" | "never", isToFile: boolean, io: Io): boolean {
  if (when !== "auto") return when === "always";
  const isForbidden = (io.env["NO_COLOR"] ?? "") !== "";
  return !isToFile && !isForbidden && io.columns !== undefined && io.env["TERM"] !== "dumb";
}
