import type { LogCode } from "../event.ts";
import { macOf } from "../mac-text.ts";
import { type MessageEvent, type MessagePattern, message } from "../message-table.ts";

function status(value: string | undefined): readonly LogCode[] {
  return [{ space: "ieee-status", value: Number(value) }];
}

function reason(value: string | undefined): readonly LogCode[] {
  return [{ space: "ieee-reason", value: Number(value) }];
}

/** "seq_ctrl=0x70 retry": the number counts frames, its low 4 bits fragments. */
function sequence(control: string | undefined, retry: string | undefined) {
  return {
    ...(control === undefined ? {} : { sequenceNumber: Number.parseInt(control, 16) >> 4 }),
    ...(retry === undefined ? {} : { isRetry: true }),
  };
}

function plain(wording: string, kind: MessageEvent["kind"]): MessagePattern {
  return message(wording, () => ({ kind }));
}

/** What makes hostapd refuse a reassociation in FT, in its own words (wpa_ft_validate_reassoc). */
const reassociationComplaints =
  "FT: ((?:No RSNIE in Reassoc Req|PMKID in Reassoc Req did not match|No MDIE|Invalid MDIE|No FTIE|Invalid FTIE|SNonce mismatch|ANonce mismatch|No R0KH-ID subelem|R0KH-ID in FTIE did not match|No R1KH-ID subelem|Unknown R1KH-ID|No matching PMKR1Name|Unexpected IE count in MIC Control|Invalid MIC in FTIE|FTE indicated that STA uses RSNXE|Failed to calculate MIC|Failed to parse FT IEs).*)";

