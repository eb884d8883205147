import type { Fault } from "../bytes/fault.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { decodeEtherFrame } from "./ether-frame.ts";
import {
  decodeKeyMessage,
  type KeyMessage,
  type KeyMessageKind,
  ouiExtendedEtherType,
} from "./key-message.ts";
import {
  decodeRemoteFrame,
  type RemoteFrame,
  type RemoteFrameKind,
  remoteFrameEtherType,
} from "./remote-frame.ts";

/** What APs say to each other about a roam. */
export type WireMessage = KeyMessage | RemoteFrame;

export type WireMessageKind = KeyMessageKind | RemoteFrameKind;

/** A frame between APs on the wire, and where it stands. */
export interface WireFrame<Message extends WireMessage = WireMessage> {
  readonly input: number;
  /** 1-based number in its input. */
  readonly frame: number;
  readonly time: TimeNs;
  readonly timeDigits: number;
  readonly sender: MacAddress | undefined;
  /** Undefined in cooked captures, which do not record it. */
  readonly receiver: MacAddress | undefined;
  readonly message: Message;
  readonly faults: readonly Fault[];
}

/** A packet of a wire as a capture file holds it. */
export interface WirePacket {
  readonly frame: number;
  readonly linkType: number;
  readonly time: TimeNs;
  readonly timeDigits: number;
  readonly octets: Uint8Array;
  readonly originalLength: number;
}

/** What a packet of a wire turned out to be. */
export interface WirePassage {
  readonly sender: MacAddress | undefined;
  /** Absent when the packet is about something else than roams. */
  readonly frame?: WireFrame;
}

/** Looks at a packet of capture `input`; undefined when it has no Ethernet header that can be read. */
export function decodeWirePacket(input: number, packet: WirePacket): WirePassage | undefined {
  const { octets, originalLength, linkType } = packet;
  const missing = Math.max(0, originalLength - octets.length);
  const ether = decodeEtherFrame(linkType, { octets, missing });
  if (ether === undefined) return undefined;
  const { sender, receiver, etherType, payload } = ether;
  const { message, faults } = decodeMessage(etherType, payload);
  if (message === undefined) return { sender };
  const { frame, time, timeDigits } = packet;
  return { sender, frame: { input, frame, time, timeDigits, sender, receiver, message, faults } };
}

function decodeMessage(
  etherType: number,
  payload: { readonly octets: Uint8Array; readonly missing: number },
): { readonly message: WireMessage | undefined; readonly faults: readonly Fault[] } {
  // Kept messages get octets of their own, so that they do not hold the chunk they were read in.
  const own = () => ({ octets: payload.octets.slice(), missing: payload.missing });
  switch (etherType) {
    case ouiExtendedEtherType: {
      const { message, fault } = decodeKeyMessage(own());
      return { message, faults: fault === undefined ? [] : [fault] };
    }
    case remoteFrameEtherType:
      return decodeRemoteFrame(own());
    default:
      return { message: undefined, faults: [] };
  }
}
