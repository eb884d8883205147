import type { Activity, ExchangeReport } from "../../analyze/analysis.ts";
import { duration, elapsedBetween } from "../times.ts";
import { isFtExchange } from "../words.ts";
import { type Child, el, type VNode } from "./element.ts";

const left = 8;
const right = 98;
const signalHeight = 64;
const barHeight = 38;
const leastSpanMs = 200;

type Bin = Activity["bins"][number];

/** Signal, data in each direction and the pause around an exchange; undefined when no data were heard. */
export function timeline(exchange: ExchangeReport): VNode | undefined {
  const { activity, frames, startTime, endTime } = exchange;
  const end = elapsedBetween(startTime, endTime);
  if (activity === undefined || activity.bins.length === 0 || end === undefined) return undefined;
  const { bins, pause, binMs } = activity;
  const moments = frames.flatMap(({ time, signalDbm, sender }) => {
    const atMs = elapsedBetween(startTime, time);
    return atMs === undefined ? [] : [{ atMs, signalDbm, isUplink: sender === exchange.station }];
  });
  const from = Math.min(-leastSpanMs / 2, (pause?.fromMs ?? 0) - 60, bins[0]?.atMs ?? 0);
  const to = Math.max(
    leastSpanMs / 2,
    end,
    (pause?.toMs ?? 0) + 60,
    (bins.at(-1)?.atMs ?? 0) + binMs,
  );
  const x = (ms: number) => `${round(left + ((ms - from) / (to - from)) * (right - left))}%`;
  const signals = signalPoints(bins, binMs, moments);
  const range = signalRange(signals);
  const signalTop = signals.length === 0 ? 0 : signalHeight + 14;
  const axisY = signalTop + 22 + barHeight;
  const height = axisY + barHeight + 30;
  const most = Math.max(1, ...bins.flatMap(({ uplink, downlink }) => [uplink, downlink]));
  const apClass = (ap: string) =>
    ap === exchange.targetAp
      ? "with-target"
      : ap === exchange.currentAp
        ? "with-current"
        : "with-other";
  const bars = bins.flatMap((bin) => [
    bar(bin, "uplink", axisY - (bin.uplink / most) * barHeight, (bin.uplink / most) * barHeight),
    bar(bin, "downlink", axisY, (bin.downlink / most) * barHeight),
  ]);

  function bar(bin: Bin, direction: "uplink" | "downlink", y: number, tall: number): Child {
    if (bin[direction] === 0) return undefined;
    return el("rect", {
      x: x(bin.atMs),
      y: round(y),
      width: `${round(Math.max(0.35, (binMs / (to - from)) * (right - left)))}%`,
      height: round(Math.max(2, tall)),
      class: apClass(bin.ap),
    });
  }

  const aps = [...new Set(bins.map(({ ap }) => ap))];
  return el(
    "figure",
    { class: "timeline" },
    el(
      "svg",
      { width: "100%", height, role: "img", "aria-label": timelineSentence(exchange, bins) },
      el("rect", {
        x: x(0),
        y: 0,
        width: `${round(Math.max(0.2, (end / (to - from)) * (right - left)))}%`,
        height: height - 22,
        class: "exchange-span",
      }),
      pause === undefined
        ? undefined
        : el("rect", {
            x: x(pause.fromMs),
            y: axisY - barHeight - 14,
            width: `${round((((pause.toMs ?? to) - pause.fromMs) / (to - from)) * (right - left))}%`,
            height: 10,
            class: "pause-span",
          }),
      pause === undefined
        ? undefined
        : el(
            "text",
            {
              x: x((pause.fromMs + (pause.toMs ?? to)) / 2),
              y: axisY - barHeight - 18,
              class: "pause-text",
            },
            pause.toMs === undefined ? "no data afterwards" : duration(pause.toMs - pause.fromMs),
          ),
      signals.length === 0 ? undefined : signalScale(range),
      signals.map(({ atMs, dbm, isUplink }) =>
        el("circle", {
          cx: x(atMs),
          cy: round(signalY(dbm, range)),
          r: 2.6,
          class: isUplink ? "signal-station" : "signal-ap",
        }),
      ),
      bars,
      moments.map(({ atMs }) =>
        el("line", { x1: x(atMs), x2: x(atMs), y1: axisY - 5, y2: axisY + 5, class: "tick-frame" }),
      ),
      el("line", { x1: `${left}%`, x2: `${right}%`, y1: axisY, y2: axisY, class: "axis" }),
      el("text", { x: 0, y: axisY - 14, class: "side" }, "up"),
      el("text", { x: 0, y: axisY + 22, class: "side" }, "down"),
      ticks(from, to).map((ms) => [
        el("line", { x1: x(ms), x2: x(ms), y1: height - 24, y2: height - 18, class: "axis" }),
        el("text", { x: x(ms), y: height - 4, class: "tick" }, tickText(ms)),
      ]),
    ),
    el(
      "figcaption",
      {},
      `Protected data in spans of ${binMs} ms, up to ${most} a span: from the station (up) and to it (down). `,
      aps.map((ap) => [
        el("span", { class: `key ${apClass(ap)}` }),
        ` with ${apName(ap, exchange)}. `,
      ]),
      signals.length === 0
        ? "No signal strength is recorded."
        : [
            el("span", { class: "key round signal-station" }),
            " signal of the station, ",
            el("span", { class: "key round signal-ap" }),
            " of the AP, in dBm as the recorder heard them.",
          ],
    ),
  );
}

