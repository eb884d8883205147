import { readdirSync, readFileSync, existsSync } from "node:fs";
import { test } from "vitest";
import { createAnalyzer } from "/work/main/src/analyze/analyzer.ts";
import { createCaptureReader } from "/work/main/src/capture/reader.ts";
import { SecretKey } from "/work/main/src/crypto/secret-key.ts";
import { pbkdf2Sync } from "node:crypto";
const lab = "/work/shared/captures/lab";
const only = process.env.ONLY;
function keysOf(dir: string) {
  return readFileSync(`${lab}/${dir}/keys.txt`, "utf8").split("\n").filter((l) => l && !l.startsWith("#")).map((l, i) => {
    const [kind, a, ...rest] = l.split(":");
    if (kind === "psk") return { kind: "passphrase" as const, label: `keys.txt line ${i + 1}`, secret: new SecretKey("passphrase", Buffer.from(rest.join(":"))), ssid: new Uint8Array(Buffer.from(a!)) };
    const [hex, at] = l.slice(kind!.length + 1).split("@");
    const st = at && /^([0-9a-f]{2}:){5}/.test(at) ? at : undefined;
    return { kind: kind as never, label: `keys.txt line ${i + 1}`, secret: new SecretKey("PMK", Buffer.from(hex!, "hex")), ...(st ? { station: st as never } : at ? { ssid: new Uint8Array(Buffer.from(at)) } : {}) };
  });
}
export function run(dir: string, withKeys: boolean) {
  const a = createAnalyzer({ inputs: 1, keys: withKeys ? keysOf(dir) : [], pbkdf2: (p, s, i, l) => new Uint8Array(pbkdf2Sync(p, s, i, l, "sha1")) });
  const r = createCaptureReader();
  a.push(0, r.push(new Uint8Array(readFileSync(`${lab}/${dir}/air.pcap`))));
  a.end(0, { path: "air.pcap", sizeBytes: 0, compression: null, ...r.end() });
  return a.finish();
}
test("lab", () => {
  let bad = 0, und = 0;
  for (const dir of readdirSync(lab)) {
    if (!existsSync(`${lab}/${dir}/truth.json`) || (only && !dir.includes(only))) continue;
    const truth = JSON.parse(readFileSync(`${lab}/${dir}/truth.json`, "utf8"));
    for (const withKeys of [true, false]) {
      const accept: string[] = withKeys ? truth.accept.withKey : truth.accept.withoutKey;
      const an = run(dir, withKeys);
      const lines: string[] = [];
      let okTarget = false;
      for (const x of an.exchanges) {
        const v = x.verdict;
        const atTarget = truth.accept.targets.includes(x.targetAp);
        let mark = " ";
        if (v.kind === "fault" && (!accept.includes(v.culprit) || !atTarget)) { mark = "WRONG"; bad++; }
        const c = v.culprit === "capture" ? "undetermined" : v.culprit;
        if (atTarget && accept.includes(c)) okTarget = true;
        lines.push(`   ${mark} ${x.id} ${x.kind.slice(0, 12)} ->${x.targetAp.slice(-5)} ${x.outcome} | ${v.kind} ${v.culprit} ${v.confidence} ${v.rule} | ${v.summary}`);
      }
      const failed = truth.expected_outcome.startsWith("failure");
      const need = accept.includes("none") ? null : 1;
      const anyFault = an.exchanges.some((x) => x.verdict.kind !== "sound" && truth.accept.targets.includes(x.targetAp));
      const flag = okTarget && (!failed || need === null || anyFault) ? "ok " : "MISS";
      if (flag === "MISS") und++;
      console.log(`${flag} ${dir} ${withKeys ? "keys" : "nokeys"} accept=${accept.join("/")} ${an.findings.map((f) => f.summary).join(";")}`);
      if (only || flag === "MISS" || lines.some((l) => l.includes("WRONG"))) for (const l of lines) console.log(l);
      if (process.env.CHECKS) for (const x of an.exchanges) for (const c of x.checks) console.log("      ", x.id, c.frame, c.id, c.result, c.variant ?? "", c.text, process.env.CHECKS === "2" ? `seen=${c.seen} exp=${c.expected}` : "");
    }
  }
  console.log("wrong", bad, "miss", und);
});
