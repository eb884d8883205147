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
  const x = (lane: number) => laneX(lane, layout);
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
      layout.lanes.map(({ name, address, isWitness }, lane) => [
        lifeline(layout, x(lane), isWitness),
        laneHead(name, address, isWitness ? "100%" : x(lane), isWitness),
      ]),
      pauseBand(layout, x(layout.lanes.findIndex(({ name }) => name === "Station"))),
      layout.rows.map((row) => drawRow(row, x, { exchange, view, isLinked, layout })),
    ),
    el("figcaption", {}, ...caption(layout)),
  );
}

/** The id of a frame in the page. */
export function frameAnchor(exchange: ExchangeReport, frame: FrameReport): string {
  return `${exchange.id}-${frame.input}-${frame.frame}`;
}

function laneHead(name: string, address: string, x: string, isWitness = false): Child {
  const kind = isWitness ? "witness" : "";
  return [
    el("text", { x, y: 18, class: `lane ${kind}`.trim() }, name),
    el("text", { x, y: 36, class: isWitness ? "lane witness" : "address" }, address),
  ];
}

function laneX(lane: number, { lanes }: LadderLayout): string {
  const hasWitness = lanes.some(({ isWitness }) => isWitness);
  const pair = hasWitness ? [26, 72, 97] : [28, 80];
  const three = hasWitness ? [18, 47, 76, 97] : [20, 52, 84];
  return `${(lanes.length - (hasWitness ? 1 : 0) === 2 ? pair : three)[lane] ?? 50}%`;
}

function lifeline({ height }: LadderLayout, x: string, isWitness = false): VNode {
  const kind = isWitness ? "lifeline witness" : "lifeline";
  return el("line", { x1: x, x2: x, y1: 44, y2: Math.round(height - 8), class: kind });
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

interface Drawing {
  readonly exchange: ExchangeReport;
  readonly view: View;
  readonly isLinked: boolean;
  readonly layout: LadderLayout;
}

function drawRow(
  row: PlacedRow,
  x: (lane: number) => string,
  { exchange, view, isLinked, layout }: Drawing,
): VNode {
  const y = Math.round(row.y);
  const { frame, exchangeId } = row;
  const witness = layout.lanes.findIndex(({ isWitness }) => isWitness);
  const drawing: readonly Child[] = [
    row.atMs === undefined
      ? undefined
      : el("text", { x: axisX - 9, y: y + 4, class: "time" }, timeText(row.atMs)),
    ...(row.kind === "witnessed"
      ? witnessedTexts(row, y)
      : row.from === undefined || row.to === undefined
        ? noteTexts(row, y)
        : arrow(row, y, [x(row.from), x(row.to), middleOf(x(row.from), x(row.to))], view)),
    witness < 0 || (row.logged === undefined && row.witnessed === undefined)
      ? undefined
      : witnessMark(row, x(witness), y),
  ];
  const attributes = { class: `row ${row.kind} ${row.tone ?? ""}`.trim() };
  const anchor = frame?.details === undefined ? row.witnessed?.id : frameAnchor(exchange, frame);
  if (isLinked && anchor !== undefined) {
    const [top, height] = row.kind === "witnessed" ? [y - 10, 20] : [y - 24, 44];
    return el(
      "a",
      { ...attributes, href: `#${anchor}`, "data-frame": "" },
      el("rect", { x: 0, y: top, width: "100%", height, class: "target" }),
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

/** To the left of its mark, across the lanes: it belongs to none of them. */
function witnessedTexts({ label, witnessed, logged }: PlacedRow, y: number): readonly Child[] {
  const kind = witnessed === undefined ? "more" : logged === "contradicts" ? "contradicts" : "";
  return [el("text", { x: "94.5%", y: y + 4, class: `label witness ${kind}`.trim() }, label)];
}

/** A square for a message on the wire, a diamond for records of logs. */
function witnessMark({ witnessed, logged }: PlacedRow, x: string, y: number): VNode {
  const isWire = witnessed !== undefined && witnessed.records.length === 0;
  const path = isWire ? "M-4 -4H4V4H-4z" : "M0 -6L6 0L0 6L-6 0z";
  const kind = logged === "contradicts" ? "witness-mark contradicts" : "witness-mark";
  // A path takes no percentages: the nested picture puts its origin there.
  return el("svg", { x, y, width: 1, height: 1 }, el("path", { d: path, class: kind }));
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
    rows.some(({ logged }) => logged !== undefined) ? " Diamond: records of logs." : "",
    rows.some(({ logged }) => logged === "contradicts") ? " Red: they contradict the air." : "",
    rows.some(({ witnessed, logged }) => witnessed !== undefined && logged === undefined)
      ? " Square: a message on the wire between the APs."
      : "",
    pause === undefined ? "" : " Hatched: the station without data.",
    notShown > 0 ? ` ${notShown} more rows are not drawn.` : "",
  ];
}
