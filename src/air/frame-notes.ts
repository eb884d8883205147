import { formatMac } from "../bytes/mac-address.ts";
import { formatHex, isAllZero } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { DecodedFrame, FrameOf } from "../dot11/frame.ts";
import type { Element } from "../elements/decode.ts";
import type { Fte } from "../elements/fte.ts";
import type { KeyData } from "../elements/key-data.ts";
import { reasonName } from "../spec/reason-codes.ts";
import { statusName } from "../spec/status-codes.ts";
import { akmName } from "../spec/suites.ts";

/** One thing that a frame says; octets are lower-case hex in full, captured text is in quotes. */
export interface Note {
  /** "PMKID". */
  readonly name: string;
  /** "317f4e2a…", "53 Invalid PMKID". */
  readonly value: string;
}

/**
 * Captured text in quotes. A quote in it is spelt as an octet, as {@link printable} does with all
 * that is not harmless: the text cannot end before it ends.
 */
export function quoted(octets: Uint8Array): string {
  return `"${printable(octets).replaceAll('"', "\\x22")}"`;
}

/** What the fixed fields of a frame and its elements say that is of interest to a roam. */
export function frameNotes(
  { frame }: DecodedFrame,
  elements: readonly Element[],
  keyData: KeyData | undefined,
): readonly Note[] {
  const pmkids = (keyData?.kdes ?? []).filter((kde) => kde.kind === "pmkid");
  return [
    ...fixedNotes(frame),
    ...pmkids.map(({ pmkid }) => ({ name: "PMKID", value: formatHex(pmkid) })),
    ...elements.flatMap(elementNotes),
  ];
}

function fixedNotes(frame: DecodedFrame["frame"]): readonly Note[] {
  switch (frame.kind) {
    case "authentication":
      return authenticationNotes(frame);
    case "association-response":
    case "reassociation-response":
      return [statusNote(frame.status)];
    case "reassociation-request":
      return [{ name: "current AP", value: frame.currentAp }];
    case "deauthentication":
    case "disassociation":
      return [{ name: "reason", value: codeWords(frame.reason, reasonName(frame.reason)) }];
    case "ft-action":
      return [
        ...(frame.status === undefined ? [] : [statusNote(frame.status)]),
        { name: "station", value: frame.station },
        { name: "target AP", value: frame.targetAp },
      ];
    case "eapol-key":
      return eapolKeyNotes(frame);
    default:
      return [];
  }
}

/** "53 Invalid PMKID"; a code without a name is its number. */
function codeWords(code: number, name: string): string {
  return name.endsWith(` ${code}`) ? `${code}` : `${code} ${name}`;
}

function statusNote(status: number): Note {
  return { name: "status", value: codeWords(status, statusName(status)) };
}

const algorithms: Readonly<Record<number, string>> = {
  0: "Open System",
  1: "Shared Key",
  4: "FILS",
  5: "FILS with PFS",
  6: "FILS with public key",
  7: "PASN",
};

function authenticationNotes({
  algorithm,
  transactionSequence,
  status,
}: FrameOf<"authentication">): readonly Note[] {
  // The kind of the frame already names FT and SAE.
  const isNamed = algorithm === 2 || algorithm === 3;
  const isAnswer = transactionSequence % 2 === 0;
  return [
    ...(isNamed ? [] : [{ name: "algorithm", value: algorithms[algorithm] ?? `${algorithm}` }]),
    ...(isAnswer || status !== 0 ? [statusNote(status)] : []),
  ];
}

function eapolKeyNotes(key: FrameOf<"eapol-key">): readonly Note[] {
  return [
    ...nonceNotes(key.keyAck ? "ANonce" : "SNonce", key.nonce),
    { name: "replay counter", value: `${key.replayCounter}` },
    ...(key.encryptedKeyData ? [{ name: "key data", value: "encrypted" }] : []),
  ];
}

function elementNotes(element: Element): readonly Note[] {
  switch (element.kind) {
    case "ssid":
      return [{ name: "SSID", value: element.isHidden ? "hidden" : quoted(element.ssid) }];
    case "rsne":
      if (element.pmkids.length > 0) {
        return element.pmkids.map((pmkid) => ({ name: "PMKID", value: formatHex(pmkid) }));
      }
      return element.akms.length === 0
        ? []
        : [{ name: "AKM", value: element.akms.map(akmName).join("+") }];
    case "mde":
      return [{ name: "MDID", value: element.mdid }];
    case "fte":
      return fteNotes(element);
    default:
      return [];
  }
}

function fteNotes({ r0khId, r1khId, anonce, snonce }: Fte): readonly Note[] {
  return [
    ...(r0khId === undefined ? [] : [{ name: "R0KH-ID", value: quoted(r0khId) }]),
    ...(r1khId === undefined ? [] : [{ name: "R1KH-ID", value: formatMac(r1khId) }]),
    ...nonceNotes("ANonce", anonce),
    ...nonceNotes("SNonce", snonce),
  ];
}

/** A nonce that its sender does not know yet is all zero. */
function nonceNotes(name: string, nonce: Uint8Array | undefined): readonly Note[] {
  return nonce === undefined || isAllZero(nonce) ? [] : [{ name, value: formatHex(nonce) }];
}
