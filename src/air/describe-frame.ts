import { type Fault, formatFault } from "../bytes/fault.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { formatHex } from "../bytes/octets.ts";
import { formatTime } from "../bytes/time.ts";
import type { EapolKey } from "../dot11/eapol-key.ts";
import type { Frame } from "../dot11/frame.ts";
import type { Element } from "../elements/decode.ts";
import { decodeKeyData, type KeyData } from "../elements/key-data.ts";
import type { FcsState } from "../radiotap/radio.ts";
import type { AirFrame } from "./air-frame.ts";
import { describeElement, describeKde, type ElementDescription } from "./describe-element.ts";
import { frameKind } from "./frame-kind.ts";
import { frameNotes, type Note } from "./frame-notes.ts";

/** A frame in words: all texts are fit for a terminal, all octets are lower-case hex in full. */
export interface FrameDescription {
  /** Index of the capture among the inputs. */
  readonly input: number;
  /** 1-based number in its capture. */
  readonly frame: number;
  /** ISO 8601 UTC with the capture's own resolution. */
  readonly time: string;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
  /** Address 2; absent, as the receiver, when the header could not be read. */
  readonly sender?: MacAddress;
  /** Address 1. */
  readonly receiver?: MacAddress;
  readonly sequenceNumber?: number;
  /** "FT Authentication Request". */
  readonly kind: string;
  /** Name of the kind in the JSON document, where it has one. */
  readonly role?: string;
  readonly status?: number;
  readonly reason?: number;
  readonly retry: boolean;
  readonly protected: boolean;
  readonly acknowledged: boolean;
  /** A frame whose FCS is `bad` is evidence of nothing. */
  readonly fcs: FcsState;
  /** The recorder kept only the first octets. */
  readonly cut: boolean;
  /** What it says that is of interest to a roam, in the order of the frame. */
  readonly notes: readonly Note[];
  /** What could not be read. */
  readonly faults: readonly string[];
  /** Every element and KDE in order, and the parts of the body that hold none. */
  readonly elements: readonly ElementDescription[];
}

/** Puts a frame into words. What is encrypted stays so. */
export function describeFrame(air: AirFrame): FrameDescription {
  const { decoded, radio } = air;
  const { header, frame } = decoded;
  const keyData = clearKeyData(frame);
  const elements = keyData?.elements ?? ("elements" in frame ? frame.elements : []);
  const { words, role } = frameKind(decoded);
  return {
    input: air.input,
    frame: air.frame,
    time: formatTime(air.time, air.timeDigits),
    ...(radio.frequencyMhz !== undefined && { frequencyMhz: radio.frequencyMhz }),
    ...(radio.signalDbm !== undefined && { signalDbm: radio.signalDbm }),
    ...(header?.transmitter !== undefined && { sender: header.transmitter }),
    ...(header !== undefined && { receiver: header.receiver }),
    ...(header?.sequenceNumber !== undefined && { sequenceNumber: header.sequenceNumber }),
    kind: words,
    ...(role !== undefined && { role }),
    ...("status" in frame && { status: frame.status }),
    ...("reason" in frame && { reason: frame.reason }),
    retry: header?.retry ?? false,
    protected: header?.isProtected ?? false,
    acknowledged: air.acknowledged,
    fcs: air.fcs,
    cut: air.cut,
    notes: frameNotes(decoded, elements, keyData),
    faults: faultTexts(decoded.faults, elements, keyData),
    elements: describeBody(frame, elements, keyData),
  };
}

/** Only pairwise messages: WPA encrypts the key data of group messages without saying so. */
function clearKeyData(frame: Frame): KeyData | undefined {
  const isClear = frame.kind === "eapol-key" && frame.isPairwise && !frame.encryptedKeyData;
  return isClear ? decodeKeyData(frame.keyData) : undefined;
}

/** The list of elements repeats the fault of the element that it ends in. */
function faultTexts(
  ofFrame: readonly Fault[],
  elements: readonly Element[],
  keyData: KeyData | undefined,
): readonly string[] {
  const ofElements = elements.flatMap(({ faults }) => faults);
  // Offsets in key data are counted from its beginning.
  const texts =
    keyData === undefined
      ? ofElements.map(formatFault)
      : [...keyData.faults, ...ofElements].map((fault) => `in the key data, ${formatFault(fault)}`);
  return [...new Set([...ofFrame.map(formatFault), ...texts])];
}

function describeBody(
  frame: Frame,
  elements: readonly Element[],
  keyData: KeyData | undefined,
): readonly ElementDescription[] {
  switch (frame.kind) {
    case "eapol-key":
      return [describeKeyFields(frame), ...describeKeyData(frame, keyData)];
    case "authentication":
      return elements.length > 0 ? elements.map(describeElement) : raw("body", frame.body);
    case "action":
    case "protected-management":
    case "eapol":
      return raw("body", frame.body);
    default:
      return elements.map(describeElement);
  }
}

function raw(name: string, octets: Uint8Array): readonly ElementDescription[] {
  return octets.length === 0 ? [] : [{ name, words: "", hex: formatHex(octets) }];
}

function describeKeyFields(key: EapolKey): ElementDescription {
  return {
    name: "EAPOL-Key",
    words: [
      `key information 0x${key.keyInformation.toString(16).padStart(4, "0")}`,
      `replay counter ${key.replayCounter}`,
      `nonce ${formatHex(key.nonce)}`,
      `RSC ${formatHex(key.rsc)}`,
      ...(key.micLength === 0 ? [] : [`MIC ${formatHex(key.mic)}`]),
    ].join(", "),
    hex: formatHex(key.octets.subarray(0, key.octets.length - key.keyData.length)),
  };
}

function describeKeyData(
  { keyData }: EapolKey,
  clear: KeyData | undefined,
): readonly ElementDescription[] {
  if (clear === undefined) return raw("key data", keyData);
  return [
    ...clear.elements.map((element) => ({ at: element.offset, told: describeElement(element) })),
    ...clear.kdes.map((kde) => ({ at: kde.offset, told: describeKde(kde, keyData) })),
  ]
    .sort((a, b) => a.at - b.at)
    .map(({ told }) => told);
}
