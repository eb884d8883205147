// Prints, for every AKM of the lab, how often each check came out sound, fault or cannot-tell with the keys.
//   npm run --silent build && node scripts/tables/checks.mjs [folder of cases]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createAnalyzer, createCaptureReader, parseKeyFile } from "./library.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = process.argv[2] ?? resolve(root, "../shared/captures/lab");

const table = new Map();
const open = [];
for (const name of readdirSync(folder)) {
  const path = resolve(folder, name);
  if (!existsSync(resolve(path, "truth.json"))) continue;
  const octets = new Uint8Array(readFileSync(resolve(path, "air.pcap")));
  const { keys } = parseKeyFile(
    new Uint8Array(readFileSync(resolve(path, "keys.txt"))),
    "keys.txt",
  );
  const reader = createCaptureReader();
  const analyzer = createAnalyzer({ inputs: 1, keys });
  analyzer.push(0, reader.push(octets));
  analyzer.end(0, { path: "", sizeBytes: 0, compression: null, ...reader.end() });
  for (const exchange of analyzer.finish().exchanges) {
    for (const check of exchange.checks) {
      const key = `${exchange.akmName} | ${check.id}`;
      const row = table.get(key) ?? { sound: 0, fault: 0, "cannot-tell": 0, "not-applicable": 0 };
      row[check.result]++;
      table.set(key, row);
      if (check.result === "cannot-tell") {
        open.push(`${name} ${exchange.id} frame ${check.frame} ${check.id}: ${check.text}`);
      }
    }
  }
}
console.log("| AKM | check | sound | fault | cannot-tell |\n|---|---|---|---|---|");
for (const key of [...table.keys()].sort()) {
  const row = table.get(key);
  console.log(`| ${key} | ${row.sound} | ${row.fault} | ${row["cannot-tell"]} |`);
}
console.log(`\n${open.length} checks left open:`);
for (const line of open) console.log(`- ${line}`);