/** What hostapd says of stations (src/ap/ieee802_11.c, src/ap/wpa_auth_ft.c, src/ap/wpa_auth.c). */
export const apMessages: readonly MessagePattern[] = [
  message(
    "authentication: STA={mac} auth_alg=(\\d+) auth_transaction=(\\d+) status_code=(\\d+) (?:wep|protected)=\\d+(?: seq_ctrl=0x([0-9a-f]+))?( retry)?",
    ([, mac, algorithm, transaction, , control, retry]) => ({
      kind: algorithm === "2" && transaction === "1" ? "ft-preauth-over-air" : "auth-received",
      station: macOf(mac as string),
      details: { algorithm: Number(algorithm), transaction: Number(transaction) },
      ...sequence(control, retry),
    }),
  ),
  // The same request once more, without its sequence number.
  message("FT: Received authentication frame:", () => undefined),
  message(
    "authentication reply: STA={mac} auth_alg=(\\d+) auth_transaction=(\\d+) resp=(\\d+)",
    ([, mac, algorithm, transaction, code]) => ({
      kind: "auth-sent",
      station: macOf(mac as string),
      codes: status(code),
      details: { algorithm: Number(algorithm), transaction: Number(transaction) },
    }),
  ),
  message(
    "FT: Received FT Action frame \\(STA={mac} Target AP={mac} Action=(\\d+)",
    ([, mac, target, action]) =>
      action === "1"
        ? {
            kind: "ft-preauth-over-ds",
            station: macOf(mac as string),
            details: { targetAp: macOf(target as string) },
          }
        : undefined,
  ),
  message(
    "FT: RRB Action Frame: action=(\\d+) sta_addr={mac} target_ap_addr={mac}",
    ([, action, mac, target]) =>
      action === "1"
        ? {
            kind: "ft-preauth-over-ds",
            station: macOf(mac as string),
            details: { targetAp: macOf(target as string) },
          }
        : undefined,
  ),
  message(
    "FT: RRB authentication response: STA={mac} CurrentAP={mac} status=(\\d+)",
    ([, mac, current, code]) => ({
      kind: "ft-action-response-sent",
      station: macOf(mac as string),
      currentAp: { address: macOf(current as string), addressIs: "bssid" },
      codes: status(code),
    }),
  ),
  message("FT: FTE-SNonce - hexdump\\(len=32\\): ([0-9a-f ]{95})", ([, octets]) => ({
    kind: "ft-snonce",
    details: { snonce: (octets as string).replaceAll(" ", "") },
  })),
  message(
    "(re)?association request: STA={mac} capab_info=0x[0-9a-f]+ listen_interval=\\d+(?: current_ap={mac})? seq_ctrl=0x([0-9a-f]+)( retry)?",
    ([, again, mac, current, control, retry]) => ({
      kind: again === undefined ? "assoc-received" : "reassoc-received",
      station: macOf(mac as string),
      ...(current === undefined
        ? {}
        : { currentAp: { address: macOf(current), addressIs: "bssid" as const } }),
      ...sequence(control, retry),
    }),
  ),
  message("association OK \\(aid \\d+\\)", () => ({
    kind: "assoc-ok",
    codes: status("0"),
  })),
  plain("FT: reassociation deadline exceeded", "reassoc-too-late"),
  message(reassociationComplaints, ([, why]) => ({
    kind: "assoc-refused",
    details: { why: why as string },
  })),
  message("did not acknowledge (authentication|association) response", ([, which]) => ({
    kind: "response-not-acknowledged",
    details: { response: which as string },
  })),
  message(
    "(deauthentication|disassociation): STA={mac} reason_code=(\\d+)",
    ([, what, mac, code]) => ({
      kind: what === "deauthentication" ? "deauth-received" : "disassoc-received",
      station: macOf(mac as string),
      codes: reason(code),
    }),
  ),
  // The same in the log of a normal level; a debug log has both.
  message(
    "MLME-(DEAUTHENTICATE|DISASSOCIATE)\\.indication\\({mac}, (\\d+)\\)",
    ([, , mac, code]) => ({
      kind: "client-left",
      station: macOf(mac as string),
      codes: reason(code),
    }),
  ),
  message("deauthenticated due to (.*)", ([, why]) => ({
    kind: "deauth-sent",
    details: { why: why as string },
  })),
  message("disassociated due to (.*)", ([, why]) => ({
    kind: "disassoc-sent",
    details: { why: why as string },
  })),
  message("AP-STA-CONNECTED {mac}(?:.* auth_alg=(\\w+))?", ([, mac, algorithm]) => ({
    kind: "client-run",
    station: macOf(mac as string),
    ...(algorithm === undefined ? {} : { details: { algorithm } }),
  })),
  message("AP-STA-DISCONNECTED {mac}", ([, mac]) => ({
    kind: "client-left",
    station: macOf(mac as string),
  })),
  message("AP-STA-POSSIBLE-PSK-MISMATCH {mac}", ([, mac]) => ({
    kind: "m2-bad-mic",
    station: macOf(mac as string),
  })),
  message("AP-ENABLED", () => ({ kind: "ap-started" })),
  message("AP-DISABLED", () => ({ kind: "ap-stopped" })),
  message("sending (1|3)/4 msg of 4-Way Handshake", ([, number]) => ({
    kind: number === "1" ? "m1-sent" : "m3-sent",
  })),
  message("received EAPOL-Key frame \\((2|4)/4 Pairwise\\)", ([, number]) => ({
    kind: number === "2" ? "m2-received" : "m4-received",
  })),
  plain("invalid MIC in msg 2/4", "m2-bad-mic"),
  plain("received EAPOL-Key with invalid MIC", "m2-bad-mic"),
  plain("EAPOL-Key timeout", "key-timeout"),
  plain("PTKSTART: Retry limit", "key-timeout"),
  plain("pairwise key handshake completed", "key-handshake-completed"),
  plain("FT authentication already completed", "ft-roam-completed"),
  message("Station tried to associate before authentication", () => ({
    kind: "assoc-refused",
    details: { why: "it was not authenticated" },
  })),
  message("Station {mac} not allowed to authenticate", ([, mac]) => ({
    kind: "station-denied",
    station: macOf(mac as string),
  })),
  // Beside the former, and with the interface; whatever it says, the frame is answered, with status 1.
  message("Ignore Authentication frame from {mac} due to ACL reject", ([, mac]) => ({
    kind: "station-denied",
    station: macOf(mac as string),
  })),
  message("no more room for new STAs \\((\\d+)/(\\d+)\\)", ([, stations, limit]) => ({
    kind: "no-room-for-station",
    details: { stations: Number(stations), limit: Number(limit) },
  })),
  // Of drivers that refuse by themselves.
  message("AP-REJECTED-(MAX|BLOCKED)-STA {mac}", ([, why, mac]) => ({
    kind: why === "MAX" ? "no-room-for-station" : "station-denied",
    station: macOf(mac as string),
  })),
  message(
    "FT: (Failed to add new STA based on RRB Request|Over-DS option disabled - reject)",
    ([, why]) => ({ kind: "auth-refused", details: { why: why as string } }),
  ),
  message(
    "FT: (Invalid MDIE|Invalid FTIE.*|No PMKID in RSNIE.*|Invalid key mgmt .*|Invalid pairwise cipher.*|Pairwise cipher from .*)",
    ([, why]) => ({
      kind: "auth-refused",
      details: { why: why as string },
    }),
  ),
  message("(?:.*)FT: {mac} tried to use association \\(not re-association\\)", ([, mac]) => ({
    kind: "assoc-refused",
    station: macOf(mac as string),
    details: { why: "association instead of reassociation" },
  })),
];
