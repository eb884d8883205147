import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { createAnalyzer } from "../src/analyze/analyzer.ts";
import { parseKeyFile } from "../src/analyze/key-file.ts";
import { createCaptureReader } from "../src/capture/reader.ts";
import type { CaptureRecord } from "../src/capture/record.ts";
import { drawText } from "../src/cli/draw-text.ts";
import { textReport } from "../src/report/text-parts.ts";
import { ownCases, scenariosIn } from "./cases.ts";

/** Captures that between them hold every kind of frame. */
const scenarios = [
  "ftpsk-ota-success",
  "ftpsk-ds-success",
  "ftsae-ds-success",
  "ftsaeext-g20-success",
];

const cases = scenarios.map((scenario) => {
  const folder = join(ownCases, scenario);
  const reader = createCaptureReader();
  const records = reader.push(new Uint8Array(readFileSync(join(folder, "air.pcap"))));
  const { keys } = parseKeyFile(new Uint8Array(readFileSync(join(folder, "keys.txt"))), "keys.txt");
  return { scenario, octets: readFileSync(join(folder, "air.pcap")), records, keys };
});

function analyze(
  records: readonly CaptureRecord[],
  keys: (typeof cases)[number]["keys"],
): Analysis {
  const analyzer = createAnalyzer({ inputs: 1, keys });
  analyzer.push(0, records);
  analyzer.end(0, {
    path: "air.pcap",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  return analyzer.finish();
}

function expectSane(analysis: Analysis): void {
  expect(analysis.findings.filter(({ summary }) => summary.startsWith("Internal"))).toEqual([]);
  const text = drawText(textReport(analysis, { verbose: true }), { columns: 80, color: false });
  expect(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/.test(text)).toBe(
    false,
  );
}

/** One thing done to the octets of a packet behind its radio header. */
const damage = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("flip", "set", "cut", "grow", "repeat"),
  value: fc.integer({ min: 0, max: 255 }),
});

function damaged(
  octets: Uint8Array,
  { at, kind, value }: { at: number; kind: string; value: number },
) {
  const start = Math.min((octets[2] ?? 0) + 256 * (octets[3] ?? 0), octets.length);
  const place = start + (at % Math.max(1, octets.length - start));
  switch (kind) {
    case "flip":
    case "set": {
      const copy = octets.slice();
      copy[place] = kind === "set" ? value : (copy[place] ?? 0) ^ (value || 1);
      return copy;
    }
    case "cut":
      return octets.slice(0, place);
    case "grow":
      return Uint8Array.from([...octets, ...new Array(value).fill(value)]);
    default:
      return Uint8Array.from([
        ...octets.slice(0, place),
        ...octets.slice(Math.max(start, place - 40)),
      ]);
  }
}

describe.each(cases)("$scenario, damaged", ({ records, keys, octets }) => {
  test("packets with flipped, lost and repeated octets are analysed without a failure", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: records.length - 1 }), damage), {
          minLength: 1,
          maxLength: 60,
        }),
        (wounds) => {
          const hurt = [...records];
          for (const [index, wound] of wounds) {
            const record = hurt[index] as CaptureRecord;
            const cut = damaged(record.octets, wound);
            hurt[index] = { ...record, octets: cut, originalLength: cut.length };
          }
          expectSane(analyze(hurt, keys));
        },
      ),
      { numRuns: 25, seed: 20261123 },
    );
  });

  test("a file with flipped octets is read to where it makes sense", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat({ max: octets.length - 1 }), fc.integer({ min: 0, max: 255 })), {
          minLength: 1,
          maxLength: 30,
        }),
        (flips) => {
          const copy = new Uint8Array(octets);
          for (const [at, value] of flips) copy[at] = value;
          const reader = createCaptureReader();
          const read = reader.push(copy);
          const { faults } = reader.end();
          for (const { offset } of faults) expect(offset).toBeLessThanOrEqual(copy.length);
          expectSane(analyze(read, keys));
        },
      ),
      { numRuns: 15, seed: 20261123 },
    );
  });
});

test.each(scenariosIn(ownCases))("times at their extremes do no harm: %s", (scenario) => {
  const reader = createCaptureReader();
  const records = reader.push(new Uint8Array(readFileSync(join(ownCases, scenario, "air.pcap"))));
  const extremes = [0n, -1n, 2n ** 63n, 2n ** 64n - 1n, 253402300800n * 1_000_000_000n];
  const shifted = records.map((record, i) => ({
    ...record,
    time: i % 7 === 0 ? (extremes[(i / 7) % extremes.length] as bigint) : record.time,
  }));
  expectSane(analyze(shifted, []));
});
