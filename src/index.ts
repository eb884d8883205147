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

export type { Clock, ClockRelation } from "./air/clock.ts";
export { type ClockSurvey, createClockSurvey } from "./air/clock-survey.ts";
export type { Analysis, ExchangeReport, Finding } from "./analyze/analysis.ts";
export { type Analyzer, type AnalyzerOptions, createAnalyzer } from "./analyze/analyzer.ts";
export { toSection } from "./analyze/extract-section.ts";
export { createExtraction, type Extraction, type KeptFrame } from "./analyze/extraction.ts";
export { parseKeyFile } from "./analyze/key-file.ts";
export { parseKeySpec } from "./analyze/key-spec.ts";
export { createLogCollector, type LogCollector } from "./analyze/log-collector.ts";
export type { CollectedLog } from "./analyze/log-reading.ts";
export { writePcapng } from "./capture/pcapng-writer.ts";
export { createCaptureReader } from "./capture/reader.ts";
export type { CaptureReader, CaptureRecord, CaptureSummary } from "./capture/record.ts";
export { auditRules } from "./diagnosis/audit-rules/index.ts";
export type { Rule } from "./diagnosis/rule.ts";
export { rules } from "./diagnosis/rules/index.ts";
export type { Verdict } from "./diagnosis/verdict.ts";
export type { KeySpec } from "./exchange/key-ring.ts";
export { captureComments } from "./report/capture-comments.ts";
export { jsonReport } from "./report/json.ts";
