import { formatTime } from "../bytes/time.ts";
import type { HeardAt } from "../exchange/heard-at.ts";
import type { Roam } from "../exchange/roam.ts";
import type { VoiceGap, VoiceStream } from "../exchange/voice.ts";

/** A voice stream, told without decrypting it, and what it lost. */
export interface VoiceReport {
  readonly station: string;
  readonly direction: "uplink" | "downlink";
  readonly startTime: string;
  readonly endTime: string;
  readonly frames: number;
  /** The pace: from one frame to the next. */
  readonly periodMs: number;
  /** Pauses of the stream; a talker whose codec sends nothing in silence pauses too. */
  readonly gaps: readonly {
    readonly startTime: string;
    readonly endTime: string;
    readonly input: number;
    readonly frame: number;
    readonly lostMs: number;
    readonly lostFrames: number;
    /** The roam during which it came. */
    readonly roamId?: string;
  }[];
  readonly moreGaps: number;
  /** Of all gaps, and of those during roams. */
  readonly lostMs: number;
  readonly lostInRoamsMs: number;
}

/** The streams of the wanted stations, with the roams in whose time their gaps fall. */
export function reportVoice(
  streams: readonly VoiceStream[],
  roams: readonly { readonly id: string; readonly roam: Roam }[],
): readonly VoiceReport[] {
  return streams.map((stream) => {
    const own = roams.filter(({ roam }) => roam.station === stream.station);
    const gaps = stream.gaps.map((gap) => reportGap(gap, own));
    const sum = (chosen: typeof gaps) => chosen.reduce((total, { lostMs }) => total + lostMs, 0);
    return {
      station: stream.station,
      direction: stream.direction,
      startTime: formatTime(stream.first.time, 6),
      endTime: formatTime(stream.last.time, 6),
      frames: stream.frames,
      periodMs: stream.periodMs,
      gaps,
      moreGaps: stream.moreGaps,
      lostMs: sum(gaps),
      lostInRoamsMs: sum(gaps.filter(({ roamId }) => roamId !== undefined)),
    };
  });
}

function reportGap(
  { from, to, lostMs, lostFrames }: VoiceGap,
  roams: readonly { readonly id: string; readonly roam: Roam }[],
): VoiceReport["gaps"][number] {
  const roamId = roams.find(({ roam }) => isDuring(roam, from, to))?.id;
  return {
    startTime: formatTime(from.time, 6),
    endTime: formatTime(to.time, 6),
    input: from.input,
    frame: from.frame,
    lostMs,
    lostFrames,
    ...(roamId === undefined ? {} : { roamId }),
  };
}

function isDuring(roam: Roam, from: HeardAt, to: HeardAt): boolean {
  return roam.completedBy.air.time >= from.time && roam.startTime <= to.time;
}
