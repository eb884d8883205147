import type { Analysis } from "../analyze/analysis.ts";
import type { RoamReport } from "../analyze/roam-report.ts";
import {
  type PairStatistics,
  type RoamStatistics,
  roamStatistics,
} from "../analyze/roam-statistics.ts";
import type { SteeringCapabilities } from "../analyze/steering-report.ts";
import type { VoiceReport } from "../analyze/voice-report.ts";
import { harmlessPart } from "./harmless.ts";
import { blank, headline, paragraph, type Row, type Table, type TextPart } from "./part.ts";
import { methodName, methodWords, outageCell, spreadCells, triggerWords } from "./roam-words.ts";
import { inputNoteParts, inputParts } from "./summary.ts";
import { clockTime, duration } from "./times.ts";
import { type View, viewOf } from "./view.ts";
import { channelWords, count, listing, sentence } from "./words.ts";

/** A square of more APs would be wider than a screen. */
const mostInMatrix = 8;

/** APs by the short names that the tables use. */
type ApNames = (bssid: string) => string;

/** Every roam of every kind, in reading order; every text is safe to print. */
export function roamsReport(
  analysis: Analysis,
  options: { readonly verbose: boolean },
): readonly TextPart[] {
  const notes = inputNoteParts(analysis.inputs);
  return [
    ...inputParts(analysis.inputs),
    ...roamsBody(analysis, viewOf(analysis, options)),
    ...(notes.length > 0 ? [blank, ...notes] : []),
  ].map(harmlessPart);
}

/** The roams, their statistics and the voice around them, without what was read. */
export function roamsBody(analysis: Analysis, view: View): readonly TextPart[] {
  const { roams, exchanges, voice } = analysis;
  const statistics = roamStatistics(roams, exchanges);
  const aps = [
    ...new Set([
      ...roams.flatMap(({ from, to }) => [from, to]),
      ...statistics.pairs.flatMap(({ from, to }) => [from, to]),
    ]),
  ].sort();
  const nameOf: ApNames = (bssid) => `AP${aps.indexOf(bssid) + 1}`;
  return [
    foundPart(analysis),
    ...(aps.length === 0 ? [] : [blank, apTable(aps, analysis)]),
    ...[...new Set(roams.map(({ station }) => station))].flatMap((station) =>
      stationParts(
        station,
        roams.filter((roam) => roam.station === station),
        nameOf,
        view,
      ),
    ),
    ...statisticsParts(statistics, aps, nameOf),
    ...voiceParts(voice),
  ].map(harmlessPart);
}

function foundPart({ roams, exchanges }: Analysis): TextPart {
  if (roams.length === 0) {
    return headline(
      "note",
      exchanges.length === 0
        ? "No roam was captured, and no association of any kind."
        : `No roam was completed; ${count(exchanges.length, "exchange")} of other kinds or without success (\`ftscope analyze\` shows them).`,
    );
  }
  const byMethod = new Map<string, number>();
  for (const { method } of roams) {
    byMethod.set(methodName(method), (byMethod.get(methodName(method)) ?? 0) + 1);
  }
  const fellBack = roams.filter((roam) => roam.fellBack).length;
  return paragraph(
    "FOUND",
    sentence(
      `${count(roams.length, "roam")} of ${count(new Set(roams.map(({ station }) => station)).size, "station")}: ${[...byMethod].map(([name, number]) => `${number} ${name}`).join(", ")}${fellBack === 0 ? "" : `; ${fellBack} after a failed FT attempt`}`,
    ),
  );
}

function apTable(aps: readonly string[], { networks }: Analysis): Table {
  const bsss = new Map(
    networks.flatMap(({ ssid, bsss: members }) =>
      members.map((bss) => [bss.bssid, { ssid, ...bss }] as const),
    ),
  );
  return {
    kind: "table",
    columns: [
      { head: "AP", align: "left" },
      { head: "BSSID", align: "left" },
      { head: "Channel", align: "left" },
      { head: "MDID", align: "left" },
      { head: "SSID and name", align: "left" },
    ],
    rows: aps.map((bssid, place) => {
      const bss = bsss.get(bssid);
      const name = bss?.apName;
      return {
        cells: [
          `AP${place + 1}`,
          bssid,
          bss?.frequencyMhz === undefined
            ? String(bss?.channel ?? "-")
            : channelWords([bss.frequencyMhz]).replace(" channel", ""),
          bss?.mdid ?? "-",
          bss === undefined ? "not heard" : `"${bss.ssid}"${name === undefined ? "" : ` ${name}`}`,
        ],
      };
    }),
  };
}

