/** Suite selectors (OUI and type, 4 octets) as text: "00-0f-ac:4". IEEE 802.11-2020, 9.4.2.24. */
export type SuiteSelector = string;

export type HashName = "sha256" | "sha384" | "sha512";

/** How a MIC is made; the result is cut to its leftmost octets. */
export type MicAlgorithm = "aes-128-cmac" | "hmac-sha256" | "hmac-sha384" | "hmac-sha512";

/** What an FT AKM fixes (12.7.1.6, 13.8). Lengths in octets. */
export interface FtAkm {
  readonly selector: SuiteSelector;
  readonly name: string;
  /** Where the key that enters FT-R0 (XXKey, MPMK) comes from. */
  readonly keySource: "psk" | "eap" | "sae" | "fils";
  /** Octets of the MSK that are the XXKey; only for `keySource: "eap"`. */
  readonly mskRange?: readonly [start: number, end: number];
}

/** The part of an FT AKM that, for FT-SAE-EXT-KEY, depends on the length of the PMK. Lengths in octets. */
export interface FtAkmLengths {
  readonly hash: HashName;
  /** PMK-R0 and PMK-R1. */
  readonly pmk: number;
  readonly kck: number;
  readonly kek: number;
  /** Only FILS: the FTE is protected with a second pair of keys. */
  readonly kck2: number;
  readonly kek2: number;
  /** MIC field of EAPOL-Key frames; 0 where an AEAD protects them instead. */
  readonly eapolMic: number;
  readonly eapolMicAlgorithm: MicAlgorithm | undefined;
  /** MIC field of the FTE. */
  readonly fteMic: number;
  readonly fteMicAlgorithm: MicAlgorithm;
}

const sha256Cmac: FtAkmLengths = {
  hash: "sha256",
  pmk: 32,
  kck: 16,
  kek: 16,
  kck2: 0,
  kek2: 0,
  eapolMic: 16,
  eapolMicAlgorithm: "aes-128-cmac",
  fteMic: 16,
  fteMicAlgorithm: "aes-128-cmac",
};

const sha384Hmac: FtAkmLengths = {
  hash: "sha384",
  pmk: 48,
  kck: 24,
  kek: 32,
  kck2: 0,
  kek2: 0,
  eapolMic: 24,
  eapolMicAlgorithm: "hmac-sha384",
  fteMic: 24,
  fteMicAlgorithm: "hmac-sha384",
};

const saeExtSha256: FtAkmLengths = {
  ...sha256Cmac,
  eapolMicAlgorithm: "hmac-sha256",
  fteMicAlgorithm: "hmac-sha256",
};

const saeExtSha512: FtAkmLengths = {
  hash: "sha512",
  pmk: 64,
  kck: 32,
  kek: 32,
  kck2: 0,
  kek2: 0,
  eapolMic: 32,
  eapolMicAlgorithm: "hmac-sha512",
  fteMic: 32,
  fteMicAlgorithm: "hmac-sha512",
};

const filsSha256: FtAkmLengths = {
  ...sha256Cmac,
  kck: 0,
  kek: 32,
  kck2: 16,
  kek2: 16,
  eapolMic: 0,
  eapolMicAlgorithm: undefined,
};

const filsSha384: FtAkmLengths = {
  ...sha384Hmac,
  kck: 0,
  kek: 64,
  kck2: 24,
  kek2: 32,
  eapolMic: 0,
  eapolMicAlgorithm: undefined,
};

const ftAkms: readonly FtAkm[] = [
  { selector: "00-0f-ac:3", name: "FT-802.1X", keySource: "eap", mskRange: [32, 64] },
  { selector: "00-0f-ac:4", name: "FT-PSK", keySource: "psk" },
  { selector: "00-0f-ac:9", name: "FT-SAE", keySource: "sae" },
  { selector: "00-0f-ac:13", name: "FT-802.1X-SHA384", keySource: "eap", mskRange: [0, 48] },
  { selector: "00-0f-ac:16", name: "FT-FILS-SHA256", keySource: "fils" },
  { selector: "00-0f-ac:17", name: "FT-FILS-SHA384", keySource: "fils" },
  { selector: "00-0f-ac:19", name: "FT-PSK-SHA384", keySource: "psk" },
  { selector: "00-0f-ac:22", name: "FT-802.1X-SHA384-any", keySource: "eap", mskRange: [0, 48] },
  { selector: "00-0f-ac:25", name: "FT-SAE-EXT-KEY", keySource: "sae" },
];

