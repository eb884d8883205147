/**
 * ftscope as a library. Everything here is synchronous, works on octets and runs in a browser: push
 * the records of one or more captures into an analyzer and take the document out.
 *
 * @example
 * const reader = createCaptureReader();
 * const analyzer = createAnalyzer({ inputs: 1, keys: [] });
 * analyzer.push(0, reader.push(octets));
 * analyzer.end(0, { path: "roam.pcap", sizeBytes: octets.length, compression: null, ...reader.end() });
 * const analysis = analyzer.finish();
 */
export type { Analysis, ExchangeReport, Finding } from "./analyze/analysis.ts";
export { type Analyzer, type AnalyzerOptions, createAnalyzer } from "./analyze/analyzer.ts";
export { parseKeyFile } from "./analyze/key-file.ts";
export { parseKeySpec } from "./analyze/key-spec.ts";
export { createCaptureReader } from "./capture/reader.ts";
export type { CaptureReader, CaptureRecord, CaptureSummary } from "./capture/record.ts";
export type { Rule } from "./diagnosis/rule.ts";
export { rules } from "./diagnosis/rules/index.ts";
export type { Verdict } from "./diagnosis/verdict.ts";
export type { KeySpec } from "./exchange/key-ring.ts";
export { jsonReport } from "./report/json.ts";
