import type {
  Analysis,
  ExchangeReport,
  Finding,
  InputReport,
  NetworkReport,
} from "../analyze/analysis.ts";
import { clockWords } from "./clock-words.ts";
import { evidenceParts } from "./evidence.ts";
import { logLines } from "./log-lines.ts";
import { blank, headline, paragraph, type TextPart } from "./part.ts";
import { clockTime, duration, elapsedBetween } from "./times.ts";
import { inputLetter, type View } from "./view.ts";
import {
  channelWords,
  count,
  culpritName,
  isFtExchange,
  listing,
  sentence,
  verdictName,
} from "./words.ts";

/** What was read and what was found in it. */
export function summary(analysis: Analysis, view: View): readonly TextPart[] {
  const { inputs, networks, exchanges, findings, redaction } = analysis;
  const notes = inputNoteParts(inputs);
  return [
    ...inputParts(inputs),
    ...(redaction === undefined ? [] : [paragraph("NOTE", redaction.text)]),
    ...logLines(analysis),
    ...foundParts(exchanges, networks),
    ...(view.verbose
      ? networks.map((network) => paragraph("NET", sentence(networkWords(network))))
      : []),
    ...findings
      .filter((finding) => !isRemark(finding))
      .flatMap((finding) => findingParts(finding, "", view)),
    ...networks.flatMap(({ ssid, findings: ofNetwork }) =>
      ofNetwork
        .filter((finding) => !isRemark(finding))
        .flatMap((finding) => findingParts(finding, `"${ssid}": `, view)),
    ),
    ...remarkParts(analysis),
    ...(notes.length > 0 ? [blank, ...notes] : []),
  ];
}

/** What was read: one line an input. */
export function inputParts(inputs: readonly InputReport[]): readonly TextPart[] {
  return inputs.map((input, i) => {
    const words = inputWords(input, inputs.length > 1 ? i : undefined);
    const clock = clockWords(input);
    const text = clock === undefined ? words : `${words} ${clock}`;
    return paragraph(i === 0 ? "READ" : "", text);
  });
}

/** What of the inputs was not read, or is evidence of nothing. */
export function inputNoteParts(inputs: readonly InputReport[]): readonly TextPart[] {
  return inputs.flatMap((input, i) =>
    inputNotes(input).map((note) =>
      paragraph("NOTE", inputs.length > 1 ? `${inputLetter(i)}: ${note}` : note),
    ),
  );
}

/** Notes of the audit stop no roam: here they are counted only. */
function isRemark({ severity, bssids }: Finding): boolean {
  return severity === "note" && bssids !== undefined;
}

function remarkParts({ networks, findings }: Analysis): readonly TextPart[] {
  const remarks = [...findings, ...networks.flatMap((network) => network.findings)].filter(
    isRemark,
  );
  return remarks.length === 0
    ? []
    : [
        paragraph(
          "NOTE",
          `${count(remarks.length, "remark")} on the network and its recording (\`ftscope audit\` shows ${remarks.length === 1 ? "it" : "them"}).`,
        ),
      ];
}

function inputWords(input: InputReport, number: number | undefined): string {
  const { path, frames, firstTime, lastTime, channels, format, compression, wireMessages } = input;
  const span =
    firstTime === undefined || lastTime === undefined
      ? undefined
      : elapsedBetween(firstTime, lastTime);
  return sentence(
    [
      `${number === undefined ? "" : `${inputLetter(number)}: `}${path === "-" ? "standard input" : path}, ${count(frames, "frame")}`,
      ...(format === null ? [] : [compression === null ? format : `${format} (${compression})`]),
      ...(firstTime === undefined
        ? []
        : [`from ${clockTime(firstTime)}${span === undefined ? "" : ` for ${duration(span)}`}`]),
      ...(channels.length === 0 ? [] : [channelWords(channels)]),
      ...(wireMessages === undefined
        ? []
        : [`a wire with ${count(wireMessages, "message")} of APs about roams and keys`]),
    ].join(", "),
  );
}

