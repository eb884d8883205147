import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loneClock } from "../../src/air/clock.ts";
import { controls } from "../../src/air/frame-glance.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { createExtraction } from "../../src/analyze/extraction.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import { recordsOf } from "../builders/sniffers.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "../cases.ts";
import { dataFrame } from "../radiotap/any-header.ts";
import { carriers, rewrapped } from "../radiotap/carriers.ts";

/** Gives what is kept of records of a capture that was analysed; of its first exchange all, where `isWide`. */
function extractionOf(records: readonly CaptureRecord[], folder: string) {
  const { keys } = parseKeyFile(new Uint8Array(readFileSync(join(folder, "keys.txt"))), "keys.txt");
  const analyzer = createAnalyzer({ inputs: 1, keys, pbkdf2: nativePbkdf2 });
  analyzer.push(0, records);
  const ended = { ...createCaptureReader().end(), path: "", sizeBytes: 0, compression: null };
  analyzer.end(0, ended);
  const analysis = analyzer.finish();
  return (again: readonly CaptureRecord[], isWide: boolean) => {
    const wide = new Set(isWide ? analysis.exchanges.slice(0, 1).map(({ id }) => id) : []);
    const relevance = analyzer.relevance(analysis, wide);
    const extraction = createExtraction(relevance, { clocks: [loneClock] });
    extraction.push(0, again);
    return extraction.kept().map(({ record, what }) => ({ frame: record.frame, what }));
  };
}

/** Where an interface has a comment every frame is decoded. */
function commented(records: readonly CaptureRecord[]): readonly CaptureRecord[] {
  return records.map((record) => ({ ...record, interfaceComment: "" }));
}

function expectSame(folder: string, records = recordsOf(join(folder, "air.pcap"))): void {
  const keptOf = extractionOf(records, folder);
  for (const isWide of [false, true]) {
    const kept = keptOf(records, isWide);
    expect(kept).toEqual(keptOf(commented(records), isWide));
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length).toBeLessThan(records.length);
  }
}

const foreignData = dataFrame.slice();
foreignData[1] = 0x41; // protected: no EAPOL

/** Before each ACK somebody else's data come on its channel, some of them marked as damaged (Flags behind TSFT). */
function interrupted(records: readonly CaptureRecord[]): readonly CaptureRecord[] {
  return records.flatMap((record, i) => {
    const header = record.octets.slice(0, record.octets[2]);
    if (record.octets[header.length] !== controls.ack) return [record];
    const flagsAt = ((header[4] ?? 0) & 1) !== 0 ? 16 : 8;
    header[flagsAt] = i % 2 === 0 ? 0 : 0x40;
    const octets = concatOctets(header, foreignData);
    return [{ ...record, frame: 1_000_000 + i, octets, originalLength: octets.length }, record];
  });
}

test("an ACK behind somebody else's frame is none of the frame before", () => {
  const folder = join(ownCases, "ftpsk-ota-success");
  const whole = recordsOf(join(folder, "air.pcap"));
  const records = interrupted(whole);
  const keptOf = extractionOf(whole, folder);
  const acks = (kept: ReturnType<typeof keptOf>) => kept.filter(({ what }) => what.includes("ACK"));
  expect(keptOf(records, false)).toEqual(keptOf(commented(records), false));
  expect(acks(keptOf(records, false)).length).toBeGreaterThan(0);
  expect(acks(keptOf(records, false)).length).toBeLessThan(acks(keptOf(whole, false)).length);
});

describe("what is passed over would not have been kept", () => {
  test.each(scenariosIn(ownCases))("captures/%s", (scenario) => {
    expectSame(join(ownCases, scenario));
  });
  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))("%s", (scenario) => {
    expectSame(join(sharedLab, scenario));
  });

  describe.each(carriers)("nor of %s", (_, carrier) => {
    test.each(scenariosIn(ownCases).slice(0, 2))("captures/%s", (scenario) => {
      const folder = join(ownCases, scenario);
      expectSame(folder, rewrapped(recordsOf(join(folder, "air.pcap")), carrier));
    });
  });
});