function stationParts(
  station: string,
  roams: readonly RoamReport[],
  nameOf: ApNames,
  view: View,
): readonly TextPart[] {
  const table: Table = {
    kind: "table",
    columns: [
      { head: "#", align: "left" },
      { head: "UTC", align: "left" },
      { head: "From", align: "left" },
      { head: "To", align: "left" },
      { head: "How", align: "left", most: 18 },
      { head: "Took", align: "right" },
      { head: "Up", align: "right" },
      { head: "Down", align: "right" },
      { head: "Why", align: "left" },
    ],
    rows: roams.map((roam) => roamRow(roam, nameOf)),
  };
  const day = clockTime(roams[0]?.startTime ?? "").slice(0, 10);
  return [
    blank,
    paragraph("STA", sentence(`${station}: ${count(roams.length, "roam")}, the first on ${day}`)),
    table,
    ...roams.flatMap((roam) => remarks(roam, view)),
  ];
}

function roamRow(roam: RoamReport, nameOf: ApNames): Row {
  const tone = roam.fellBack || roam.collision !== undefined ? "warning" : undefined;
  return {
    cells: [
      roam.id,
      clockTime(roam.endTime).slice(11, 23),
      nameOf(roam.from),
      nameOf(roam.to),
      methodWords(roam),
      duration(roam.durationMs),
      outageCell(roam.outageMs, "uplink"),
      outageCell(roam.outageMs, "downlink"),
      triggerWords(roam),
    ],
    ...(tone === undefined ? {} : { tone }),
  };
}

/** What a line of the table has no room for. */
function remarks(roam: RoamReport, view: View): readonly TextPart[] {
  const { id, failedAttempts, exchangeIds, ft, trigger, neighborReport, transitionRequest } = roam;
  const { earlierTransitionRequests = [] } = roam;
  const isNews = !["used", "failed"].includes(ft.reason);
  const texts = [
    ...(failedAttempts > 0
      ? [
          `After ${count(failedAttempts, "failed attempt")} (${listing(exchangeIds.slice(0, -1))}); the last one took ${duration(roam.attemptMs)}`,
        ]
      : []),
    ...(isNews ? [`Without FT: ${ft.text}`] : []),
    ...(roam.methodCertainty === "inferred" || view.verbose ? [`Method: ${roam.methodText}`] : []),
    ...(trigger.kind === "own-decision" && !view.verbose
      ? []
      : [
          `Why: ${trigger.text}${trigger.input === undefined || trigger.frame === undefined ? "" : ` (frame ${view.frameName({ input: trigger.input, frame: trigger.frame })})`}`,
        ]),
    ...(neighborReport === undefined
      ? []
      : [
          `Neighbor report in frame ${view.frameName(neighborReport)} ${neighborReport.namesTarget ? "named" : "did not name"} the target${wrongWords(neighborReport.wrong)}`,
        ]),
    ...earlierTransitionRequests.map((request) => requestWords(request, view)),
    ...(transitionRequest === undefined ? [] : [requestWords(transitionRequest, view)]),
    ...(view.verbose ? [capabilityWords(roam)] : []),
    ...(roam.collision === undefined ? [] : [`Steering got in the way: ${roam.collision}`]),
    ...(roam.pingPongMs === undefined
      ? []
      : [`Ping-pong: back after ${duration(roam.pingPongMs)}`]),
    ...(roam.voiceOutageMs === undefined
      ? []
      : [
          `Voice: up ${outageCell(roam.voiceOutageMs, "uplink")}, down ${outageCell(roam.voiceOutageMs, "downlink")}`,
        ]),
    ...signalWords(roam, view),
  ];
  return texts.length === 0 ? [] : [paragraph(id, texts.map(sentence).join(" "))];
}

/** "802.11k and 802.11v: station kv, AP left k, AP reached -". */
function capabilityWords({ capabilities }: RoamReport): string {
  const words = (one: SteeringCapabilities | undefined) =>
    one === undefined
      ? "not heard"
      : `${one.neighborReport ? "k" : ""}${one.bssTransition ? "v" : ""}` || "none";
  return `802.11k and 802.11v: station ${words(capabilities.station)}, AP left ${words(capabilities.fromAp)}, AP reached ${words(capabilities.toAp)}`;
}

function requestWords(request: NonNullable<RoamReport["transitionRequest"]>, view: View): string {
  const { candidates, namesTarget, disassociationImminent, response, wrong } = request;
  const answer =
    response === undefined ? "no answer was heard" : `the station answered "${response.text}"`;
  return `BSS Transition Request in frame ${view.frameName(request)} with ${count(candidates.length, "candidate")}, the target ${namesTarget ? "among them" : "not among them"}${disassociationImminent ? ", disassociation imminent" : ""}; ${answer}${wrongWords(wrong)}`;
}

function wrongWords(wrong: readonly string[]): string {
  return wrong.length === 0 ? "" : `; it is wrong: ${wrong.join("; ")}`;
}

function signalWords({ signalDbm }: RoamReport, { verbose }: View): readonly string[] {
  if (signalDbm === undefined || !verbose) return [];
  const { stationBefore, stationAfter, fromAp, toAp } = signalDbm;
  const words = (value: number | undefined) => (value === undefined ? "not heard" : `${value} dBm`);
  return [
    `Signal as the recorder heard it: station ${words(stationBefore)} before and ${words(stationAfter)} after, AP ${words(fromAp)} before and ${words(toAp)} after`,
  ];
}

