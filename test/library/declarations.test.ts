import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { joinDeclarations } from "../../scripts/declarations.mjs";

const folder = mkdtempSync(join(tmpdir(), "ftscope-declarations-"));
afterAll(() => rmSync(folder, { recursive: true }));

function joined(modules: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(modules)) writeFileSync(join(folder, name), text);
  return joinDeclarations(join(folder, "index.d.ts"));
}

test("the library exports every type that its types mention", () => {
  const tsc = new URL("../../node_modules/typescript/bin/tsc", import.meta.url).pathname;
  const config = new URL("../../scripts/tsconfig.build.json", import.meta.url).pathname;
  const out = join(folder, "src");
  execFileSync(process.execPath, [tsc, "-p", config, "--emitDeclarationOnly", "--outDir", out]);
  const { text, complaints } = joinDeclarations(join(out, "index.d.ts"));
  expect(complaints).toEqual([]);
  expect(text).toContain("export declare function analyze(");
});

describe("joinDeclarations", () => {
  const parts = `/** A part. */
export interface Part extends Base { readonly size: number }
interface Base { readonly name: string }
export interface Unused { readonly name: string }
`;

  test("keeps what the entry reaches, with its comments, and exports what the entry exports", () => {
    const { text, complaints } = joined({
      "index.d.ts": `/** The entry. */\nexport { whole, type Part } from "./whole.ts";\n`,
      "whole.d.ts": `import type { Part } from "./parts.ts";\nexport type { Part };\nexport declare function whole(): Part;\n`,
      "parts.d.ts": parts,
    });
    expect(complaints).toEqual([]);
    expect(text).toBe(`/** The entry. */

export declare function whole(): Part;

/** A part. */
export interface Part extends Base { readonly size: number }

interface Base { readonly name: string }

export {};
`);
  });

  test("names a type that is mentioned and not exported", () => {
    const { complaints } = joined({
      "index.d.ts": `export { whole } from "./whole.ts";\n`,
      "whole.d.ts": `import type { Part } from "./parts.ts";\nexport declare function whole(): Part;\n`,
      "parts.d.ts": parts,
    });
    expect(complaints).toEqual(["Part is mentioned and not exported"]);
  });

  test("names two declarations of one name", () => {
    const { complaints } = joined({
      "index.d.ts": `export { a } from "./a.ts";\nexport { b } from "./b.ts";\n`,
      "a.d.ts": "interface Kind { readonly a: 1 }\nexport declare const a: Kind;\n",
      "b.d.ts": "interface Kind { readonly b: 1 }\nexport declare const b: Kind;\n",
    });
    expect(complaints).toEqual([
      expect.stringMatching(/^Kind is declared in .*a\.d\.ts and .*b\.d\.ts$/),
    ]);
  });

  test("a renamed export is not joined", () => {
    expect(() => joined({ "index.d.ts": `export { a as b } from "./a.ts";\n` })).toThrow(/renamed/);
  });
});
