import type { Library } from "../scripts/loss/judge.mjs";
import { createAnalyzer } from "../src/analyze/analyzer.ts";
import { parseKeyFile } from "../src/analyze/key-file.ts";
import { createCaptureReader } from "../src/capture/reader.ts";

/** What scripts/loss judges: the sources. */
export const ftscope: Library = { createAnalyzer, createCaptureReader, parseKeyFile };
