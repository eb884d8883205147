import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { buildElement, buildSubelement, u8, u16le } from "./elements.ts";

/** A multi-link device: its own address, and those of all its links by link id. */
export interface Device {
  readonly address: MacAddress;
  readonly links: Readonly<Record<number, MacAddress>>;
}

/** The addresses of its links in the order of their ids. */
export function linksOf({ links }: Device): readonly MacAddress[] {
  return Object.entries(links)
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([, address]) => address);
}

export interface MultiLinkFields {
  /** The link that the frame is sent on. */
  readonly on: MacAddress;
  /** Only APs say on which link a frame is sent. */
  readonly isAp?: boolean;
  /** With a profile for each other link: (re)association frames. */
  readonly profiles?: boolean;
  /** Of the links in an answer, by link id; default 0. */
  readonly statuses?: Readonly<Record<number, number>>;
}

/** The basic Multi-Link element of a frame of the device. */
export function buildMultiLink(device: Device, fields: MultiLinkFields): Uint8Array {
  const { on, isAp = false, profiles = false, statuses = {} } = fields;
  const own = Object.entries(device.links).find(([, address]) => address === on);
  const linkId = isAp ? u8(Number(own?.[0])) : new Uint8Array(0);
  const info = concatOctets(macOctets(device.address), linkId);
  const others = Object.entries(device.links).filter(([, address]) => address !== on);
  return buildElement(
    255,
    concatOctets(
      u16le(isAp ? 0x10 : 0),
      u8(1 + info.length),
      info,
      ...(profiles ? others : []).map(([id, address]) => {
        const capability = u16le(0x0431);
        const status = isAp ? u16le(statuses[Number(id)] ?? 0) : new Uint8Array(0);
        return buildSubelement(
          0,
          concatOctets(u16le(Number(id) | 0x30), u8(7), macOctets(address), capability, status),
        );
      }),
    ),
    107,
  );
}
