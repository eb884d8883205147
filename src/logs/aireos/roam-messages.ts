import { macOf } from "../mac-text.ts";
import { type MessagePattern, message } from "../message-table.ts";

/** "0x4" as the selector of an AKM: the controller prints its type alone. */
function akmOf(hex: string): string {
  return `00-0f-ac:${Number.parseInt(hex, 16)}`;
}

/** "-84.30.6.-3" is 172.30.6.253: the octets of the address are printed as signed numbers. */
function unsignedAddress(text: string): string {
  return text
    .split(".")
    .map((part) => String(Number(part) & 0xff))
    .join(".");
}

/** What AireOS says of FT roams: requests, keys for them, refusals of APs. */
export const roamMessages: readonly MessagePattern[] = [
  message("(?:Doing|Processing) preauth for this client over the (Air|DS)", ([, path]) => ({
    kind: path === "DS" ? "ft-preauth-over-ds" : "ft-preauth-over-air",
    details: { path: path === "DS" ? "ds" : "air" },
  })),
  message("Doing (\\w+)(?: |-)roaming for destination address:?~{mac}", ([, scope, mac]) => ({
    kind: "roam-scope",
    ap: { address: macOf(mac as string), addressIs: "bssid" },
    details: { scope: scope as string },
  })),
  message("Got (\\d+) AKMs? in RSN~IE", ([, count]) => ({
    kind: "akm-in-rsnie",
    details: { count: Number(count) },
  })),
  message("RSN~IE AKM matches with PMK cache entry~:?~0x([0-9a-fA-F]+)", ([, akm]) => ({
    kind: "akm-cache-match",
    details: { akm: akmOf(akm as string) },
  })),
  message("RSN~IE AKM (?:does not|doesn't|did not|not) match", () => ({
    kind: "akm-cache-mismatch",
  })),
  message("Created a new preauth entry for AP:?~{mac}", ([, mac]) => ({
    kind: "ft-preauth-entry-created",
    ap: { address: macOf(mac as string), addressIs: "bssid" },
  })),
  message("Removing TGr reauth entry (?:for|on) AP(?: station)?:?~{mac}", ([, mac]) => ({
    kind: "ft-preauth-entry-removed",
    ap: { address: macOf(mac as string), addressIs: "bssid" },
  })),
  message(
    "Association Failed on REAP AP BSSID:?~{mac}~\\(slot (\\d+)\\),?~status (\\d+)(?: (\\d+))?~(.*)",
    ([, mac, slot, status, detail, text = ""]) => ({
      kind: /key cache look ?up failed/i.test(text)
        ? "ft-key-cache-lookup-failed"
        : "assoc-failed-on-flex-ap",
      ap: { address: macOf(mac as string), addressIs: "bssid", slot: Number(slot) },
      codes: [
        { space: "ieee-status", value: Number(status) },
        ...(detail === undefined
          ? []
          : [{ space: "aireos-status-detail" as const, value: Number(detail) }]),
      ],
      details: { text },
    }),
  ),
  message("no PMK cache entry for this client. Can't do preauth", () => ({
    kind: "ft-preauth-refused-no-pmk",
  })),
  message("(?:DOT11R|11r): Sending cache delete", () => ({ kind: "ft-cache-delete-distributed" })),
  message("(?:DOT11R|11r): Sending cache (add|update)", ([, what]) => ({
    kind: "pmk-distributed",
    details: { what: what as string },
  })),
  message("Marking this mobile as TGr capable", () => ({ kind: "client-ft-capable" })),
  message("Including FT Mobility Domain IE.*?in (\\w+) assoc Resp", ([, where]) => ({
    kind: "mde-sent",
    details: { frame: (where as string).toLowerCase() },
  })),
  message("Adding MDIE,?~ID is:?~0x([0-9a-fA-F]{1,4})", ([, mdid]) => ({
    kind: "mdid",
    details: { printed: (mdid as string).toLowerCase().padStart(4, "0") },
  })),
  message("Sending R0KH-ID as:?~(-?\\d+(?:\\.-?\\d+){3})", ([, address]) => ({
    kind: "r0kh-id",
    details: { address: unsignedAddress(address as string) },
  })),
  message("Sending R1KH-ID as:?~{mac}", ([, mac]) => ({
    kind: "r1kh-id",
    details: { r1khId: macOf(mac as string).replaceAll(":", "") },
  })),
  message("Including FT IE \\(length (\\d+)\\)", ([, length]) => ({
    kind: "fte-sent",
    details: { length: Number(length) },
  })),
  message("Finishing FT roaming for mobile", () => ({ kind: "ft-roam-completed" })),
  message("Roaming succeed for this client", () => ({ kind: "ft-roam-completed" })),
  message("Updating 11r vendor IE", () => ({ kind: "adaptive-11r" })),
];
