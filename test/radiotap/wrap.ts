import { concatOctets } from "../../src/bytes/octets.ts";
import { type FileByteOrder, uint } from "../builders/capture-file.ts";
import { bits, hex, radiotap } from "./packets.ts";

const be = (value: number | bigint, size: number) => uint(value, size, "be");
const le = (value: number | bigint, size: number) => uint(value, size, "le");
const zeros = (size: number) => new Uint8Array(size);

/** Prism header of 144 octets: MAC time 1234567, channel 6, signal -42 dBm, noise -95 dBm, 6 Mb/s. */
export function prism(
  frame: Uint8Array,
  byteOrder: FileByteOrder = "le",
  code = 0x44,
  channel = 6,
): Uint8Array {
  const did = (number: number) =>
    code === 0x44 ? number * 0x1_0000 + 0x44 : number * 0x1000 + 0x41;
  const item = (number: number, value: number, status = 0) =>
    concatOctets(
      uint(did(number), 4, byteOrder),
      uint(status, 2, byteOrder),
      uint(4, 2, byteOrder),
      uint(value, 4, byteOrder),
    );
  return concatOctets(
    uint(code, 4, byteOrder),
    uint(144, 4, byteOrder),
    hex("7468303000000000 0000000000000000"),
    item(1, 99),
    item(2, 1_234_567),
    item(3, channel),
    item(4, 0, 1),
    item(5, 0, 1),
    item(6, -42),
    item(7, -95),
    item(8, 12),
    item(9, 0),
    item(10, frame.length),
    frame,
  );
}

/** AVS header: MAC time 1234567, 11 Mb/s, signal -42 dBm, noise -95 dBm, and the frequency field as given. */
export function avs(
  frame: Uint8Array,
  version: 1 | 2 = 1,
  frequency = 2437,
  ssiType = 2,
): Uint8Array {
  const length = version === 1 ? 64 : 80;
  return concatOctets(
    hex("802110"),
    Uint8Array.of(version),
    be(length, 4),
    be(1_234_567, 8),
    be(0, 8),
    be(0, 4),
    be(frequency, 4),
    be(110, 4),
    be(0, 4),
    be(0, 4),
    be(ssiType, 4),
    be(-42, 4),
    be(-95, 4),
    zeros(length - 56),
    frame,
  );
}

export interface PpiSpec {
  readonly fields?: readonly (readonly [type: number, data: Uint8Array])[];
  readonly linkType?: number;
  readonly isAligned?: boolean;
}

export function ppi(frame: Uint8Array, spec: PpiSpec = {}): Uint8Array {
  const { fields = [], linkType = 105, isAligned = false } = spec;
  const encoded = concatOctets(
    ...fields.flatMap(([type, data]) => [
      le(type, 2),
      le(data.length, 2),
      data,
      zeros(isAligned ? -data.length & 3 : 0),
    ]),
  );
  const flags = Uint8Array.of(0, isAligned ? 1 : 0);
  return concatOctets(flags, le(8 + encoded.length, 2), le(linkType, 4), encoded, frame);
}

/** 802.11-Common: time 1234567, 54 Mb/s, 5180 MHz, signal -42 dBm, noise -95 dBm. */
export function ppiCommon(flags: number, time = 1_234_567, frequencyMhz = 5180): Uint8Array {
  return concatOctets(
    le(time, 8),
    le(flags, 2),
    le(108, 2),
    le(frequencyMhz, 2),
    zeros(4),
    le(-42, 1),
    le(-95, 1),
  );
}

export function cooked(device: number, protocol: number, payload: Uint8Array, packetType = 0) {
  return concatOctets(be(packetType, 2), be(device, 2), zeros(10), be(protocol, 2), payload);
}

export function cookedV2(device: number, protocol: number, payload: Uint8Array, packetType = 0) {
  return concatOctets(
    be(protocol, 2),
    zeros(6),
    be(device, 2),
    Uint8Array.of(packetType, 0),
    zeros(8),
    payload,
  );
}

export function ethernet(payload: Uint8Array, etherType = 0x0800, vlans = ""): Uint8Array {
  return concatOctets(zeros(12), hex(vlans), be(etherType, 2), payload);
}

export interface Ports {
  readonly from?: number;
  readonly to: number;
}

export function udp(payload: Uint8Array, { from = 40_000, to }: Ports): Uint8Array {
  return concatOctets(be(from, 2), be(to, 2), be(8 + payload.length, 2), be(0, 2), payload);
}

export interface Ipv4Spec {
  readonly protocol?: number;
  readonly id?: number;
  /** Octets before this fragment. */
  readonly offset?: number;
  readonly isMore?: boolean;
  /** A multiple of 4. */
  readonly options?: Uint8Array;
  readonly source?: string;
  readonly totalLength?: number;
}

export function ipv4(payload: Uint8Array, spec: Ipv4Spec = {}): Uint8Array {
  const { protocol = 17, id = 1, offset = 0, isMore = false, options = zeros(0) } = spec;
  const headerLength = 20 + options.length;
  return concatOctets(
    Uint8Array.of(0x40 + headerLength / 4, 0),
    be(spec.totalLength ?? headerLength + payload.length, 2),
    be(id, 2),
    be(offset / 8 + (isMore ? 0x2000 : 0), 2),
    Uint8Array.of(64, protocol, 0, 0),
    hex(spec.source ?? "0a000001"),
    hex("0a0000fe"),
    options,
    payload,
  );
}

