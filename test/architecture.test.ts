import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize, relative, sep } from "node:path";
import { expect, test } from "vitest";

/** What each folder of src may import, besides itself. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  bytes: [],
  spec: ["bytes"],
  capture: ["spec", "bytes"],
  radiotap: ["spec", "bytes"],
  elements: ["spec", "bytes"],
  crypto: ["spec", "bytes"],
  logs: ["spec", "bytes"],
  dot11: ["elements", "spec", "bytes"],
  wire: ["radiotap", "dot11", "elements", "spec", "bytes"],
  air: ["capture", "radiotap", "dot11", "elements", "spec", "bytes"],
  exchange: ["air", "dot11", "elements", "crypto", "spec", "bytes"],
  diagnosis: ["exchange", "wire", "dot11", "elements", "logs", "spec", "bytes"],
  analyze: [
    "diagnosis",
    "exchange",
    "air",
    "wire",
    "logs",
    "crypto",
    "dot11",
    "elements",
    "radiotap",
    "capture",
    "spec",
    "bytes",
  ],
  report: ["analyze", "diagnosis", "exchange", "spec", "bytes"],
};

/** Packages and the folders that alone may import them. */
const packagesOf: Readonly<Record<string, readonly string[]>> = {
  crypto: ["@noble/hashes", "@noble/ciphers"],
  report: ["preact", "preact-render-to-string"],
  cli: [
    "fflate",
    "commander",
    "cli-progress",
    "cli-table3",
    "fzstd",
    "picocolors",
    "pcap-parser",
    "xxhash-wasm",
    "zstddec",
  ],
};

const root = new URL("..", import.meta.url).pathname;
const source = join(root, "src");

interface Import {
  readonly from: string;
  readonly specifier: string;
}

function importsOf(file: string): readonly Import[] {
  const text = readFileSync(file, "utf8");
  const pattern = /^(?:import|export)\b[^"';]*\bfrom\s+"([^"]+)"|\bimport\s*\(?\s*"([^"]+)"/gm;
  return [...text.matchAll(pattern)].map((match) => ({
    from: relative(source, file),
    specifier: (match[1] ?? match[2]) as string,
  }));
}

function folderOf(path: string): string {
  return path.split(sep)[0] as string;
}

const files = readdirSync(source, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith(".d.ts"))
  .map((name) => join(source, name));
const imports = files.flatMap(importsOf);

test("there is something to look at", () => {
  expect(files.length).toBeGreaterThan(50);
  expect(imports.length).toBeGreaterThan(100);
});

test("every folder of src is in the table of layers", () => {
  const folders = new Set(
    files
      .map((file) => relative(source, file))
      .filter((file) => file.includes(sep))
      .map(folderOf),
  );
  const known = new Set([...Object.keys(mayImport), "cli"]);
  expect([...folders].filter((folder) => !known.has(folder))).toEqual([]);
});

test("each folder imports only what its layer may", () => {
  const offences = imports.filter(({ from, specifier }) => {
    if (!specifier.startsWith(".") || !from.includes(sep)) return false;
    const folder = folderOf(from);
    const target = folderOf(normalize(join(dirname(from), specifier)));
    if (folder === "cli" || target === folder) return false;
    return !(mayImport[folder] ?? []).includes(target);
  });
  expect(offences).toEqual([]);
});

test("only the command line imports node: modules", () => {
  const offences = imports.filter(
    ({ from, specifier }) => specifier.startsWith("node:") && folderOf(from) !== "cli",
  );
  expect(offences).toEqual([]);
});

test("packages are imported only where they belong", () => {
  const offences = imports.filter(({ from, specifier }) => {
    if (specifier.startsWith(".") || specifier.startsWith("node:")) return false;
    return !(packagesOf[folderOf(from)] ?? []).some(
      (name) => specifier === name || specifier.startsWith(`${name}/`),
    );
  });
  expect(offences).toEqual([]);
});

test("the pure layers use no global of Node or of a browser", () => {
  const offences = files
    .filter((file) => folderOf(relative(source, file)) !== "cli")
    // A text that runs where the page is read, not here.
    .filter((file) => !file.endsWith("report/html/page-script.ts"))
    .filter((file) => {
      const code = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      return /\b(Buffer|process|console|setTimeout|TextDecoder|TextEncoder|document|localStorage)\s*[.(]/.test(
        code,
      );
    });
  expect(offences.map((file) => relative(root, file))).toEqual([]);
});

test("no file reaches the size at which it is more than one idea", () => {
  const long = files.filter((file) => readFileSync(file, "utf8").split("\n").length > 500);
  expect(long.map((file) => relative(root, file))).toEqual([]);
});
