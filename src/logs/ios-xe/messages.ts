import type { LogAp, LogCode } from "../event.ts";
import { macOf } from "../mac-text.ts";
import { type MessageEvent, type MessagePattern, message } from "../message-table.ts";

function bssid(mac: string, slot?: string, name?: string): LogAp {
  return {
    address: macOf(mac),
    addressIs: "bssid",
    ...(slot === undefined ? {} : { slot: Number(slot) }),
    ...(name === undefined ? {} : { name }),
  };
}

/** Cisco's own numbers: 54 is "DOT11_INVALID_PMKID" there, and "Invalid MDE" in IEEE's. */
function deleteReason(value: string | undefined, name: string | undefined): readonly LogCode[] {
  return value === undefined
    ? []
    : [
        {
          space: "ios-xe-delete-reason",
          value: Number(value),
          ...(name === undefined ? {} : { name }),
        },
      ];
}

const isTrue = (text: string | undefined) => /^true$/i.test(text ?? "");

function fourWay(text: string): MessageEvent | undefined {
  if (/M1 +Sent success/i.test(text)) return { kind: "m1-sent" };
  if (/M2 +Status: +EAP key M2 validation success/i.test(text)) return { kind: "m2-received" };
  if (/M3 +Sent/i.test(text)) return { kind: "m3-sent" };
  if (/M4 +Status:.*success/i.test(text)) return { kind: "m4-received" };
  return undefined;
}

/** What a Catalyst 9800 traces of a client. */
export const iosXeMessages: readonly MessagePattern[] = [
  message(
    "(Re-Association|Reassociation|Association) received\\. BSSID {mac},?~(?:WLAN (.+?),?~)?Slot (\\d+) AP {mac},?~([^,]+?)(?:,?~old BSSID {mac})?$",
    ([, what, mac, wlan, slot, , name, old]) => ({
      kind: what === "Association" ? "assoc-received" : "reassoc-received",
      ap: bssid(mac as string, slot, name),
      ...(old === undefined ? {} : { currentAp: bssid(old) }),
      ...(wlan === undefined ? {} : { details: { wlan } }),
    }),
  ),
  message("Association success\\. AID (\\d+),(.*)", ([, , flags = ""]) => ({
    kind: "assoc-ok",
    details: {
      roaming: isTrue(/Roaming = (\w+)/.exec(flags)?.[1]),
      ft: isTrue(/11r = (\w+)/.exec(flags)?.[1]),
      pmf: isTrue(/11w = (\w+)/.exec(flags)?.[1]),
      fastRoam: isTrue(/Fast roam = (\w+)/.exec(flags)?.[1]),
    },
  })),
  message(
    "Dot11 update co assoc fail\\..*?delete reason:~(\\d+),?~(\\w+)?",
    ([, reason, name]) => ({ kind: "assoc-refused", codes: deleteReason(reason, name) }),
  ),
  message(
    "Deleting the client,?~reason:~(\\d+),?~(\\w+),?~Client state (\\w+)",
    ([, reason, name, state]) => ({
      kind: "mobile-deletion-requested",
      codes: deleteReason(reason, name),
      details: { state: state as string },
    }),
  ),
  message("Client delete initiated\\. Reason:~([^,]*)", ([, reason]) => ({
    kind: "mobile-deletion-scheduled",
    details: { reason: reason as string },
  })),
  message(
    "Delete mobile payload sent for(?:or)? BSSID:~{mac} WTP mac:~{mac} slot id:~(\\d+)",
    ([, mac, radio, slot]) => ({
      kind: "mobile-deleted-on-ap",
      ap: bssid(mac as string, slot),
      details: { radio: macOf(radio as string) },
    }),
  ),
  message("Client state transition:~(\\w+)~->~(\\w+)", ([, from, to]) => ({
    kind: to === "S_CO_RUN" ? "client-run" : "client-state-change",
    details: { from: from as string, to: to as string },
  })),
  message("EAP key (.*)", ([text]) => fourWay(text)),
  message("M[24] (.*)", ([text]) => fourWay(text)),
  message("EAP Key management successful\\. AKM:~([\\w.-]+) Cipher:~(\\S+)", ([, akm, cipher]) => ({
    kind: "key-handshake-completed",
    details: { akm: akm as string, cipher: cipher as string },
  })),
  message("Client key-mgmt state transition:~(\\w+)~->~(\\w+)", ([, from, to]) => ({
    kind: to === "S_PTKINITDONE" ? "key-handshake-completed" : "client-state-change",
    details: { from: from as string, to: to as string },
  })),
  message("Keymgmt:~resend eapol key m(\\d)", ([, number]) => ({
    kind: number === "3" ? "m3-retransmit" : "m1-retransmit",
  })),
  message("Keymgmt:~Failed to validate eapol key m(\\d)\\.?~(.*)", ([, number, what = ""]) => ({
    kind: "eapol-key-invalid",
    details: { message: Number(number), what },
  })),
  message("Failed to validate eapol key m(\\d)\\.?~(.*)", ([, number, what = ""]) => ({
    kind: "eapol-key-invalid",
    details: { message: Number(number), what },
  })),
  message("Sending message: pmk_update to group:~(\\S+)", ([, group]) => ({
    kind: "pmk-distributed",
    details: { group: group as string },
  })),
  message("Client IP learn successful\\. Method:~(\\w+) IP:~(\\S+)", ([, method, ip]) => ({
    kind: "ip-learned",
    details: { method: method as string, ip: ip as string },
  })),
  message(
    "%CLIENT_ORCH_LOG-\\d-CLIENT_MOVED_TO_RUN_STATE:.*?MAC:~{mac},?~IP (\\S+) associated to AP \\(([^)]*)\\) with SSID \\((.*?)\\)",
    ([, mac, ip, name, ssid]) => ({
      kind: "client-run",
      station: macOf(mac as string),
      ap: { addressIs: "unknown", name: name as string },
      details: { ip: ip as string, ssid: ssid as string },
    }),
  ),
];
