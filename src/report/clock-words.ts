import type { InputReport } from "../analyze/analysis.ts";
import { duration } from "./times.ts";
import { inputLetter } from "./view.ts";
import { count, sentence } from "./words.ts";

/** How the clock of one of several captures stands to the others, as a sentence; undefined for the reference. */
export function clockWords({ clock }: Pick<InputReport, "clock">): string | undefined {
  if (clock === undefined) return undefined;
  const { status, reference, by, offsetMs = 0, driftPpm, residualMs, matched, text } = clock;
  switch (status) {
    case "reference":
      return undefined;
    case "not-aligned":
      return sentence(
        `Clock not aligned: ${text}. Nothing is said about order or duration between this capture and the others; if one machine recorded them, say so with --same-clock`,
      );
    case "aligned": {
      const letter = inputLetter(reference);
      if (by === "declaration") return `Clock that of ${letter}, as --same-clock says.`;
      if (by === "continuation") {
        return `Clock that of ${letter}: the TSF of the same BSS goes on from one to the other.`;
      }
      const found = [
        `${offsetWords(offsetMs)} ${letter}`,
        ...(driftPpm === undefined ? [] : [driftWords(driftPpm)]),
      ].join(", ");
      return sentence(
        `Clock ${found}, by ${count(matched ?? 0, "frame")} that both heard; put on one timeline, they are within ${precise(residualMs ?? 0)}`,
      );
    }
    default: {
      const never: never = status;
      return never;
    }
  }
}

function offsetWords(ms: number): string {
  if (Math.abs(ms) < 0.001) return "with";
  return `${duration(Math.abs(ms))} ${ms > 0 ? "ahead of" : "behind"}`;
}

function driftWords(ppm: number): string {
  if (Math.abs(ppm) < 0.05) return "at its pace";
  return `${Math.abs(ppm).toFixed(1)} ppm ${ppm > 0 ? "faster" : "slower"}`;
}

function precise(ms: number): string {
  return ms < 0.001 ? "1 us" : `${Number(ms.toPrecision(2))} ms`;
}
