import type { Analysis, ExchangeReport, FrameReport } from "../analyze/analysis.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import type { FrameRole } from "../exchange/sighting.ts";
import { inputLetter } from "./view.ts";
import { culpritName, isFtExchange, verdictName } from "./words.ts";

/** Display filters for Wireshark and tshark, of one exchange in one capture. */
export interface FilterHints {
  /** Id of the exchange. */
  readonly exchange: string;
  /** Index of the capture that they are for: frame numbers and times are its own. */
  readonly input: number;
  /** The frames of the exchange, and nothing else of the two. */
  readonly frames: string;
  /** Those that the verdict rests on; absent where none is in this capture. */
  readonly proof?: string;
  /** All frames of the capture with the same value in the field that decided; absent where nothing is wrong. */
  readonly alike?: string;
}

/**
 * The filters of every exchange. They use comparisons and field names only that Wireshark has had since
 * version 2, and no text of the capture but addresses and octets.
 */
export function filterHints(analysis: Analysis): readonly FilterHints[] {
  return ftFirst(analysis).flatMap((exchange) => {
    const inputs = new Set(exchange.frames.map(({ input }) => input));
    return [...inputs].map((input) => hintsFor(exchange, input));
  });
}

/** FT exchanges first, as one looks for those. */
function ftFirst({ exchanges }: Analysis): readonly ExchangeReport[] {
  return [
    ...exchanges.filter(isFtExchange),
    ...exchanges.filter((exchange) => !isFtExchange(exchange)),
  ];
}

