import type { Analysis, ExchangeReport } from "../../src/analyze/analysis.ts";
import { analysisOf, anonceFault, cannotTell } from "./analysis.ts";
import { analyzeRoam, tellRoam } from "./roam.ts";

const aps = ["02:a0:00:09:00:10", "02:a0:00:09:00:20", "02:a0:00:09:00:30", "02:a0:00:09:00:40"];

/** A document of `number` roams of five stations between four APs; every tenth is at fault, every fifteenth open. */
export function manyRoams(number: number, parts: Partial<ExchangeReport> = {}): Analysis {
  const sound = analyzeRoam(tellRoam(), { details: 2 }).exchanges.find(({ kind }) =>
    kind.startsWith("ft-"),
  );
  if (sound === undefined) throw new Error("the story has no roam");
  const exchanges = Array.from({ length: number }, (_, i): ExchangeReport => {
    const pattern = i % 10 === 3 ? anonceFault : i % 15 === 7 ? cannotTell : sound;
    const startTime = new Date(Date.UTC(2026, 10, 22, 9) + i * 7000).toISOString();
    const exchange = moved(pattern, {
      [pattern.station]: `02:5a:00:09:00:1${i % 5}`,
      [pattern.currentAp ?? ""]: aps[i % 4] as string,
      [pattern.targetAp]: aps[(i + 1 + (i % 3)) % 4] as string,
    });
    return { ...exchange, id: `x${i + 1}`, ...parts, ...shifted(exchange, startTime) };
  });
  return analysisOf({ exchanges });
}

/** The exchange with other addresses. */
function moved(exchange: ExchangeReport, names: Readonly<Record<string, string>>): ExchangeReport {
  return JSON.parse(JSON.stringify(exchange), (_, value: unknown) =>
    typeof value === "string" ? (names[value] ?? value) : value,
  ) as ExchangeReport;
}

/** Its times, from `startTime` on. */
function shifted(
  { startTime: was, endTime, frames }: ExchangeReport,
  startTime: string,
): Pick<ExchangeReport, "startTime" | "endTime" | "frames"> {
  const by = Date.parse(startTime) - Date.parse(was);
  const shift = (time: string) => {
    const micro = /\.\d{3}(\d{0,3})Z$/.exec(time)?.[1] ?? "";
    return new Date(Date.parse(time) + by).toISOString().replace("Z", `${micro}Z`);
  };
  return {
    startTime: shift(was),
    endTime: shift(endTime),
    frames: frames.map((frame) => ({ ...frame, time: shift(frame.time) })),
  };
}
