import type { ExchangeReport, FrameReport } from "../analyze/analysis.ts";
import { roleName } from "../diagnosis/rule.ts";
import { paragraph, type TextPart } from "./part.ts";
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
  const rungs = rungsOf(frames, view);
  return [
    {
      kind: "table",
      columns: [
        { head: "#", align: "right" },
        { head: "ms", align: "right" },
        { head: "Who", align: "left" },
        { head: "What", align: "left" },
        { head: "Status", align: "left" },
      ],
      rows: rungs.map(({ frame, what }) => ({
        cells: [
          view.frameName(frame),
          millisecondsBetween(first, frame),
          `${placeOf(frame.sender, exchange)} -> ${placeOf(frame.receiver, exchange)}`,
          what,
          annotations(frame, view).join(", "),
        ],
        tone: isRefusal(frame) ? "fault" : undefined,
      })),
    },
    ...(framesNotShown > 0
      ? [paragraph("", `${count(framesNotShown, "more frame")} of this exchange not shown.`)]
      : []),
  ];
}

/** To the microsecond where the exchange is under way; later frames are far apart. */
function millisecondsBetween(first: FrameReport, frame: FrameReport): string {
  const elapsed = elapsedBetween(first.time, frame.time);
  return elapsed === undefined ? "?" : elapsed.toFixed(elapsed < 1000 ? 3 : 1);
}

/** A frame of an exchange, standing also for those like it that are not shown. */
export interface Rung {
  readonly frame: FrameReport;
  readonly what: string;
}

/** The frames to be shown, in order: of many alike in a row the first and the last. */
export function rungsOf(
  frames: readonly FrameReport[],
  { verbose }: Pick<View, "verbose">,
): readonly Rung[] {
  return runsOf(frames).flatMap((run): readonly Rung[] => {
    const plain = run.map((frame) => ({ frame, what: roleName(frame.role) }));
    const last = plain.at(-1);
    if (last === undefined || run.length <= mostAlike || verbose) return plain;
    const retries = run.slice(1).reduce((sum, frame) => sum + frame.retries, 0);
    return [
      ...plain.slice(0, 1),
      {
        frame: { ...last.frame, retries },
        what: `${last.what}, the last of ${run.length} alike`,
      },
    ];
  });
}

/** Frames that follow each other and say the same. */
function runsOf(frames: readonly FrameReport[]): readonly (readonly FrameReport[])[] {
  const runs: FrameReport[][] = [];
  let previous = "";
  for (const frame of frames) {
    const { role, sender, receiver, status, reason, acknowledged } = frame;
    const kind = [role, sender, receiver, status, reason, acknowledged].join();
    if (kind === previous) runs.at(-1)?.push(frame);
    else runs.push([frame]);
    previous = kind;
  }
  return runs;
}

/** A status other than 0, or the end of an association. */
export function isRefusal({ status, role }: FrameReport): boolean {
  return (status !== undefined && status !== 0) || /^(deauth|disassoc)/.test(role);
}

/** What the address is in this exchange; an address that plays no part stands as it is. */
export function placeOf(address: string, exchange: ExchangeReport): string {
  if (address === exchange.station) return "station";
  if (address === exchange.targetAp) return isFtExchange(exchange) ? "target" : "AP";
  if (address === exchange.currentAp) return "current AP";
  return address === "ff:ff:ff:ff:ff:ff" ? "everyone" : address;
}

/** What came of the frame: its status, retries and whether an ACK was heard. */
export function annotations(frame: FrameReport, view: View): readonly string[] {
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
