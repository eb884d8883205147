import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { mutateFile } from "./files.mjs";
import { Broken, expectNoSecret, expectPrintable, expectSame } from "./oracles.mjs";
import { hashOf } from "./random.mjs";
import { readThreeWays } from "./three-ways.mjs";

const ownCases = join(new URL("../..", import.meta.url).pathname, "captures");

/** The keys of all cases: those of SAE and EAP are bound to their station, so each meets its own capture. */
function keyFile() {
  const lines = readdirSync(ownCases).flatMap((name) =>
    readFileSync(join(ownCases, name, "keys.txt"), "utf8").split("\n"),
  );
  return [...new Set(lines)].filter((line) => line !== "" && !line.startsWith("#"));
}

/** A whole analysis and all that is written of it, from the octets of a small capture file. */
export function createPipeline(library, { captures }) {
  const lines = keyFile();
  const { keys } = library.parseKeyFile(Buffer.from(lines.join("\n")), "keys.txt");
  const secrets = lines.map((line) =>
    line.startsWith("psk:") ? line.split(":").slice(2).join(":") : line.split(/[:@]/)[1],
  );
  const derived = new Map();
  /** 4096 rounds of a passphrase take longer than all the rest; there are few of them. */
  function pbkdf2(...args) {
    const key = args
      .map((arg) => (typeof arg === "object" ? Buffer.from(arg).toString("hex") : arg))
      .join();
    let found = derived.get(key);
    if (found === undefined) {
      if (derived.size > 2000) derived.clear();
      found = library.nativePbkdf2(...args);
      derived.set(key, found);
    }
    return found;
  }

  function analyze(records, summary) {
    const analyzer = library.createAnalyzer({
      inputs: 1,
      keys,
      pbkdf2,
      details: 100,
      showProofs: true,
    });
    analyzer.push(0, records);
    analyzer.end(0, { path: "air.pcap", sizeBytes: 0, compression: null, ...summary });
    return { analyzer, analysis: analyzer.finish() };
  }

  /** The extract is a capture that is read without a fault, and holds the frames that were cited. */
  function checkExtract(analyzer, analysis, records) {
    const clocks = [{ timeline: 0, toTimeline: undefined, relation: undefined }];
    const extraction = library.createExtraction(analyzer.relevance(analysis, new Set()), {
      clocks,
    });
    extraction.push(0, records);
    const comments = library.captureComments(analysis);
    const octets = library.writePcapng(
      library.toSection(extraction.kept(), {
        application: "fuzz",
        ...comments,
        ofInterface: () => "air.pcap",
      }),
    );
    const reader = library.createCaptureReader();
    const again = reader.push(octets);
    const { faults } = reader.end();
    if (faults.length > 0) throw new Broken("the extract has a fault", JSON.stringify(faults[0]));
    if (again.length !== extraction.kept().length) throw new Broken("the extract lacks packets");
  }

  const draw = (parts) => library.drawText(parts, { columns: 80, color: false });

  function reportOf(analysis, choice) {
    const options = { verbose: true };
    if (choice === 0) return { text: draw(library.textReport(analysis, options)) };
    if (choice === 1) return { markdown: library.markdownReport(analysis, options) };
    return { html: library.htmlReport(analysis) };
  }

  function othersOf(analysis) {
    const { exchanges, roams } = analysis;
    const proofs = exchanges.filter(({ proof }) => proof !== undefined).slice(0, 2);
    return {
      ndjson: library.ndjsonReport(exchanges),
      hints: library.filterHintText(analysis),
      roams: draw(library.roamsReport(analysis, { verbose: true })),
      csv: library.roamsCsv(roams).replaceAll("\r\n", "\n"),
      audit: draw(library.auditReport(library.auditDocument(analysis), { verbose: true })),
      proof: proofs.map((each) => library.proofScript(analysis, each, each.proof)).join(""),
    };
  }

  return {
    seeds: captures,
    mutate: mutateFile,
    run(input) {
      const reader = library.createCaptureReader();
      const records = reader.push(input);
      const summary = reader.end();
      const { analyzer, analysis } = analyze(records, summary);
      const internal = analysis.findings.find((finding) => finding.summary.startsWith("Internal"));
      if (internal !== undefined)
        throw new Broken(`${internal.rule}: internal error`, internal.summary);
      const json = library.jsonReport(analysis);
      const choice = hashOf(json);
      const outputs = { json, ...reportOf(analysis, choice % 3) };
      // The rest of the price only for some, and always for the same ones.
      if (choice % 8 === 0) {
        Object.assign(outputs, othersOf(analysis));
        readThreeWays(library, input);
        const again = library.jsonReport(analyze(records, summary).analysis);
        if (again !== json) expectSame(json, again, "analysed twice");
        checkExtract(analyzer, analysis, records);
      }
      for (const [what, text] of Object.entries(outputs)) {
        expectPrintable(text, what);
        expectNoSecret(text, secrets, what);
      }
      return analysis.exchanges
        .map(
          ({ kind, outcome, verdict }) =>
            `${kind} ${outcome} ${verdict.rule} ${verdict.confidence}`,
        )
        .concat(analysis.findings.map(({ rule }) => rule))
        .sort()
        .join();
    },
  };
}
