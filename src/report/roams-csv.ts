import type { RoamReport } from "../analyze/roam-report.ts";
import { harmless } from "./harmless.ts";

type Cell = string | number | boolean | undefined;

/** By the name of the column. */
const columns: Readonly<Record<string, (roam: RoamReport) => Cell>> = {
  id: ({ id }) => id,
  station: ({ station }) => station,
  ssid: ({ ssid }) => ssid,
  from: ({ from }) => from,
  to: ({ to }) => to,
  startTime: ({ startTime }) => startTime,
  endTime: ({ endTime }) => endTime,
  method: ({ method }) => method,
  methodCertainty: ({ methodCertainty }) => methodCertainty,
  authentication: ({ authentication }) => authentication,
  fellBack: ({ fellBack }) => fellBack,
  failedAttempts: ({ failedAttempts }) => failedAttempts,
  durationMs: ({ durationMs }) => durationMs,
  attemptMs: ({ attemptMs }) => attemptMs,
  outageUplinkMs: ({ outageMs }) => outageMs.uplink,
  outageDownlinkMs: ({ outageMs }) => outageMs.downlink,
  voiceOutageUplinkMs: ({ voiceOutageMs }) => voiceOutageMs?.uplink,
  voiceOutageDownlinkMs: ({ voiceOutageMs }) => voiceOutageMs?.downlink,
  fromMhz: ({ frequencyMhz }) => frequencyMhz?.from,
  toMhz: ({ frequencyMhz }) => frequencyMhz?.to,
  trigger: ({ trigger }) => trigger.kind,
  triggerCertainty: ({ trigger }) => trigger.certainty,
  ft: ({ ft }) => ft.reason,
  pingPongMs: ({ pingPongMs }) => pingPongMs,
  collision: ({ collision }) => collision,
  exchangeIds: ({ exchangeIds }) => exchangeIds.join(" "),
};

/** The roams as comma-separated values (RFC 4180) with a head line. */
export function roamsCsv(roams: readonly RoamReport[]): string {
  const lines = [
    Object.keys(columns),
    ...roams.map((roam) => Object.values(columns).map((cellOf) => cellOf(roam))),
  ];
  return lines.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/** A spreadsheet takes what begins with one of these for a formula. */
const formulaStart = /^[=+\-@\t\r]/;

function csvCell(cell: Cell): string {
  if (cell === undefined) return "";
  if (typeof cell !== "string") return String(cell);
  const text = harmless(cell);
  const safe = formulaStart.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
