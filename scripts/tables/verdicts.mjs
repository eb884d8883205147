// Prints a table of scenario, truth, verdict, rule and confidence, with and without keys.
//   npm run --silent build && node scripts/tables/verdicts.mjs [folder of cases]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createAnalyzer, createCaptureReader, parseKeyFile } from "./library.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = process.argv[2] ?? resolve(root, "../shared/captures/lab");

function analyze(octets, keys) {
  const reader = createCaptureReader();
  const analyzer = createAnalyzer({ inputs: 1, keys });
  analyzer.push(0, reader.push(octets));
  analyzer.end(0, { path: "", sizeBytes: 0, compression: null, ...reader.end() });
  return analyzer.finish();
}

/** The verdict that decides the case: the first fault, else the first open FT exchange, else what there is. */
function deciding({ exchanges }, targets) {
  const at = exchanges.filter(({ targetAp }) => targets.includes(targetAp));
  return (
    exchanges.find(({ verdict }) => verdict.kind === "fault") ??
    at.find(({ verdict, kind }) => verdict.kind === "cannot-tell" && kind.startsWith("ft-")) ??
    at.find(({ kind }) => kind.startsWith("ft-")) ??
    at[0] ??
    exchanges[0]
  );
}

let wrong = 0;
console.log("| scenario | truth | with keys | rule | sure | without keys | rule | sure |");
console.log("|---|---|---|---|---|---|---|---|");
for (const name of readdirSync(folder)) {
  const path = resolve(folder, name);
  if (!existsSync(resolve(path, "truth.json"))) continue;
  const truth = JSON.parse(readFileSync(resolve(path, "truth.json"), "utf8"));
  const octets = new Uint8Array(readFileSync(resolve(path, "air.pcap")));
  const { keys } = parseKeyFile(
    new Uint8Array(readFileSync(resolve(path, "keys.txt"))),
    "keys.txt",
  );
  const cells = [];
  for (const [given, accepted] of [
    [keys, truth.accept.withKey],
    [[], truth.accept.withoutKey],
  ]) {
    const analysis = analyze(octets, given);
    const { verdict } = deciding(analysis, truth.accept.targets) ?? {};
    const accusations = analysis.exchanges.filter(
      (exchange) =>
        exchange.verdict.kind === "fault" &&
        (!accepted.includes(exchange.verdict.culprit) ||
          !truth.accept.targets.includes(exchange.targetAp)),
    );
    const culprit = verdict?.culprit === "capture" ? "undetermined" : verdict?.culprit;
    const isAccepted = accepted.includes(culprit) && accusations.length === 0;
    wrong += accusations.length;
    cells.push(
      `${culprit}${isAccepted ? "" : " (NOT ACCEPTED)"}`,
      verdict?.rule,
      verdict?.confidence,
    );
  }
  console.log(`| ${name} | ${truth.who_broke_it} | ${cells.join(" | ")} |`);
}
console.log(`\nwrong accusations: ${wrong}`);
