import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AirFrame } from "../../src/air/air-frame.ts";
import type { Beginning } from "../../src/air/beginnings.ts";
import { CaptureSurvey } from "../../src/air/capture-survey.ts";
import { createIngest, type Ingest } from "../../src/air/ingest.ts";
import { Sieve } from "../../src/air/sieve.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { Packet } from "../../src/capture/packet.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import type { KeySpec } from "../../src/exchange/key-ring.ts";
import { byChannel, recordsOf } from "../builders/sniffers.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "../cases.ts";
import { carriers, rewrapped } from "../radiotap/carriers.ts";

function keysOf(folder: string): readonly KeySpec[] {
  return parseKeyFile(new Uint8Array(readFileSync(join(folder, "keys.txt"))), "keys.txt").keys;
}

/**
 * The analysis of one capture. Beside a second one that is empty nothing is sieved: every frame is
 * decoded and followed.
 */
function analyze(records: readonly CaptureRecord[], keys: readonly KeySpec[], inputs: 1 | 2) {
  const analyzer = createAnalyzer({ inputs, keys, pbkdf2: nativePbkdf2 });
  const ended = { ...createCaptureReader().end(), path: "", sizeBytes: 0, compression: null };
  analyzer.push(0, records);
  analyzer.end(0, ended);
  if (inputs === 2) analyzer.end(1, ended);
  const analysis = analyzer.finish();
  return { ...analysis, inputs: analysis.inputs.slice(0, 1) };
}

/** How many of the packets had to be decoded. */
function decodedOf(records: readonly CaptureRecord[]): number {
  const ingest = createIngest(0);
  let decoded = 0;
  const counting: Ingest = {
    ...ingest,
    take(record) {
      decoded++;
      return ingest.take(record);
    },
  };
  const sieve = new Sieve(0, counting, () => {});
  const packet = new Packet();
  for (const record of records) {
    packet.set(record);
    sieve.take(packet);
  }
  return decoded;
}

function expectSame(records: readonly CaptureRecord[], folder: string): void {
  const keys = keysOf(folder);
  expect(analyze(records, keys, 1)).toEqual(analyze(records, keys, 2));
}

/** As {@link expectSame}, but for damage that nobody marks in frames that are passed over: it is not looked for. */
function expectSameButForDamage(records: readonly CaptureRecord[], folder: string): void {
  const keys = keysOf(folder);
  const [sieved, whole] = [analyze(records, keys, 1), analyze(records, keys, 2)];
  const badIn = ({ inputs }: typeof whole) => inputs[0]?.badFcs ?? 0;
  expect(badIn(sieved)).toBeLessThanOrEqual(badIn(whole));
  expect(badIn(sieved)).toBeGreaterThan(badIn(whole) / 2);
  const counted = ({ inputs, ...rest }: typeof whole) => ({
    ...rest,
    inputs: inputs.map((input) => ({ ...input, badFcs: 0 })),
  });
  expect(counted(sieved)).toEqual(counted(whole));
}

test("what another capture heard begin is followed here too", () => {
  const records = recordsOf(join(ownCases, "ftpsk-negative-cache", "air.pcap"));
  const [here = [], there = []] = byChannel(records);
  const survey = new CaptureSurvey(64);
  survey.takeRecords(there);
  const { beginnings } = survey.surveyed(true);
  const frames = (expected: readonly Beginning[]) => {
    const handed: number[] = [];
    const handOn = ({ frame }: AirFrame) => handed.push(frame);
    const sieve = new Sieve(0, createIngest(0), handOn, { expected });
    const packet = new Packet();
    for (const record of here) {
      packet.set(record);
      sieve.take(packet);
    }
    return handed;
  };
  expect(beginnings.length).toBeGreaterThan(0);
  const alone = frames([]);
  expect(frames(beginnings)).toEqual(expect.arrayContaining(alone));
  expect(frames(beginnings).length).toBeGreaterThan(alone.length);
});

describe("what is passed over changes nothing in the document", () => {
  test.each(scenariosIn(ownCases))("captures/%s", (scenario) => {
    const folder = join(ownCases, scenario);
    expectSame(recordsOf(join(folder, "air.pcap")), folder);
  });
  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))("%s", (scenario) => {
    const folder = join(sharedLab, scenario);
    expectSame(recordsOf(join(folder, "air.pcap")), folder);
  });

  const few = scenariosIn(ownCases).filter((_, i) => i % 20 === 0);
  describe.each(carriers)("nor of %s", (_, carrier) => {
    test.each(few)("captures/%s", (scenario) => {
      const folder = join(ownCases, scenario);
      const original = recordsOf(join(folder, "air.pcap"));
      const records = rewrapped(original, carrier);
      expectSameButForDamage(records, folder);
      // A few more, by which it is found out whether there is an FCS, and that damage is not marked.
      expect(decodedOf(records)).toBeLessThanOrEqual(decodedOf(original) + 10);
    });
  });
});
