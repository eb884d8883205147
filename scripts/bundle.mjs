// Makes dist, which is what is published, of build, where the compiler put every module by itself: the modules of
// library and command line joined into a few files (to open hundreds of small ones takes longer than to analyse a
// small capture), and the declarations in one. Dependencies stay what package.json names.
import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";
import { joinDeclarations } from "./declarations.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

await build({
  input: {
    index: `${root}build/index.js`,
    "cli/main": `${root}build/cli/main.js`,
    "cli/unpack-thread": `${root}build/cli/unpack-thread.js`,
  },
  platform: "node",
  external: /^[^./]/,
  logLevel: "warn",
  output: {
    dir: `${root}dist`,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name].js",
    // They stand in the declarations, and every start would read over them.
    comments: { jsdoc: false },
  },
});

const { text, complaints } = joinDeclarations(`${root}build/index.d.ts`);
// A test fails for it; whoever only wants to run the program can.
for (const text of complaints) console.warn(`the types of src/index.ts: ${text}`);
writeFileSync(`${root}dist/index.d.ts`, text);
