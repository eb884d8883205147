import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { targets } from "./targets.ts";

const corpus = new URL("../corpus/", import.meta.url).pathname;
const files = readdirSync(corpus, { recursive: true, encoding: "utf8" })
  .filter((name) => name.includes("/"))
  .sort();

test("the page of the corpus says of each file what it did", () => {
  const told = [...readFileSync(join(corpus, "README.md"), "utf8").matchAll(/^\| `([^`]+)` \|/gm)];
  expect(told.map((row) => row[1]).sort()).toEqual(files);
});

test.each(files)(
  "%s",
  async (file) => {
    const target = targets[dirname(file)];
    if (target === undefined) throw new Error(`there is no target ${dirname(file)}`);
    await target.run(new Uint8Array(readFileSync(join(corpus, file))));
  },
  5000,
);
