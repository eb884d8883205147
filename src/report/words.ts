import type { ExchangeReport } from "../analyze/analysis.ts";
import type { Culprit, Verdict } from "../diagnosis/verdict.ts";
import type { CheckId, CheckResult } from "../exchange/check.ts";
import type { ExchangeKind } from "../exchange/exchange.ts";
import { channelOf } from "../spec/channels.ts";
import { reasonName } from "../spec/reason-codes.ts";
import { statusName } from "../spec/status-codes.ts";

const culpritNames: Readonly<Record<Culprit, string>> = {
  none: "nobody",
  station: "the station",
  "target-ap": "the target AP",
  "current-ap": "the current AP",
  "key-distribution": "key distribution",
  configuration: "configuration",
  radio: "radio",
  capture: "the capture",
  attacker: "an attacker",
  undetermined: "undetermined",
};

export function culpritName(culprit: Culprit): string {
  return culpritNames[culprit];
}

const checkNames: Readonly<Record<CheckId, string>> = {
  mdid: "MDID",
  "rsne-consistency": "RSNE",
  "rsnxe-consistency": "RSNXE",
  pmkr0name: "PMKR0Name",
  "pmkr1name-derivation": "PMKR1Name derivation",
  pmkr1name: "PMKR1Name",
  "r0kh-id": "R0KH-ID",
  "r1kh-id": "R1KH-ID",
  anonce: "ANonce",
  snonce: "SNonce",
  "element-count": "Element count",
  "fte-mic-request": "FTE MIC of request",
  "fte-mic-response": "FTE MIC of response",
  "gtk-unwrap": "GTK",
  "igtk-unwrap": "IGTK",
  "bigtk-unwrap": "BIGTK",
  "eapol-mic-2": "MIC of message 2",
  "eapol-mic-3": "MIC of message 3",
  "eapol-mic-4": "MIC of message 4",
  oci: "OCI",
  "reassociation-deadline": "Deadline",
  "tk-uplink": "TK of the station",
  "tk-downlink": "TK of the AP",
  "packet-number": "Packet number",
};

export function checkName(id: CheckId): string {
  return checkNames[id];
}

const resultNames: Readonly<Record<CheckResult, string>> = {
  sound: "sound",
  fault: "FAULT",
  "cannot-tell": "cannot tell",
  "not-applicable": "-",
};

export function resultName(result: CheckResult): string {
  return resultNames[result];
}

const verdictNames: Readonly<Record<Verdict["kind"], string>> = {
  sound: "sound",
  fault: "fault",
  "cannot-tell": "cannot tell",
};

export function verdictName(kind: Verdict["kind"]): string {
  return verdictNames[kind];
}

const kindNames: Readonly<Record<ExchangeKind, string>> = {
  "ft-over-the-air": "FT over the air",
  "ft-over-the-ds": "FT over the DS",
  "initial-mobility-domain-association": "initial mobility domain association",
  association: "association without FT",
};

export function kindName(kind: ExchangeKind): string {
  return kindNames[kind];
}

export function isFtExchange({ kind }: Pick<ExchangeReport, "kind">): boolean {
  return kind === "ft-over-the-air" || kind === "ft-over-the-ds";
}

/** "53 Invalid PMKID"; a code without a name stands as "Status 200". */
export function statusWords(code: number): string {
  const name = statusName(code);
  return name.endsWith(` ${code}`) ? name : `${code} ${name}`;
}

/** "reason 3 Station is leaving"; a code without a name stands as "Reason 200". */
export function reasonWords(code: number): string {
  const name = reasonName(code);
  return name.endsWith(` ${code}`) ? name : `reason ${code} ${name}`;
}

/** "2.4 GHz channels 1 and 6, 5 GHz channel 36"; off the raster the frequency in MHz. */
export function channelWords(frequencies: readonly number[]): string {
  const byBand = new Map<string | undefined, string[]>();
  for (const frequency of frequencies) {
    const found = channelOf(frequency);
    const members = byBand.get(found?.band) ?? [];
    byBand.set(found?.band, members);
    members.push(found === undefined ? `${frequency} MHz` : String(found.channel));
  }
  return [...byBand]
    .map(([band, members]) =>
      band === undefined
        ? listing(members)
        : `${band} ${members.length === 1 ? "channel" : "channels"} ${listing(members)}`,
    )
    .join(", ");
}

/** "a", "a and b", "a, b and c". */
export function listing(texts: readonly string[]): string {
  const last = texts.at(-1) ?? "";
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(", ")} and ${last}`;
}

/** "1 frame", "2 frames". */
export function count(number: number, noun: string, nouns = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : nouns}`;
}

/** The text with a full stop, unless it ends with punctuation of its own. */
export function sentence(text: string): string {
  return /[.?:]$/.test(text) ? text : `${text}.`;
}

/** The text with its first letter in upper case. */
export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** Sentences one after the other; empty ones are left out. */
export function sentences(...texts: readonly (string | undefined)[]): string {
  return texts
    .filter((text) => text !== undefined && text !== "")
    .map((text) => sentence(text as string))
    .join(" ");
}
