import { macOf } from "../mac-text.ts";
import { type MessagePattern, message } from "../message-table.ts";

/** What AireOS says of PMK caches, of the 4-way handshake, of EAP and RADIUS. */
export const keyMessages: readonly MessagePattern[] = [
  message("Resetting MSCB PMK Cache Entry (\\d+)", ([, index]) => ({
    kind: "pmk-cache-entry-reset",
    details: { index: Number(index) },
  })),
  message("Removing BSSID:?~{mac} from PMKID cache", ([, mac]) => ({
    kind: "pmkid-removed",
    ap: { address: macOf(mac as string), addressIs: "bssid" },
  })),
  message("Setting active key cache index (\\d+)~-+>~(\\d+)", ([, from, to]) => ({
    kind: "active-key-index",
    details: { from: Number(from), to: Number(to) },
  })),
  message("Deleting the PMK cache when de-authenticating the client", () => ({
    kind: "pmk-cache-purge",
  })),
  message("Removing PMK cache entry for station", () => ({ kind: "pmk-cache-entry-deleted" })),
  message("Created PKC PMKID Cache entry", () => ({
    kind: "pmk-cache-entry-created",
    details: { type: "PKC" },
  })),
  message("(?:Adding|Creating|Added|Created) (?:a )?PMK (?:Cache|cache) entry", () => ({
    kind: "pmk-cache-entry-created",
  })),
  message("No valid PMKID found in the (?:MSCB )?PMKID cache", () => ({ kind: "pmkid-miss" })),
  message("Received PMKID:?~\\((\\d+)\\)", () => ({ kind: "pmkid-received" })),
  message("Received RSN IE with (\\d+) PMKIDs?", ([, count]) => ({
    kind: "pmkid-count",
    details: { count: Number(count) },
  })),
  message("Processing RSN IE type (\\d+),?~length (\\d+)", ([, , length]) => ({
    kind: "rsne-received",
    details: { length: Number(length) },
  })),
  message("Starting key exchange to mobile", () => ({ kind: "4way-start" })),
  message("Initiating RSN PSK to mobile", () => undefined),
  message("Sending EAPOL-Key Message to mobile.*?\\(message (\\d)\\)", ([, number]) => ({
    kind: number === "3" ? "m3-sent" : "m1-sent",
  })),
  // Without its second line the record does not say which message it is.
  message("Sending EAPOL-Key Message to mobile", () => ({ kind: "eapol-key-sent" })),
  message("Received EAPOL-key in (\\w+) state~\\(message (\\d)\\)", ([, state, number]) => ({
    kind: number === "4" ? "m4-received" : "m2-received",
    details: { state: state as string },
  })),
  message("Received EAPOL-Key from mobile", () => undefined),
  message("Received EAPOL-key M2 with invalid MIC", () => ({ kind: "m2-bad-mic" })),
  message("Received EAPOL-key M(\\d) with invalid (.*)", ([, number, what]) => ({
    kind: "eapol-key-invalid",
    details: { message: Number(number), what: what as string },
  })),
  message("802\\.1x 'timeoutEvt' Timer expired.*?message = M(\\d)", ([, number]) => ({
    kind: "key-timeout",
    details: { waitingFor: Number(number) },
  })),
  message("Retransmit (\\d+) of EAPOL-Key M(\\d)", ([, count, number]) => ({
    kind: number === "3" ? "m3-retransmit" : "m1-retransmit",
    details: { count: Number(count) },
  })),
  message("Key exchange done", () => ({ kind: "key-handshake-completed" })),
  message("CCKM:?~(.*)", ([, text = ""]) => ({ kind: "cckm", details: { text } })),
  message("Received EAPOL EAPPKT", () => ({ kind: "eap", details: { what: "response" } })),
  message("Received (?:EAPOL START|Identity Response|EAP Response)", () => ({
    kind: "eap",
    details: { what: "response" },
  })),
  message("Sending EAP(?:-Request/Identity| Request from AAA)", () => ({
    kind: "eap",
    details: { what: "request" },
  })),
  message("EAP State update from (.+?) to (.+?) for mobile", ([, from, to]) => ({
    kind: "eap",
    details: { what: "state", from: from as string, to: to as string },
  })),
  message("dot1x - moving mobile.*?into (\\w+) state", ([, to]) => ({
    kind: "eap",
    details: { what: "state", to: to as string },
  })),
  message("Entering Backend Auth (\\w+) state", () => ({
    kind: "eap",
    details: { what: "backend" },
  })),
  message("WARNING: updated EAP-Identifier", () => ({
    kind: "eap",
    details: { what: "identifier" },
  })),
  message("Processing Access-(Challenge|Accept|Reject) for mobile", ([, what]) => ({
    kind:
      what === "Accept"
        ? "radius-accept"
        : what === "Reject"
          ? "radius-reject"
          : "radius-challenge",
  })),
];
