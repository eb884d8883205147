import { type CitedSetting, find, isOn, type WlanConfig } from "../logs/network-config.ts";

/** What one setting of a WLAN means for FT. */
export interface Implication {
  readonly setting: CitedSetting;
  readonly text: string;
  /** It can break FT by itself. */
  readonly isSuspect: boolean;
}

interface Field {
  readonly label: RegExp;
  /** What the value means for FT, undefined when nothing. */
  say(setting: CitedSetting, wlan: WlanConfig): string | undefined;
  isSuspect?(setting: CitedSetting, wlan: WlanConfig): boolean;
}

/** Texts for a setting that is on and one that is off. */
function onOff(on: string | undefined, off: string | undefined): Field["say"] {
  return (setting) => {
    const state = isOn(setting);
    return state === undefined ? undefined : state ? on : off;
  };
}

const isDisabled = (setting: CitedSetting) => isOn(setting) === false;
const isEnabled = (setting: CitedSetting) => isOn(setting) === true;

/** Rows under "Auth Key Management" and the AKMs they stand for (IEEE Std 802.11-2020, table 9-151). */
export const akmRows: readonly { readonly label: RegExp; readonly akm: string }[] = [
  { label: /^802\.1x$/, akm: "00-0f-ac:1" },
  { label: /^PSK$/, akm: "00-0f-ac:2" },
  { label: /^FT-1X/, akm: "00-0f-ac:3" },
  { label: /^FT-PSK/, akm: "00-0f-ac:4" },
  { label: /^PMF-1X/, akm: "00-0f-ac:5" },
  { label: /^PMF-PSK/, akm: "00-0f-ac:6" },
  { label: /^SAE/, akm: "00-0f-ac:8" },
  { label: /^FT-SAE/, akm: "00-0f-ac:9" },
];

/** AKMs that a WLAN offers, by its dump. */
export function akmsOf(wlan: WlanConfig): readonly string[] {
  return akmRows.filter(({ label }) => isOn(find(wlan, label)) === true).map(({ akm }) => akm);
}

const ftAkms = ["00-0f-ac:3", "00-0f-ac:4", "00-0f-ac:9"];

export function hasFtAkm(wlan: WlanConfig): boolean {
  return akmsOf(wlan).some((akm) => ftAkms.includes(akm));
}

/** A timeout under this leaves a station that goes off channel for a scan no time. */
const shortTimeoutS = 5;

