import type { LogAp } from "../event.ts";
import { macOf } from "../mac-text.ts";
import { type MessagePattern, message } from "../message-table.ts";

/** Early releases name the radio where later ones name the BSSID; the word before the address says which. */
function apOf(word: string | undefined, mac: string, slot?: string, name?: string): LogAp {
  return {
    address: macOf(mac),
    addressIs: word === "BSSID" ? "bssid" : "radio",
    ...(slot === undefined ? {} : { slot: Number(slot) }),
    ...(name === undefined ? {} : { name }),
  };
}

/** What AireOS says of associations and of their end. */
export const associationMessages: readonly MessagePattern[] = [
  message(
    "(Reassociation|Association) received from mobile on (BSSID|AP):?~{mac}(?: AP (\\S+))?",
    ([, what, word, mac, name]) => ({
      kind: what === "Reassociation" ? "reassoc-received" : "assoc-received",
      ap: apOf(word, mac as string, undefined, name),
    }),
  ),
  message(
    "Sending (?:Assoc Response|assoc-resp) (?:with status \\d+ )?(?:to )?station:?(?: {mac})? on BSSID:?~{mac}~\\(status (\\d+)\\)(?: ApVapId (\\d+))?(?: Slot (\\d+))?",
    ([, , mac, status, vapId, slot]) => ({
      kind: "assoc-response-sent",
      ap: apOf("BSSID", mac as string, slot),
      codes: [{ space: "ieee-status", value: Number(status) }],
      ...(vapId === undefined ? {} : { details: { vapId: Number(vapId) } }),
    }),
  ),
  message(
    "Sent Disassociate to mobile on AP:?~{mac}(?:-(\\d+))?~\\(reason (\\d+)",
    ([, mac, slot, reason]) => ({
      kind: "disassoc-sent",
      ap: apOf("AP", mac as string, slot),
      codes: [{ space: "ieee-reason", value: Number(reason) }],
    }),
  ),
  message(
    "Sent Deauthenticate to mobile on (BSSID|AP):?~{mac}(?: slot (\\d+))?(?:~\\(reason (\\d+))?",
    ([, word, mac, slot, reason]) => ({
      kind: "deauth-sent",
      ap: apOf(word, mac as string, slot),
      ...(reason === undefined
        ? {}
        : { codes: [{ space: "ieee-reason" as const, value: Number(reason) }] }),
    }),
  ),
  message("Updated location for station old AP {mac}-(\\d+), new AP {mac}-(\\d+)", (m) => ({
    kind: "roamed",
    ap: apOf("AP", m[3] as string, m[4]),
    currentAp: apOf("AP", m[1] as string, m[2]),
  })),
];