function foundParts(
  exchanges: readonly ExchangeReport[],
  networks: readonly NetworkReport[],
): readonly TextPart[] {
  const ft = exchanges.filter(isFtExchange);
  const others = [
    ...kindCount(exchanges, "initial-mobility-domain-association", [
      "initial mobility domain association",
      "initial mobility domain associations",
    ]),
    ...kindCount(exchanges, "association", ["association without FT", "associations without FT"]),
  ];
  if (ft.length > 0) {
    return [
      paragraph(
        "FOUND",
        sentence(
          [`${count(ft.length, "FT exchange")}: ${verdictCounts(ft)}`, ...others].join("; "),
        ),
      ),
    ];
  }
  const mobile = networks.filter(({ mdid }) => mdid !== undefined);
  return [
    headline(
      "note",
      `No FT exchange was captured: ${
        others.length === 0 ? "no association of any kind either." : `only ${listing(others)}.`
      }`,
    ),
    paragraph(
      "FOUND",
      mobile.length === 0
        ? sentence(
            networks.length === 0
              ? "No network was heard"
              : `${count(networks.length, "network")}, none with a mobility domain`,
          )
        : sentence(
            `${count(networks.length, "network")}, with a mobility domain: ${mobile.map(networkWords).join("; ")}`,
          ),
    ),
  ];
}

/** "2 initial associations (1 fault, 1 sound)", or nothing when there is none. */
function kindCount(
  exchanges: readonly ExchangeReport[],
  kind: ExchangeReport["kind"],
  [noun, nouns]: readonly [noun: string, nouns: string],
): readonly string[] {
  const members = exchanges.filter((exchange) => exchange.kind === kind);
  return members.length === 0
    ? []
    : [`${count(members.length, noun, nouns)} (${verdictCounts(members)})`];
}

export function verdictCounts(exchanges: readonly ExchangeReport[]): string {
  const numberOf = (kind: ExchangeReport["verdict"]["kind"]) =>
    exchanges.filter(({ verdict }) => verdict.kind === kind).length;
  return (["fault", "cannot-tell", "sound"] as const)
    .filter((kind) => numberOf(kind) > 0)
    .map((kind) => `${numberOf(kind)} ${verdictName(kind)}`)
    .join(", ");
}

function networkWords({ ssid, mdid, bssids }: NetworkReport): string {
  return `"${ssid}" (${mdid === undefined ? "" : `MDID ${mdid}, `}${bssids.join(", ")})`;
}

export function findingParts(finding: Finding, prefix: string, view: View): readonly TextPart[] {
  const { severity, culprit, summary: text, evidence, rule } = finding;
  const who = culprit === "none" || culprit === "undetermined" ? "" : `${culpritName(culprit)}: `;
  return [
    blank,
    headline(severity, `${prefix}${who}${sentence(text)}`),
    ...evidenceParts(evidence, view),
    paragraph("Rule", rule),
  ];
}

/** What of an input was damaged, cut, dropped or left aside: one line each, so that nothing is lost silently. */
export function inputNotes(input: InputReport): readonly string[] {
  const { badFcs, cut, malformed, dropped, notWifi, skippedBlocks, faults } = input;
  return [
    ...faults.map(({ kind, offset, text }) =>
      sentence(`${kind.replaceAll("-", " ")} at octet ${offset}: ${text}`),
    ),
    ...(badFcs > 0 ? [`${count(badFcs, "frame")} with a bad FCS: evidence of nothing.`] : []),
    ...(cut > 0 ? [`${count(cut, "frame")} cut by the snap length.`] : []),
    ...(malformed > 0 ? [`${count(malformed, "frame")} could not be read to the end.`] : []),
    ...(dropped > 0 ? [`${count(dropped, "frame")} dropped by the recorder, as it says.`] : []),
    ...(input.wireMessages === undefined ? notWifi : []).map(({ what, packets }) =>
      sentence(`${count(packets, "packet")} without an 802.11 frame: ${what}`),
    ),
    ...(skippedBlocks.length > 0
      ? [
          `pcapng blocks that were not needed: ${skippedBlocks
            .map(({ type, blocks }) => `${blocks} of type 0x${type.toString(16)}`)
            .join(", ")}.`,
        ]
      : []),
  ];
}
