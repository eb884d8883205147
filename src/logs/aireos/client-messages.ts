import { macGroup, macOf } from "../mac-text.ts";
import { type MessagePattern, message } from "../message-table.ts";

/** Names of functions and of their source stand before the text; both change with every release. */
const writer = "(\\w+)~(?:\\([\\w.]+:\\d+\\))?:?~";

const apInBrackets = new RegExp(`AP \\[?${macGroup}`);

/** What AireOS does with its record of a client: states, deletion, policy, addresses. */
export const clientMessages: readonly MessagePattern[] = [
  message(
    `${writer}Scheduling mobile for deletion with deleteReason (\\d+),?~reasonCode (\\d+)`,
    ([, by, deleteReason, reason]) => ({
      kind: "mobile-deletion-requested",
      codes: [
        { space: "aireos-delete-reason", value: Number(deleteReason) },
        { space: "ieee-reason", value: Number(reason) },
      ],
      details: { by: by as string },
    }),
  ),
  message(
    "Scheduling deletion of Mobile Station:?~\\(callerId:?~(\\d+)\\) in (\\d+) seconds?",
    ([, caller, seconds]) => ({
      kind: "mobile-deletion-scheduled",
      codes: [{ space: "aireos-caller-id", value: Number(caller) }],
      details: { seconds: Number(seconds) },
    }),
  ),
  message(
    "ignore the mscb delete request,?~mscb is already marked for deletion and being deleted~AP:?~{mac}(?:~\\(slot (\\d+)\\))?",
    ([, mac, slot]) => ({
      kind: "mobile-deletion-already-pending",
      ap: {
        address: macOf(mac as string),
        addressIs: "bssid",
        ...(slot === undefined ? {} : { slot: Number(slot) }),
      },
    }),
  ),
  message(
    "Received DELETE mobile,?~reason ([\\w -]+?),?~from AP:?~{mac},?~slot (\\d+)",
    ([, reason, mac, slot]) => ({
      kind: "ap-delete-mobile-received",
      ap: { address: macOf(mac as string), addressIs: "radio", slot: Number(slot) },
      details: { reason: reason as string },
    }),
  ),
  message(
    "Warning,?~ignore the DELETE_MOBILE_PAYLOAD from AP:?~{mac},?~slot (\\d+)\\.?~STA connecting AP:?~{mac},?~slot (\\d+)",
    ([, from, slot, current, currentSlot]) => ({
      kind: "ap-delete-mobile-ignored",
      ap: { address: macOf(from as string), addressIs: "radio", slot: Number(slot) },
      currentAp: {
        address: macOf(current as string),
        addressIs: "radio",
        slot: Number(currentSlot),
      },
    }),
  ),
  message(`${writer}Expiring Mobile`, ([, by]) => ({
    kind: "mobile-expired",
    details: { by: by as string },
  })),
  message(
    `${writer}Changing state for mobile {mac} on AP:?~{mac} from (.+?) to (.+)$`,
    ([, by, , ap, from, to]) => ({
      kind: "client-state-change",
      ap: { address: macOf(ap as string), addressIs: "radio" },
      details: { from: from as string, to: to as string, by: by as string },
    }),
  ),
  message(
    "(?:Adding|Deleting) mobile on (?:LWAPP )?AP:?~{mac}~\\((\\d+)\\)",
    ([text, mac, slot]) =>
      text.startsWith("Deleting")
        ? {
            kind: "mobile-deleted-on-ap",
            ap: { address: macOf(mac as string), addressIs: "radio", slot: Number(slot) },
          }
        : {
            kind: "mobile-added-on-ap",
            ap: { address: macOf(mac as string), addressIs: "radio", slot: Number(slot) },
          },
  ),
  message("apfMsAssoState(Inc|Dec)", ([, what]) => ({
    kind: "assoc-counter",
    details: { change: what === "Inc" ? 1 : -1 },
  })),
  message("apfMs1xState(?:Inc|Dec)", () => undefined),
  message("pemApfDeleteMobileStation\\d*:?~(.*)", () => ({ kind: "pem-delete" })),
  message(
    "(\\d+\\.\\d+\\.\\d+\\.\\d+) (\\w+)~\\((\\d+)\\)~(.*)",
    ([, ip, state, number, text = ""]) => {
      const ap = apInBrackets.exec(text)?.[1];
      return {
        kind: "pem-state",
        ...(ap === undefined ? {} : { ap: { address: macOf(ap), addressIs: "radio" as const } }),
        codes: [{ space: "aireos-policy-state", value: Number(number), name: state as string }],
        details: { ip: ip as string, state: state as string, text },
      };
    },
  ),
  message(
    "Applying site-specific Local Bridging override for station {mac}~-~vapId (\\d+),?~site '([^']*)',?~interface '([^']*)'",
    ([, , vapId, site, name]) => ({
      kind: "policy",
      details: { vapId: Number(vapId), site: site as string, interface: name as string },
    }),
  ),
  message("Applying (?:site-specific|Interface|new|WLAN|local)", () => ({ kind: "policy" })),
  message("DHCP Consume the DHCP packet from Flexconnect Locally switched client", () => ({
    kind: "local-switching",
  })),
  message("DHCP received op (BOOT\\w+)~\\(\\d+\\)", ([, op]) => ({
    kind: "dhcp",
    details: { op: op as string },
  })),
  message("DHCP setting server from ACK.*?yiaddr (\\d+\\.\\d+\\.\\d+\\.\\d+)", ([, ip]) => ({
    kind: "ip-learned",
    details: { ip: ip as string },
  })),
  message("DHCP .*", () => ({ kind: "dhcp" })),
];
