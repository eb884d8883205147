import { judgeLogs } from "../diagnosis/judge-logs.ts";
import { implicationsOf } from "../diagnosis/wlan-implications.ts";
import { readNetworkConfig } from "../logs/network-config.ts";
import { toolVersion } from "../spec/version.ts";
import type { Analysis, Finding } from "./analysis.ts";
import { brokenRule } from "./broken-rule.ts";
import { type CollectedLog, logReading } from "./log-reading.ts";

/** What logs and configuration dumps tell without any capture. */
export function analyzeLogs(logs: readonly CollectedLog[]): Analysis {
  const config = readNetworkConfig(logs.map(({ sections }, log) => ({ log, sections })));
  const { findings, failures } = judgeLogs({
    logs: logs.map(({ story }, log) => ({ log, story })),
    config,
  });
  const implications = config.wlans.map((wlan) => ({ log: wlan.log, list: implicationsOf(wlan) }));
  return {
    schema: "ftscope/analysis/1",
    generator: { name: "ftscope", version: toolVersion },
    inputs: [],
    networks: [],
    exchanges: [],
    roams: [],
    voice: [],
    findings: [
      ...findings.map(({ confirm, ...finding }): Finding => ({ ...finding, missing: confirm })),
      ...failures.map(brokenRule),
    ],
    logs: logs.map((log, index) => {
      const ofLog = implications.filter((each) => each.log === index).flatMap(({ list }) => list);
      return { ...logReading(log), ...(ofLog.length > 0 ? { implications: ofLog } : {}) };
    }),
  };
}
