import { test } from "vitest";
import { analyzeRoam, keysOf } from "../builders/roam.ts";
import { ruleCases } from "./cases/rule-cases.ts";
test("x", { timeout: 600000 }, () => {
  let n = 0; const seen = new Set<string>();
  for (const [id, cases] of Object.entries(ruleCases)) {
    for (const [name, c] of Object.entries(cases.fault ?? {})) {
      const told = c.story();
      for (const which of ["right", "none"] as const) {
      for (let i = 0; i <= told.records.length; i++) {
        const records = told.records.filter((_, j) => j !== i);
        n++;
        const a = analyzeRoam({ records }, { keys: keysOf(which) });
        for (const x of a.exchanges) {
          if (x.verdict.kind !== "fault" || x.verdict.culprit === c.culprit) continue;
          const key = `${id}/${name}/${which}/${x.verdict.rule}`;
          if (seen.has(key)) continue; seen.add(key);
          const label = ["authentication-request","authentication-response","association-request","association-response","message-1","message-2","message-3","message-4","ft-request","ft-response","reassociation-request","reassociation-response","data up","data down","deauthentication","dismissal"].find(l => told.frames(l).includes(i+1)) ?? "other";
          process.stdout.write(`WRONG ${id} / ${name} / key ${which} / without ${i+1} ${label}: ${x.verdict.rule} ${x.verdict.culprit} ${x.verdict.confidence}\n`);
        }
        for (const f of a.findings) if (f.rule.includes("rror") || f.summary.startsWith("Internal")) process.stdout.write("INTERNAL "+f.summary+"\n");
      } }
    }
  }
  process.stdout.write(`n=${n}\n`);
});
