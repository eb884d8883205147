// Packs the package, installs it into an empty folder, and uses it there as a stranger would: the command line, the
// README's commands and examples, the library, its schema and its types.
//
//   node scripts/package/check.mjs
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "rolldown";
import { commandsIn, examplesIn } from "../readme-blocks.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = mkdtempSync(join(tmpdir(), "ftscope-package-"));
const installed = join(folder, "node_modules/ftscope");
const command = join(folder, "node_modules/.bin/ftscope");
let failed = 0;

try {
  const packed = pack();
  install(join(folder, packed.filename));
  checkCommandLine();
  checkLibrary();
  checkTypes();
  await checkBrowser();
} finally {
  rmSync(folder, { recursive: true });
}
process.exitCode = failed > 0 ? 1 : 0;

function pack() {
  const words = ["pack", "--json", "--pack-destination", folder];
  const [packed] = JSON.parse(npm(words, root).stdout);
  const { entryCount, size, unpackedSize, files } = packed;
  const other = files
    .map(({ path }) => path)
    .filter(
      (path) => !/^(dist|captures)\/|^(README|CHANGELOG)\.md$|^LICENSE$|^package\.json$/.test(path),
    );
  report(
    `the package: ${entryCount} files, ${size} octets, unpacked ${unpackedSize}`,
    other.length === 0,
    other,
  );
  return packed;
}

/** With npm, from its cache or the registry; where neither has the dependencies, with those of this repository. */
function install(tarball) {
  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const words = [
    "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--fetch-retries=0",
    tarball,
  ];
  const { status, stderr } = npm(words, folder);
  if (status === 0) return report("npm install of the tarball into an empty folder", true);
  if (
    !/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|ENOTCACHED/.test(stderr)
  ) {
    return report("npm install of the tarball into an empty folder", false, [stderr]);
  }
  console.log(
    "SKIPPED: the registry cannot be reached; the tarball is unpacked beside this repository's dependencies",
  );
  mkdirSync(installed, { recursive: true });
  execFileSync("tar", ["-xzf", tarball, "-C", installed, "--strip-components=1"]);
  const { bin, dependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) {
    const to = join(folder, "node_modules", name);
    mkdirSync(dirname(to), { recursive: true });
    symlinkSync(join(root, "node_modules", name), to);
  }
  mkdirSync(dirname(command), { recursive: true });
  symlinkSync(join(installed, bin.ftscope), command);
  chmodSync(command, 0o755);
}

function checkCommandLine() {
  const { version } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
  expectOutput("ftscope --version", run(command, ["--version"]), `${version}\n`);
  const readme = readFileSync(join(installed, "README.md"), "utf8");
  for (const { command: line, words, shown } of commandsIn(readme)) {
    expectOutput(`README: ftscope ${line}`, run(command, words), shown);
  }
  for (const [index, { code, shown }] of examplesIn(readme).entries()) {
    const file = join(folder, `example-${index + 1}.mjs`);
    writeFileSync(file, code);
    expectOutput(
      `README: example ${index + 1} of the library`,
      run(process.execPath, [file]),
      shown,
    );
  }
}

function checkLibrary() {
  const files = ["air.pcap", "keys.txt"].map((name) =>
    join(installed, "captures/ftpsk-sta-anonce", name),
  );
  cpSync(join(root, "scripts/package/consumer.mts"), join(folder, "consumer.mts"));
  tsc(["--outDir", "."]);
  expectOutput(
    "a module of its own",
    run(process.execPath, [join(folder, "consumer.mjs"), ...files]),
    "true true none,station,none 1\n",
  );
}

/** Also as bundlers resolve, and without the types of Node.js: the library's own must not need them. */
function checkTypes() {
  writeFileSync(join(folder, "types.mts"), 'export * from "ftscope";\n');
  tsc(
    ["--noEmit", "--moduleResolution", "bundler", "--module", "esnext", "--types", ""],
    "types.mts",
  );
}

/** What a bundler for browsers makes of the published files: nothing of Node.js may be left in it. */
async function checkBrowser() {
  const warnings = [];
  const { output } = await build({
    input: join(folder, "types.mts"),
    platform: "browser",
    write: false,
    onLog: (_, { message }) => warnings.push(message),
  });
  const { imports } = output[0];
  report("a bundle for browsers", warnings.length + imports.length === 0, [
    ...warnings,
    ...imports,
  ]);
}

function tsc(options, file = "consumer.mts") {
  const words = [
    join(root, "node_modules/typescript/bin/tsc"),
    "--ignoreConfig",
    "--strict",
    "--target",
    "es2023",
  ];
  words.push("--module", "nodenext", "--resolveJsonModule", "--exactOptionalPropertyTypes");
  words.push("--typeRoots", join(root, "node_modules/@types"), "--types", "node", ...options, file);
  const { status, stdout, stderr } = run(process.execPath, words, folder);
  report(`types: ${file} ${options.join(" ")}`, status === 0, [stdout + stderr]);
}

function npm(words, cwd) {
  return run("npm", words, cwd);
}

/** From the folder of the package, as the README means it. */
function run(file, words, cwd = installed) {
  return spawnSync(file, words, { cwd, encoding: "utf8", env: { ...process.env, NO_COLOR: "1" } });
}

function expectOutput(what, { stdout, stderr, error }, shown) {
  report(what, stdout === shown, [error?.message ?? stderr, stdout]);
}

function report(what, isGood, details = []) {
  console.log(`${isGood ? "ok      " : "FAILED  "}${what}`);
  if (isGood) return;
  failed++;
  for (const text of details) console.log(text);
}
