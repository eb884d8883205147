import type { Packet } from "../capture/packet.ts";
import { FrameHead } from "./frame-head.ts";
import type { Ingest } from "./ingest.ts";

/** What a packet holds, as far as a few octets tell. */
export const sights = {
  /** Must be decoded to be known: what begins and ends associations, EAPOL, everything unusual. */
  unknown: 0,
  /** Data that is no EAPOL and no fragment in the clear, and control frames other than ACKs. */
  idle: 1,
  ack: 2,
  /** A whole beacon or probe response. */
  announcement: 3,
  probeRequest: 4,
} as const;

/** Octets of a MAC header, and of what must stand behind it. */
export const shortest = { control: 10, data: 24, management: 24, announcement: 36 } as const;

/** First octets of frames: version, type and subtype. */
export const controls = {
  ack: 0xd4,
  probeRequest: 0x40,
  probeResponse: 0x50,
  beacon: 0x80,
} as const;

const fragmentFlag = 0x04;
const protectedFlag = 0x40;
const orderFlag = 0x80;

/** Looks at packets where they lie. */
export class FrameGlance {
  readonly #head: FrameHead;

  // The frame looked at last; where it is unknown, only whether it is bad.
  /** The recorder marks it as damaged. */
  isBad = false;
  view: DataView = new DataView(new ArrayBuffer(0));
  start = 0;
  /** Behind its last octet without FCS. */
  end = 0;
  /** 0: not known. */
  frequencyMhz = 0;
  #octets: Uint8Array = new Uint8Array(0);

  /** `ingest` decodes what is not passed over. */
  constructor(ingest: Ingest) {
    this.#head = new FrameHead(ingest.receiverOf);
  }

  /** What the packet holds, of {@link sights}. */
  sightOf(packet: Packet): number {
    const { view, octets } = packet;
    const head = this.#head;
    this.isBad = false;
    if (!head.read(packet)) return sights.unknown;
    this.isBad = head.isBad;
    if (!head.findsFcs(packet)) return sights.unknown;
    this.view = view;
    this.start = head.start;
    this.end = head.end;
    this.frequencyMhz = head.frequencyMhz(view);
    this.#octets = octets;
    if (this.end - this.start < shortest.control) return sights.unknown;
    const control = view.getUint8(this.start);
    switch (control & 0x0f) {
      case 0x04:
        return control === controls.ack ? sights.ack : sights.idle;
      case 0x08:
        return this.#isPlainData(control) ? sights.idle : sights.unknown;
      case 0x00:
        return head.missing > 0 ? sights.unknown : this.#managementSight(control);
      default:
        return sights.unknown;
    }
  }

  /** The frame is passed over. */
  pass(): void {
    this.#head.countFcs();
  }

  /** It is a control frame. */
  get isControl(): boolean {
    return (this.view.getUint8(this.start) & 0x0c) === 0x04;
  }

  /** Its FCS does not speak against it. */
  isSound(): boolean {
    return !this.#head.isRefuted({ octets: this.#octets });
  }

  #isPlainData(control: number): boolean {
    const { view, start, end } = this;
    if (end - start < shortest.data) return false;
    const flags = view.getUint8(start + 1);
    const qosAt = start + ((flags & 3) === 3 ? 30 : 24);
    const isQos = (control & 0x80) !== 0;
    const body = qosAt + (isQos ? ((flags & orderFlag) !== 0 ? 6 : 2) : 0);
    if (body > end) return false;
    if ((flags & protectedFlag) !== 0) return true;
    const isFragment = (flags & fragmentFlag) !== 0 || (view.getUint8(start + 22) & 15) !== 0;
    if (isFragment) return false;
    const isNull = (control & 0x40) !== 0;
    return isNull || !isEapol(view, body, end);
  }

  #managementSight(control: number): number {
    const { view, start, end } = this;
    if (end - start < shortest.management) return sights.unknown;
    const unusual = fragmentFlag | protectedFlag | orderFlag;
    const isUnusual =
      (view.getUint8(start + 1) & unusual) !== 0 || (view.getUint8(start + 22) & 15) !== 0;
    if (isUnusual) return sights.unknown;
    if (control === controls.probeRequest) return sights.probeRequest;
    const isAnnouncement = control === controls.beacon || control === controls.probeResponse;
    return isAnnouncement && end - start >= shortest.announcement
      ? sights.announcement
      : sights.unknown;
  }
}

/** An LLC and SNAP header of EAPOL (802.1X) begins at `at`. */
export function isEapol(view: DataView, at: number, end: number): boolean {
  return (
    at + 8 <= end && view.getUint32(at) === 0xaaaa_0300 && view.getUint32(at + 4) === 0x0000_888e
  );
}

/** Frames of two interfaces, or of two frequencies, do not follow each other on the air; 0 MHz: not known. */
export function channelOf(
  { interfaceId }: { readonly interfaceId: number },
  frequencyMhz = 0,
): number {
  return interfaceId * 65_536 + frequencyMhz;
}
