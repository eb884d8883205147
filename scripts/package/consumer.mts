// What a user of the package writes: compiled against the declarations that are published, and run.
import { readFileSync } from "node:fs";
import {
  type Analysis,
  analyze,
  type CaptureAnalyzer,
  createCaptureAnalyzer,
  createFrameReader,
  type Culprit,
  type Fte,
  findElement,
  type KeySpec,
  parseKeyFile,
  ruleList,
} from "ftscope";
import schema from "ftscope/schema" with { type: "json" };

const [capture = "", keyFile = ""] = process.argv.slice(2);
const octets: Uint8Array = readFileSync(capture);
const { keys }: { readonly keys: readonly KeySpec[] } = parseKeyFile(readFileSync(keyFile), "keys");
const document: Analysis = analyze(octets, { keys, isSameClock: true });
const culprits: readonly Culprit[] = document.exchanges.map(({ verdict }) => verdict.culprit);

const analyzer: CaptureAnalyzer = createCaptureAnalyzer([{ name: "capture" }], { keys });
analyzer.push(octets);
const same = JSON.stringify(analyzer.finish()) === JSON.stringify(document);

const ftes: readonly Fte[] = createFrameReader()
  .push(octets)
  .flatMap(({ frame }) => (frame.kind === "reassociation-request" ? [findElement(frame.elements, "fte")] : []))
  .filter((fte) => fte !== undefined);

// @ts-expect-error: a key is a text or what was parsed of one
if (culprits.length < 0) analyze(octets, { keys: [1] });
// @ts-expect-error: a rule says what it is and cannot be run
if (culprits.length < 0) ruleList()[0]?.judge();
// @ts-expect-error: the document is not for writing
if (culprits.length < 0) document.exchanges.length = 0;

console.log(schema.$id === document.schema, same, culprits.join(), ftes.length);
