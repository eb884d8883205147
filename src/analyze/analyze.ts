import { type Clock, declaredClocks, loneClock } from "../air/clock.ts";
import { createClockSurvey } from "../air/clock-survey.ts";
import { createPacketReader } from "../capture/reader.ts";
import type { Analysis } from "./analysis.ts";
import type { AnalysisOptions } from "./analysis-options.ts";
import { type CaptureDeclaration, captureAnalyzer } from "./capture-analyzer.ts";

/** A whole capture: pcap or pcapng, uncompressed. */
export interface CaptureInput extends CaptureDeclaration {
  readonly octets: Uint8Array;
}

export interface AnalyzeOptions extends AnalysisOptions {
  /** One machine stamped all captures: their clocks are not compared; default false. */
  readonly isSameClock?: boolean;
}

/** Octets of one capture that go through before the others are asked for theirs. */
const stepLength = 64 * 1024;

/**
 * Every FT exchange in captures, what it shows and who broke it: the document of `ftscope analyze --format
 * json`, whose schema is `ftscope/schema`. Several captures are one observation; their clocks are compared
 * first. Damage in a capture, and octets that are no capture, are told in `inputs[].faults` and never thrown;
 * an option that is none throws RangeError, without showing a key.
 *
 * @example
 * const { exchanges } = analyze(octets, { keys: ["psk:lab-ft:correct horse battery"] });
 */
export function analyze(
  captures: Uint8Array | readonly CaptureInput[],
  { isSameClock = false, ...options }: AnalyzeOptions = {},
): Analysis {
  const inputs =
    captures instanceof Uint8Array ? [{ name: "capture", octets: captures }] : captures;
  const analyzer = captureAnalyzer(inputs, options, clocksOf(inputs, isSameClock, options));
  const read = inputs.map(() => 0);
  for (let input = analyzer.next(); input !== undefined; input = analyzer.next()) {
    const { octets } = inputs[input] as CaptureInput;
    const at = read[input] as number;
    if (at < octets.length) analyzer.push(octets.subarray(at, at + stepLength), input);
    else analyzer.end(input);
    read[input] = at + stepLength;
  }
  return analyzer.finish();
}

/** How the clocks of the captures of the air stand to each other; the wire is aligned by its messages. */
function clocksOf(
  inputs: readonly CaptureInput[],
  isSameClock: boolean,
  { decodeAs = [] }: AnalysisOptions,
): readonly Clock[] {
  const air = inputs.filter(({ isWired }) => !isWired);
  if (air.length < 2) return inputs.map(() => loneClock);
  const clocks = isSameClock ? declaredClocks(air.length) : survey();
  let next = 0;
  return inputs.map(({ isWired }) => (isWired ? undefined : clocks[next++]) ?? loneClock);

  function survey(): readonly Clock[] {
    const found = createClockSurvey(air.length, { decodeAs });
    for (const [input, { octets }] of air.entries()) {
      const reader = createPacketReader((packet) => found.takePacket(input, packet));
      reader.push(octets);
      reader.end();
    }
    return found.clocks();
  }
}
