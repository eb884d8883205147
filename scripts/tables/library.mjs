/** What the tables are made with: single modules of the build, as more than the package shows is asked of them. */
export { createAnalyzer } from "../../build/analyze/analyzer.js";
export { parseKeyFile } from "../../build/analyze/key-file.js";
export { createLogCollector } from "../../build/analyze/log-collector.js";
export { createCaptureReader } from "../../build/capture/reader.js";