const fields: readonly Field[] = [
  {
    label: /^Status$/,
    say: onOff(undefined, "The WLAN is off: nothing is sent."),
    isSuspect: isDisabled,
  },
  {
    label: /^Radio Policy$/,
    say: ({ value }) =>
      /^all$/i.test(value) ? undefined : `Only these bands: slots of others do not serve it.`,
  },
  {
    label: /^FT Support$/,
    say: ({ value }, wlan) => {
      if (/^adaptive/i.test(value)) {
        return "Adaptive: beacons have no FT AKM, only stations that know the vendor's element use FT.";
      }
      if (/^disabled?/i.test(value)) return "Beacons have no MDE: no station can use FT.";
      return hasFtAkm(wlan)
        ? "Beacons must have an MDE, and the same MDID on every AP."
        : "Beacons have an MDE, but no FT AKM is on: stations cannot use it.";
    },
    isSuspect: (setting, wlan) => isDisabled(setting) || (isEnabled(setting) && !hasFtAkm(wlan)),
  },
  {
    label: /^FT-PSK/,
    say: onOff("AKM 00-0f-ac:4 must stand in the RSNE of every beacon.", undefined),
  },
  {
    label: /^FT-1X/,
    say: onOff("AKM 00-0f-ac:3 must stand in the RSNE of every beacon; needs RADIUS.", undefined),
    isSuspect: (setting, wlan) => {
      const authentication = find(wlan, /^Authentication$/);
      const local = find(wlan, /^Local EAP Authentication$/);
      return isEnabled(setting) && isOn(authentication) === false && isOn(local) !== true;
    },
  },
  {
    label: /^PSK$/,
    say: (setting, wlan) =>
      isOn(setting) === false && akmsOf(wlan).length === 1 && akmsOf(wlan)[0] === "00-0f-ac:4"
        ? "FT only: a station that fails with FT has no plain PSK to fall back to."
        : isOn(setting) === true && hasFtAkm(wlan)
          ? "Mixed: stations may choose plain PSK and then roam with a full handshake."
          : undefined,
  },
  {
    label: /^802\.1x$/,
    say: (setting, wlan) =>
      isOn(setting) === true && hasFtAkm(wlan)
        ? "Mixed: stations may choose plain 802.1X and then roam with full EAP."
        : undefined,
  },
  {
    label: /^CCKM$/,
    say: onOff("CCKM is another way of fast roaming; a station uses one of the two.", undefined),
  },
  {
    label: /^WPA \(SSN IE\)$/,
    say: onOff("WPA1 beside RSN: FT needs RSN, and some stations choose wrongly.", undefined),
    isSuspect: isEnabled,
  },
  {
    label: /^WPA2 \(RSN IE\)$/,
    say: onOff(undefined, "No RSN: FT is impossible."),
    isSuspect: (setting, wlan) => isDisabled(setting) && isOn(find(wlan, /^WPA3/)) !== true,
  },
  {
    label: /^TKIP Cipher$/,
    say: onOff("TKIP breaks FT with many stations.", undefined),
    isSuspect: isEnabled,
  },
  {
    label: /^AES Cipher$/,
    say: onOff("CCMP-128 must be the pairwise cipher of both beacons.", undefined),
  },
  {
    label: /^FT Over-The-DS mode$/,
    say: onOff(
      "Bit 0 of the MDE's second field must be 1; stations may ask over the current AP.",
      "Bit 0 of the MDE's second field must be 0; every station must ask over the air.",
    ),
  },
  {
    label: /^FT Reassociation Timeout$/,
    say: ({ value }) =>
      `The station must reassociate within ${value} s of the FT Authentication Response.`,
    isSuspect: ({ value }) => Number.parseInt(value, 10) < shortTimeoutS,
  },
  {
    label: /^PMF$/,
    say: ({ value }) =>
      /^disabled?/i.test(value)
        ? "Deauthentication and FT Action frames go in clear: a capture can read them."
        : "Both beacons must have the same MFPC and MFPR bits.",
  },
  {
    label: /^Session Timeout$/,
    say: ({ value }) =>
      `The key of a session may end after ${value}: an FT roam after that finds none.`,
  },
  {
    label: /^FlexConnect Local Switching$/,
    say: (setting, wlan) =>
      isOn(setting) === true
        ? `APs answer roams from their own key cache${ftIsOn(wlan) ? ": all APs that a station roams between must be in one FlexConnect group that is not the default one" : ""}.`
        : isOn(setting) === false
          ? "The controller answers roams itself: FlexConnect groups play no part."
          : undefined,
  },
  {
    label: /^FlexConnect Central Association$/,
    say: onOff(
      "Association frames should go to the controller; how this goes with FT, Cisco does not say.",
      undefined,
    ),
  },
  {
    label: /^FlexConnect Local Authentication$/,
    say: onOff(
      "APs authenticate by themselves: no fast roaming to or from WLANs with central authentication.",
      "Keys come from the controller.",
    ),
  },
  {
    label: /^(?:AAA Policy Override|MAC Filtering|Radius-NAC State)$/,
    say: onOff("May demand a new authentication at the new AP.", undefined),
  },
  {
    label: /^SKC Cache Support$/,
    say: onOff(
      "Sticky key caching: another way of roaming, only back to APs visited before.",
      undefined,
    ),
  },
  {
    label: /^802\.11v BSS Transition Service$/,
    say: onOff(
      "APs may ask stations to roam: BSS Transition Management frames tell why a roam began.",
      undefined,
    ),
  },
  {
    label: /^802\.11v BSS Transition Disassoc Imminent$/,
    say: onOff("APs disconnect stations that do not follow such a request.", undefined),
  },
  {
    label: /^Load Balancing$/,
    say: onOff("APs may refuse stations for load (status 17).", "No station is refused for load."),
    isSuspect: isEnabled,
  },
  {
    label: /^Band Select$/,
    say: onOff("Delays answers on 2.4 GHz: roams take longer.", undefined),
  },
  {
    label: /^Number of Active Clients$/,
    say: ({ value }) =>
      value === "0"
        ? "Nobody was connected: this dump and the log are of different moments."
        : undefined,
  },
];

function ftIsOn(wlan: WlanConfig): boolean {
  return hasFtAkm(wlan) || isOn(find(wlan, /^FT Support$/)) === true;
}

/** What the settings of a WLAN mean for FT, in the order in which they matter. */
export function implicationsOf(wlan: WlanConfig): readonly Implication[] {
  return fields.flatMap((field) => {
    const setting = find(wlan, field.label);
    const text = setting && field.say(setting, wlan);
    if (setting === undefined) return [];
    const isSuspect = field.isSuspect?.(setting, wlan) ?? false;
    if (text === undefined && !isSuspect) return [];
    return [{ setting, text: text ?? "FT does not work so.", isSuspect }];
  });
}
