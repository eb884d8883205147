import type { ExchangeReport, FrameReport } from "../../analyze/analysis.ts";
import { annotations, isRefusal, placeOf, rungsOf } from "../frame-ladder.ts";
import { duration, elapsedBetween } from "../times.ts";
import type { View } from "../view.ts";
import { isFtExchange, kindName, verdictName } from "../words.ts";
import { frameKey, recordsByFrame, type Witnessed, witnessedOf } from "./witness.ts";

/** A party of the exchange; `lane` counts from the left. */
export interface Lane {
  readonly name: string;
  readonly address: string;
  /** The lane of what logs and the wire say. */
  readonly isWitness?: boolean;
}

/** One line of the ladder, in order of time. */
export interface LadderRow {
  readonly kind: "frame" | "retry" | "data" | "silence" | "note" | "witnessed";
  /** From the start of the exchange; undefined for what has no time. */
  readonly atMs: number | undefined;
  /** Lanes; undefined for a note, which crosses them all. */
  readonly from?: number;
  readonly to?: number;
  readonly label: string;
  /** Under the arrow: status, retries, missing ACK. */
  readonly note?: string;
  readonly tone?: "fault" | "muted";
  readonly acknowledged?: boolean | undefined;
  /** What a log or the wire says, where the row is that. */
  readonly witnessed?: Witnessed;
  /** Records of logs tell of the frame: as it was on the air, or otherwise. */
  readonly logged?: "agrees" | "contradicts";
  /** The frame itself, where the row is one. */
  readonly frame?: FrameReport;
  /** The verdict points at this row. */
  readonly isMarked?: boolean;
  /** Id of the exchange that a note is about. */
  readonly exchangeId?: string;
}

export interface PlacedRow extends LadderRow {
  readonly y: number;
}

/** How the time between two rows is drawn. */
export interface AxisPart {
  readonly top: number;
  readonly bottom: number;
  readonly kind: "to-scale" | "stretched" | "broken";
  /** The time that a break stands for. */
  readonly elapsedMs: number | undefined;
}

export interface LadderLayout {
  readonly lanes: readonly Lane[];
  readonly rows: readonly PlacedRow[];
  readonly axis: readonly AxisPart[];
  readonly height: number;
  /** Where the station was without data; `bottom` is undefined when none followed. */
  readonly pause: { readonly top: number; readonly bottom: number | undefined } | undefined;
  readonly pixelsPerMs: number | undefined;
  /** Rows that were left out. */
  readonly notShown: number;
}

const headHeight = 52;
const mostRows = 40;
const mostRetries = 3;
/** Of what is said beside the air: a phone has no room for more. */
const mostCharacters = 50;
/** Between two frames: the first of them and the last. */
const mostWitnessedInRow = 5;

/** Distance of rows in pixels: what their text needs, and what is drawn to scale at most. */
const plainGap = 34;
const witnessedGap = 22;
const notedGap = 50;
const mostGap = 130;
const breakGap = 62;

/** Where everything in the ladder of an exchange stands, from top to bottom. */
export function layLadder(exchange: ExchangeReport, view: View): LadderLayout {
  const lanes = lanesOf(exchange, view);
  const all = rowsOf(exchange, lanes, view);
  const rows = firstRows(all);
  const gaps = rows.slice(1).map((row, i) => {
    const before = rows[i] as LadderRow;
    const elapsedMs =
      row.atMs === undefined || before.atMs === undefined ? undefined : row.atMs - before.atMs;
    return { elapsedMs, least: leastGap(before, row) };
  });
  const pixelsPerMs = scaleOf(gaps);
  const axis: AxisPart[] = [];
  const placed: PlacedRow[] = [];
  let y = headHeight + 30;
  for (const [i, row] of rows.entries()) {
    const gap = i === 0 ? undefined : gaps[i - 1];
    if (gap !== undefined) {
      const { height, kind } = drawnGap(gap, pixelsPerMs);
      axis.push({ top: y, bottom: y + height, kind, elapsedMs: gap.elapsedMs });
      y += height;
    }
    placed.push({ ...row, y });
  }
  return {
    lanes,
    rows: placed,
    axis,
    height: y + 40,
    pause: pauseOf(exchange, placed),
    pixelsPerMs,
    notShown: all.length - rows.length,
  };
}

/** What logs and the wire say takes no place from the frames. */
function firstRows(all: readonly LadderRow[]): readonly LadderRow[] {
  let taken = 0;
  const end = all.findIndex(({ kind }) => kind !== "witnessed" && ++taken > mostRows);
  return end < 0 ? all : all.slice(0, end);
}

function leastGap(before: LadderRow, row: LadderRow): number {
  if (before.note !== undefined) return notedGap;
  if (before.kind === "witnessed" && row.kind === "witnessed") return witnessedGap;
  return plainGap;
}

