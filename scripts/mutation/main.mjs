// Mutation tests: are there changes of the source that no test notices?
// How to run it and read it: "How good the tests are" in .github/CONTRIBUTING.md.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { instrument, isDrawn } from "./mutants.mjs";
import { createTrial } from "./trial.mjs";

const root = new URL("../..", import.meta.url).pathname;

/** The tests nearest to a folder: those of whole captures take too long to be run for every mutant. */
const testsOf = {
  crypto: ["test/crypto"],
  exchange: ["test/exchange", "test/diagnosis", "test/analyze", "test/audit"],
  diagnosis: ["test/diagnosis", "test/analyze", "test/audit"],
};

const { values } = parseArgs({
  options: {
    folder: { type: "string", default: "crypto" },
    tests: { type: "string" },
    only: { type: "string", default: "" },
    share: { type: "string", default: "1" },
    seed: { type: "string", default: "1" },
    verbose: { type: "boolean", default: false },
  },
});
const { folder, only, seed, verbose } = values;
const share = Number(values.share);
if (!(folder in testsOf)) throw new Error(`--folder is one of ${Object.keys(testsOf).join(", ")}`);
if (!(share > 0 && share <= 1)) throw new Error("--share is a number above 0, up to 1");

function filesBelow(path, end) {
  return readdirSync(join(root, path), { recursive: true })
    .map((name) => `${path}/${name}`)
    .filter((name) => name.endsWith(end))
    .sort();
}

const modules = filesBelow(`src/${folder}`, ".ts");
const testFiles = (values.tests?.split(",") ?? testsOf[folder])
  .flatMap((path) => (path.endsWith(".ts") ? [path] : filesBelow(path, ".test.ts")))
  // A module that is kept loaded cannot have another one in its place.
  .filter((path) => !readFileSync(join(root, path), "utf8").includes("vi.mock("));
// The labels of the key derivation are strings; elsewhere most strings are sentences for people.
const excluded = folder === "crypto" ? [] : ["StringLiteral"];
const { mutants, sources } = await instrument(root, modules, excluded);
const drawn = mutants.filter(
  (mutant) => mutant.fileName.includes(only) && isDrawn({ share, seed }, mutant),
);
console.log(`${folder}: ${drawn.length} of ${mutants.length} mutants are tried`);

const trial = await createTrial({
  modules,
  testFiles,
  mutants,
  opening: { sources, isFast: folder !== "crypto" },
});
const table = {};
for (const mutant of drawn) {
  const { fileName, location, mutatorName, replacement } = mutant;
  const { status, by = "" } = await trial.run(mutant.id);
  const file = relative("src", fileName);
  table[file] ??= { killed: 0, timeout: 0, survived: 0, "not covered": 0 };
  table[file][status]++;
  if (status === "killed" && !verbose) continue;
  const [from, to] = [location.start, location.end].map((at) => `${at.line + 1}:${at.column + 1}`);
  const change = `${mutatorName}: ${replacement.replace(/\s+/g, " ")}`;
  console.log(`${status} ${fileName}:${from} to ${to} ${change} ${by}`);
}
trial.end();

console.table(table);
const count = (...names) =>
  Object.values(table).reduce((sum, row) => names.reduce((all, name) => all + row[name], sum), 0);
const noticed = count("killed", "timeout");
const all = noticed + count("survived", "not covered");
console.log(`${folder}: ${noticed} of ${all} are noticed, ${((100 * noticed) / all).toFixed(1)} %`);
process.exit();
