import type { MacAddress } from "../bytes/mac-address.ts";
import type { LogAp } from "./event.ts";

/**
 * A radio MAC and the BSSIDs of that radio share their upper 44 bits; on AireOS slot 0 counts BSSIDs up
 * from the radio's, slot 1 down from ..f. More than 16 BSSIDs or several radios of one band may break
 * this, so a join made so is probable, not proven.
 */
export function radioOf(address: MacAddress): string {
  return address.slice(0, -1);
}

/** `same`: one address; `probable`: one radio by the upper 44 bits; slots that are known must agree. */
export function compareAps(a: LogAp, b: LogAp): "same" | "probable" | "different" | "unknown" {
  if (a.address === undefined || b.address === undefined) return "unknown";
  if (a.slot !== undefined && b.slot !== undefined && a.slot !== b.slot) return "different";
  if (a.address === b.address) return "same";
  // Two BSSIDs are two BSSs, though they may be of one radio.
  if (a.addressIs === "bssid" && b.addressIs === "bssid") return "different";
  return radioOf(a.address) === radioOf(b.address) ? "probable" : "different";
}

/** Whether both are of one physical AP, as far as addresses can tell. */
export function isOneAp(a: LogAp | undefined, b: LogAp | undefined): boolean {
  return (
    a?.address !== undefined &&
    b?.address !== undefined &&
    radioOf(a.address) === radioOf(b.address)
  );
}
