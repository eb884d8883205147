import type { Analysis, Finding, NetworkReport } from "../analyze/analysis.ts";
import type { BssReport } from "../analyze/bss-report.ts";
import { channelOf } from "../spec/channels.ts";
import { evidenceParts } from "./evidence.ts";
import { harmlessPart } from "./harmless.ts";
import { blank, headline, paragraph, type Row, type Table, type TextPart } from "./part.ts";
import { inputNoteParts, inputParts } from "./summary.ts";
import { clockTime, duration } from "./times.ts";
import { type View, viewOf } from "./view.ts";
import { capital, count, culpritName, listing, sentence } from "./words.ts";

const severities: readonly Finding["severity"][] = ["fault", "warning", "note"];

/**
 * What the beacons and probe responses say of the FT configuration, and what in it does not go
 * together: findings first, then every BSS. Every text is safe to print.
 */
export function auditReport(
  analysis: Pick<Analysis, "inputs" | "networks" | "findings" | "exchanges" | "logs">,
  options: { readonly verbose: boolean },
): readonly TextPart[] {
  const { inputs, networks, findings } = analysis;
  const view = viewOf(analysis as Analysis, options);
  const all = [...networks.flatMap((network) => network.findings), ...findings];
  const notes = inputNoteParts(inputs);
  const parts = [
    ...inputParts(inputs),
    foundPart(networks, all),
    ...severities.flatMap((severity) =>
      all
        .filter((finding) => finding.severity === severity)
        .flatMap((finding) => findingParts(finding, view)),
    ),
    ...networks.flatMap((network) => networkParts(network, view)),
    ...(notes.length > 0 ? [blank, ...notes] : []),
  ];
  return parts.map(harmlessPart);
}

/** Every BSS of the networks, without the findings. */
export function networksBody(networks: readonly NetworkReport[], view: View): readonly TextPart[] {
  return networks.flatMap((network) => networkParts(network, view)).map(harmlessPart);
}

function foundPart(networks: readonly NetworkReport[], findings: readonly Finding[]): TextPart {
  const bsss = networks.flatMap((network) => network.bsss);
  if (bsss.length === 0) {
    return headline("note", "No beacon and no probe response was captured whole.");
  }
  const domains = new Set(networks.map(({ mdid }) => mdid).filter((mdid) => mdid !== undefined));
  const ssids = new Set(networks.map(({ ssid }) => ssid));
  const counts = severities
    .map(
      (severity) => [severity, findings.filter((one) => one.severity === severity).length] as const,
    )
    .filter(([, number]) => number > 0)
    .map(([severity, number]) => count(number, severity));
  return paragraph(
    "FOUND",
    sentence(
      `${count(bsss.length, "BSS", "BSSs")} of ${count(ssids.size, "SSID")} in ${count(domains.size, "mobility domain")}; ${counts.length === 0 ? "nothing that does not go together" : listing(counts)}`,
    ),
  );
}

function findingParts(finding: Finding, view: View): readonly TextPart[] {
  const { severity, culprit, summary, evidence, rule, fix = [] } = finding;
  const isOrdinary = culprit === "none" || culprit === "configuration";
  const who = isOrdinary ? "" : `${capital(culpritName(culprit))}: `;
  const shown = view.verbose ? evidence : evidence.slice(0, 3);
  return [
    blank,
    headline(severity, `${who}${sentence(summary)}`),
    ...evidenceParts(shown, view),
    ...(shown.length < evidence.length
      ? [
          paragraph(
            "",
            `${count(evidence.length - shown.length, "more frame")} (--verbose shows them).`,
          ),
        ]
      : []),
    ...(severity === "note"
      ? []
      : fix.map((text, place) => paragraph(place === 0 ? "Do" : "", text))),
    paragraph("Rule", rule),
  ];
}

