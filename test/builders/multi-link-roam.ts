import { mac, station } from "./frames.ts";
import type { Device } from "./multi-link.ts";
import { type Ap, currentAp, targetAp } from "./network.ts";
import type { RoamStory } from "./roam.ts";

/** The station as a device of three links. */
export const multiLinkDevice: Device = {
  address: mac("02:11:22:33:44:a0"),
  links: { 0: mac("02:11:22:33:44:ab"), 1: station, 2: mac("02:11:22:33:44:ac") },
};
const current: Ap = {
  ...currentAp,
  device: {
    address: mac("02:aa:bb:cc:dd:10"),
    links: { 0: mac("02:aa:bb:cc:dd:11"), 1: currentAp.bssid },
  },
};
/** The target AP as a device of three links. */
export const multiLinkTarget: Device = {
  address: mac("02:aa:bb:cc:dd:20"),
  links: { 0: mac("02:aa:bb:cc:dd:21"), 1: targetAp.bssid, 2: mac("02:aa:bb:cc:dd:22") },
};
const target: Ap = { ...targetAp, rsnxe: Uint8Array.of(0x20), device: multiLinkTarget };
/** A sound roam between multi-link devices. */
export const multiLinkRoam: RoamStory = { current, target, device: multiLinkDevice };
