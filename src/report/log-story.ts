import type { LogReading, StationReport } from "../analyze/log-reading.ts";
import { akmName } from "../spec/suites.ts";
import { paragraph, type Table, type TextPart, type Tone } from "./part.ts";
import { duration } from "./times.ts";
import { count, listing, reasonWords, sentence, statusWords } from "./words.ts";

type RunReport = StationReport["runs"][number];
type AttemptReport = RunReport["first"];
type RemovalReport = StationReport["removals"][number];
type ApReport = NonNullable<AttemptReport["target"]>;
type MarkReport = StationReport["first"];

/** A moment of the story. */
interface Moment {
  readonly mark: MarkReport;
  readonly text: string;
  readonly tone?: Tone;
}

/** Rows of one station's story beyond which it is told by its bursts alone. */
const mostMoments = 60;

/** One station's story: who it is, its bursts, then what happened in order. */
export function stationStory(station: StationReport, log: LogReading): readonly TextPart[] {
  const moments = momentsOf(station);
  const shown = moments.slice(0, mostMoments);
  return [
    paragraph("STORY", sentence(whoWords(station))),
    ...burstParts(station),
    ...(shown.length === 0 ? [] : [storyTable(shown)]),
    ...(station.noted.length === 0 ? [] : [paragraph("", notedWords(station))]),
    ...(moments.length > shown.length
      ? [paragraph("", `${moments.length - shown.length} more moments: see --format json.`)]
      : []),
    ...(log.story?.clockSteps.length
      ? [
          paragraph(
            "NOTE",
            `The clock of the log was set or went back at ${log.story.clockSteps.length === 1 ? "line" : "lines"} ${listing(log.story.clockSteps.slice(0, 5).map(({ line }) => String(line)))}: times before and after cannot be compared.`,
          ),
        ]
      : []),
  ];
}

function whoWords(station: StationReport): string {
  const { station: mac, ip, attempts, currentAp, runs, joins } = station;
  const akm = runs.map(({ first }) => first.akm).find((each) => each !== undefined);
  const targets = new Map(
    runs.flatMap(({ first: { target } }) =>
      target?.address === undefined ? [] : [[target.address, target] as const],
    ),
  );
  return [
    `${mac}${ip === undefined ? "" : `, IP ${ip}`}`,
    ...(akm === undefined ? [] : [akmName(akm)]),
    ...(attempts === 0 ? [] : [`${count(attempts, "FT attempt")}`]),
    ...(currentAp === undefined ? [] : [`from ${apName(currentAp)}${bssidWords(station)}`]),
    ...(targets.size === 0 ? [] : [`to ${listing([...targets.values()].slice(0, 4).map(apName))}`]),
    ...(joins.length === 0 ? [] : [count(joins.length, "other association")]),
  ].join(", ");
}

/** The BSSID that the log names for the radio the station comes from: joined by all but the last digit. */
function bssidWords({ currentAp, removals }: StationReport): string {
  const radio = currentAp?.address;
  if (radio === undefined || currentAp?.addressIs !== "radio") return "";
  const bssid = removals
    .map(({ deauthentication }) => deauthentication?.ap)
    .find((ap) => ap?.addressIs === "bssid" && ap.address?.slice(0, -1) === radio.slice(0, -1));
  return bssid?.address === undefined ? "" : `, probably its BSSID ${bssid.address}`;
}

/** "02:00:00:00:0a:fe (BSSID, slot 1)": which of an AP's addresses it is must stand beside it. */
function apName({ address, addressIs, slot, name }: ApReport): string {
  const kind = { bssid: "BSSID", radio: "radio MAC", unknown: "AP" }[addressIs];
  const more = [kind, ...(slot === undefined ? [] : [`slot ${slot}`])].join(", ");
  return address === undefined ? (name ?? "an AP") : `${address} (${more})`;
}

