import { attempt } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { channelFrequency } from "../spec/channel-frequency.ts";
import { endsInFcs } from "./fcs.ts";
import type { HeaderLook } from "./header-look.ts";
import { radioOf } from "./header-radio.ts";
import { looksLikeFrame } from "./plausible-frame.ts";
import {
  behind,
  cursorOf,
  lengthOf,
  type NotWifi,
  type Part,
  type RadioHeader,
  unreadable,
} from "./radio-header.ts";

const pcapLength = 16;
const radioLength = 20;

/** Signal of what the AP sent itself. */
const ownPercent = 100;

/** Which of Aruba's ERM types with a pcap record header (big-endian) a datagram is: the packet does not say. */
export function arubaTypeOf(part: Part): "aruba-pcap" | "aruba-pcap-radio" | undefined {
  let included = 0;
  let isHeader = false;
  attempt(() => {
    const cursor = cursorOf(part, "Aruba ERM header");
    cursor.skip(4, "seconds");
    const microseconds = cursor.u32be("microseconds");
    included = cursor.u32be("included length");
    isHeader = microseconds < 1_000_000 && included <= cursor.u32be("original length");
  });
  const length = lengthOf(part);
  if (!isHeader || (included !== length - pcapLength && included !== length - radioLength)) {
    return undefined;
  }
  const isPcap = looksLikeFrame(behind(part, pcapLength));
  const percent = part.octets[19] ?? 255;
  const isRadio = percent <= 100 && looksLikeFrame(behind(part, radioLength));
  if (isRadio && (included === length - radioLength || !isPcap)) return "aruba-pcap-radio";
  return isPcap && included === length - pcapLength ? "aruba-pcap" : undefined;
}

/** Reads a datagram of ERM type 0: frames that the AP received have an FCS, those that it sent have none. */
export function readArubaPcap(part: Part): RadioHeader | NotWifi {
  return read(part, false);
}

/** Reads a datagram of ERM type 3, pcap and radio: signal 100 % marks what the AP sent, without FCS. */
export function readArubaPcapRadio(part: Part): RadioHeader | NotWifi {
  return read(part, true);
}

function read(part: Part, hasRadio: boolean): RadioHeader | NotWifi {
  let header: RadioHeader | undefined;
  const stop = attempt(() => {
    const cursor = cursorOf(part, "Aruba ERM header");
    cursor.skip(8, "time");
    const included = cursor.u32be("included length");
    const original = cursor.u32be("original length");
    const sliced = slicedOff(included, original);
    if (!hasRadio) {
      const { octets, missing } = behind(part, pcapLength);
      header = { behind: { octets, missing: missing + sliced }, radio: {}, faults: [] };
      return;
    }
    const rate = cursor.u16be("rate");
    const channel = cursor.u8("channel");
    const isOwn = cursor.u8("signal percentage") === ownPercent;
    const { octets, missing } = behind(part, radioLength);
    header = {
      behind: { octets, missing: missing + sliced },
      radio: { ...radioOf({ rate, channel }), ...(isOwn ? { sentByRecorder: true } : {}) },
      hasFcs: !isOwn || endsInFcs(octets),
      faults: [],
    };
  });
  return header ?? unreadable("Aruba ERM", stop as Fault);
}

/** Octets of the frame that the AP did not send. */
function slicedOff(included: number, original: number): number {
  return Math.min(Math.max(0, original - included), 0xffff);
}

/** A {@link LookAtHeader} of ERM type 0. */
export function lookAtArubaPcap(
  look: HeaderLook,
  view: DataView,
  start: number,
  end: number,
): boolean {
  if (end - start < pcapLength) return false;
  look.begin(pcapLength);
  look.missing += slicedOff(view.getUint32(start + 8), view.getUint32(start + 12));
  return true;
}

/** A {@link LookAtHeader} of ERM type 3, at what the AP received. */
export function lookAtArubaPcapRadio(
  look: HeaderLook,
  view: DataView,
  start: number,
  end: number,
): boolean {
  if (end - start < radioLength || view.getUint8(start + 19) === ownPercent) return false;
  lookAtArubaPcap(look, view, start, end);
  look.length = radioLength;
  look.frequencyMhz = channelFrequency(view.getUint8(start + 18)) ?? 0;
  look.tellsFcs = true;
  look.hasFcs = true;
  return true;
}
