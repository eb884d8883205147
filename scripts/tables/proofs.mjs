// Runs the proof script of every FT exchange of a folder of cases and prints what each ends in.
//   npm run --silent build && node scripts/tables/proofs.mjs [folder of cases] [shell]
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";

const root = new URL("../..", import.meta.url).pathname;
const folder = process.argv[2] ?? resolve(root, "../shared/captures/lab");
const shell = process.argv[3] ?? "sh";
const main = resolve(root, "dist/cli/main.js");

let differing = 0;
console.log("| scenario | exchange | verdict | rule | proof |");
console.log("|---|---|---|---|---|");
for (const name of readdirSync(folder)) {
  const path = resolve(folder, name);
  if (!existsSync(resolve(path, "truth.json"))) continue;
  const input = [resolve(path, "air.pcap"), "--keys", resolve(path, "keys.txt")];
  const json = run("analyze", ...input, "--format", "json", "--fail-on", "never");
  for (const { id, kind, verdict } of JSON.parse(json).exchanges) {
    if (!kind.startsWith("ft-")) continue;
    const script = run("prove", ...input, "--exchange", id);
    const results = keysOf(path).map((key) =>
      spawnSync(shell, ["-c", script], { input: `${key}\n`, encoding: "utf8" }),
    );
    const right = results.find(({ status }) => status === 0);
    if (right === undefined) differing++;
    const [result] = /RESULT: .*/.exec((right ?? results[0]).stdout) ?? ["no result"];
    console.log(`| ${name} | ${id} | ${verdict.kind} | ${verdict.rule} | ${result.slice(8)} |`);
  }
}
console.log(`\nproofs that end in another result: ${differing}`);

function run(...argv) {
  return spawnSync(process.execPath, [main, ...argv], { encoding: "utf8", maxBuffer: 2 ** 28 })
    .stdout;
}

/** Passphrases and PMKs of a case, as a person would type them. */
function keysOf(path) {
  return readFileSync(resolve(path, "keys.txt"), "utf8")
    .split("\n")
    .map((line) => /^(?:psk:[^:]*:|pmk:)(.*?)(?:@.*)?$/.exec(line)?.[1])
    .filter((word) => word !== undefined);
}
