import type { AirFrame } from "../air/air-frame.ts";
import { equalOctets } from "../bytes/octets.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import { packetNumberOf } from "../dot11/protection.ts";
import { type Sighting, statusOf } from "./sighting.ts";

/** A protected frame that was kept to be decrypted. */
export interface ProtectedFrame {
  /** With octets of its own. */
  readonly air: AirFrame;
  readonly header: MacHeader;
  readonly packetNumber: bigint;
}

/** A packet number that came again, or a lower one after a higher. */
export interface PacketNumberReuse {
  readonly before: ProtectedFrame;
  readonly after: ProtectedFrame;
}

/** Protected individually addressed data between station and target after the exchange, in one direction. */
export interface DataFlow {
  frames: number;
  first: AirFrame | undefined;
  last: AirFrame | undefined;
  /** The first whole ones since the key was due to be installed, at most {@link mostKept}. */
  readonly kept: ProtectedFrame[];
  /** Of the whole ones since then. */
  numbers:
    | { readonly lowest: bigint; readonly highest: bigint; readonly count: number }
    | undefined;
  /** The first one. */
  reuse: PacketNumberReuse | undefined;
}

/** The last place is for a frame that follows the first one of the other direction. */
const mostKept = 4;

export function newDataFlow(): DataFlow {
  return {
    frames: 0,
    first: undefined,
    last: undefined,
    kept: [],
    numbers: undefined,
    reuse: undefined,
  };
}

/** Both directions. */
export interface DataFlows {
  readonly uplink: DataFlow;
  readonly downlink: DataFlow;
}

/** Takes note of one frame. */
export function followData(
  flows: DataFlows,
  direction: keyof DataFlows,
  air: AirFrame,
  header: MacHeader,
): void {
  const flow = flows[direction];
  const opposite = flows[direction === "uplink" ? "downlink" : "uplink"];
  const mention = { ...air, octets: new Uint8Array(0) };
  flow.frames++;
  flow.first ??= mention;
  flow.last = mention;
  const packetNumber = packetNumberOf(air.octets, header);
  const isFragment = header.moreFragments || header.fragmentNumber !== 0;
  if (packetNumber === undefined || air.cut || isFragment) return;
  const frame = { air, header, packetNumber };
  if (flow.kept.some((other) => isSameFrame(other, frame))) return;
  const { lowest = packetNumber, highest = packetNumber, count = 0 } = flow.numbers ?? {};
  flow.numbers = {
    lowest: packetNumber < lowest ? packetNumber : lowest,
    highest: packetNumber > highest ? packetNumber : highest,
    count: count + 1,
  };
  const before = flow.reuse ? undefined : flow.kept.find((other) => isReuse(other, frame));
  if (before !== undefined) flow.reuse = { before, after: ownOctets(frame) };
  const { length } = flow.kept;
  if (length < mostKept - 1 || (length < mostKept && isFirstAfter(opposite, flow))) {
    flow.kept.push(ownOctets(frame));
  }
}

/** Frames before this moment may well be under another key. */
export function forgetData({ uplink, downlink }: DataFlows): void {
  for (const flow of [uplink, downlink]) {
    flow.kept.length = 0;
    flow.numbers = undefined;
    flow.reuse = undefined;
  }
}

/** After this frame, for the first time, both sides have the key of the exchange. */
export function installsKey(sighting: Sighting, earlier: readonly Sighting[]): boolean {
  const isInstalling = (other: Sighting) =>
    other.role === sighting.role && (other.role === "eapol-4" || statusOf(other) === 0);
  switch (sighting.role) {
    case "association-response":
    case "reassociation-response":
    case "eapol-4":
      return isInstalling(sighting) && !earlier.some(isInstalling);
    default:
      return false;
  }
}

function ownOctets(frame: ProtectedFrame): ProtectedFrame {
  return { ...frame, air: { ...frame.air, octets: frame.air.octets.slice() } };
}

function isFirstAfter(opposite: DataFlow, { kept }: DataFlow): boolean {
  const first = opposite.kept[0];
  const last = kept.at(-1);
  return first !== undefined && last !== undefined && last.air.time < first.air.time;
}

function bodyOf({ air, header }: ProtectedFrame): Uint8Array {
  return air.octets.subarray(header.length);
}

/**
 * A retry of the MAC, or octets that were encrypted once: as a second recorder heard them, as the sender's own
 * recorder had them before they got their sequence number, or as a driver handed them to the radio again.
 */
function isSameFrame(a: ProtectedFrame, b: ProtectedFrame): boolean {
  if (a.packetNumber !== b.packetNumber) return false;
  if (equalOctets(bodyOf(a), bodyOf(b))) return true;
  return (
    a.header.sequenceNumber === b.header.sequenceNumber &&
    a.header.tid === b.header.tid &&
    (b.header.retry || a.header.retry)
  );
}

/** Of one TID both numbers rise together; frames of several TIDs overtake one another. */
function isReuse(before: ProtectedFrame, after: ProtectedFrame): boolean {
  if (after.packetNumber === before.packetNumber) return true;
  if (after.packetNumber > before.packetNumber || after.header.retry) return false;
  if (after.header.tid !== before.header.tid) return false;
  const from = before.header.sequenceNumber ?? 0;
  const to = after.header.sequenceNumber ?? 0;
  // A frame that the sender recorded itself may have no number yet, which is 0.
  if (from === 0 || to === 0) return false;
  const step = (to - from + 4096) % 4096;
  return step > 0 && step < 2048;
}