function apName(ap: string, exchange: ExchangeReport): string {
  if (ap === exchange.targetAp) return isFtExchange(exchange) ? "the target AP" : "the AP";
  return ap === exchange.currentAp ? "the current AP" : ap;
}

interface SignalPoint {
  readonly atMs: number;
  readonly dbm: number;
  readonly isUplink: boolean;
}

function signalPoints(
  bins: readonly Bin[],
  binMs: number,
  moments: readonly { atMs: number; signalDbm: number | undefined; isUplink: boolean }[],
): readonly SignalPoint[] {
  return [
    ...bins.flatMap(({ atMs, uplinkSignalDbm, downlinkSignalDbm }) => [
      ...point(atMs + binMs / 2, uplinkSignalDbm, true),
      ...point(atMs + binMs / 2, downlinkSignalDbm, false),
    ]),
    ...moments.flatMap(({ atMs, signalDbm, isUplink }) => point(atMs, signalDbm, isUplink)),
  ];
}

function point(atMs: number, dbm: number | undefined, isUplink: boolean): readonly SignalPoint[] {
  return dbm === undefined ? [] : [{ atMs, dbm, isUplink }];
}

type Range = readonly [low: number, high: number];

/** Whole tens around what was heard. */
function signalRange(signals: readonly SignalPoint[]): Range {
  const values = signals.map(({ dbm }) => dbm);
  const low = Math.floor(Math.min(...values) / 10) * 10;
  const high = Math.ceil(Math.max(...values) / 10) * 10;
  return [low, high > low ? high : low + 10];
}

function signalY(dbm: number, [low, high]: Range): number {
  return 6 + ((high - dbm) / (high - low)) * signalHeight;
}

function signalScale(range: Range): Child {
  return range.map((dbm) => {
    const y = round(signalY(dbm, range));
    return [
      el("line", { x1: `${left}%`, x2: `${right}%`, y1: y, y2: y, class: "grid" }),
      el("text", { x: 0, y: y + 4, class: "side" }, `${dbm}`),
    ];
  });
}

/** About five round moments, however long the span is: stamps that go backwards make one of years. */
function ticks(from: number, to: number): readonly number[] {
  const decade = 10 ** Math.max(1, Math.floor(Math.log10((to - from) / 5)));
  const step = decade * ([1, 2, 5].find((times) => (to - from) / (times * decade) <= 5) ?? 10);
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.floor(to / step) - first + 1 }, (_, i) => (first + i) * step);
}

function tickText(ms: number): string {
  return ms === 0 ? "0" : `${ms > 0 ? "+" : ""}${ms} ms`;
}

function timelineSentence({ activity }: ExchangeReport, bins: readonly Bin[]): string {
  const sum = (direction: "uplink" | "downlink") =>
    bins.reduce((total, bin) => total + bin[direction], 0);
  const { pause } = activity ?? {};
  const paused =
    pause === undefined
      ? ""
      : pause.toMs === undefined
        ? ` No data were heard after ${duration(pause.fromMs)}.`
        : ` They paused for ${duration(pause.toMs - pause.fromMs)}.`;
  return `Data around the exchange: ${sum("uplink")} frames from the station, ${sum("downlink")} to it.${paused}`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