const lengthsBySelector: Readonly<Record<SuiteSelector, FtAkmLengths>> = {
  "00-0f-ac:3": sha256Cmac,
  "00-0f-ac:4": sha256Cmac,
  "00-0f-ac:9": sha256Cmac,
  "00-0f-ac:13": sha384Hmac,
  "00-0f-ac:16": filsSha256,
  "00-0f-ac:17": filsSha384,
  "00-0f-ac:19": sha384Hmac,
  "00-0f-ac:22": sha384Hmac,
};

/** The FT AKM of a selector; undefined for every other AKM, known or not. */
export function ftAkm(selector: SuiteSelector): FtAkm | undefined {
  return ftAkms.find((akm) => akm.selector === selector);
}

/**
 * Lengths and algorithms of an FT AKM. FT-SAE-EXT-KEY takes them from the length of its PMK (32, 48
 * or 64); without one, and for AKMs that are no FT AKM, undefined.
 */
export function ftAkmLengths(
  selector: SuiteSelector,
  pmkLength?: number,
): FtAkmLengths | undefined {
  if (selector !== "00-0f-ac:25") return lengthsBySelector[selector];
  if (pmkLength === 32) return saeExtSha256;
  if (pmkLength === 48) return sha384Hmac;
  return pmkLength === 64 ? saeExtSha512 : undefined;
}

const otherAkmNames: Readonly<Record<SuiteSelector, string>> = {
  "00-0f-ac:1": "802.1X",
  "00-0f-ac:2": "PSK",
  "00-0f-ac:5": "802.1X-SHA256",
  "00-0f-ac:6": "PSK-SHA256",
  "00-0f-ac:7": "TDLS",
  "00-0f-ac:8": "SAE",
  "00-0f-ac:10": "APPeerKey",
  "00-0f-ac:11": "802.1X-Suite-B",
  "00-0f-ac:12": "802.1X-Suite-B-192",
  "00-0f-ac:14": "FILS-SHA256",
  "00-0f-ac:15": "FILS-SHA384",
  "00-0f-ac:18": "OWE",
  "00-0f-ac:20": "PSK-SHA384",
  "00-0f-ac:21": "PASN",
  "00-0f-ac:23": "802.1X-SHA384",
  "00-0f-ac:24": "SAE-EXT-KEY",
  "50-6f-9a:2": "DPP",
  "00-40-96:0": "CCKM",
};

/** Name of an AKM; an unknown one is named by its selector. */
export function akmName(selector: SuiteSelector): string {
  return ftAkm(selector)?.name ?? otherAkmNames[selector] ?? selector;
}

/** A cipher suite (9.4.2.24.2). Lengths in octets; `tk` 0 where the cipher has no temporal key of its own. */
export interface CipherSuite {
  readonly name: string;
  readonly tk: number;
}

const ciphers: Readonly<Record<SuiteSelector, CipherSuite>> = {
  "00-0f-ac:0": { name: "use group cipher", tk: 0 },
  "00-0f-ac:1": { name: "WEP-40", tk: 5 },
  "00-0f-ac:2": { name: "TKIP", tk: 32 },
  "00-0f-ac:4": { name: "CCMP-128", tk: 16 },
  "00-0f-ac:5": { name: "WEP-104", tk: 13 },
  "00-0f-ac:6": { name: "BIP-CMAC-128", tk: 16 },
  "00-0f-ac:7": { name: "group traffic not allowed", tk: 0 },
  "00-0f-ac:8": { name: "GCMP-128", tk: 16 },
  "00-0f-ac:9": { name: "GCMP-256", tk: 32 },
  "00-0f-ac:10": { name: "CCMP-256", tk: 32 },
  "00-0f-ac:11": { name: "BIP-GMAC-128", tk: 16 },
  "00-0f-ac:12": { name: "BIP-GMAC-256", tk: 32 },
  "00-0f-ac:13": { name: "BIP-CMAC-256", tk: 32 },
};

/** The cipher of a selector, or undefined for one we do not know. */
export function cipherSuite(selector: SuiteSelector): CipherSuite | undefined {
  return ciphers[selector];
}

/** Name of a cipher; an unknown one is named by its selector. */
export function cipherName(selector: SuiteSelector): string {
  return ciphers[selector]?.name ?? selector;
}

/** The FT AKM of a name ("FT-PSK") or selector. */
export function akmSelector(text: string): SuiteSelector | undefined {
  const wanted = text.toLowerCase();
  return ftAkms.find((akm) => akm.selector === wanted || akm.name.toLowerCase() === wanted)
    ?.selector;
}

/** The cipher of a name ("CCMP-128") or selector. */
export function cipherSelector(text: string): SuiteSelector | undefined {
  const wanted = text.toLowerCase();
  return Object.entries(ciphers).find(
    ([selector, { name }]) => selector === wanted || name.toLowerCase() === wanted,
  )?.[0];
}
