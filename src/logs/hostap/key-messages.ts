import { macOf } from "../mac-text.ts";
import { type MessagePattern, message } from "../message-table.ts";

/** What hostapd says of PMK-R1 and how it gets it (src/ap/wpa_auth_ft.c). */
export const keyMessages: readonly MessagePattern[] = [
  message(
    "FT: (?:Requested PMKR0Name found in local cache|Found PMKR1Name .*from local cache|Found PMKR1Name from local cache|Generated PMK-R1 based on local PMK-R0|Generated PMK-R1 for FT-PSK locally)",
    ([all]) => ({ kind: "ft-key-found", details: { how: all.slice(4) } }),
  ),
  message("FT: No PMK-R1 available in local cache", () => ({ kind: "ft-key-missing" })),
  message(
    "FT: Send PMK-R1 pull request from {mac} to remote R0KH address {mac}",
    ([, from, to]) => ({
      kind: "ft-key-requested",
      ap: { address: macOf(from as string), addressIs: "bssid" },
      details: { holder: macOf(to as string) },
    }),
  ),
  message("FT: Timeout pending pull request for {mac}", ([, mac]) => ({
    kind: "ft-key-request-timeout",
    station: macOf(mac as string),
  })),
  message("FT: Received PMK-R1 pull response", () => ({ kind: "ft-key-answer-received" })),
  message("FT: Received PMK-R1 pull$", () => ({ kind: "ft-key-request-received" })),
  message("FT: Received PMK-R1 push", () => ({ kind: "ft-key-push-received" })),
  message("FT: Send PMK-R1 pull response from {mac} to {mac}", ([, , to]) => ({
    kind: "ft-key-answer-sent",
    details: { requester: macOf(to as string) },
  })),
  // The answer of a holder that has no such key holds nothing but the station.
  message("FT: Missing required pairwise in pull response from {mac}", ([, from]) => ({
    kind: "ft-key-denied",
    details: { holder: macOf(from as string) },
  })),
  message("FT: No matching PMK-R0-Name found", () => ({ kind: "ft-key-unknown-to-holder" })),
  message("FT: No matching R0KH found", () => ({ kind: "ft-key-holder-unknown" })),
  message("FT: R0KH-ID points to self", () => ({
    kind: "ft-key-holder-unknown",
    details: { why: "the R0KH-ID is its own" },
  })),
  message("FT: No matching R1KH found", () => ({ kind: "ft-key-requester-unknown" })),
  message("FT\\(RRB\\): Failed to decrypt", () => ({ kind: "ft-key-message-undecryptable" })),
  message("FT: Did not find PSK to generate PMK-R1 locally", () => ({ kind: "ft-key-not-made" })),
  message("FT: Did not have matching PMK-R1", () => ({
    kind: "ft-key-cache-lookup-failed",
    codes: [{ space: "ieee-status", value: 53 }],
  })),
  message("FT: (?:Callback postponed until|Postponed auth callback)", () => ({
    kind: "ft-auth-deferred",
  })),
  message("FT: Store PMK-R0/PMK-R1", () => ({ kind: "pmk-cache-entry-created" })),
];
