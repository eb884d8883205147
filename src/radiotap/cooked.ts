import { attempt } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { linkTypes } from "../spec/link-types.ts";
import type { Typed } from "./ethernet.ts";
import type { HeaderLook } from "./header-look.ts";
import {
  behind,
  cursorOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";

/** Device types (ARPHRD) whose packets are 802.11, and what these begin with. */
const wifiDevices: ReadonlyMap<number, number | undefined> = new Map([
  [801, undefined],
  [802, linkTypes.prism],
  [803, linkTypes.radiotap],
]);

const outgoing = 4;

/**
 * Reads the header of a Linux cooked capture, version 1 (16 octets) or 2 (20 octets). Packets of other
 * than Wi-Fi monitor devices come out with their EtherType.
 */
export function readCooked(part: Part, version: 1 | 2): RadioHeader | Typed | NotWifi {
  let header: RadioHeader | Typed | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, "Linux cooked header");
    let etherType = version === 2 ? cursor.u16be("protocol") : 0;
    if (version === 2) cursor.skip(6, "interface");
    const packetType = version === 1 ? cursor.u16be("packet type") : 0;
    const device = cursor.u16be("device type");
    const isSent = (version === 1 ? packetType : cursor.u8("packet type")) === outgoing;
    cursor.skip(version === 1 ? 10 : 9, "address");
    if (version === 1) etherType = cursor.u16be("protocol");
    const payload = behind(part, cursor.position);
    if (!wifiDevices.has(device)) {
      header = { etherType, payload };
      return;
    }
    const linkType = wifiDevices.get(device);
    header = {
      behind: payload,
      ...(linkType === undefined ? {} : { linkType }),
      radio: isSent ? { sentByRecorder: true } : {},
      faults: [],
    };
  });
  return header ?? unreadable("Linux cooked", stop as Fault);
}

/** Looks at the header of a Wi-Fi monitor device, version 1: a {@link LookAtHeader}. */
export function lookAtCooked(
  look: HeaderLook,
  view: DataView,
  start: number,
  end: number,
): boolean {
  if (end - start < 16 || view.getUint16(start) === outgoing) return false;
  return beginDevice(look, view.getUint16(start + 2), 16);
}

/** The same for version 2. */
export function lookAtCookedV2(
  look: HeaderLook,
  view: DataView,
  start: number,
  end: number,
): boolean {
  if (end - start < 20 || view.getUint8(start + 10) === outgoing) return false;
  return beginDevice(look, view.getUint16(start + 8), 20);
}

function beginDevice(look: HeaderLook, device: number, length: number): boolean {
  if (!wifiDevices.has(device)) return false;
  look.begin(length);
  look.linkType = wifiDevices.get(device) ?? linkTypes.ieee80211;
  return true;
}
