import type { ExchangeReport, FrameReport } from "../../analyze/analysis.ts";
import { duration } from "../times.ts";
import type { View } from "../view.ts";
import { type Child, el, type VNode } from "./element.ts";
import {
  type AxisPart,
  type LadderLayout,
  ladderSentence,
  layLadder,
  type PlacedRow,
} from "./ladder-layout.ts";

/** Where the axis of time is, in pixels from the left. */
const axisX = 52;

/** The exchange as a picture: a lane for each party, time from top to bottom; its frames lead to what they say. */
export function ladder(
  exchange: ExchangeReport,
  view: View,
  { isLinked }: { readonly isLinked: boolean },
): VNode {
  const layout = layLadder(exchange, view);
  const x = (lane: number) => laneX(lane, layout.lanes.length);
  return el(
    "figure",
    { class: "ladder" },
    el(
      "svg",
      {
        width: "100%",
        height: Math.round(layout.height),
        role: "group",
        "aria-label": ladderSentence(layout),
      },
      layout.rows.filter(({ isMarked }) => isMarked).map(faultBand),
      layout.axis.map(axisPart),
      layout.lanes.map(({ name, address }, lane) => [
        lifeline(layout, x(lane)),
        el("text", { x: x(lane), y: 18, class: "lane" }, name),
        el("text", { x: x(lane), y: 36, class: "address" }, address),
      ]),
      pauseBand(layout, x(layout.lanes.findIndex(({ name }) => name === "Station"))),
      layout.rows.map((row) => drawRow(row, x, { exchange, view, isLinked })),
    ),
    el("figcaption", {}, ...caption(layout)),
  );
}

/** The id of a frame in the page. */
export function frameAnchor(exchange: ExchangeReport, frame: FrameReport): string {
  return `${exchange.id}-${frame.input}-${frame.frame}`;
}

function laneX(lane: number, lanes: number): string {
  const places = lanes === 2 ? [28, 80] : [20, 52, 84];
  return `${places[lane] ?? 50}%`;
}

function lifeline({ height }: LadderLayout, x: string): VNode {
  return el("line", { x1: x, x2: x, y1: 44, y2: Math.round(height - 8), class: "lifeline" });
}

function axisPart({ top, bottom, kind, elapsedMs }: AxisPart): VNode {
  const y1 = Math.round(top);
  const y2 = Math.round(bottom);
  if (kind !== "broken") {
    return el("line", { x1: axisX, x2: axisX, y1, y2, class: `axis ${kind}` });
  }
  const middle = Math.round((top + bottom) / 2);
  const zigzag = `M${axisX} ${y1}V${middle - 8}l-5 4 10 4 -10 4 5 4V${y2}`;
  return el(
    "g",
    {},
    el("path", { d: zigzag, class: "axis" }),
    elapsedMs === undefined
      ? undefined
      : el("text", { x: axisX - 9, y: middle + 4, class: "time muted" }, duration(elapsedMs)),
  );
}

function faultBand({ y }: PlacedRow): VNode {
  const top = Math.round(y) - 24;
  return el(
    "g",
    {},
    el("rect", { x: 0, y: top, width: "100%", height: 44, class: "fault-band" }),
    el("rect", { x: 0, y: top, width: 4, height: 44, class: "fault-edge" }),
  );
}

/** Between its last data and the next ones the station's lane is hatched. */
function pauseBand({ pause, height }: LadderLayout, x: string): VNode | undefined {
  if (pause === undefined) return undefined;
  const y2 = Math.round(pause.bottom ?? height - 8);
  return el("line", { x1: x, x2: x, y1: Math.round(pause.top), y2, class: "pause" });
}

function drawRow(
  row: PlacedRow,
  x: (lane: number) => string,
  {
    exchange,
    view,
    isLinked,
  }: { readonly exchange: ExchangeReport; readonly view: View; readonly isLinked: boolean },
): VNode {
  const y = Math.round(row.y);
  const { frame, exchangeId } = row;
  const drawing: readonly Child[] = [
    row.atMs === undefined
      ? undefined
      : el("text", { x: axisX - 9, y: y + 4, class: "time" }, timeText(row.atMs)),
    ...(row.from === undefined || row.to === undefined
      ? noteTexts(row, y)
      : arrow(row, y, [x(row.from), x(row.to), middleOf(x(row.from), x(row.to))], view)),
  ];
  const attributes = { class: `row ${row.kind} ${row.tone ?? ""}`.trim() };
  if (isLinked && frame?.details !== undefined) {
    return el(
      "a",
      { ...attributes, href: `#${frameAnchor(exchange, frame)}`, "data-frame": "" },
      el("rect", { x: 0, y: y - 24, width: "100%", height: 44, class: "target" }),
      ...drawing,
    );
  }
  return exchangeId === undefined
    ? el("g", attributes, ...drawing)
    : el("a", { ...attributes, href: `#${exchangeId}` }, ...drawing);
}

function arrow(
  { kind, label, note, tone, acknowledged, frame, isMarked }: PlacedRow,
  y: number,
  [from, to, middle]: readonly [string, string, string],
  view: View,
): readonly Child[] {
  const head = tone === undefined ? "arrow" : `arrow-${tone}`;
  const number = frame === undefined ? "" : `${view.frameName(frame)} `;
  return [
    el("line", {
      x1: from,
      x2: to,
      y1: y,
      y2: y,
      "marker-end": `url(#${head})`,
      ...(kind === "data" ? { "marker-start": `url(#${head}-back)` } : {}),
    }),
    acknowledged === undefined
      ? undefined
      : el("circle", { cx: to, cy: y, r: 4, class: acknowledged ? "ack" : "no-ack" }),
    el("text", { x: middle, y: y - 7, class: "label" }, `${number}${label}`),
    note === undefined ? undefined : el("text", { x: middle, y: y + 16, class: "note" }, note),
    isMarked ? el("text", { x: 10, y: y - 11, class: "flag" }, "here") : undefined,
  ];
}

function noteTexts({ label, note }: PlacedRow, y: number): readonly Child[] {
  return [
    el("text", { x: "52%", y: y + 4, class: "label" }, label),
    note === undefined ? undefined : el("text", { x: "52%", y: y + 20, class: "note" }, note),
  ];
}

function middleOf(from: string, to: string): string {
  return `${(Number.parseFloat(from) + Number.parseFloat(to)) / 2}%`;
}

/** Milliseconds; seconds where that is long enough to be read so. */
function timeText(ms: number): string {
  if (Math.abs(ms) >= 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms.toFixed(Math.abs(ms) < 100 ? 2 : 0);
}

function caption(layout: LadderLayout): readonly Child[] {
  const { axis, pixelsPerMs, rows, pause, notShown } = layout;
  const has = (kind: AxisPart["kind"]) => axis.some((part) => part.kind === kind);
  const isKnown = (state: boolean) => rows.some(({ acknowledged }) => acknowledged === state);
  return [
    "Milliseconds from the first frame",
    pixelsPerMs === undefined
      ? "."
      : `; to scale where the axis is solid${
          has("stretched") ? ", stretched where it is dotted" : ""
        }${has("broken") ? ", broken where it zigzags" : ""}.`,
    isKnown(true) ? " Filled dot: an ACK was heard." : "",
    isKnown(false) ? " Ring: no ACK was heard." : "",
    pause === undefined ? "" : " Hatched: the station without data.",
    notShown > 0 ? ` ${notShown} more rows are not drawn.` : "",
  ];
}