function burstParts({ bursts, burstsNotShown, attempts }: StationReport): readonly TextPart[] {
  if (attempts < 2) return [];
  const words = bursts.slice(0, 6).map(({ attempts: size, spacingMs, gapMs }) => {
    const spacing =
      spacingMs === undefined
        ? ""
        : ` ${spacingMs.least === spacingMs.most ? "" : "about "}${Math.round(spacingMs.median)} ms apart`;
    const gap = gapMs === undefined ? "" : `after ${duration(gapMs)}: `;
    return `${gap}${size}${spacing}`;
  });
  const all = bursts.length + burstsNotShown;
  const more = all > words.length ? `, and ${all - words.length} more` : "";
  return [
    paragraph(
      "",
      sentence(
        `${count(attempts, "attempt")} in ${count(all, "burst")}: ${words.join("; ")}${more}`,
      ),
    ),
  ];
}

/** What else the log has about the station, by kind of event. */
function notedWords({ noted }: StationReport): string {
  const words = noted.map(
    ({ kind, count: number, first }) =>
      `${kind.replaceAll("-", " ")} ${number === 1 ? "once" : `${number} times`} (line ${first.line}${number === 1 ? "" : " on"})`,
  );
  return sentence(`Also: ${words.join(", ")}`);
}

function momentsOf(station: StationReport): readonly Moment[] {
  return [
    ...station.runs.map(runMoment),
    ...station.removals.flatMap(removalMoments),
    ...station.joins.map(joinMoment),
  ].toSorted((a, b) => a.mark.line - b.mark.line);
}

function storyTable(moments: readonly Moment[]): Table {
  return {
    kind: "table",
    columns: [
      { head: "line", align: "right" },
      { head: "s", align: "right" },
      { head: "What the log says", align: "left" },
    ],
    rows: moments.map(({ mark, text, tone }) => ({
      cells: [
        String(mark.line),
        mark.atMs === undefined ? "" : (mark.atMs / 1000).toFixed(3),
        sentence(text),
      ],
      tone,
    })),
  };
}

function runMoment({ first, last, attempts, endedAfterMs }: RunReport): Moment {
  const numbers =
    attempts === 1
      ? `Attempt ${first.number}`
      : `Attempts ${first.number} to ${last.number} (until line ${(last.ended ?? last.begun).line})`;
  return {
    mark: first.begun,
    ...(first.outcome === "accepted" ? {} : { tone: "fault" as const }),
    text: [
      `${numbers}${pathWords(first)}`,
      ...keyWords(first),
      ...searchWords(first),
      outcomeWords(first, delayWords(endedAfterMs)),
      ...(first.handshake === undefined ? [] : ["a 4-way handshake follows all the same"]),
    ].join("; "),
  };
}

function pathWords({ path, target, scope }: AttemptReport): string {
  const way = path === undefined ? "" : `, FT over the ${path === "ds" ? "DS" : "air"}`;
  const to = target === undefined ? "" : ` to ${apName(target)}`;
  return `${way}${to}${scope === undefined || scope === "" ? "" : `, a ${scope} roam`}`;
}

function keyWords({ key, akm }: AttemptReport): readonly string[] {
  switch (key) {
    case "held":
      return [`the controller holds the key${akm === undefined ? "" : ` (${akmName(akm)})`}`];
    case "absent":
      return ["the controller has no key"];
    case "not-said":
      return [];
    default: {
      const never: never = key;
      return never;
    }
  }
}

/** What the AP did for the key, by its own log. */
function searchWords({ keySearch }: AttemptReport): readonly string[] {
  if (keySearch === undefined) return [];
  const { fate, asked, holder } = keySearch;
  const whom = holder === undefined ? "the key holder" : `the key holder ${holder}`;
  switch (fate) {
    case "missing":
    case "found":
      return [];
    case "holder-unknown":
      return ["it knows no key holder of the R0KH-ID that the station names"];
    case "no-answer":
      return [`it asked ${whom}${asked > 1 ? ` ${asked} times` : ""}, and no answer is logged`];
    case "answered":
      return [
        `it asked ${whom}${asked > 1 ? ` ${asked} times` : ""}, and an answer came, to this question or to another`,
      ];
    case "denied":
      return [`${whom} answered that it has no such key`];
    case "not-made":
      return ["no passphrase of its own gives the name that the station offers"];
    default: {
      const never: never = fate;
      return never;
    }
  }
}

