import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CaptureSurvey } from "../../src/air/capture-survey.ts";
import { joinSurveys, marksOfEach } from "../../src/air/survey.ts";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import type { TimeNs } from "../../src/bytes/time.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import type { KeySpec } from "../../src/exchange/key-ring.ts";
import { createReceiver } from "../../src/radiotap/receive.ts";

export function recordsOf(path: string): readonly CaptureRecord[] {
  return createCaptureReader().push(new Uint8Array(readFileSync(path)));
}

export function keysOf(folder: string): readonly KeySpec[] {
  return parseKeyFile(new Uint8Array(readFileSync(join(folder, "keys.txt"))), "keys.txt").keys;
}

/** What the same recorder would have written with a clock that is ahead and fast. */
export function onAnotherClock(
  records: readonly CaptureRecord[],
  { aheadMs, ppm }: { readonly aheadMs: number; readonly ppm: number },
): readonly CaptureRecord[] {
  const start = records[0]?.time ?? 0n;
  return records.map((record) => ({ ...record, time: skewed(record.time - start) }));

  function skewed(since: TimeNs): TimeNs {
    const ns = start + since + BigInt(Math.round(aheadMs * 1e6 + (Number(since) * ppm) / 1e6));
    return (ns / 1000n) * 1000n; // the file counts microseconds
  }
}

/** A recorder that misses frames: each is heard with this probability. */
export function heardInPart(
  records: readonly CaptureRecord[],
  share: number,
  seed: number,
): readonly CaptureRecord[] {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return numbered(records.filter(() => random() < share));
}

/** A recorder for each channel. */
export function byChannel(records: readonly CaptureRecord[]): (readonly CaptureRecord[])[] {
  const receiver = createReceiver();
  const channels = new Map<number | undefined, CaptureRecord[]>();
  for (const record of records) {
    const received = receiver.receive(record);
    const channel = "notWifi" in received ? undefined : received.radio.frequencyMhz;
    const heard = channels.get(channel);
    if (heard === undefined) channels.set(channel, [record]);
    else heard.push(record);
  }
  return [...channels.values()].map(numbered);
}

function numbered(records: readonly CaptureRecord[]): readonly CaptureRecord[] {
  return records.map((record, i) => ({ ...record, frame: i + 1 }));
}

/** All recorders together, their clocks compared first; by `isSameClock` one machine stamped them; with `isSieved`
 * false every frame is looked at. */
export function analyzeTogether(
  captures: readonly (readonly CaptureRecord[])[],
  keys: readonly KeySpec[],
  { isSieved = true, isSameClock = false } = {},
): Analysis {
  const surveyed = captures.map((records) => {
    const survey = new CaptureSurvey(marksOfEach(captures.length));
    survey.takeRecords(records);
    return survey.surveyed(true);
  });
  const { clocks, ...survey } = joinSurveys(surveyed, { isSameClock });
  const analyzer = createAnalyzer({
    inputs: captures.length,
    clocks,
    ...(isSieved ? survey : {}),
    keys,
    pbkdf2: nativePbkdf2,
  });
  const left = captures.map((records) => [...records]);
  for (let input = analyzer.next(); input !== undefined; input = analyzer.next()) {
    const batch = left[input]?.splice(0, 50) ?? [];
    if (batch.length > 0) analyzer.push(input, batch);
    else
      analyzer.end(input, {
        path: `${input}.pcap`,
        sizeBytes: 0,
        compression: null,
        format: "pcap",
        frames: captures[input]?.length ?? 0,
        skippedBlocks: new Map(),
        faults: [],
        dropped: 0,
      });
  }
  return analyzer.finish();
}

/** What is said of each exchange, whatever number it has. */
export function verdictsOf({ exchanges }: Analysis): readonly string[] {
  return exchanges
    .map(
      ({ station, targetAp, kind, outcome, verdict }) =>
        `${station} ${targetAp} ${kind} ${outcome}: ${verdict.kind} ${verdict.culprit} ${verdict.rule} ${verdict.confidence}`,
    )
    .sort();
}
