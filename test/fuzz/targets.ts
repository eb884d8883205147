import { loadLibrary } from "../../scripts/fuzz/library.mjs";
import { collectSeeds } from "../../scripts/fuzz/seeds.mjs";
import { createTargets } from "../../scripts/fuzz/targets.mjs";

const source = new URL("../../src/", import.meta.url).pathname;

const library = await loadLibrary((module) => import(/* @vite-ignore */ `${source}${module}.ts`));

/** What is fuzzed, out of the sources. */
export const targets = createTargets(library, collectSeeds(library));
