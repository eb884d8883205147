import { test } from "vitest";
import { analyzeRoam, keysOf, tellRoam } from "../builders/roam.ts";
test("try", () => {
  for (const via of ["air","ds"] as const) for (const k of ["right","none","wrong"] as const) {
  const t=Date.now();
  const a = analyzeRoam(tellRoam({via}), { keys: keysOf(k) });
  process.stdout.write(`${via} ${k} ${Date.now()-t}ms\n`);
  for (const x of a.exchanges) process.stdout.write(JSON.stringify([x.kind,x.outcome,x.verdict.rule,x.verdict.confidence,x.data, x.checks.filter(c=>c.result!=="sound").map(c=>[c.id,c.result,c.text])])+"\n");
  process.stdout.write(JSON.stringify(a.findings)+"\n");
  }
});
