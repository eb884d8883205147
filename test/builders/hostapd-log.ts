import type { Ap } from "./network.ts";
import type { Told } from "./roam.ts";

/** A line of hostapd's debug log, written so soon after a captured frame; the station is that of the story. */
export interface HostapdLine {
  /** "ft-request", or "ft-request#2" for the second. */
  readonly of: string;
  readonly text: string;
  /** Default: 0.3 ms. */
  readonly afterMs?: number;
}

/** The log of an AP that names its BSS at the start; `{seq}` in a line is the sequence control of its frame. */
export function hostapdLog(
  { records, frames }: Pick<Told, "records" | "frames">,
  ap: Pick<Ap, "bssid">,
  lines: readonly HostapdLine[],
): string {
  const [first] = records;
  if (first === undefined) throw new Error("the story has no frame");
  return [
    `${stamp(first.time)}: Using interface wlan0 with hwaddr ${ap.bssid} and ssid "story"`,
    ...lines.map(({ of, text, afterMs = 0.3 }) => {
      const [label = "", nth = "1"] = of.split("#");
      const record = records[(frames(label)[Number(nth) - 1] ?? 0) - 1];
      if (record === undefined) throw new Error(`the story has no frame ${of}`);
      const { octets, time } = record;
      const frame = octets.subarray((octets[2] ?? 0) | ((octets[3] ?? 0) << 8));
      const control = (frame[22] ?? 0) | ((frame[23] ?? 0) << 8);
      const at = time + BigInt(Math.round(afterMs * 1000)) * 1000n;
      return `${stamp(at)}: ${text.replace("{seq}", `0x${control.toString(16)}`)}`;
    }),
    "",
  ].join("\n");
}

/** Seconds since 1970, with microseconds. */
function stamp(time: bigint): string {
  const micros = String(time / 1000n).padStart(7, "0");
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
}
