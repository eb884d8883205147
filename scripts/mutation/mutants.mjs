import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { Instrumenter } from "@stryker-mutator/instrumenter";

const silent = { debug() {}, info() {}, warn() {}, isDebugEnabled: () => false };

/** What a rule tells people of itself. */
const proseProperties = new Set(["title", "why", "decides", "fix", "confirm", "clauses"]);

const ignoreProse = {
  shouldIgnore: (path) =>
    path.isObjectProperty() && proseProperties.has(path.node.key.name) ? "prose" : undefined,
};

/**
 * All mutants of the files, and the files with every mutant in them behind a question for the active one.
 * The operators are those of Stryker.
 */
export async function instrument(root, files, excludedMutations) {
  const sources = files.map((name) => ({
    name,
    mutate: true,
    content: readFileSync(`${root}${name}`, "utf8"),
  }));
  const options = { plugins: [], excludedMutations, ignorers: [ignoreProse], noHeader: true };
  const result = await new Instrumenter(silent).instrument(sources, options);
  return {
    mutants: result.mutants.filter(({ status }) => status !== "Ignored"),
    sources: Object.fromEntries(
      result.files.map(({ name, content }) => [
        name,
        content
          .replace(/stryMutAct_9fa48\("(\d+)"\)/g, "(mutation.active === $1 && mutation.hit())")
          .replace(/stryCov_9fa48\(([^)]*)\)/g, "(mutation.isCounting && mutation.cover($1))"),
      ]),
    ),
  };
}

/** Whether a mutant is drawn, by a hash of what it changes: the same seed draws the same mutants again. */
export function isDrawn({ share, seed }, { fileName, location, mutatorName, replacement }) {
  const { line, column } = location.start;
  const identity = [seed, fileName, line, column, mutatorName, replacement];
  const draw = createHash("sha256").update(JSON.stringify(identity)).digest().readUInt32BE();
  return draw < share * 2 ** 32;
}
