import { type Bss, vendorOfBss } from "../exchange/bss.ts";
import type { Refusal } from "./refusal.ts";

/** What a target means by a status code, whatever the code is called. */
export type RefusalCause =
  /** It has no key under the name that the station offered. */
  | "key-missing"
  /** It finds the FTE, its MIC or the key name wrong. */
  | "key-values"
  /** It does not like the RSNE: ciphers, AKM, management frame protection. */
  | "rsne"
  /** Load, signal, steering, an external service, memory. */
  | "policy"
  /** It knows no FT authentication. */
  | "ft-disabled"
  /** It asks for patience, as for a station that it still knows. */
  | "deferred";

export interface StatusMeaning {
  readonly status: number;
  /** The answers in which the code has this meaning; absent: in either. */
  readonly step?: Refusal["step"];
  readonly cause: RefusalCause;
  /** The standard gives the code another meaning; whose APs use it for this one, and what they mean. */
  readonly lore?: { readonly vendor: string; readonly text: string };
}

/**
 * Status codes by the frame they stand in and, where the standard does not say so, by the maker of the
 * AP. The same cause has different codes, and the same code different causes; a cause alone accuses
 * nobody. Sources: IEEE Std 802.11-2020 table 9-50, hostapd (wpa_auth_ft.c, ieee802_11.c); the lore is
 * from public support cases.
 */
export const statusMeanings: readonly StatusMeaning[] = [
  { status: 53, step: "ft-request", cause: "key-missing" },
  { status: 28, cause: "key-missing" },
  {
    status: 11,
    step: "association-request",
    cause: "key-missing",
    lore: {
      vendor: "Cisco",
      text: "Cisco FlexConnect APs refuse with status 11 when they do not find the key in their cache",
    },
  },
  {
    status: 55,
    step: "ft-request",
    cause: "key-missing",
    lore: {
      vendor: "Ruckus",
      text: "RUCKUS APs refuse with status 55 when the station's key has not reached them",
    },
  },
  {
    status: 0,
    step: "ft-request",
    cause: "key-missing",
    lore: {
      vendor: "hostapd",
      text: "hostapd answers over the DS with success and nothing else when it had to ask the key holder and got no key",
    },
  },
  { status: 53, step: "association-request", cause: "key-values" },
  { status: 55, step: "association-request", cause: "key-values" },
  { status: 13, step: "ft-request", cause: "ft-disabled" },
  { status: 30, step: "association-request", cause: "deferred" },
  ...[31, 40, 41, 42, 43, 45, 46, 72].map((status) => ({ status, cause: "rsne" as const })),
  ...[17, 34, 82, 92, 93].map((status) => ({ status, cause: "policy" as const })),
];

/** What a refusal means by this table, if it means `cause` at all. */
export function meaningOf(
  refused: Refusal | undefined,
  cause: RefusalCause,
): StatusMeaning | undefined {
  if (refused?.status === undefined) return undefined;
  return statusMeanings.find(
    (meaning) =>
      meaning.status === refused.status &&
      (meaning.step ?? refused.step) === refused.step &&
      meaning.cause === cause,
  );
}

/** The target says why it refused, and that is nothing which a lost, late or replaced state explains. */
export function hasOwnReason(refused: Refusal): boolean {
  return (["policy", "rsne", "deferred"] as const).some(
    (cause) => meaningOf(refused, cause) !== undefined,
  );
}

/** The beacons of the AP show that it is one of those that the lore is about. */
export function isOfLore({ lore }: StatusMeaning, bss: Bss | undefined): boolean {
  return lore === undefined || vendorOfBss(bss) === lore.vendor;
}
