import type { ExchangeReport, FrameReport } from "../../analyze/analysis.ts";
import { roleName } from "../../diagnosis/rule.ts";
import { annotations, isRefusal, placeOf } from "../frame-ladder.ts";
import { elapsedBetween } from "../times.ts";
import type { View } from "../view.ts";
import { count } from "../words.ts";
import { el, type VNode } from "./element.ts";
import { frameAnchor } from "./ladder.ts";

const mostFrames = 40;

/** The frames of an exchange as a list; each opens to its fields and octets. */
export function frameList(exchange: ExchangeReport, view: View): VNode {
  const { frames, framesNotShown = 0 } = exchange;
  const left = frames.length - mostFrames + framesNotShown;
  return el(
    "div",
    { class: "frames" },
    ...frames.slice(0, mostFrames).map((frame) => frameHtml(frame, exchange, view)),
    left > 0 ? el("p", { class: "muted" }, `${count(left, "more frame")} not shown.`) : undefined,
  );
}

function frameHtml(frame: FrameReport, exchange: ExchangeReport, view: View): VNode {
  const elapsed = elapsedBetween(exchange.startTime, frame.time);
  const line = [
    el("span", { class: "number" }, view.frameName(frame)),
    el(
      "span",
      { class: "ms" },
      elapsed === undefined ? "?" : elapsed.toFixed(elapsed < 1000 ? 3 : 1),
    ),
    el(
      "span",
      { class: "what" },
      `${placeOf(frame.sender, exchange)} → ${placeOf(frame.receiver, exchange)}: ${roleName(frame.role)}`,
      ...annotations(frame, view).map((text) =>
        el("span", { class: isRefusal(frame) ? "note fault" : "note" }, ` ${text}`),
      ),
    ),
  ];
  return frame.details === undefined
    ? el("div", { class: "frame" }, ...line)
    : el(
        "details",
        { class: "frame", id: frameAnchor(exchange, frame) },
        el("summary", {}, ...line),
        frameDetails(frame),
      );
}

function frameDetails({
  details,
  time,
  frequencyMhz,
  signalDbm,
  sender,
  receiver,
}: FrameReport): VNode {
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
  );
}