function networkParts(network: NetworkReport, view: View): readonly TextPart[] {
  const { ssid, mdid, bsss } = network;
  const name = ssid === "" ? "hidden SSID, not resolved" : `"${ssid}"`;
  return [
    blank,
    paragraph(
      "NET",
      sentence(
        `${name}${mdid === undefined ? ", no mobility domain" : `, MDID ${mdid}`}: ${count(bsss.length, "BSS", "BSSs")}`,
      ),
    ),
    bssTable(bsss),
    ...bsss.flatMap((bss) => bssRemarks(bss, view)),
  ];
}

const left = (head: string, most?: number) => ({
  head,
  align: "left" as const,
  ...(most === undefined ? {} : { most }),
});

function bssTable(bsss: readonly BssReport[]): Table {
  return {
    kind: "table",
    columns: [
      left("BSSID"),
      left("Chan", 8),
      left("AKM", 16),
      left("Cipher", 9),
      left("PMF", 8),
      left("FT", 10),
      left("kv"),
      left("AP"),
    ],
    rows: bsss.map(bssRow),
  };
}

function bssRow(bss: BssReport): Row {
  const { bssid, akmNames, pairwiseCiphers, pmf, ft } = bss;
  const security =
    akmNames.length > 0 ? akmNames.join(", ") : bss.open ? "open" : bss.wpa ? "WPA" : "WEP or none";
  return {
    cells: [
      bssid,
      channelCell(bss),
      security,
      pairwiseCiphers.join(", ") || "-",
      akmNames.length > 0 ? pmf : "-",
      ftCell(bss),
      `${bss.neighborReport ? "k" : "-"}${bss.bssTransition ? "v" : "-"}`,
      [
        bss.apName,
        bss.vendor,
        bss.country,
        ...(bss.hidden === undefined ? [] : [`hidden${bss.hidden === "resolved" ? "" : "?"}`]),
        ...(bss.saeH2e ? ["H2E"] : []),
        ...(bss.ocv ? ["OCV"] : []),
        ...(bss.uptimeS === undefined ? [] : [`up ${duration(bss.uptimeS * 1000)}`]),
      ]
        .filter((text) => text !== undefined)
        .join(", "),
    ],
    ...(ft === "incomplete" ? { tone: "fault" as const } : {}),
  };
}

/** "36/80": primary channel and width. */
function channelCell({ channel, frequencyMhz, widthMhz }: BssReport): string {
  const number =
    channel ?? (frequencyMhz === undefined ? undefined : channelOf(frequencyMhz)?.channel);
  if (number === undefined) return "-";
  return widthMhz === undefined ? String(number) : `${number}/${widthMhz}`;
}

const ftWords: Readonly<Record<BssReport["ft"], string>> = {
  offered: "yes",
  adaptive: "MDE only",
  incomplete: "no MDE",
  none: "no",
};

function ftCell({ ft, ftOverDs, resourceRequest }: BssReport): string {
  return [ftWords[ft], ...(ftOverDs ? ["DS"] : []), ...(resourceRequest ? ["RIC"] : [])].join(", ");
}

/** What changed while it was heard, and the key holders it named. */
function bssRemarks(bss: BssReport, view: View): readonly TextPart[] {
  const { bssid, r0khIds = [], r1khIds = [], restarts = [], changes = [] } = bss;
  const texts = [
    ...restarts.map((at) => `restarted before frame ${view.frameName(at)} (${clockTime(at.time)})`),
    ...changes.map(
      (change) =>
        `${change.what} from ${change.from} to ${change.to} in frame ${view.frameName(change)}`,
    ),
    ...(view.verbose && r0khIds.length > 0 ? [`R0KH-ID ${r0khIds.join(", ")}`] : []),
    ...(view.verbose && r1khIds.length > 0 ? [`R1KH-ID ${r1khIds.join(", ")}`] : []),
    ...(view.verbose && bss.rsnxe !== undefined ? [`RSNXE ${bss.rsnxe}`] : []),
  ];
  return texts.length === 0 ? [] : [paragraph("", sentence(`${bssid}: ${texts.join("; ")}`))];
}
