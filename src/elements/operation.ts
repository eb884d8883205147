import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";

/** HT Operation element (61), 9.4.2.56. */
export interface HtOperation extends ElementBase {
  readonly kind: "ht-operation";
  readonly primaryChannel: number;
  /** 0 none, 1 above, 3 below the primary channel. */
  readonly secondaryChannelOffset: number;
  /** Stations may use any width that is supported, not 20 MHz only. */
  readonly isWide: boolean;
}

export function decodeHtOperation(element: ElementBase): HtOperation | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const primaryChannel = cursor.u8("primary channel");
    const information = cursor.remaining > 0 ? cursor.u8("HT operation information") : 0;
    return {
      kind: "ht-operation" as const,
      primaryChannel,
      secondaryChannelOffset: information & 3,
      isWide: (information & 4) !== 0,
    };
  });
}

/** VHT Operation element (192), 9.4.2.158. */
export interface VhtOperation extends ElementBase {
  readonly kind: "vht-operation";
  /** 0: as the HT Operation element says; 1: 80 MHz or more; 2 and 3: 160 and 80+80 MHz, deprecated. */
  readonly channelWidth: number;
  readonly centerSegment0: number;
  readonly centerSegment1: number;
}

export function decodeVhtOperation(element: ElementBase): VhtOperation | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "vht-operation" as const,
    channelWidth: cursor.u8("channel width"),
    centerSegment0: cursor.u8("channel center frequency segment 0"),
    centerSegment1: cursor.u8("channel center frequency segment 1"),
  }));
}

/** HE Operation element (255/36), 9.4.2.249; of its parts only where the BSS is in 6 GHz. */
export interface HeOperation extends ElementBase {
  readonly kind: "he-operation";
  readonly sixGhz?: {
    readonly primaryChannel: number;
    /** 0: 20 MHz, 1: 40 MHz, 2: 80 MHz, 3: 160 or 80+80 MHz. */
    readonly channelWidth: number;
  };
}

const vhtInformationPresent = 0x4000;
const coHostedBss = 0x8000;
const sixGhzInformationPresent = 0x02_0000;

export function decodeHeOperation(element: ElementBase): HeOperation | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const low = cursor.u16le("HE operation parameters");
    const parameters = low + cursor.u8("HE operation parameters") * 0x1_0000;
    cursor.skip(1, "BSS color information");
    cursor.skip(2, "basic HE-MCS and NSS set");
    if ((parameters & vhtInformationPresent) !== 0) cursor.skip(3, "VHT operation information");
    if ((parameters & coHostedBss) !== 0) cursor.skip(1, "max co-hosted BSSID indicator");
    if ((parameters & sixGhzInformationPresent) === 0) return { kind: "he-operation" as const };
    const primaryChannel = cursor.u8("primary channel");
    const channelWidth = cursor.u8("control") & 3;
    return { kind: "he-operation" as const, sixGhz: { primaryChannel, channelWidth } };
  });
}

/** EHT Operation element (255/106) of IEEE Std 802.11be-2024, 9.4.2.319; only the width. */
export interface EhtOperation extends ElementBase {
  readonly kind: "eht-operation";
  /** 0: 20, 1: 40, 2: 80, 3: 160, 4: 320 MHz; absent when the other elements say it. */
  readonly channelWidth?: number;
}

export function decodeEhtOperation(element: ElementBase): EhtOperation | MalformedElement {
  return decodeWhole(element, (cursor) => {
    const parameters = cursor.u8("EHT operation parameters");
    cursor.skip(4, "basic EHT-MCS and NSS set");
    if ((parameters & 1) === 0) return { kind: "eht-operation" as const };
    return { kind: "eht-operation" as const, channelWidth: cursor.u8("control") & 7 };
  });
}
