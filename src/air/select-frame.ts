import type { MacAddress } from "../bytes/mac-address.ts";
import { formatHex } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { FrameOf } from "../dot11/frame.ts";
import type { AirFrame } from "./air-frame.ts";

export interface FrameLimits {
  /** Only frames that name this station. */
  readonly station?: MacAddress;
  /** Only frames that name this access point: as sender, receiver, current or target AP. */
  readonly bssid?: MacAddress;
  /** Only frames at this moment or later. */
  readonly from?: TimeNs;
  /** Only frames up to this moment. */
  readonly to?: TimeNs;
}

type Announcement = FrameOf<"beacon" | "probe-response">;

/** What a BSS last announced in frames of each kind. */
type Announced = { [Kind in Announcement["kind"]]?: string };

const mostBss = 4096;

/** SSID, RSNE, MDE, RSNXE. */
const announcedIds: ReadonlySet<number> = new Set([0, 48, 54, 244]);

/**
 * Says of each frame, given in order of time, whether it matters to a roam: management frames, EAPOL
 * and what was meant to be either. Of beacons and probe responses that is the first of a BSS and each
 * that announces another SSID, RSNE, MDE or RSNXE; of probe requests, data and control frames none.
 */
export function createFrameSelector({
  station,
  bssid,
  from,
  to,
}: FrameLimits = {}): (air: AirFrame) => boolean {
  // The BSS that was silent longest is the first one and makes room.
  const bsss = new Map<MacAddress, Announced>();

  function isNews(air: AirFrame, frame: Announcement): boolean {
    const sender = air.decoded.header?.transmitter;
    // A damaged beacon would look like another BSS or another configuration.
    if (sender === undefined || air.fcs === "bad") return false;
    const known = bsss.get(sender);
    // Of a frame that was cut, elements may be missing that were sent.
    const heard = air.cut ? {} : { [frame.kind]: announcedBy(air, frame) };
    bsss.delete(sender);
    bsss.set(sender, { ...known, ...heard });
    if (bsss.size > mostBss) bsss.delete(bsss.keys().next().value as MacAddress);
    if (known === undefined) return true;
    const before = known[frame.kind] ?? known["beacon"] ?? known["probe-response"];
    return !air.cut && heard[frame.kind] !== before;
  }

  return (air) => {
    if ((from !== undefined && air.time < from) || (to !== undefined && air.time > to))
      return false;
    if (station !== undefined && !names(air, station)) return false;
    if (bssid !== undefined && !names(air, bssid)) return false;
    const { header, frame, faults } = air.decoded;
    switch (frame.kind) {
      case "beacon":
      case "probe-response":
        return isNews(air, frame);
      case "probe-request":
      case "control":
        return false;
      case "data":
        return faults.length > 0;
      case "undecoded":
        // Without a header only the type is known, and that only if the octets are right.
        return header !== undefined || (isManagement(air.octets) && air.fcs !== "bad");
      default:
        return true;
    }
  };
}

function isManagement(octets: Uint8Array): boolean {
  return octets[0] !== undefined && (octets[0] & 0x0c) === 0;
}

function names({ decoded: { header, frame } }: AirFrame, address: MacAddress): boolean {
  const addresses = [header?.receiver, header?.transmitter, header?.address3, header?.address4];
  if (addresses.includes(address)) return true;
  if (frame.kind === "reassociation-request") return frame.currentAp === address;
  return frame.kind === "ft-action" && [frame.station, frame.targetAp].includes(address);
}

/** The elements that a BSS is known by, and where it made mistakes. */
function announcedBy({ decoded }: AirFrame, { elements }: Announcement): string {
  return [
    ...elements.filter(({ id }) => announcedIds.has(id)).map(({ octets }) => formatHex(octets)),
    ...decoded.faults.map(({ where }) => where),
  ].join(" ");
}
