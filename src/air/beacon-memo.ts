import { type DecodedFrame, decodeFrame } from "../dot11/frame.ts";
import { decodeMacHeader } from "../dot11/mac-header.ts";

/** Where a beacon's timestamp stands, behind a MAC header without HT control. */
const timestampStart = 24;
const timestampEnd = 32;

/** TIM elements go round in a short cycle; so many beacons of a BSS are remembered. */
const remembered = 4;
const mostBss = 4096;

interface Known {
  readonly octets: Uint8Array;
  readonly decoded: DecodedFrame;
}

/**
 * Decodes beacons. Most say what the one before said: their elements are decoded once, from octets of
 * their own, so that whoever keeps an element does not keep the chunk of the capture it came from.
 */
export function createBeaconMemo(): (octets: Uint8Array) => DecodedFrame {
  const byBssid = new Map<number, Known[]>();

  return (octets) => {
    const bssid = numberOf(octets);
    let known = byBssid.get(bssid);
    const same = known?.find((other) => isSameButForTime(other.octets, octets));
    const frame = same?.decoded.frame;
    if (same !== undefined && frame?.kind === "beacon") {
      const { header } = decodeMacHeader(octets, "frame");
      const timestampUs = new DataView(octets.buffer, octets.byteOffset).getBigUint64(
        timestampStart,
        true,
      );
      return {
        ...(header === undefined ? {} : { header }),
        frame: { ...frame, timestampUs },
        faults: same.decoded.faults,
      };
    }
    const own = octets.slice();
    const decoded = decodeFrame(own, { limitedBy: "frame" });
    if (known === undefined) {
      if (byBssid.size >= mostBss) byBssid.clear();
      known = [];
      byBssid.set(bssid, known);
    }
    if (known.length === remembered) known.shift();
    known.push({ octets: own, decoded });
    return decoded;
  };
}

/** The transmitter address as a number; NaN when the frame ends before it. */
function numberOf(octets: Uint8Array): number {
  let number = 0;
  for (let i = 10; i < 16; i++) number = number * 256 + (octets[i] ?? Number.NaN);
  return number;
}

/** All but duration, sequence number and timestamp is the same, and the timestamp stands where it should. */
function isSameButForTime(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length || a.length < timestampEnd) return false;
  for (let i = timestampEnd; i < a.length; i++) if (a[i] !== b[i]) return false;
  const hasHtControl = ((a[1] ?? 0) & 0x80) !== 0;
  return !hasHtControl && a[1] === b[1] && ((a[22] ?? 0) & 15) === ((b[22] ?? 0) & 15);
}