function statisticsParts(
  { byMethod, pairs }: RoamStatistics,
  aps: readonly string[],
  nameOf: ApNames,
): readonly TextPart[] {
  if (pairs.length === 0) return [];
  const methods = Object.entries(byMethod);
  const spreadColumns = ["Took", "p95", "max", "Up", "p95", "max"].map((head) => ({
    head,
    align: "right" as const,
  }));
  return [
    blank,
    ...(methods.length === 0
      ? []
      : [
          paragraph(
            "TIME",
            "Median, 95th percentile (from 20 roams on) and longest: time to completion, and the outage uplink. An outage is from the last protected data on the old link to the first on the new one: at most so long, since a station that has nothing to send is silent too.",
          ),
          {
            kind: "table" as const,
            columns: [
              { head: "Method", align: "left" as const },
              { head: "Roams", align: "right" as const },
              ...spreadColumns,
            ],
            rows: methods.map(([method, counts]) => ({
              cells: [
                methodName(method as RoamReport["method"]),
                String(counts.roams),
                ...spreadCells(counts.durationMs),
                ...spreadCells(counts.outageMs.uplink),
              ],
            })),
          },
        ]),
    blank,
    ...(aps.length <= mostInMatrix ? matrixParts(pairs, aps, nameOf) : []),
    paragraph(
      "PAIRS",
      "Each pair of APs and direction: roams, FT exchanges that were completed of those that were tried, roams after a failed FT attempt, and the times as above.",
    ),
    {
      kind: "table",
      columns: [
        { head: "From", align: "left" },
        { head: "To", align: "left" },
        { head: "Roams", align: "right" },
        { head: "FT", align: "right" },
        { head: "Fell back", align: "right" },
        ...spreadColumns,
      ],
      rows: pairs.map((pair) => ({
        cells: [
          nameOf(pair.from),
          nameOf(pair.to),
          String(pair.roams),
          ftWords(pair),
          String(pair.fellBack),
          ...spreadCells(pair.durationMs),
          ...spreadCells(pair.outageMs.uplink),
        ],
        ...(pair.ftFailed > 0 ? { tone: "warning" as const } : {}),
      })),
    },
  ];
}

/** "3 of 4"; "-" where FT was not tried. */
function ftWords({ ftCompleted, ftFailed }: PairStatistics): string {
  const tried = ftCompleted + ftFailed;
  return tried === 0 ? "-" : `${ftCompleted} of ${tried}`;
}

function matrixParts(
  pairs: readonly PairStatistics[],
  aps: readonly string[],
  nameOf: ApNames,
): readonly TextPart[] {
  const cellOf = (from: string, to: string) => {
    const pair = pairs.find((one) => one.from === from && one.to === to);
    return pair === undefined
      ? "."
      : `${pair.roams}${pair.ftFailed > 0 ? `/${pair.ftFailed}` : ""}`;
  };
  return [
    paragraph(
      "MATRIX",
      "Roams from the AP on the left to the AP above; after a slash, FT exchanges that failed.",
    ),
    {
      kind: "table",
      columns: [
        { head: "", align: "left" },
        ...aps.map((ap) => ({ head: nameOf(ap), align: "right" as const })),
      ],
      rows: aps.map((from) => ({ cells: [nameOf(from), ...aps.map((to) => cellOf(from, to))] })),
    },
    blank,
  ];
}

function voiceParts(voice: readonly VoiceReport[]): readonly TextPart[] {
  if (voice.length === 0) return [];
  return [
    blank,
    paragraph(
      "VOICE",
      "Small frames of the voice class at a steady pace, told without decrypting them. A codec that sends nothing while nobody talks has gaps too: the loss is at most so much.",
    ),
    {
      kind: "table",
      columns: [
        { head: "Station", align: "left" },
        { head: "Way", align: "left" },
        { head: "Frames", align: "right" },
        { head: "Every", align: "right" },
        { head: "Gaps", align: "right" },
        { head: "Lost", align: "right" },
        { head: "In roams", align: "right" },
        { head: "Longest", align: "left" },
      ],
      rows: voice.map(voiceRow),
    },
  ];
}

function voiceRow(stream: VoiceReport): Row {
  const longest = stream.gaps.toSorted((a, b) => b.lostMs - a.lostMs)[0];
  return {
    cells: [
      stream.station,
      stream.direction === "uplink" ? "up" : "down",
      String(stream.frames),
      duration(stream.periodMs),
      String(stream.gaps.length + stream.moreGaps),
      duration(stream.lostMs),
      duration(stream.lostInRoamsMs),
      longest === undefined
        ? "-"
        : `${duration(longest.lostMs)} (${count(longest.lostFrames, "frame")})${longest.roamId === undefined ? "" : ` in ${longest.roamId}`}`,
    ],
  };
}
