import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
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
