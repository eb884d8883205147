import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { analyzeCaptures } from "../src/cli/analyze-captures.ts";
import { textReport } from "../src/report/text-parts.ts";
import { drawText } from "../src/cli/draw-text.ts";
test("x", async () => {
  let s = "";
  for (const n of ["ftpsk-nokeydist","ftpsk-sta-anonce","ftpsk-sta-mic","ftpsk-ota-success","ftpsk-ds-success"]) {
    const {analysis} = await analyzeCaptures([`../shared/captures/lab/${n}/air.pcap`], { keys: [], showSecrets: false } as never, {} as never);
    s += "=".repeat(20)+n+"\n"+drawText(textReport(analysis, {verbose:false}), {columns:80,color:false});
  }
  writeFileSync("/tmp/real.txt", s);
});
