import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import type { Proof, ProofStart, ProofStep } from "../analyze/proof.ts";
import type { MicAlgorithm } from "../spec/suites.ts";
import { proofFunctions } from "./proof-functions.ts";
import { clockTime } from "./times.ts";
import { inputLetter, type View, viewOf } from "./view.ts";
import { checkName, culpritName, kindName, verdictName } from "./words.ts";

/**
 * A POSIX shell script that recomputes the names and MICs of an exchange with openssl 3 and nothing of
 * ftscope: it holds the octets of the named frames, asks for the key, and says of each value what the
 * frame has and what comes out. It exits with 0 when all comes out as ftscope says, with 1 when not.
 */
export function proofScript(analysis: Analysis, exchange: ExchangeReport, proof: Proof): string {
  const view = viewOf(analysis, { verbose: false });
  const steps = proof.steps.filter((step) => canBeMade(step, proof.startsFrom));
  return [
    "#!/bin/sh",
    ...heading(analysis, exchange, proof.startsFrom),
    "set -eu",
    "LC_ALL=C",
    "export LC_ALL",
    "",
    "# What is the same in every step.",
    `DIGEST=${proof.hash.toUpperCase()}`,
    `PMK_LENGTH=${proof.pmkLength}`,
    `STATION=${proof.station}`,
    `BSSID=${proof.targetAp}`,
    `START=${proof.startsFrom}`,
    "",
    proofFunctions,
    `ask ${quoted(prompt(proof.startsFrom, exchange))}`,
    ...steps.flatMap((step) => ["", ...stepLines(step, view)]),
    "",
    `finish ${quoted(verdictWords(exchange))}`,
    "",
  ].join("\n");
}

/** Names of PMK-R0 cannot be made from a key below it. */
function canBeMade(step: ProofStep, start: ProofStart): boolean {
  const isBelowR0Name = start === "pmk-r0" || start === "pmk-r1";
  return !isBelowR0Name || (step.kind !== "pmkr0name" && step.kind !== "pmkr1name");
}

function heading(
  analysis: Analysis,
  exchange: ExchangeReport,
  start: ProofStart,
): readonly string[] {
  const { id, kind, station, currentAp, targetAp, startTime, akmName, ssid } = exchange;
  const from = currentAp === null ? "" : ` from ${currentAp}`;
  return [
    "Recomputes the FT key names and MICs of one exchange with openssl alone.",
    "",
    `Exchange ${id}: ${kindName(kind)}, station ${station}${from} to ${targetAp},`,
    `  ${[clockTime(startTime), akmName, ssid && `"${ssid}"`].filter((word) => word !== undefined).join(", ")}`,
    ...analysis.inputs.map(({ path }, input) => `Capture ${inputLetter(input)}: ${path}`),
    `ftscope ${analysis.generator.version} says: ${verdictWords(exchange)}`,
    "",
    "Octets below are copied from the named frames: compare them in Wireshark. No key is",
    `in this file; it asks for ${keyName(start)}. Clauses are of IEEE Std 802.11-2020.`,
    "Needs a POSIX shell, awk, cut, od, tr and openssl 3.",
    "Warning: while it runs, keys stand on openssl's command line, where other users of",
    "the same machine can read them.",
  ].map(comment);
}

function verdictWords({ verdict }: ExchangeReport): string {
  const { kind, culprit, confidence, rule, summary } = verdict;
  const who = kind === "fault" ? `${culpritName(culprit)}, ` : "";
  return `${verdictName(kind)} (${who}${confidence}, rule ${rule}): ${summary}`;
}

function keyName(start: ProofStart): string {
  return {
    passphrase: "the passphrase",
    pmk: "the PMK",
    "pmk-r0": "PMK-R0",
    "pmk-r1": "PMK-R1",
  }[start];
}

function prompt(start: ProofStart, { ssid, akmName = "" }: ExchangeReport): string {
  switch (start) {
    case "passphrase":
      return `Passphrase of "${ssid ?? ""}", or its PSK as 64 hex digits`;
    case "pmk": {
      const source = akmName.includes("802.1X")
        ? akmName === "FT-802.1X"
          ? " (octets 32 to 63 of the MSK)"
          : " (octets 0 to 47 of the MSK)"
        : "";
      return `PMK in hex${source}`;
    }
    case "pmk-r0":
      return "PMK-R0 in hex";
    case "pmk-r1":
      return "PMK-R1 of the target AP in hex";
    default: {
      const never: never = start;
      return never;
    }
  }
}

