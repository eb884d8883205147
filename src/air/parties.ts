import { isGroupAddress, type MacAddress } from "../bytes/mac-address.ts";
import type { DecodedFrame } from "../dot11/frame.ts";
import { bssidOf } from "../dot11/mac-header.ts";

/** Whom a frame concerns that begins, continues or ends an association. */
export interface Parties {
  readonly stations: readonly MacAddress[];
  readonly accessPoints: readonly MacAddress[];
  /** The data that follow tell what became of it. */
  readonly isBeginning: boolean;
}

const disassociationSubtype = 10;
const deauthenticationSubtype = 12;

/** The parties of a frame; undefined when it neither begins nor ends anything. */
export function partiesOf({ header, frame }: DecodedFrame): Parties | undefined {
  const bssid = header && bssidOf(header);
  if (header?.transmitter === undefined || bssid === undefined) return undefined;
  const other = header.transmitter === bssid ? header.receiver : header.transmitter;
  const stations = isGroupAddress(other) ? [] : [other];
  switch (frame.kind) {
    case "authentication":
    case "association-request":
    case "association-response":
    case "reassociation-response":
    case "eapol-key":
    case "eapol":
      return { stations, accessPoints: [bssid], isBeginning: true };
    case "reassociation-request":
      return { stations, accessPoints: [bssid, frame.currentAp], isBeginning: true };
    case "ft-action":
      return {
        stations: [...stations, frame.station],
        accessPoints: [bssid, frame.targetAp],
        isBeginning: true,
      };
    case "deauthentication":
    case "disassociation":
      return { stations, accessPoints: [bssid], isBeginning: false };
    case "protected-management":
      return frame.managementSubtype === disassociationSubtype ||
        frame.managementSubtype === deauthenticationSubtype
        ? { stations, accessPoints: [bssid], isBeginning: false }
        : undefined;
    default:
      return undefined;
  }
}
