import { attempt } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { behind, cursorOf, type Part } from "./radio-header.ts";

export const etherTypes = { ipv4: 0x0800, ipv6: 0x86dd, eapol: 0x888e } as const;

export const vlanTags: readonly number[] = [0x8100, 0x88a8, 0x9100];

/** What an EtherType says of the octets behind it. */
export interface Typed {
  readonly etherType: number;
  readonly payload: Part;
}

/** Takes the Ethernet header off. */
export function peelEthernet(part: Part): Typed | Fault {
  return peel(part, 12);
}

/** Takes VLAN tags off. */
export function peelVlans({ etherType, payload }: Typed): Typed | Fault {
  return vlanTags.includes(etherType) ? peel(payload, 2) : { etherType, payload };
}

/** Reads the EtherType behind the first octets, and after each VLAN tag the one behind its 2 octets. */
function peel(part: Part, before: number): Typed | Fault {
  let etherType = 0;
  let length = 0;
  const stop = attempt(() => {
    const cursor = cursorOf(part, "Ethernet header");
    cursor.skip(before, "addresses");
    etherType = cursor.u16be("EtherType");
    while (vlanTags.includes(etherType)) {
      cursor.skip(2, "VLAN tag");
      etherType = cursor.u16be("EtherType");
    }
    length = cursor.position;
  });
  return stop ?? { etherType, payload: behind(part, length) };
}
