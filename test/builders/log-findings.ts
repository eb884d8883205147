import type { Finding } from "../../src/analyze/analysis.ts";
import { analyzeLogs } from "../../src/analyze/analyze-logs.ts";
import { createLogCollector } from "../../src/analyze/log-collector.ts";

/** What the rules find in logs and configuration dumps. */
export function logFindings(...texts: readonly (string | Uint8Array)[]): readonly Finding[] {
  return analyzeLogs(
    texts.map((text, i) => {
      const collector = createLogCollector(`${i}.txt`);
      collector.push(typeof text === "string" ? Uint8Array.from(Buffer.from(text)) : text);
      return collector.end();
    }),
  ).findings;
}
