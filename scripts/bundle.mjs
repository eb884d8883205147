// Joins the modules of the command line into a few files in dist/cli: to open hundreds of small ones takes
// longer than to analyse a small capture. Dependencies stay what package.json names.
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const cli = fileURLToPath(new URL("../dist/cli", import.meta.url));

await build({
  input: `${cli}/main.js`,
  platform: "node",
  external: /^[^./]/,
  logLevel: "warn",
  output: {
    dir: cli,
    format: "esm",
    entryFileNames: "main.js",
    chunkFileNames: "chunks/[name].js",
  },
});