function outcomeWords({ outcome, codes, text }: AttemptReport, after: string): string {
  const status = codes?.find(({ space }) => space === "ieee-status");
  const number = status === undefined ? "" : ` (status ${status.value})`;
  switch (outcome) {
    case "key-not-at-target":
      return `the target AP has none in its cache and refuses${after}${number}`;
    case "refused":
      return `refused${after}${number}${text === undefined || text === "" ? "" : `: "${text}"`}`;
    case "accepted":
      return `accepted${after}`;
    case "open":
      return "how it ended is not logged";
    default: {
      const never: never = outcome;
      return never;
    }
  }
}

function delayWords(range: RunReport["endedAfterMs"]): string {
  if (range === undefined) return "";
  const { least, most } = range;
  return least === most ? ` ${least} ms later` : ` ${least} to ${most} ms later`;
}

function removalMoments(removal: RemovalReport): readonly Moment[] {
  const { requested, scheduled, expired, keyPurged, deletionDistributed, deleted } = removal;
  const decided = requested ?? scheduled;
  const why = [
    ...(removal.attempt === undefined ? [] : [`in answer to attempt ${removal.attempt}`]),
    ...(requested?.codes ?? []).map(({ space, value }) =>
      space === "ieee-reason" ? `reasonCode ${value}` : `deleteReason ${value} (Cisco's number)`,
    ),
  ];
  const entries: readonly (Moment | undefined)[] = [
    decided && {
      mark: decided,
      text: `The controller decides to delete the station${scheduled?.seconds === undefined ? "" : `, in ${scheduled.seconds} s`}${why.length === 0 ? "" : `: ${why.join(", ")}`}`,
    },
    expired && { mark: expired, text: "The timer of the deletion fires" },
    ...sentMoments(removal),
    keyPurged && {
      mark: keyPurged,
      tone: "warning" as const,
      text: "The controller deletes the station's PMK: from here on no FT attempt can succeed",
    },
    deletionDistributed && {
      mark: deletionDistributed,
      text: "It tells the APs to delete the FT key",
    },
    deleted && {
      mark: deleted,
      text: `The station is deleted${deleted.ap === undefined ? "" : ` on ${apName(deleted.ap)}`}`,
    },
  ];
  return entries.filter((entry) => entry !== undefined);
}

function sentMoments({
  disassociation,
  deauthentication,
}: RemovalReport): readonly (Moment | undefined)[] {
  return [
    disassociation && {
      mark: disassociation,
      tone: "warning" as const,
      text: `Disassociation sent through ${disassociation.ap === undefined ? "an AP" : apName(disassociation.ap)}${disassociation.reason === undefined ? "" : `, ${reasonWords(disassociation.reason)}`}`,
    },
    deauthentication && {
      mark: deauthentication,
      tone: "warning" as const,
      text: `Deauthentication sent through ${deauthentication.ap === undefined ? "an AP" : apName(deauthentication.ap)}${deauthentication.reason === undefined ? "" : `, ${reasonWords(deauthentication.reason)}`}`,
    },
  ];
}

function joinMoment(join: StationReport["joins"][number]): Moment {
  const { begun, kind, ap, status, handshake, completed } = join;
  return {
    mark: begun,
    text: [
      `${kind === "association" ? "Association" : "Reassociation"}${ap === undefined ? "" : ` with ${apName(ap)}`}`,
      ...(status === undefined ? [] : [`status ${statusWords(status)}`]),
      ...(handshake === undefined ? [] : ["4-way handshake"]),
      ...(completed === undefined ? [] : ["completed"]),
    ].join(", "),
  };
}
