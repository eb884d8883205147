/** "6 Mb/s" from units of 500 kb/s; undefined for 0, which drivers write where the rate is no legacy rate. */
export function legacyRate(units: number): string | undefined {
  return units === 0 ? undefined : `${units / 2} Mb/s`;
}

/** MHz by the bandwidth code of the MCS field: 20, 40, and 20 in the lower or upper half. */
const htWidths = [20, 40, 20, 20] as const;

/** "HT MCS 7 20 MHz" from the three octets of the MCS field. */
export function htRate(known: number, flags: number, mcs: number): string {
  return phyRate("HT", {
    mcs: known & 0x02 ? mcs : undefined,
    width: known & 0x01 ? megahertz(htWidths[flags & 0x03]) : undefined,
  });
}

/** MHz by the bandwidth code of the VHT field; codes other than 0, 1, 4 and 11 are parts of a wider channel. */
const vhtWidths = [
  20, 40, 20, 20, 80, 40, 40, 20, 20, 20, 20, 160, 80, 80, 40, 40, 40, 40, 20, 20, 20, 20, 20, 20,
  20, 20,
] as const;

/** "VHT MCS 9 NSS 2 80 MHz" from the VHT field; of several users the first that is there. */
export function vhtRate(known: number, bandwidth: number, mcsNss: Uint8Array): string {
  const user = mcsNss.find((octet) => (octet & 0x0f) !== 0);
  return phyRate("VHT", {
    mcs: user === undefined ? undefined : user >> 4,
    nss: user === undefined ? undefined : user & 0x0f,
    width: known & 0x40 ? megahertz(vhtWidths[bandwidth]) : undefined,
  });
}

/** Bandwidth or resource unit by the code of the HE field. */
const heWidths = [
  "20 MHz",
  "40 MHz",
  "80 MHz",
  "160 MHz",
  "26-tone RU",
  "52-tone RU",
  "106-tone RU",
  "242-tone RU",
  "484-tone RU",
  "996-tone RU",
  "2x996-tone RU",
] as const;

/** "HE MCS 9 NSS 2 80 MHz" from the words data1, data3, data5 and data6 of the HE field. */
export function heRate(data1: number, data3: number, data5: number, data6: number): string {
  const streams = data6 & 0x0f;
  const isStbc = (data3 & 0x8000) !== 0;
  return phyRate("HE", {
    mcs: data1 & 0x0020 ? (data3 >> 8) & 0x0f : undefined,
    // STBC makes two space-time streams of one spatial stream.
    nss: streams === 0 ? undefined : isStbc ? streams / 2 : streams,
    width: data1 & 0x4000 ? heWidths[data5 & 0x0f] : undefined,
  });
}

/** MHz by the bandwidth code of the U-SIG field; 320 MHz has two codes for its two channelizations. */
const ehtWidths = [20, 40, 80, 160, 320, 320] as const;

/** "EHT MCS 11 NSS 2 160 MHz" from a per-user word of the EHT field and the common word of U-SIG. */
export function ehtRate(user: number | undefined, usigCommon: number | undefined): string {
  const isWidthKnown = usigCommon !== undefined && (usigCommon & 0x02) !== 0;
  return phyRate("EHT", {
    mcs: user !== undefined && user & 0x02 ? (user >>> 20) & 0x0f : undefined,
    // The number of streams is counted from 0 here, unlike in HE (Linux: mt76, ath12k).
    nss: user !== undefined && user & 0x10 ? ((user >>> 24) & 0x0f) + 1 : undefined,
    width: isWidthKnown ? megahertz(ehtWidths[(usigCommon >>> 15) & 0x07]) : undefined,
  });
}

function megahertz(width: number | undefined): string | undefined {
  return width === undefined ? undefined : `${width} MHz`;
}

interface RateParts {
  readonly mcs?: number | undefined;
  readonly nss?: number | undefined;
  readonly width?: string | undefined;
}

/** "VHT MCS 9 NSS 2 80 MHz" from what is known of it. */
export function phyRate(phy: string, { mcs, nss, width }: RateParts): string {
  let text = phy;
  if (mcs !== undefined) text += ` MCS ${mcs}`;
  if (nss !== undefined) text += ` NSS ${nss}`;
  if (width !== undefined) text += ` ${width}`;
  return text;
}
