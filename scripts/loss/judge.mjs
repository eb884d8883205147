/** One case of a folder of captures with ground truth: read, analysed, and the verdicts judged. */
import { pbkdf2Sync } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

/** The keys with which each variant is analysed. */
export const keyModes = ["right", "none", "wrong"];

const psks = new Map();

/** PBKDF2 with HMAC-SHA-1, each derivation made once. */
function pbkdf2(passphrase, salt, iterations, length) {
  const id = [passphrase, salt].map((octets) => Buffer.from(octets).toString("hex")).join(" ");
  const known = psks.get(id);
  if (known !== undefined) return known.slice();
  const psk = new Uint8Array(pbkdf2Sync(passphrase, salt, iterations, length, "sha1"));
  psks.set(id, psk);
  return psk.slice();
}

export function casesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "truth.json")));
}

/** What is under test, by the folder of a build that has every module by itself. */
export async function libraryOf(folder) {
  const [{ createAnalyzer }, { createCaptureReader }, { parseKeyFile }] = await Promise.all(
    ["analyze/analyzer.js", "capture/reader.js", "analyze/key-file.js"].map(
      (module) => import(pathToFileURL(resolve(folder, module)).href),
    ),
  );
  return { createAnalyzer, createCaptureReader, parseKeyFile };
}

/** The case's records, ground truth, and keys by mode; `ftscope` is the library under test. */
export function readCase(ftscope, folder, name) {
  const path = join(folder, name);
  const recordsOf = (file) => {
    const reader = ftscope.createCaptureReader();
    return reader.push(new Uint8Array(readFileSync(join(path, file))));
  };
  const keyFile = readFileSync(join(path, "keys.txt"), "latin1");
  const keysFrom = (text) => ftscope.parseKeyFile(Buffer.from(text, "latin1"), "keys.txt").keys;
  return {
    name,
    truth: JSON.parse(readFileSync(join(path, "truth.json"), "utf8")),
    records: recordsOf("air.pcap"),
    sniffers: readdirSync(path)
      .filter((file) => file.startsWith("sniffer-"))
      .map((file) => ({ name: file, records: recordsOf(file) })),
    keys: { right: keysFrom(keyFile), none: [], wrong: keysFrom(withOtherKeys(keyFile)) },
  };
}

/** The first character of each passphrase or key is another one. */
function withOtherKeys(keyFile) {
  return keyFile.replace(
    /^(psk:[^:]*:|[a-z0-9-]+:)(.)/gm,
    (_, before, first) => before + (first === "7" ? "8" : "7"),
  );
}

/** Records an analyzer is given at a time: few, so that frames out of order meet the merger's window. */
const batch = 64;

export function analyze(ftscope, inputs, keys) {
  const analyzer = ftscope.createAnalyzer({ inputs: inputs.length, keys, pbkdf2 });
  const taken = inputs.map(() => 0);
  for (let input = analyzer.next(); input !== undefined; input = analyzer.next()) {
    const records = inputs[input];
    if (taken[input] < records.length) {
      analyzer.push(input, records.slice(taken[input], taken[input] + batch));
      taken[input] += batch;
    } else {
      analyzer.end(input, {
        path: `input-${input}.pcap`,
        sizeBytes: 0,
        compression: null,
        format: "pcap",
        frames: records.length,
        skippedBlocks: new Map(),
        faults: [],
        dropped: 0,
      });
    }
  }
  return analyzer.finish();
}

/**
 * Runs one variant and judges it: `result` is "accepted" (a fault, and rightly), "sound", "cannot-tell",
 * "wrong" (somebody innocent is accused) or "error"; `complaints` say what is wrong.
 */
export function judgeVariant(ftscope, { truth, keys }, mode, variant) {
  try {
    const analysis = analyze(ftscope, variant.inputs(), keys[mode]);
    return judgeAnalysis(analysis, truth, mode, variant.copy);
  } catch (error) {
    return { result: "error", complaints: [{ rule: "exception", summary: error.stack }] };
  }
}

/** What is wrong with the verdicts on one variant, as lines for a test's message. */
export function complaintsOf(ftscope, subject, mode, variant) {
  const { complaints } = judgeVariant(ftscope, subject, mode, variant);
  return complaints.map(
    ({ rule, summary }) => `${subject.name}, key: ${mode}, ${variant.name}: ${rule}: ${summary}`,
  );
}

function judgeAnalysis({ exchanges, findings }, truth, mode, copy) {
  const { withKey, withoutKey, targets } = truth.accept;
  const accepted = mode === "right" ? withKey : [...withKey, ...withoutKey];
  const isAtTarget = ({ targetAp, verdict }) =>
    targets.includes(targetAp) || (targetAp === copy?.bssid && isFaultOf(copy, verdict));
  const errors = findings.filter(({ summary }) => summary.startsWith("Internal error"));
  if (errors.length > 0) return { result: "error", complaints: errors };
  const faults = exchanges.filter(({ verdict }) => verdict.kind === "fault");
  const wrong = [
    ...faults
      .filter((exchange) => !accepted.includes(exchange.verdict.culprit) || !isAtTarget(exchange))
      .map(({ verdict, ...exchange }) => complaint(verdict, exchange)),
    ...findings
      .filter(({ severity, culprit }) => severity === "fault" && !accepted.includes(culprit))
      .map((finding) => complaint(finding, {})),
  ];
  if (wrong.length > 0) return { result: "wrong", complaints: wrong };
  if (faults.length > 0) return { result: "accepted", complaints: [] };
  const isUnclear = exchanges.some(
    ({ verdict, targetAp }) => verdict.kind === "cannot-tell" && targets.includes(targetAp),
  );
  return { result: isUnclear ? "cannot-tell" : "sound", complaints: [] };
}

/** The station's faulty request is as faulty when it goes to another AP. */
function isFaultOf(copy, { culprit, evidence }) {
  return culprit === "station" && evidence.some(({ frame }) => frame === copy.frame);
}

function complaint(
  { culprit, rule, confidence, summary, evidence },
  { targetAp, outcome, frames },
) {
  return {
    culprit,
    rule,
    confidence,
    summary,
    targetAp,
    outcome,
    frames: frames?.map(({ frame }) => frame),
    evidence: evidence?.map(({ frame, text }) => `${frame}: ${text}`),
  };
}
