import type { ExchangeReport, FrameReport } from "../analyze/analysis.ts";
import { roleName } from "../diagnosis/rule.ts";
import { paragraph, type Row, type TextPart } from "./part.ts";
import { elapsedBetween } from "./times.ts";
import type { View } from "./view.ts";
import { channelWords, count, isFtExchange, reasonWords, statusWords } from "./words.ts";

/** So many frames alike in a row are shown one by one; of more only the first and the last. */
const mostAlike = 3;

/** The frames of an exchange in order: who sent what to whom, when, and what came of it. */
export function frameLadder(exchange: ExchangeReport, view: View): readonly TextPart[] {
  const { frames, framesNotShown = 0 } = exchange;
  const [first] = frames;
  if (first === undefined) {
    return [paragraph("", "No frame of this exchange was captured.")];
  }
  const row = (frame: FrameReport, what = roleName(frame.role)): Row => ({
    cells: [
      view.frameName(frame),
      elapsedBetween(first.time, frame.time)?.toFixed(3) ?? "?",
      `${placeOf(frame.sender, exchange)} -> ${placeOf(frame.receiver, exchange)}`,
      what,
      annotations(frame, view).join(", "),
    ],
    ...(isRefusal(frame) ? { tone: "fault" as const } : {}),
  });
  const rows = runsOf(frames).flatMap((run) => {
    const last = run.at(-1) as FrameReport;
    if (run.length <= mostAlike || view.verbose) return run.map((frame) => row(frame));
    return [
      row(run[0] as FrameReport),
      row(last, `${roleName(last.role)}, the last of ${run.length} alike`),
    ];
  });
  return [
    {
      kind: "table",
      columns: [
        { head: "Frame", align: "right" },
        { head: "ms", align: "right" },
        { head: "Who", align: "left" },
        { head: "What", align: "left" },
        { head: "Status", align: "left" },
      ],
      rows,
    },
    ...(framesNotShown > 0
      ? [paragraph("", `${count(framesNotShown, "more frame")} of this exchange not shown.`)]
      : []),
  ];
}

/** Frames that follow each other and say the same. */
function runsOf(frames: readonly FrameReport[]): readonly (readonly FrameReport[])[] {
  const runs: FrameReport[][] = [];
  let previous = "";
  for (const frame of frames) {
    const { role, sender, receiver, status, reason } = frame;
    const kind = [role, sender, receiver, status, reason].join();
    if (kind === previous) runs.at(-1)?.push(frame);
    else runs.push([frame]);
    previous = kind;
  }
  return runs;
}

function isRefusal({ status, role }: FrameReport): boolean {
  return (status !== undefined && status !== 0) || /^(deauth|disassoc)/.test(role);
}

/** What the address is in this exchange; an address that plays no part stands as it is. */
function placeOf(address: string, exchange: ExchangeReport): string {
  if (address === exchange.station) return "station";
  if (address === exchange.targetAp) return isFtExchange(exchange) ? "target AP" : "AP";
  if (address === exchange.currentAp) return "current AP";
  return address === "ff:ff:ff:ff:ff:ff" ? "everyone" : address;
}

function annotations(frame: FrameReport, view: View): readonly string[] {
  const { status, reason, retries, acknowledged, frequencyMhz, signalDbm } = frame;
  return [
    ...(status === undefined ? [] : [statusWords(status)]),
    ...(reason === undefined ? [] : [reasonWords(reason)]),
    ...(retries === 0 ? [] : [count(retries, "retry", "retries")]),
    ...(acknowledged === false ? ["no ACK"] : []),
    ...(view.verbose && acknowledged === true ? ["ACK"] : []),
    ...(view.verbose && frequencyMhz !== undefined ? [channelWords([frequencyMhz])] : []),
    ...(view.verbose && signalDbm !== undefined ? [`${signalDbm} dBm`] : []),
  ];
}
