// Writes dist/schema.json: the JSON document as its types have it, so that it is never behind them.
import { writeFileSync } from "node:fs";
import { createGenerator } from "ts-json-schema-generator";

const root = new URL("..", import.meta.url).pathname;

export function documentSchema() {
  const schema = createGenerator({
    path: `${root}src/analyze/analysis.ts`,
    tsconfig: `${root}tsconfig.json`,
    type: "Analysis",
    skipTypeCheck: true,
    // Later versions may say more.
    additionalProperties: true,
  }).createSchema("Analysis");
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    $id: "ftscope/analysis/1",
    title: "The JSON document of ftscope",
    ...schema,
  };
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  writeFileSync(`${root}dist/schema.json`, `${JSON.stringify(documentSchema(), undefined, 1)}\n`);
}