function stepLines(step: ProofStep, view: View): readonly string[] {
  const where = `frame ${view.frameName(step)}`;
  const title = `${checkName(step.check.id)}, ${where}`;
  switch (step.kind) {
    case "comparison":
      return [
        comment(`Frame ${view.frameName(step.with)} gives the value that ${where} must have.`),
        compareLine(`${title} against ${view.frameName(step.with)}`, step, step.expected ?? ""),
      ];
    case "pmkr0name":
      return [
        comment(`The PMKID of ${where} is a PMKR0Name (12.7.1.6).`),
        r0Line(step.r0),
        compareLine(title, step, "$PMKR0NAME"),
      ];
    case "pmkr1name-derivation":
      return [
        comment(
          `The PMKID of ${where} is a PMKR1Name; all it is made of was sent in clear (12.7.1.6).`,
        ),
        comment("  arguments: PMKR0Name as sent, R1KH-ID as sent"),
        `name_r1 ${step.pmkR0Name} ${step.r1khId}`,
        compareLine(title, step, "$PMKR1NAME"),
      ];
    case "pmkr1name":
      return [
        comment(`The PMKID of ${where} is a PMKR1Name (12.7.1.6).`),
        r0Line(step.r0),
        `name_r1 "$PMKR0NAME" ${step.r1khId}`,
        compareLine(title, step, "$PMKR1NAME"),
      ];
    case "mic":
      return [
        comment(micComment(step, where)),
        ...(step.r0 === undefined ? [] : [r0Line(step.r0)]),
        `derive_r1 ${step.r1khId}`,
        comment("  SNonce, ANonce, octets of the PTK (12.7.1.6)"),
        `derive_ptk ${step.snonce} \\`,
        `  ${step.anonce} ${step.ptkLength}`,
        comment("  place and length of the key in the PTK, octets of the MIC, what it covers"),
        `${micFunctions[step.algorithm]} ${step.keyOffset} ${step.keyLength} ${step.seen.length / 2} \\`,
        `  ${step.covered}`,
        compareLine(title, step, "$MIC"),
      ];
    default: {
      const never: never = step;
      return never;
    }
  }
}

function micComment({ check }: ProofStep, where: string): string {
  return check.id.startsWith("eapol")
    ? `The MIC of ${where} covers the EAPOL frame with zeros for the MIC (12.7.2).`
    : `The MIC of ${where} covers both addresses, the sequence number, RSNE, MDE, FTE with zeros for the MIC, RIC and RSNXE (13.8).`;
}

function r0Line({ ssid, mdid, r0khId }: { ssid: string; mdid: string; r0khId: string }): string {
  return `derive_r0 '${ssid}' ${mdid} ${r0khId}`;
}

const micFunctions: Readonly<Record<MicAlgorithm, string>> = {
  "aes-128-cmac": "make_mic CMAC",
  "hmac-sha256": "make_mic SHA256",
  "hmac-sha384": "make_mic SHA384",
  "hmac-sha512": "make_mic SHA512",
};

function compareLine(title: string, { seen, expected = "" }: ProofStep, computed: string): string {
  return [
    `compare ${quoted(title)} \\`,
    `  ${seen} \\`,
    `  "${computed}" '${expected}' ${seen === expected ? "same" : "different"}`,
  ].join("\n");
}

/** Captured text may hold anything: here only printable ASCII is left, and no end of a line. */
function plain(text: string): string {
  return text.replace(
    /[^ -~]/gu,
    (character) => `\\u{${(character.codePointAt(0) as number).toString(16)}}`,
  );
}

function comment(text: string): string {
  return text === "" ? "#" : `# ${plain(text)}`;
}

/** One word of the shell, whatever it holds. */
function quoted(text: string): string {
  return `'${plain(text).replaceAll("'", `'\\''`)}'`;
}