/** The station in the middle, where there are two APs: no arrow then crosses a lane that is not its own. */
function lanesOf(exchange: ExchangeReport, view: View): readonly Lane[] {
  const { station, currentAp, targetAp } = exchange;
  const stationLane = { name: "Station", address: station };
  const target = { name: isFtExchange(exchange) ? "Target AP" : "AP", address: targetAp };
  const parties =
    currentAp === null || currentAp === targetAp
      ? [stationLane, target]
      : [{ name: "Current AP", address: currentAp }, stationLane, target];
  const [name, and = ""] = witnessNames(exchange, view);
  return name === undefined ? parties : [...parties, { name, address: and, isWitness: true }];
}

/** What stands beside the air. */
function witnessNames({ id }: ExchangeReport, view: View): readonly string[] {
  const sources = new Set(view.timeline(id).flatMap((entry) => entry.sources));
  return [
    ...(sources.has("controller")
      ? ["Controller"]
      : sources.has("ap") || sources.has("station")
        ? ["Logs"]
        : []),
    ...(sources.has("wire") ? ["Wire"] : []),
  ];
}

function rowsOf(exchange: ExchangeReport, lanes: readonly Lane[], view: View): LadderRow[] {
  const { startTime, endTime, next, outcome, frames } = exchange;
  const laneOf = (address: string) => {
    const lane = lanes.findIndex((other) => other.address === address);
    return lane < 0 ? undefined : lane;
  };
  const marked = markedFrame(exchange);
  const records = recordsByFrame(exchange, view);
  const rows: LadderRow[] = rungsOf(frames, view).flatMap(({ frame, what }) =>
    frameRows(frame, what, frame.frame === marked?.frame && frame.input === marked.input),
  );
  rows.push(...dataRows(exchange, laneOf));
  const nextExchange = next && view.exchange(next.exchangeId);
  const end = elapsedBetween(startTime, endTime);
  if (next !== undefined && nextExchange !== undefined && end !== undefined) {
    const { id, kind, targetAp, verdict } = nextExchange;
    rows.push({
      kind: "note",
      atMs: end + next.afterMs,
      label: `then ${id}: ${kindName(kind)}`,
      note: `with ${targetAp}, ${verdictName(verdict.kind)}`,
      exchangeId: id,
    });
  }
  rows.push(...witnessedOf(exchange, view).shown.map(witnessedRow));
  rows.sort((a, b) => (a.atMs ?? 0) - (b.atMs ?? 0));
  if (outcome === "unanswered") rows.splice(lastFrameAt(rows) + 1, 0, silence(exchange, laneOf));
  return withoutLongRuns(rows);

  function frameRows(frame: FrameReport, what: string, isMarked: boolean): readonly LadderRow[] {
    const from = laneOf(frame.sender);
    const to = laneOf(frame.receiver);
    const note = annotations(frame, view).join(", ");
    const row = {
      atMs: elapsedBetween(startTime, frame.time),
      ...(note === "" ? {} : { note }),
      ...(isRefusal(frame) ? { tone: "fault" as const } : {}),
      ...loggedAs(records.get(frameKey(frame))),
      frame,
      isMarked,
    };
    if (from === undefined || to === undefined) {
      const way = `${placeOf(frame.sender, exchange)} to ${placeOf(frame.receiver, exchange)}`;
      return [{ ...row, kind: "note", label: `${what}, ${way}` }];
    }
    const times = frame.details?.retryTimes ?? [];
    return [
      { ...row, kind: "frame", from, to, label: what, acknowledged: frame.acknowledged },
      ...times.slice(0, mostRetries).map(
        (time, i): LadderRow => ({
          kind: "retry",
          atMs: elapsedBetween(startTime, time),
          from,
          to,
          label:
            i === mostRetries - 1 && times.length > mostRetries
              ? `retry ${i + 1} of ${frame.retries}`
              : "retry",
          tone: "muted",
        }),
      ),
    ];
  }
}

function loggedAs(
  records: readonly { readonly contradiction: string | undefined }[] = [],
): Pick<LadderRow, "logged"> {
  if (records.length === 0) return {};
  const isOdd = records.some(({ contradiction }) => contradiction !== undefined);
  return { logged: isOdd ? "contradicts" : "agrees" };
}

function witnessedRow(witnessed: Witnessed): LadderRow {
  const { entry, place, text, records } = witnessed;
  return {
    kind: "witnessed",
    atMs: entry.atMs,
    label: cut(`${place} ${text}`),
    ...loggedAs(records),
    witnessed,
  };
}

/** The list below has it whole. */
function cut(text: string): string {
  const characters = [...text];
  return characters.length > mostCharacters
    ? `${characters.slice(0, mostCharacters - 1).join("")}…`
    : text;
}

/** Of many records between two frames the first and the last; the list has them all. */
function withoutLongRuns(rows: readonly LadderRow[]): LadderRow[] {
  const result: LadderRow[] = [];
  for (let i = 0; i < rows.length; ) {
    const other = rows.findIndex(({ kind }, at) => at > i && kind !== "witnessed");
    const end = rows[i]?.kind === "witnessed" ? (other < 0 ? rows.length : other) : i + 1;
    const run = rows.slice(i, end);
    const left = run.length - (mostWitnessedInRow - 1);
    const atMs = run[mostWitnessedInRow - 2]?.atMs;
    if (left <= 1) result.push(...run);
    else {
      result.push(
        ...run.slice(0, mostWitnessedInRow - 2),
        { kind: "witnessed", atMs, label: `${left} more not drawn` },
        ...run.slice(-1),
      );
    }
    i = end;
  }
  return result;
}

