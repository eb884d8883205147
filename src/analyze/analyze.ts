import { CaptureSurvey, type SurveyedCapture } from "../air/capture-survey.ts";
import { loneClock } from "../air/clock.ts";
import { joinSurveys, loneSurvey, marksOfEach, type Survey } from "../air/survey.ts";
import { createPacketReader } from "../capture/reader.ts";
import type { Analysis } from "./analysis.ts";
import type { AnalysisOptions } from "./analysis-options.ts";
import { type CaptureDeclaration, captureAnalyzer } from "./capture-analyzer.ts";

/** A whole capture: pcap, pcapng or OmniPeek, uncompressed. */
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
  const analyzer = captureAnalyzer(inputs, options, surveyed(inputs, isSameClock, options));
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

/** What is known of the captures of the air together; the wire is aligned by its messages. */
function surveyed(
  inputs: readonly CaptureInput[],
  isSameClock: boolean,
  { decodeAs = [] }: AnalysisOptions,
): Survey {
  const air = inputs.filter(({ isWired }) => !isWired);
  const survey =
    air.length < 2 ? loneSurvey(air.length) : joinSurveys(air.map(surveyOf), { isSameClock });
  let next = 0;
  const airOrder = inputs.map(({ isWired }) => (isWired ? undefined : next++));
  return {
    ...survey,
    clocks: airOrder.map(
      (place) => (place === undefined ? undefined : survey.clocks[place]) ?? loneClock,
    ),
    ...(survey.starts && {
      starts: airOrder.map((place) => (place === undefined ? undefined : survey.starts?.[place])),
    }),
  };

  function surveyOf({ octets }: CaptureInput): SurveyedCapture {
    const survey = new CaptureSurvey(marksOfEach(air.length), { decodeAs });
    const reader = createPacketReader((packet) => survey.take(packet));
    reader.push(octets);
    reader.end();
    return survey.surveyed(true);
  }
}
