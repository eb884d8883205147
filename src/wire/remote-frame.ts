import { attempt } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { formatMac, type MacAddress } from "../bytes/mac-address.ts";
import { decodeManagementBody, type FtAction } from "../dot11/management.ts";
import { cursorOf, type Part } from "../radiotap/radio-header.ts";

/** EtherType of remote frames between APs (IEEE Std 802.11-2020, Annex H). */
export const remoteFrameEtherType = 0x890d;

const ftRemoteFrame = 1;
const actionSubtype = 13;

export type RemoteFrameKind = "ft-remote-request" | "ft-remote-response";

/** An FT Action frame that one AP passes on to another over the distribution system (13.10.3). */
export interface RemoteFrame {
  readonly kind: RemoteFrameKind;
  /** The AP the station is associated with. */
  readonly currentAp: MacAddress;
  readonly action: FtAction;
}

export interface DecodedRemoteFrame {
  /** Undefined when it is a remote frame of another kind, or cut before its end. */
  readonly message: RemoteFrame | undefined;
  readonly faults: readonly Fault[];
}

/** Decodes what follows the EtherType. */
export function decodeRemoteFrame(payload: Part): DecodedRemoteFrame {
  let message: RemoteFrame | undefined;
  const faults: Fault[] = [];
  const stop = attempt(() => {
    const cursor = cursorOf(payload, "remote frame");
    if (cursor.u8("remote frame type") !== ftRemoteFrame) return;
    const type = cursor.u8("FT packet type");
    const length = cursor.u16le("FT Action length");
    const currentAp = formatMac(cursor.take(6, "AP address"));
    if (type !== 0 && type !== 1) {
      cursor.fail("unsupported", "FT packet type", 10, `FT packet type ${type} is not known`);
    }
    const decoded = decodeManagementBody(
      { subtype: actionSubtype },
      cursor.take(length, "FT Action frame"),
      { base: cursor.offset - length, limitedBy: "frame" },
    );
    faults.push(...decoded.faults);
    if (decoded.frame.kind !== "ft-action") return;
    const kind = type === 0 ? "ft-remote-request" : "ft-remote-response";
    message = { kind, currentAp, action: decoded.frame };
  });
  return { message, faults: stop === undefined ? faults : [...faults, stop] };
}