function lastFrameAt(rows: readonly LadderRow[]): number {
  return rows.findLastIndex(({ kind }) => kind === "frame" || kind === "retry");
}

/** What is not in the capture is drawn as what it is: not captured. */
function silence(
  { station, frames }: ExchangeReport,
  laneOf: (address: string) => number | undefined,
): LadderRow {
  const asked = frames.findLast(({ sender }) => sender === station);
  const from = asked && laneOf(asked.receiver);
  const to = laneOf(station);
  return {
    kind: "silence",
    atMs: undefined,
    ...(from === undefined || to === undefined ? {} : { from, to }),
    label: "no answer captured",
  };
}

/** The last data before the exchange's end and the first after it. */
function dataRows(
  { activity, station }: ExchangeReport,
  laneOf: (address: string) => number | undefined,
): readonly LadderRow[] {
  const { pause, bins = [], binMs = 0 } = activity ?? {};
  if (pause === undefined) return [];
  const { fromMs, toMs } = pause;
  const last = bins.findLast(({ atMs }) => atMs <= fromMs);
  const first = toMs === undefined ? undefined : bins.find(({ atMs }) => atMs + binMs > toMs);
  const row = (atMs: number, ap: string | undefined, label: string): readonly LadderRow[] => {
    const lane = ap === undefined ? undefined : laneOf(ap);
    const to = laneOf(station);
    const common = { atMs, label, tone: "muted" } as const;
    return lane === undefined || to === undefined
      ? [{ kind: "note", ...common }]
      : [{ kind: "data", from: lane, to, ...common }];
  };
  return [
    ...row(fromMs, last?.ap, "last data"),
    ...(toMs === undefined
      ? []
      : row(toMs, first?.ap, `data again after ${duration(toMs - fromMs)}`)),
  ];
}

/** The frame that the verdict is about first, when it is one of this exchange. */
function markedFrame({ verdict, frames }: ExchangeReport): FrameReport | undefined {
  if (verdict.kind !== "fault") return undefined;
  const [first] = verdict.evidence;
  return frames.find(({ input, frame }) => input === first?.input && frame === first.frame);
}

interface Gap {
  readonly elapsedMs: number | undefined;
  readonly least: number;
}

/** The scale at which most of the gaps can be drawn as they are; of equal ones the larger. */
function scaleOf(gaps: readonly Gap[]): number | undefined {
  const timed = gaps.filter((gap): gap is Gap & { elapsedMs: number } => (gap.elapsedMs ?? 0) > 0);
  let best: { scale: number; fitting: number } | undefined;
  for (const { elapsedMs, least } of timed) {
    const scale = least / elapsedMs;
    const fitting = timed.filter((gap) => isToScale(gap, scale)).length;
    if (best === undefined || fitting > best.fitting) best = { scale, fitting };
    else if (fitting === best.fitting && scale > best.scale) best = { scale, fitting };
  }
  return best?.scale;
}

function isToScale({ elapsedMs, least }: Gap, scale: number): boolean {
  const height = (elapsedMs ?? 0) * scale;
  return height >= least * 0.999 && height <= mostGap;
}

function drawnGap(
  gap: Gap,
  scale: number | undefined,
): { readonly height: number; readonly kind: AxisPart["kind"] } {
  const { elapsedMs, least } = gap;
  if (elapsedMs === undefined || scale === undefined) return { height: least, kind: "stretched" };
  if (isToScale(gap, scale)) return { height: elapsedMs * scale, kind: "to-scale" };
  return elapsedMs * scale < least
    ? { height: least, kind: "stretched" }
    : { height: Math.max(breakGap, least), kind: "broken" };
}

function pauseOf({ activity }: ExchangeReport, rows: readonly PlacedRow[]): LadderLayout["pause"] {
  const { pause } = activity ?? {};
  if (pause === undefined) return undefined;
  const at = (ms: number | undefined) =>
    rows.find(
      ({ atMs, tone, label }) => atMs === ms && tone === "muted" && /^(last )?data/.test(label),
    )?.y;
  const top = at(pause.fromMs);
  return top === undefined
    ? undefined
    : { top, bottom: pause.toMs === undefined ? undefined : at(pause.toMs) };
}

/** The ladder in one sentence, for those who do not see it. */
export function ladderSentence({ lanes, rows }: LadderLayout): string {
  const arrows = rows.filter(({ kind }) => kind === "frame").length;
  return `Ladder diagram: ${lanes.map(({ name, address }) => `${name} ${address}`.trim()).join(", ")}; ${arrows} frames from top to bottom in order of time. The list below says the same.`;
}