/** The same for a person. */
export function filterHintText(analysis: Analysis): string {
  const hints = filterHints(analysis);
  return ftFirst(analysis)
    .flatMap((exchange) => [
      exchangeTitle(exchange),
      ...hints
        .filter(({ exchange: id }) => id === exchange.id)
        .flatMap((hint) => hintLines(hint, analysis.inputs.length > 1)),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function exchangeTitle({ id, station, targetAp, verdict }: ExchangeReport): string {
  const { kind, culprit, rule, confidence } = verdict;
  const who = kind === "fault" ? `, ${culpritName(culprit)}` : "";
  return `${id}  ${station} with ${targetAp}: ${verdictName(kind)}${who} (${confidence}), ${rule}`;
}

function hintLines({ input, frames, proof, alike }: FilterHints, areSeveral: boolean) {
  const letter = areSeveral ? `${inputLetter(input)} ` : "";
  return [
    `  ${letter}frames  ${frames}`,
    ...(proof === undefined ? [] : [`  ${letter}proof   ${proof}`]),
    ...(alike === undefined ? [] : [`  ${letter}alike   ${alike}`]),
  ];
}

function hintsFor(exchange: ExchangeReport, input: number): FilterHints {
  const frames = exchange.frames.filter((frame) => frame.input === input);
  const evidence = exchange.verdict.evidence.filter((item) => item.input === input);
  const proof = [...new Set(evidence.map(({ frame }) => frame as number))].sort((a, b) => a - b);
  const { kind } = exchange.verdict;
  const alike =
    kind === "sound" ? undefined : evidence.map(fieldFilter).find((filter) => filter !== undefined);
  return {
    exchange: exchange.id,
    input,
    frames: exchangeFilter(exchange, frames),
    ...(proof.length === 0
      ? {}
      : { proof: proof.map((frame) => `frame.number == ${frame}`).join(" || ") }),
    ...(alike === undefined ? {} : { alike }),
  };
}

function exchangeFilter(exchange: ExchangeReport, frames: readonly FrameReport[]): string {
  const aps = new Set(
    frames
      .flatMap(({ sender, receiver }) => [sender, receiver])
      .filter((address) => address !== exchange.station),
  );
  const seconds = frames.map(({ time, recordedTime = time }) => epochSeconds(recordedTime));
  const inOrder = seconds.filter((time) => time !== undefined).toSorted(byTime);
  const kinds = new Set(frames.map(({ role }) => roleFilters[role]));
  return [
    `wlan.addr == ${exchange.station}`,
    either([...aps].map((address) => `wlan.addr == ${address}`)),
    either([...kinds].filter((kind) => kind !== undefined)),
    // Times that the format cannot hold are times of a damaged capture.
    ...(inOrder.length < seconds.length
      ? []
      : [`frame.time_epoch >= ${inOrder[0]}`, `frame.time_epoch <= ${inOrder.at(-1)}`]),
  ]
    .filter((part) => part !== "")
    .join(" && ");
}

function either(filters: readonly string[]): string {
  return filters.length < 2 ? (filters[0] ?? "") : `(${filters.join(" || ")})`;
}

const roleFilters: Readonly<Record<FrameRole, string | undefined>> = {
  "authentication-request": "wlan.fc.type_subtype == 11",
  "authentication-response": "wlan.fc.type_subtype == 11",
  "ft-authentication-request": "wlan.fixed.auth.alg == 2",
  "ft-authentication-response": "wlan.fixed.auth.alg == 2",
  "ft-authentication-confirm": "wlan.fixed.auth.alg == 2",
  "ft-authentication-ack": "wlan.fixed.auth.alg == 2",
  "ft-action-request": "wlan.fc.type_subtype == 13",
  "ft-action-response": "wlan.fc.type_subtype == 13",
  "ft-action-confirm": "wlan.fc.type_subtype == 13",
  "ft-action-ack": "wlan.fc.type_subtype == 13",
  "association-request": "wlan.fc.type_subtype == 0",
  "association-response": "wlan.fc.type_subtype == 1",
  "reassociation-request": "wlan.fc.type_subtype == 2",
  "reassociation-response": "wlan.fc.type_subtype == 3",
  "eapol-1": "eapol",
  "eapol-2": "eapol",
  "eapol-3": "eapol",
  "eapol-4": "eapol",
  disassociation: "wlan.fc.type_subtype == 10",
  deauthentication: "wlan.fc.type_subtype == 12",
  "data-uplink": undefined,
  "data-downlink": undefined,
};

/** The field of a piece of evidence with the value that was seen; undefined where Wireshark has none. */
function fieldFilter({ field, seen }: Evidence): string | undefined {
  if (seen === undefined) return undefined;
  switch (field) {
    case "Status Code":
      return numberFilter("wlan.fixed.status_code", seen);
    case "Reason Code":
      return numberFilter("wlan.fixed.reason_code", seen);
    case "element count":
      return numberFilter("wlan.ft.mic_control.element_count", seen);
    case "ANonce":
      return octetsFilter("wlan.ft.anonce", seen, 32);
    case "SNonce":
      return octetsFilter("wlan.ft.snonce", seen, 32);
    case "FTE MIC":
      return octetsFilter("wlan.ft.mic", seen, 16);
    case "R1KH-ID":
      return octetsFilter("wlan.ft.subelem.r1kh_id", seen, 6);
    case "PMKR0Name":
    case "PMKR1Name":
      return octetsFilter("wlan.pmkid.akms", seen, 16);
    case "MDID":
      // Wireshark reads the two octets as a number, the second one first.
      return /^[0-9a-f]{4}$/.test(seen)
        ? `wlan.mobility_domain.mdid == 0x${seen.slice(2)}${seen.slice(0, 2)}`
        : undefined;
    default:
      return undefined;
  }
}

function numberFilter(name: string, seen: string): string | undefined {
  const number = /^\d{1,5}\b/.exec(seen)?.[0];
  return number === undefined ? undefined : `${name} == ${number}`;
}

function octetsFilter(name: string, seen: string, length: number): string | undefined {
  if (!/^[0-9a-f]+$/.test(seen) || seen.length !== 2 * length) return undefined;
  return `${name} == ${(seen.match(/../g) ?? []).join(":")}`;
}

/** "1795345909.897665": ISO 8601 UTC as seconds since 1970, with all its digits. */
function epochSeconds(time: string): string | undefined {
  const [, whole, fraction = ""] = /^(.+T\d\d:\d\d:\d\d)(\.\d{1,9})?Z$/.exec(time) ?? [];
  const ms = Date.parse(`${whole}Z`);
  return Number.isNaN(ms) ? undefined : `${ms / 1000}${fraction}`;
}

/** Compares seconds as texts, since a double rounds their fractions. */
function byTime(a: string, b: string): number {
  return sortable(a) < sortable(b) ? -1 : 1;
}

function sortable(seconds: string): string {
  const [whole = "", fraction = ""] = seconds.split(".");
  return whole.padStart(12, "0") + fraction.padEnd(9, "0");
}
