// Prints two tables of the lab: logs beside the air (aligned how, matched, verdict without and with them, also
// with clocks shifted by +8 h 37 min 12 s and years removed), and the wire beside the air.
//   npm run --silent build && node scripts/tables/logs.mjs [folder of cases]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import {
  createAnalyzer,
  createCaptureReader,
  createLogCollector,
  parseKeyFile,
} from "./library.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = process.argv[2] ?? resolve(root, "../shared/captures/lab");
const read = (path) => new Uint8Array(readFileSync(path));

function analyze(path, { keys = [], logs = [], wired = false }) {
  const files = ["air.pcap", ...(wired ? ["wired.pcap"] : [])];
  const analyzer = createAnalyzer({ inputs: files.length, wired: new Set([1]), keys, logs });
  for (const [input, file] of files.entries()) {
    const reader = createCaptureReader();
    analyzer.push(input, reader.push(read(resolve(path, file))));
    analyzer.end(input, { path: file, sizeBytes: 0, compression: null, ...reader.end() });
  }
  return { logs: [], ...analyzer.finish() };
}

function collect(name, text) {
  const collector = createLogCollector(name);
  collector.push(new TextEncoder().encode(text));
  return collector.end();
}

const months = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");

/** The same log as a syslog file of a host whose clock is 8 h 37 min 12 s ahead: no year, no zone. */
function shifted(text, program) {
  return text.replace(/^(\d{10})\.(\d{6}): (?:\d{10}\.\d{6}: )?/gm, (_, seconds, fraction) => {
    const at = new Date((Number(seconds) + 31_032) * 1000);
    const day = String(at.getUTCDate()).padStart(2);
    return `${months[at.getUTCMonth()]} ${day} ${at.toISOString().slice(11, 19)}.${fraction} host ${program}[7]: `;
  });
}

const sureness = ["possible", "probable", "proven"];
const deciding = ({ exchanges }) =>
  exchanges.find(({ verdict }) => verdict.kind === "fault") ??
  exchanges.find(({ kind }) => kind.startsWith("ft-")) ??
  exchanges[0];
const words = ({ verdict }) => `${verdict.culprit} ${verdict.rule} ${verdict.confidence}`;

function wrong(analysis, truth, accepted) {
  return analysis.exchanges.filter(
    ({ verdict, targetAp }) =>
      verdict.kind === "fault" &&
      (!accepted.includes(verdict.culprit) || !truth.accept.targets.includes(targetAp)),
  ).length;
}

function lessSure(before, after) {
  return after.exchanges.filter(
    ({ verdict }, i) =>
      sureness.indexOf(verdict.confidence) <
      sureness.indexOf(before.exchanges[i].verdict.confidence),
  ).length;
}

const sums = {
  logs: 0,
  aligned: 0,
  wrong: 0,
  lessSure: 0,
  differs: 0,
  ftEvents: 0,
  ftMatched: 0,
  contradictions: 0,
};
let worst = 0;
const wire = [];
console.log(
  "| scenario | logs aligned | worst residual ms | FT records matched | agreements | contradictions | without | with logs | shifted |",
);
console.log("|---|---|---|---|---|---|---|---|---|");
for (const name of readdirSync(folder)) {
  const path = resolve(folder, name);
  if (!existsSync(resolve(path, "truth.json"))) continue;
  const truth = JSON.parse(readFileSync(resolve(path, "truth.json"), "utf8"));
  const { keys } = parseKeyFile(read(resolve(path, "keys.txt")), "keys.txt");
  const files = readdirSync(path).filter((file) => /^(ap\d|sta0)\.log$/.test(file));
  if (files.length === 0) continue;
  const texts = files.map((file) => [file, readFileSync(resolve(path, file), "latin1")]);
  const logs = texts.map(([file, text]) => collect(file, text));
  const moved = texts.map(([file, text]) =>
    collect(file, shifted(text, file.startsWith("ap") ? "hostapd" : "wpa_supplicant")),
  );
  const alone = analyze(path, { keys });
  const both = analyze(path, { keys, logs });
  const late = analyze(path, { keys, logs: moved });
  const aligned = both.logs.filter(({ alignment }) => alignment === "aligned");
  const residual = Math.max(0, ...aligned.map(({ residualMs }) => residualMs));
  // Each record of an FT frame, of the logs that are aligned.
  const ft = both.logs.flatMap(({ events, agreements, contradictions }) => {
    const done = new Set([...agreements, ...contradictions].map(({ line }) => line));
    return events
      .filter(
        ({ kind, details }) =>
          kind === "ft-preauth-over-air" ||
          ((kind === "auth-sent" || kind === "auth-response-received") &&
            details.algorithm === 2) ||
          kind === "reassoc-received",
      )
      .map(({ line }) => done.has(line));
  });
  const matched = ft.filter(Boolean).length;
  const contradictions = both.logs.flatMap((log) => log.contradictions);
  const isSame =
    words(deciding(late)) === words(deciding(both)) &&
    late.logs.every(
      ({ alignment, offsetMs, matched: found }, i) =>
        alignment === both.logs[i].alignment &&
        found === both.logs[i].matched &&
        (alignment !== "aligned" || Math.abs(offsetMs + 31_032_000 - both.logs[i].offsetMs) < 5),
    );
  sums.logs += both.logs.length;
  sums.aligned += aligned.length;
  sums.wrong += wrong(both, truth, truth.accept.withKey);
  sums.lessSure += lessSure(alone, both);
  sums.differs += isSame ? 0 : 1;
  sums.ftEvents += ft.length;
  sums.ftMatched += matched;
  sums.contradictions += contradictions.length;
  worst = Math.max(worst, residual);
  console.log(
    `| ${name} | ${aligned.length}/${both.logs.length} | ${residual.toFixed(2)} | ${matched}/${ft.length} | ${both.logs.reduce((sum, log) => sum + log.agreements.length, 0)} | ${contradictions.map(({ text }) => text).join("; ")} | ${words(deciding(alone))} | ${words(deciding(both))} | ${isSame ? "same" : `DIFFERS: ${words(deciding(late))}`} |`,
  );
  if (!existsSync(resolve(path, "wired.pcap"))) continue;
  const open = analyze(path, {});
  const wired = analyze(path, { wired: true });
  const own = wired.exchanges.flatMap((exchange) => exchange.wire ?? []);
  wire.push(
    `| ${name} | ${wired.wire.messages} | ${wired.wire.matched} | ${own.map(({ kind }) => kind).join(", ")} | ${words(deciding(open))} | ${words(deciding(wired))} | ${wrong(wired, truth, truth.accept.withoutKey)} | ${lessSure(open, wired)} |`,
  );
}
console.log(`\n${JSON.stringify({ ...sums, worstResidualMs: worst })}\n`);
console.log(
  "| scenario | messages | matched | what | air alone | air and wire | wrong | less sure |",
);
console.log("|---|---|---|---|---|---|---|---|");
for (const line of wire) console.log(line);
