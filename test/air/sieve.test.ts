import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { AirFrame } from "../../src/air/air-frame.ts";
import type { Beginning } from "../../src/air/beginnings.ts";
import { CaptureSurvey } from "../../src/air/capture-survey.ts";
import { createIngest } from "../../src/air/ingest.ts";
import { Sieve } from "../../src/air/sieve.ts";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { Packet } from "../../src/capture/packet.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import { byChannel, recordsOf } from "../builders/sniffers.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "../cases.ts";

/**
 * The analysis of one capture. Beside a second one that is empty nothing is sieved: every frame is
 * decoded and followed.
 */
function analyze(folder: string, inputs: 1 | 2): Omit<Analysis, "inputs"> {
  const octets = new Uint8Array(readFileSync(join(folder, "air.pcap")));
  const { keys } = parseKeyFile(new Uint8Array(readFileSync(join(folder, "keys.txt"))), "keys.txt");
  const analyzer = createAnalyzer({ inputs, keys, pbkdf2: nativePbkdf2 });
  const reader = createCaptureReader();
  const name = { path: "air.pcap", sizeBytes: octets.length, compression: null };
  analyzer.push(0, reader.push(octets));
  analyzer.end(0, { ...name, ...reader.end() });
  if (inputs === 2) analyzer.end(1, { ...name, ...createCaptureReader().end() });
  const { inputs: _, ...rest } = analyzer.finish();
  return rest;
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
    expect(analyze(folder, 1)).toEqual(analyze(folder, 2));
  });
  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))("%s", (scenario) => {
    const folder = join(sharedLab, scenario);
    expect(analyze(folder, 1)).toEqual(analyze(folder, 2));
  });
});
