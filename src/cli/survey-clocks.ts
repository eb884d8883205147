import { type Clock, declaredClocks, loneClock } from "../air/clock.ts";
import { createClockSurvey } from "../air/clock-survey.ts";
import type { DecodeAs } from "../radiotap/encapsulation.ts";
import { type CaptureIo, openCapture, openOctets } from "./capture-source.ts";
import type { Io } from "./io.ts";
import type { Captures } from "./read-captures.ts";

/** Octets at the beginning of a stream that are looked at before any of them is analysed. */
const mostAhead = 16 * 1024 * 1024;

export interface ClockOptions {
  readonly decodeAs?: readonly DecodeAs[];
  /** One machine stamped all captures, whatever they have in common. */
  readonly sameClock?: boolean;
}

/** What a survey found, and what the captures are to be read from after it. */
export interface SurveyedClocks {
  readonly clocks: readonly Clock[];
  readonly io: Io & CaptureIo;
}

/**
 * Finds out how the clocks of several captures stand to each other, which costs one more reading of
 * each file. Of a stream, which can be read once only, the beginning is kept and read again.
 */
export async function surveyClocks(
  { captures }: Captures,
  { decodeAs = [], sameClock = false }: ClockOptions,
  io: Io,
): Promise<SurveyedClocks> {
  if (captures.length < 2) return { clocks: captures.map(() => loneClock), io };
  if (sameClock) return { clocks: declaredClocks(captures.length), io };
  const survey = createClockSurvey(captures.length, { decodeAs });
  const streams = new Map<string, AsyncGenerator<Uint8Array>>();
  for (const [input, { path }] of captures.entries()) {
    const begun = await lookAhead(path, io);
    const from = begun === undefined ? io : { ...io, streams: new Map([[path, begun.read()]]) };
    const source = openCapture(path, from);
    for await (const _ of source.packets((packet) => survey.takePacket(input, packet)));
    if (begun !== undefined) streams.set(path, begun.all());
  }
  return { clocks: survey.clocks(), io: { ...io, streams } };
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
