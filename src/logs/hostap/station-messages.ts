import type { LogAp } from "../event.ts";
import { macOf } from "../mac-text.ts";
import { type MessagePattern, message } from "../message-table.ts";

function bss(mac: string | undefined): { readonly ap: LogAp } {
  return { ap: { address: macOf(mac as string), addressIs: "bssid" } };
}

/** Status and reason codes in parentheses behind "status_code=". */
function status(code: string | undefined) {
  return { codes: [{ space: "ieee-status" as const, value: Number(code) }] };
}

/** What makes wpa_supplicant turn an AP's answer down (src/rsn_supp/wpa_ft.c). */
const complaints =
  "FT: ((?:SNonce mismatch|ANonce mismatch|R0KH-ID in FTIE did not match|No R0KH-ID|No R1KH-ID|Unknown R1KH-ID|No matching PMKR[01]Name|Target AP does not support PMF|Invalid MIC in FTIE|AES unwrap failed|RSNE mismatch between|RSNXE mismatch between|Unexpected IE count|Invalid MDIE|No FTIE|Invalid FTIE|Failed to parse|FTE indicated that AP uses RSNXE|OCV failed).*)";

/** What wpa_supplicant says of its AP. */
export const stationMessages: readonly MessagePattern[] = [
  message(
    "SME: Trying to authenticate with {mac}(?: \\(SSID=.*freq=(\\d+) MHz\\))?",
    ([, mac, freq]) => ({
      kind: "auth-requested",
      ...bss(mac),
      ...(freq === undefined ? {} : { details: { frequencyMhz: Number(freq) } }),
    }),
  ),
  message("SME: Trying to use FT over-the-air", () => ({ kind: "ft-chosen" })),
  message(
    "SME: Authentication response: peer={mac} auth_type=(\\d+) auth_transaction=(\\d+) status_code=(\\d+)",
    ([, mac, type, transaction, code]) => ({
      kind: "auth-response-received",
      ...bss(mac),
      ...status(code),
      details: { algorithm: Number(type), transaction: Number(transaction) },
    }),
  ),
  message(
    "CTRL-EVENT-AUTH-REJECT {mac} auth_type=(\\d+) auth_transaction=(\\d+) status_code=(\\d+)",
    ([, mac, type, transaction, code]) => ({
      kind: "auth-response-received",
      ...bss(mac),
      ...status(code),
      details: { algorithm: Number(type), transaction: Number(transaction) },
    }),
  ),
  message("SME: FT Authentication response processing failed", () => ({
    kind: "auth-response-rejected",
  })),
  message("SME: (Authentication|Association) timed out", ([, what]) => ({
    kind: what === "Authentication" ? "auth-timeout" : "assoc-timeout",
  })),
  message("Trying to associate with {mac}", ([, mac]) => ({
    kind: "assoc-requested",
    ...bss(mac),
  })),
  message("Associated with {mac}", ([, mac]) => ({
    kind: "assoc-response-received",
    ...bss(mac),
    ...status("0"),
  })),
  message("CTRL-EVENT-ASSOC-REJECT (?:bssid={mac} )?status_code=(\\d+)", ([, mac, code]) => ({
    kind: "assoc-response-received",
    ...(mac === undefined ? {} : bss(mac)),
    ...status(code),
  })),
  message("FT: Validation of Reassociation Response failed", () => ({
    kind: "assoc-response-rejected",
  })),
  message(complaints, ([, why]) => ({ kind: "response-invalid", details: { why: why as string } })),
  message("FT: Completed successfully", () => ({ kind: "ft-roam-completed" })),
  message("FT: Request over-the-DS with {mac}", ([, mac]) => ({
    kind: "ft-action-requested",
    details: { targetAp: macOf(mac as string) },
  })),
  message(
    "FT: Received FT Action Response: STA {mac} TargetAP {mac} status (\\d+)",
    ([, , target, code]) => ({
      kind: "ft-action-response-received",
      ...status(code),
      details: { targetAp: macOf(target as string) },
    }),
  ),
  message("(?:WPA|RSN): RX message (1|3) of 4-Way Handshake from {mac}", ([, number, mac]) => ({
    kind: number === "1" ? "m1-received" : "m3-received",
    ...bss(mac),
  })),
  message("WPA: Sending EAPOL-Key (2|4)/4", ([, number]) => ({
    kind: number === "2" ? "m2-sent" : "m4-sent",
  })),
  message("WPA: Key negotiation completed with {mac}", ([, mac]) => ({
    kind: "key-handshake-completed",
    ...bss(mac),
  })),
  message("CTRL-EVENT-CONNECTED - Connection to {mac}", ([, mac]) => ({
    kind: "client-run",
    ...bss(mac),
  })),
  message(
    "CTRL-EVENT-DISCONNECTED bssid={mac} reason=(\\d+)( locally_generated=1)?",
    ([, mac, code, own]) => ({
      kind: "client-left",
      ...bss(mac),
      codes: [{ space: "ieee-reason", value: Number(code) }],
      details: { ownChoice: own !== undefined },
    }),
  ),
  message("CTRL-EVENT-SSID-TEMP-DISABLED .*reason=(\\w+)", ([, why]) => ({
    kind: "client-excluded",
    details: { why: why as string },
  })),
  message("State: (\\w+) -> (\\w+)", ([, from, to]) => ({
    kind: "client-state-change",
    details: { from: from as string, to: to as string },
  })),
  message("(?:Request to )?[Aa]ttempt to roam to {mac}", ([, mac]) => ({
    kind: "roam-decided",
    ...bss(mac),
  })),
  message("CTRL-EVENT-(DO|SKIP)-ROAM", ([, what]) => ({
    kind: what === "DO" ? "roam-decided" : "roam-skipped",
  })),
  message("Skip roam", () => ({ kind: "roam-skipped" })),
  message("SME: FT mobility domain ([0-9a-f]{4})", ([, mdid]) => ({
    kind: "mdid",
    details: { mdid: mdid as string },
  })),
];