/** Extension headers are given as [protocol, octets], the first octet being overwritten with what follows. */
export function ipv6(
  payload: Uint8Array,
  extensions: readonly (readonly [number, string])[] = [],
): Uint8Array {
  const chain = extensions.map(([, text], i) => {
    const octets = hex(text);
    octets[0] = extensions[i + 1]?.[0] ?? 17;
    return octets;
  });
  const body = concatOctets(...chain, payload);
  return concatOctets(
    hex("60000000"),
    be(body.length, 2),
    Uint8Array.of(extensions[0]?.[0] ?? 17, 64),
    zeros(32),
    body,
  );
}

/** A UDP datagram as an Ethernet capture has it. */
export function overUdp(payload: Uint8Array, ports: Ports, ip: Ipv4Spec = {}): Uint8Array {
  return ethernet(ipv4(udp(payload, ports), ip));
}

export interface PeekSpec {
  readonly packetLength?: number;
  readonly sliceLength?: number;
  readonly flags?: number;
  readonly signalPercent?: number;
}

/** Old PEEKREMOTE header: signal -42 dBm, noise -95 dBm, time 1234567, 12 Mb/s, channel 36. */
export function peek(frame: Uint8Array, spec: PeekSpec = {}): Uint8Array {
  const {
    packetLength = frame.length,
    sliceLength = packetLength,
    flags = 0,
    signalPercent = 60,
  } = spec;
  return concatOctets(
    Uint8Array.of(-42, -95),
    be(packetLength, 2),
    be(sliceLength, 2),
    Uint8Array.of(flags, 0),
    be(1_234_567, 8),
    Uint8Array.of(24, 36, signalPercent, 5),
    frame,
  );
}

export interface NewPeekSpec extends PeekSpec {
  readonly version?: number;
  readonly extended?: number;
  readonly rate?: number;
  readonly frequencyMhz?: number;
}

/** PEEKREMOTE v2 header of 55 octets: signal -42 dBm, noise -95 dBm, time 1234567, channel 36. */
export function newPeek(frame: Uint8Array, spec: NewPeekSpec = {}): Uint8Array {
  const { packetLength = frame.length, flags = 0, signalPercent = 60, version = 2 } = spec;
  return concatOctets(
    hex("00ffabcd"),
    Uint8Array.of(version),
    be(55, 4),
    be(6, 4),
    be(spec.rate ?? 24, 2),
    be(36, 2),
    be(spec.frequencyMhz ?? 5180, 4),
    be(0, 4),
    be(spec.extended ?? 0, 4),
    Uint8Array.of(signalPercent, 5, -42, -95),
    zeros(8),
    be(packetLength, 2),
    be(packetLength, 2),
    Uint8Array.of(flags, 0),
    be(1_234_567, 8),
    frame,
  );
}

/** TZSP of a type and protocol, with tags in hex without the one that ends them. */
export function tzsp(inside: Uint8Array, protocol = 18, tags = "", type = 0): Uint8Array {
  return concatOctets(Uint8Array.of(1, type), be(protocol, 2), hex(tags), Uint8Array.of(1), inside);
}

/** Aruba ERM type 0. */
export function arubaPcap(frame: Uint8Array, originalLength = frame.length): Uint8Array {
  return concatOctets(
    be(1_700_000_000, 4),
    be(999_999, 4),
    be(frame.length, 4),
    be(originalLength, 4),
    frame,
  );
}

/** Aruba ERM type 3: 12 Mb/s, channel 36. */
export function arubaRadio(frame: Uint8Array, signalPercent = 60): Uint8Array {
  const header = arubaPcap(frame).subarray(0, 16);
  return concatOctets(header, be(24, 2), Uint8Array.of(36, signalPercent), frame);
}

export interface CapwapSpec {
  /** Optional headers in hex: radio MAC, wireless information. */
  readonly mac?: string;
  readonly wireless?: string;
  readonly wbid?: number;
  readonly isNative?: boolean;
  /** Octet 3 besides what the optional headers need. */
  readonly flags?: number;
}

export function capwap(payload: Uint8Array, spec: CapwapSpec = {}): Uint8Array {
  const { mac = "", wireless = "", wbid = 1, isNative = true, flags = 0 } = spec;
  const options = hex(mac + wireless);
  const words = (8 + options.length) / 4;
  return concatOctets(
    Uint8Array.of(0, words << 3, (wbid << 1) + (isNative ? 1 : 0)),
    Uint8Array.of(flags + (mac === "" ? 0 : 0x10) + (wireless === "" ? 0 : 0x20)),
    hex("04bf0000"),
    options,
    payload,
  );
}

/** The frame with the octets of its Frame Control field exchanged. */
export function exchanged(frame: Uint8Array): Uint8Array {
  return concatOctets(frame.slice(0, 2).reverse(), frame.subarray(2));
}

/** A radiotap header that says there is an FCS and a signal of -42 dBm. */
export function tapped(frame: Uint8Array): Uint8Array {
  return radiotap([bits(1, 5)], "10 d6", frame);
}
