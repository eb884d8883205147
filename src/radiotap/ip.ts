import { attempt, type Cursor } from "../bytes/cursor.ts";
import { formatHex } from "../bytes/octets.ts";
import { createFragmentStore } from "./ip-fragments.ts";
import {
  behind,
  cursorOf,
  firstOf,
  lengthOf,
  type NotWifi,
  type Part,
  unreadable,
} from "./radio-header.ts";

const udp = 17;
const gre = 47;
const udpHeader = 8;

/** A UDP datagram; `source` is the address of its sender in hex. */
export interface Datagram {
  readonly source: string;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly payload: Part;
}

/** An IP packet behind its header and extension headers. */
interface Packet {
  readonly addresses: string;
  readonly protocol: number;
  readonly payload: Part;
  readonly fragment?: FragmentPlace;
}

interface FragmentPlace {
  readonly id: number;
  readonly offset: number;
  readonly isLast: boolean;
}

/** Reads IP packets, of both versions, down to UDP; undefined for other protocols. It keeps fragments. */
export function createIpReader(): (part: Part) => Datagram | NotWifi | undefined {
  const reassemble = createFragmentStore();

  function wholePayload({ addresses, protocol, payload, fragment }: Packet): Part | undefined {
    if (fragment === undefined) return payload;
    const key = `${addresses} ${protocol} ${fragment.id}`;
    const octets = reassemble({ key, ...fragment, payload });
    return octets === undefined ? undefined : { octets, missing: 0 };
  }

  return (part) => {
    let packet: Packet | undefined;
    let datagram: Datagram | NotWifi | undefined;
    const stop = attempt(() => {
      const version = (part.octets[0] ?? 0) >> 4;
      packet = version === 6 ? readIpv6(part) : readIpv4(part);
      if (packet.protocol === gre && packet.fragment === undefined) {
        datagram = describeGre(cursorOf(packet.payload, "GRE header"));
      }
      if (packet.protocol !== udp) return;
      const whole = wholePayload(packet);
      datagram =
        whole === undefined
          ? { notWifi: "fragment of a datagram, which is read with the last one", faults: [] }
          : readUdp(whole, packet.addresses.slice(0, packet.addresses.length / 2));
    });
    return stop === undefined ? datagram : unreadable(packet === undefined ? "IP" : "UDP", stop);
  };
}

function readIpv4(part: Part): Packet {
  const cursor = cursorOf(part, "IPv4 header");
  const first = cursor.u8("version");
  if (first >> 4 !== 4) cursor.fail("unsupported", "version", 1, `version ${first >> 4}`);
  const headerLength = 4 * (first & 0x0f);
  if (headerLength < 20) cursor.fail("invalid", "IHL", 1, `${headerLength} octets`);
  cursor.skip(1, "DSCP");
  const total = cursor.u16be("total length");
  const id = cursor.u16be("identification");
  const place = cursor.u16be("fragment offset");
  cursor.skip(1, "TTL");
  const protocol = cursor.u8("protocol");
  cursor.skip(2, "checksum");
  const addresses = formatHex(cursor.take(8, "addresses"));
  cursor.skip(headerLength - cursor.position, "options");
  if (total !== 0 && total < headerLength) {
    cursor.fail("invalid", "total length", headerLength, `${total} octets`);
  }
  // Hosts that leave segmentation to the network card record 0.
  const payload = behind(total === 0 ? part : firstOf(part, total), headerLength);
  const offset = 8 * (place & 0x1fff);
  const isLast = (place & 0x2000) === 0;
  const fragment = offset === 0 && isLast ? {} : { fragment: { id, offset, isLast } };
  return { addresses, protocol, payload, ...fragment };
}

const ipv6Fragment = 44;
/** Hop-by-hop, routing and destination options. */
const ipv6Extensions: readonly number[] = [0, 43, 60];

function readIpv6(part: Part): Packet {
  const cursor = cursorOf(part, "IPv6 header");
  cursor.skip(4, "version and flow");
  const length = cursor.u16be("payload length");
  let protocol = cursor.u8("next header");
  cursor.skip(1, "hop limit");
  const addresses = formatHex(cursor.take(32, "addresses"));
  let fragment: FragmentPlace | undefined;
  while (
    fragment === undefined &&
    (ipv6Extensions.includes(protocol) || protocol === ipv6Fragment)
  ) {
    const next = cursor.u8("next header");
    if (protocol === ipv6Fragment) {
      cursor.skip(1, "reserved");
      const place = cursor.u16be("fragment offset");
      const id = cursor.u32be("identification");
      fragment = { id, offset: place & 0xfff8, isLast: (place & 0x01) === 0 };
    } else {
      cursor.skip(8 * cursor.u8("length") + 6, "extension header");
    }
    protocol = next;
  }
  const packet = length === 0 ? part : firstOf(part, 40 + length);
  const payload = behind(packet, cursor.position);
  if (fragment === undefined || (fragment.offset === 0 && fragment.isLast)) {
    return { addresses, protocol, payload };
  }
  return { addresses, protocol, payload, fragment };
}

function readUdp(part: Part, source: string): Datagram {
  const cursor = cursorOf(part, "UDP header");
  const sourcePort = cursor.u16be("source port");
  const destinationPort = cursor.u16be("destination port");
  const length = cursor.u16be("length");
  cursor.skip(2, "checksum");
  const isCredible = length >= udpHeader && length <= lengthOf(part);
  const payload = behind(isCredible ? firstOf(part, length) : part, udpHeader);
  return { source, sourcePort, destinationPort, payload };
}

/** Aruba APs tunnel the traffic of their clients to the controller in GRE, in 802.11 format. */
function describeGre(cursor: Cursor): NotWifi | undefined {
  cursor.skip(2, "flags");
  const protocol = cursor.u16be("protocol");
  const isAruba = protocol >= 0x8200 && protocol <= 0x8370;
  if (!isAruba) return undefined;
  return {
    notWifi: "GRE tunnel of an Aruba AP (client traffic, no capture of the air): not supported",
    faults: [],
  };
}
