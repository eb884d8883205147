import { existsSync, readdirSync } from "node:fs";
import { test } from "vitest";
import { runCli } from "./cli/test-io.ts";
import { scenariosIn, sharedLab, truthOf, wrongAccusations } from "./cases.ts";
test("both", async () => {
  for (const s of scenariosIn(sharedLab)) {
    const d = `${sharedLab}/${s}`;
    const sn = readdirSync(d).filter((f) => f.startsWith("sniffer"));
    const t = truthOf(sharedLab, s);
    for (const files of [sn, ["air.pcap", ...sn]]) for (const k of [true, false]) {
      if (!files.every((f) => existsSync(`${d}/${f}`)) || files.length === 0) continue;
      const { out } = await runCli(["analyze", ...files.map((f) => `${d}/${f}`), ...(k ? ["--keys", `${d}/keys.txt`] : []), "--format", "json"]);
      const a = JSON.parse(out);
      const acc = k ? t.accept.withKey : t.accept.withoutKey;
      const w = wrongAccusations(a, t, acc);
      const c = a.exchanges.flatMap((x: any) => x.checks.filter((c: any) => /^tk-|packet-n/.test(c.id) && c.result !== "sound" && (k || c.result === "fault")).map((c: any) => `${x.id} ${c.frame} ${c.id} ${c.result} ${c.variant} ${c.text} ${c.needs}`));
      if (w.length || c.length) console.log(s, files.join(), k, w, c);
    }
  }
}, 300000);
test("text", async () => {
  const d = `${sharedLab}/ftpsk-ap-tk`;
  console.log((await runCli(["analyze", `${d}/air.pcap`, "--keys", `${d}/keys.txt`])).out);
  const e = `${sharedLab}/ftsae-ds-success`;
  console.log((await runCli(["analyze", `${e}/air.pcap`])).out);
});
