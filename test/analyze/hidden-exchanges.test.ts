import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { ownCases } from "../cases.ts";

// FT over the DS under management frame protection: the station asks in frame 128, frame 130 answers it, and its
// reassociation request is frame 134.
const success = "ftsae-ds-success";

function analyze(
  isKept: (record: CaptureRecord) => boolean,
  { withKeys = true, scenario = success } = {},
): Analysis["exchanges"] {
  const path = join(ownCases, scenario);
  const reader = createCaptureReader();
  const records = reader.push(new Uint8Array(readFileSync(join(path, "air.pcap"))));
  const { keys } = parseKeyFile(new Uint8Array(readFileSync(join(path, "keys.txt"))), "keys.txt");
  const analyzer = createAnalyzer({ inputs: 1, keys: withKeys ? keys : [] });
  analyzer.push(0, records.filter(isKept));
  analyzer.end(0, { path: "air.pcap", sizeBytes: 0, compression: null, ...reader.end() });
  return analyzer.finish().exchanges;
}

const isBeforeReassociation = ({ frame }: CaptureRecord) => frame < 134;

const told = (exchanges: Analysis["exchanges"]) =>
  exchanges.map(({ id, kind, outcome, frames }) => [
    id,
    kind,
    outcome,
    frames.map(({ frame }) => frame).filter((frame) => frame >= 128),
  ]);

describe("an attempt over the DS that is nothing but protected Action frames", () => {
  test("is found with the key of the association, and numbered where it belongs", () => {
    expect(told(analyze(isBeforeReassociation))).toEqual([
      ["x1", "initial-mobility-domain-association", "completed", []],
      ["x2", "ft-over-the-ds", "abandoned", [128, 130]],
    ]);
    const unanswered = analyze(({ frame }) => frame <= 128 || frame > 145);
    expect(told(unanswered)[1]).toEqual(["x2", "ft-over-the-ds", "unanswered", [128]]);
  });

  test("is judged as any other (captures/ftsae-ds-nokeydist)", () => {
    const [, first, second] = analyze(() => true, { scenario: "ftsae-ds-nokeydist" });
    expect(first).toMatchObject({ id: "x2", kind: "ft-over-the-ds", outcome: "refused" });
    expect(first?.verdict).toMatchObject({ kind: "fault", culprit: "key-distribution" });
    expect(second).toMatchObject({ id: "x3", kind: "ft-over-the-air" });
  });

  test("is not found without the key", () => {
    const kinds = analyze(isBeforeReassociation, { withKeys: false }).map(({ kind }) => kind);
    expect(kinds).toEqual(["initial-mobility-domain-association"]);
  });

  test("says nothing of the data around it, which were not followed", () => {
    const [, attempt] = analyze(({ frame }) => frame < 134 || frame > 145);
    expect(attempt?.kind).toBe("ft-over-the-ds");
    expect(attempt?.consequence).toBeUndefined();
  });

  test("and belongs to its roam when there is a reassociation", () => {
    expect(told(analyze(() => true))).toEqual([
      ["x1", "initial-mobility-domain-association", "completed", []],
      ["x2", "ft-over-the-ds", "completed", [128, 130, 134, expect.any(Number)]],
    ]);
  });
});
