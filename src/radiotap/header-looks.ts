import { linkTypes } from "../spec/link-types.ts";
import { lookAtArubaPcap, lookAtArubaPcapRadio } from "./aruba.ts";
import { lookAtAvs } from "./avs.ts";
import { lookAtCooked, lookAtCookedV2 } from "./cooked.ts";
import type { Encapsulation } from "./encapsulation.ts";
import type { HeaderLook, LookAtHeader } from "./header-look.ts";
import { lookAtPeekremote } from "./peekremote.ts";
import { lookAtPpi } from "./ppi.ts";
import { lookAtPrism } from "./prism.ts";
import { lookAtTzsp } from "./tzsp.ts";

/** Looks at a header other than radiotap's by its link type; false where that takes more than a look. */
export function lookAtHeader(
  look: HeaderLook,
  linkType: number,
  view: DataView,
  start: number,
  end: number,
): boolean {
  switch (linkType) {
    case linkTypes.ieee80211:
      look.begin(0);
      return true;
    case linkTypes.prism:
      return lookAtPrism(look, view, start, end);
    case linkTypes.avs:
      return lookAtAvs(look, view, start, end);
    case linkTypes.ppi:
      return lookAtPpi(look, view, start, end);
    case linkTypes.linuxCooked:
      return lookAtCooked(look, view, start, end);
    case linkTypes.linuxCookedV2:
      return lookAtCookedV2(look, view, start, end);
    default:
      return false;
  }
}

const remoteLooks: Readonly<Partial<Record<Encapsulation, LookAtHeader>>> = {
  peekremote: lookAtPeekremote,
  tzsp: lookAtTzsp,
  "aruba-pcap": lookAtArubaPcap,
  "aruba-pcap-radio": lookAtArubaPcapRadio,
  ppi: lookAtPpi,
  radiotap(look) {
    look.begin(0);
    look.linkType = linkTypes.radiotap;
    return true;
  },
};

/** The same for what a remote recorder puts before the frame. */
export function lookAtRemote(
  look: HeaderLook,
  encapsulation: Encapsulation,
  view: DataView,
  start: number,
  end: number,
): boolean {
  return remoteLooks[encapsulation]?.(look, view, start, end) ?? false;
}
