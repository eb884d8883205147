import type { SuiteSelector } from "./suites.ts";

/** How the stations of an AKM prove who they are, when no key of theirs is cached. */
export type AuthenticationKind = "802.1X" | "PSK" | "SAE" | "FILS" | "OWE" | "CCKM";

interface AkmAuthentication {
  readonly authentication: AuthenticationKind;
  /** Hash of the PMKID (12.7.1.3); only where it can be computed from the PMK and the addresses. */
  readonly pmkidHash?: "sha1" | "sha256" | "sha384";
}

const byAkm: Readonly<Record<SuiteSelector, AkmAuthentication>> = {
  "00-0f-ac:1": { authentication: "802.1X", pmkidHash: "sha1" },
  "00-0f-ac:2": { authentication: "PSK" },
  "00-0f-ac:3": { authentication: "802.1X", pmkidHash: "sha256" },
  "00-0f-ac:4": { authentication: "PSK" },
  "00-0f-ac:5": { authentication: "802.1X", pmkidHash: "sha256" },
  "00-0f-ac:6": { authentication: "PSK" },
  "00-0f-ac:8": { authentication: "SAE" },
  "00-0f-ac:9": { authentication: "SAE" },
  "00-0f-ac:11": { authentication: "802.1X" },
  "00-0f-ac:12": { authentication: "802.1X" },
  "00-0f-ac:13": { authentication: "802.1X", pmkidHash: "sha384" },
  "00-0f-ac:14": { authentication: "FILS" },
  "00-0f-ac:15": { authentication: "FILS" },
  "00-0f-ac:16": { authentication: "FILS" },
  "00-0f-ac:17": { authentication: "FILS" },
  "00-0f-ac:18": { authentication: "OWE" },
  "00-0f-ac:19": { authentication: "PSK" },
  "00-0f-ac:20": { authentication: "PSK" },
  "00-0f-ac:22": { authentication: "802.1X", pmkidHash: "sha384" },
  "00-0f-ac:23": { authentication: "802.1X", pmkidHash: "sha384" },
  "00-0f-ac:24": { authentication: "SAE" },
  "00-0f-ac:25": { authentication: "SAE" },
  "00-40-96:0": { authentication: "CCKM" },
};

/** What an AKM authenticates with; undefined for AKMs that are not known. */
export function akmAuthentication(akm: SuiteSelector): AkmAuthentication | undefined {
  return byAkm[akm];
}
