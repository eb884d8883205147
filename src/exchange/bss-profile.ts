import { printable } from "../bytes/printable.ts";
import type { FrameOf } from "../dot11/frame.ts";
import { apNameIn } from "../elements/ap-name.ts";
import type { Element } from "../elements/decode.ts";
import { findElement, findElements } from "../elements/find.ts";
import { overrideAkmsIn } from "../elements/rsne-override.ts";
import type { SuiteSelector } from "../spec/suites.ts";

/** What a BSS announces besides its RSNE, RSNXE and MDE. */
export interface BssProfile {
  readonly channel: number | undefined;
  /** 20 to 320 MHz. */
  readonly widthMhz: number | undefined;
  /** "US". */
  readonly country: string | undefined;
  /** Fit for a terminal. */
  readonly apName: string | undefined;
  /** Frames must be protected, by whatever means. */
  readonly isPrivate: boolean;
  /** 802.11k: neighbour reports are given. */
  readonly neighborReport: boolean;
  /** 802.11v: BSS transition management. */
  readonly bssTransition: boolean;
  /** A WPA element stands beside or in place of the RSNE. */
  readonly hasWpa: boolean;
  /** AKMs that RSNE Override elements offer beyond the RSNE. */
  readonly overrideAkms: readonly SuiteSelector[];
}

const known = new WeakMap<readonly Element[], BssProfile>();

const privacyBit = 0x0010;

/** The profile in a beacon or probe response. Repeated beacons share their elements and are read once. */
export function profileOf(frame: FrameOf<"beacon"> | FrameOf<"probe-response">): BssProfile {
  const before = known.get(frame.elements);
  if (before !== undefined) return before;
  const profile = readProfile(frame.elements, frame.capability);
  known.set(frame.elements, profile);
  return profile;
}

function readProfile(elements: readonly Element[], capability: number): BssProfile {
  const apName = apNameIn(elements);
  const vendorElements = findElements(elements, "vendor-specific");
  return {
    channel: primaryChannel(elements),
    widthMhz: widthOf(elements),
    country: findElement(elements, "country")?.code,
    apName: apName && printable(apName),
    isPrivate: (capability & privacyBit) !== 0,
    neighborReport: findElement(elements, "rm-enabled-capabilities")?.neighborReport ?? false,
    bssTransition: findElement(elements, "extended-capabilities")?.bssTransition ?? false,
    hasWpa: vendorElements.some(({ oui, vendorType }) => oui === "00-50-f2" && vendorType === 1),
    overrideAkms: vendorElements.flatMap(overrideAkmsIn),
  };
}

function primaryChannel(elements: readonly Element[]): number | undefined {
  return (
    findElement(elements, "he-operation")?.sixGhz?.primaryChannel ??
    findElement(elements, "dsss-parameter-set")?.channel ??
    findElement(elements, "ht-operation")?.primaryChannel
  );
}

/** The widest that the operation elements allow; the newer element speaks before the older. */
function widthOf(elements: readonly Element[]): number | undefined {
  const eht = findElement(elements, "eht-operation")?.channelWidth;
  if (eht !== undefined) return 20 * 2 ** eht;
  const he = findElement(elements, "he-operation")?.sixGhz?.channelWidth;
  if (he !== undefined) return 20 * 2 ** he;
  const vht = findElement(elements, "vht-operation");
  if (vht !== undefined && vht.channelWidth > 0) {
    // Two segments 8 channel numbers apart make 160 MHz, further apart 80+80 MHz (9.4.2.158).
    return vht.channelWidth > 1 || vht.centerSegment1 !== 0 ? 160 : 80;
  }
  const ht = findElement(elements, "ht-operation");
  if (ht === undefined) return undefined;
  return ht.isWide && ht.secondaryChannelOffset !== 0 ? 40 : 20;
}

/** One thing that a BSS came to announce otherwise. */
export interface BssChange {
  readonly what: "channel" | "width" | "country" | "neighbor reports" | "BSS transition";
  readonly from: string;
  readonly to: string;
}

/** What differs between two profiles of one BSS; what one of them does not tell is no difference. */
export function changesBetween(before: BssProfile, after: BssProfile): readonly BssChange[] {
  const change = <Value>(
    what: BssChange["what"],
    of: (profile: BssProfile) => Value | undefined,
    words: (value: Value) => string,
  ): readonly BssChange[] => {
    const [from, to] = [of(before), of(after)];
    return from === undefined || to === undefined || from === to
      ? []
      : [{ what, from: words(from), to: words(to) }];
  };
  const support = (isThere: boolean) => (isThere ? "supported" : "not supported");
  return [
    ...change("channel", ({ channel }) => channel, String),
    ...change(
      "width",
      ({ widthMhz }) => widthMhz,
      (mhz) => `${mhz} MHz`,
    ),
    ...change("country", ({ country }) => country, String),
    ...change("neighbor reports", ({ neighborReport }) => neighborReport, support),
    ...change("BSS transition", ({ bssTransition }) => bssTransition, support),
  ];
}
