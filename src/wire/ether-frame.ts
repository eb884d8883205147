import type { Fault } from "../bytes/fault.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { readCooked } from "../radiotap/cooked.ts";
import { peelEthernet, peelVlans, type Typed } from "../radiotap/ethernet.ts";
import type { Part } from "../radiotap/radio-header.ts";
import { linkTypes } from "../spec/link-types.ts";

/** What stands on the wire around a payload. Cooked captures do not say who it was for. */
export interface EtherFrame {
  readonly sender: MacAddress | undefined;
  readonly receiver: MacAddress | undefined;
  readonly etherType: number;
  readonly payload: Part;
}

/** Offset of the sender's address in the header of a cooked capture. */
const cookedSender = new Map<number, number>([
  [linkTypes.linuxCooked, 6],
  [linkTypes.linuxCookedV2, 12],
]);

/** Whether packets of a link type are frames of a wire. */
export function isWireLink(linkType: number): boolean {
  return linkType === linkTypes.ethernet || cookedSender.has(linkType);
}

/** Takes Ethernet, VLAN tags or a Linux cooked header off; undefined when what is there is none of them. */
export function decodeEtherFrame(linkType: number, part: Part): EtherFrame | undefined {
  if (linkType === linkTypes.ethernet) {
    const typed = peelEthernet(part);
    if (isFault(typed)) return undefined;
    return { sender: addressAt(part, 6), receiver: addressAt(part, 0), ...typed };
  }
  const at = cookedSender.get(linkType);
  if (at === undefined) return undefined;
  const cooked = readCooked(part, linkType === linkTypes.linuxCooked ? 1 : 2);
  if (!("etherType" in cooked)) return undefined;
  const typed = peelVlans(cooked);
  return isFault(typed)
    ? undefined
    : { sender: addressAt(part, at), receiver: undefined, ...typed };
}

function isFault(value: Typed | Fault): value is Fault {
  return "limitedBy" in value;
}

function addressAt({ octets }: Part, at: number): MacAddress | undefined {
  return octets.length < at + 6 ? undefined : formatMac(octets.subarray(at, at + 6));
}
