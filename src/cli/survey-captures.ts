import { CaptureSurvey, type SurveyedCapture } from "../air/capture-survey.ts";
import { joinSurveys, loneSurvey, marksOfEach, type Survey } from "../air/survey.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { openCapture } from "./capture-source.ts";
import { type CaptureIo, openOctets } from "./input.ts";
import type { Io } from "./io.ts";
import type { Captures } from "./read-captures.ts";

/** Octets at the beginning of a stream that are looked at before any of them is analysed. */
const mostAhead = 16 * 1024 * 1024;

export interface SurveyOptions {
  readonly decodeAs?: readonly DecodeAs[];
  /** One machine stamped all captures, whatever they have in common. */
  readonly sameClock?: boolean;
}

/** What a survey found, and what the captures are to be read from after it. */
export interface Surveyed {
  readonly survey: Survey;
  readonly io: Io & CaptureIo;
}

/**
 * Finds out how the clocks of several captures stand to each other and what begins in each, which costs
 * one more reading of each file. Of a stream, which can be read once only, the beginning is kept and read
 * again. `onRead` is told of octets that were read of files.
 */
export async function surveyCaptures(
  { captures }: Captures,
  { decodeAs = [], sameClock = false }: SurveyOptions,
  io: Io,
  onRead: (octets: number) => void = () => {},
): Promise<Surveyed> {
  if (captures.length < 2) return { survey: loneSurvey(captures.length), io };
  const most = marksOfEach(captures.length);
  const streams = new Map<string, AsyncGenerator<Uint8Array>>();
  const surveyed: SurveyedCapture[] = [];
  for (const { path } of captures) {
    const begun = await lookAhead(path, io);
    const from = begun === undefined ? io : { ...io, streams: new Map([[path, begun.read()]]) };
    const survey = new CaptureSurvey(most, { decodeAs });
    const source = openCapture(path, from, begun === undefined ? { onRead } : {});
    for await (const _ of source.packets((packet) => survey.take(packet)));
    surveyed.push(survey.surveyed(begun === undefined));
    if (begun !== undefined) streams.set(path, begun.all());
  }
  return {
    survey: joinSurveys(surveyed, { isSameClock: sameClock }),
    io: { ...io, streams },
  };
}

interface Begun {
  /** What was read ahead. */
  read(): AsyncGenerator<Uint8Array>;
  /** That, and what follows. */
  all(): AsyncGenerator<Uint8Array>;
}

/** The beginning of a stream; undefined for a file, which can be read twice. */
async function lookAhead(path: string, io: CaptureIo): Promise<Begun | undefined> {
  const { chunks, isFile, close } = await openOctets(path, io);
  if (isFile) {
    await close();
    return undefined;
  }
  const ahead: Uint8Array[] = [];
  let length = 0;
  while (length < mostAhead) {
    const next = await chunks.next();
    if (next.done === true) break;
    ahead.push(next.value);
    length += next.value.length;
  }
  async function* read(): AsyncGenerator<Uint8Array> {
    yield* ahead;
  }
  return {
    read,
    async *all() {
      try {
        // Each chunk is let go once it is read again.
        for (let chunk = ahead.shift(); chunk !== undefined; chunk = ahead.shift()) yield chunk;
        yield* chunks;
      } finally {
        await close();
      }
    },
  };
}
