import { test } from "vitest";
import { writeFileSync } from "node:fs";
import { documents } from "./builders/analysis.ts";
import { textReport } from "../src/report/text-parts.ts";
import { drawText } from "../src/cli/draw-text.ts";
test("x", () => { let s="";
for (const [name, doc] of Object.entries(documents)) for (const verbose of [false,true])
  s+= "=".repeat(20)+ name +verbose+"\n"+drawText(textReport(doc, { verbose }), { columns: 80, color: false });
writeFileSync("/tmp/shown.txt", s); });
