import type { ExchangeReport, FrameReport } from "../../analyze/analysis.ts";
import { roleName } from "../../diagnosis/rule.ts";
import { annotations, isRefusal, placeOf } from "../frame-ladder.ts";
import { elapsedBetween } from "../times.ts";
import type { View } from "../view.ts";
import { count, listing, sentence } from "../words.ts";
import { type Child, el, type VNode } from "./element.ts";
import { frameAnchor } from "./ladder.ts";
import {
  frameKey,
  type LogRecord,
  recordsByFrame,
  type Witnessed,
  witnessedOf,
} from "./witness.ts";

const mostFrames = 40;

/**
 * The frames of an exchange as a list; each opens to its fields and octets. The records of logs stand
 * with their frames; what only a log or the wire says has a row of its own, at its time.
 */
export function frameList(exchange: ExchangeReport, view: View): VNode {
  const { frames, framesNotShown = 0 } = exchange;
  const left = frames.length - mostFrames + framesNotShown;
  const records = recordsByFrame(exchange, view);
  const { shown, details, more } = witnessedOf(exchange, view);
  const rows = [
    ...frames.slice(0, mostFrames).map((frame) => ({
      atMs: elapsedBetween(exchange.startTime, frame.time),
      row: frameHtml(frame, records.get(frameKey(frame)) ?? [], exchange, view),
    })),
    ...shown.map((witnessed) => ({
      atMs: witnessed.entry.atMs,
      row: witnessedHtml(witnessed),
    })),
  ].sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  const notes = [
    ...(left > 0 ? [count(left, "more frame")] : []),
    ...(more > 0 ? [`${count(more, "more record")} of logs and the wire`] : []),
    ...(details > 0
      ? [`${count(details, "record")} of inner workings (the text report has them with --verbose)`]
      : []),
  ];
  return el(
    "div",
    { class: "frames" },
    ...rows.map(({ row }) => row),
    notes.length > 0 ? el("p", { class: "muted" }, `Not shown: ${listing(notes)}.`) : undefined,
  );
}

/** What a log or the wire says, opening to the record as it stands in the log. */
function witnessedHtml({ id, entry, who, place, text, records }: Witnessed): VNode {
  const line = [
    el("span", { class: "number" }, entry.frames.length > 0 ? place : "log"),
    el("span", { class: "ms" }, millisecondsText(entry.atMs)),
    el(
      "span",
      { class: "what" },
      text,
      el(
        "span",
        { class: "record" },
        entry.frames.length > 0 ? `on the ${who}` : `${who} ${place}`,
      ),
      ...records.map(contradictionHtml),
    ),
  ];
  return el(
    "details",
    { class: "frame witnessed", id },
    el("summary", {}, ...line),
    el(
      "div",
      { class: "fields" },
      el(
        "p",
        { class: "muted" },
        [entry.time, who, ...(records.length === 0 ? [place] : [])].join(" · "),
      ),
      ...recordsHtml(records),
      entry.frames.length > 0 ? el("p", {}, entry.text) : undefined,
    ),
  );
}

function recordsHtml(records: readonly LogRecord[]): readonly Child[] {
  return records.flatMap(({ place, raw, contradiction }) => [
    el(
      "p",
      { class: "muted" },
      `${place}${raw === undefined ? ": the line is beyond the limit of the document" : ""}`,
    ),
    raw === undefined ? undefined : el("code", { class: "dump" }, raw),
    contradiction === undefined ? undefined : el("p", { class: "odds" }, sentence(contradiction)),
  ]);
}

function contradictionHtml({ contradiction }: LogRecord): Child {
  return contradiction === undefined
    ? undefined
    : el("span", { class: "note fault" }, " contradicts the air");
}

function millisecondsText(elapsed: number | undefined): string {
  if (elapsed === undefined) return "?";
  return elapsed.toFixed(Math.abs(elapsed) < 1000 ? 3 : 1);
}

function frameHtml(
  frame: FrameReport,
  records: readonly LogRecord[],
  exchange: ExchangeReport,
  view: View,
): VNode {
  const line = [
    el("span", { class: "number" }, view.frameName(frame)),
    el("span", { class: "ms" }, millisecondsText(elapsedBetween(exchange.startTime, frame.time))),
    el(
      "span",
      { class: "what" },
      `${placeOf(frame.sender, exchange)} → ${placeOf(frame.receiver, exchange)}: ${roleName(frame.role)}`,
      ...annotations(frame, view).map((text) =>
        el("span", { class: isRefusal(frame) ? "note fault" : "note" }, ` ${text}`),
      ),
      records.length === 0
        ? undefined
        : el("span", { class: "record" }, `also in ${listing(records.map(({ place }) => place))}`),
      ...records.map(contradictionHtml),
    ),
  ];
  return frame.details === undefined
    ? el("div", { class: "frame" }, ...line)
    : el(
        "details",
        { class: "frame", id: frameAnchor(exchange, frame) },
        el("summary", {}, ...line),
        frameDetails(frame, records),
      );
}

function frameDetails(frame: FrameReport, records: readonly LogRecord[]): VNode {
  const { details, time, frequencyMhz, signalDbm, sender, receiver } = frame;
  const { fields = [], octets = "", length = 0 } = details ?? {};
  const facts = [
    time,
    `${sender} to ${receiver}`,
    ...(frequencyMhz === undefined ? [] : [`${frequencyMhz} MHz`]),
    ...(signalDbm === undefined ? [] : [`${signalDbm} dBm`]),
    `${length} octets`,
  ];
  const cut = length * 2 > octets.length ? `, the first ${octets.length / 2} of ${length}` : "";
  return el(
    "div",
    { class: "fields" },
    el("p", { class: "muted" }, facts.join(" · ")),
    el("dl", {}, ...fields.flatMap(({ name, words }) => [el("dt", {}, name), el("dd", {}, words)])),
    el("p", { class: "muted" }, `Octets of header and body${cut}`),
    el("code", { class: "dump" }, octets.replace(/(.{8})(?=.)/g, "$1 ")),
    ...recordsHtml(records),
  );
}
