import { type ClockPoint, formatClock, mostPoints } from "../air/declared-clock.ts";
import type { WrittenInterface, WrittenPacket, WrittenSection } from "../capture/pcapng-writer.ts";
import type { KeptFrame } from "./extraction.ts";

/** What is said of the frames of an extract. */
export interface ExtractTexts {
  /** The program that writes. */
  readonly application: string;
  readonly ofSection: (frames: number) => readonly string[];
  readonly ofFrame: (
    reference: { readonly input: number; readonly frame: number },
    what: string,
  ) => readonly string[];
  /** Of an interface of capture `input`: which capture that is. */
  readonly ofInterface: (input: number) => string;
}

/**
 * The frames of an extract as a section of a pcapng file: one interface for each of the captures'
 * interfaces, with the link type, resolution and times that it has there. What was found out about the
 * clocks goes along, so that whoever reads the extract need not, and cannot, find it out again.
 */
export function toSection(kept: readonly KeptFrame[], texts: ExtractTexts): WrittenSection {
  const groups = new Map<string, { readonly index: number; readonly frames: KeptFrame[] }>();
  const packets: WrittenPacket[] = [];
  for (const frame of kept) {
    const { input, record, what } = frame;
    const key = [
      input,
      record.interfaceId,
      record.linkType,
      record.timeDigits,
      record.fcsLength,
      frame.timeline,
    ].join();
    const group = groups.get(key) ?? { index: groups.size, frames: [] };
    groups.set(key, group);
    group.frames.push(frame);
    packets.push({
      interfaceIndex: group.index,
      time: record.time,
      octets: record.octets,
      originalLength: record.originalLength,
      crcError: record.crcError,
      comments: texts.ofFrame({ input, frame: record.frame }, what),
    });
  }
  const timelines = [...new Set(kept.map(({ timeline }) => timeline))];
  return {
    application: texts.application,
    comments: texts.ofSection(kept.length),
    interfaces: [...groups.values()].map(({ frames }) => toInterface(frames, timelines, texts)),
    packets,
  };
}

function toInterface(
  frames: readonly KeptFrame[],
  timelines: readonly string[],
  texts: ExtractTexts,
): WrittenInterface {
  const [first] = frames as readonly [KeptFrame];
  const { input, record } = first;
  const points = clockPoints(frames);
  const timeline = timelines.indexOf(first.timeline);
  return {
    linkType: record.linkType,
    timeDigits: record.timeDigits,
    fcsLength: record.fcsLength,
    description: `${texts.ofInterface(input)}, interface ${record.interfaceId}`,
    comments: timeline === 0 && points.length === 0 ? [] : [formatClock({ timeline, points })],
  };
}

/** How far the times are from the timeline, at some of them; none where they are the timeline. */
function clockPoints(frames: readonly KeptFrame[]): readonly ClockPoint[] {
  if (frames.every(({ time, record }) => time === record.time)) return [];
  const step = Math.max(1, Math.ceil(frames.length / (mostPoints - 1)));
  const points: ClockPoint[] = [];
  for (const [i, { time, record }] of frames.entries()) {
    if (i % step !== 0 && i !== frames.length - 1) continue;
    const before = points.at(-1)?.time;
    if (before !== undefined && record.time <= before) continue;
    points.push({ time: record.time, correction: time - record.time });
  }
  return points;
}
