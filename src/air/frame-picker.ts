import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";
import { AddressSlots } from "./address-slots.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Announcement, AnnouncementMemo } from "./announcement-memo.ts";
import type { Clock } from "./clock.ts";
import { channelOf, controls, FrameGlance, sights } from "./frame-glance.ts";
import type { Ingest } from "./ingest.ts";
import { createPlacing, type Placing } from "./place-in-time.ts";

const transmitterAt = 10;

interface Stamp {
  timeUs: number;
  subUs: number;
  interfaceComment: string | undefined;
}

/**
 * Takes out of the packets of one capture those frames that {@link createFrameSelector} may choose, and
 * perhaps some more; data, and what repeats the announcement before it, are passed over where they lie.
 */
export class FramePicker {
  readonly #ingest: Ingest;
  readonly #placeInTime: Placing;
  readonly #from: TimeNs | undefined;
  readonly #glance: FrameGlance;
  readonly #slots = new AddressSlots();
  readonly #memo = new AnnouncementMemo();
  /** What each announced last, by its key in the memo. */
  readonly #announced: (Announcement | undefined)[] = [];
  /** Channels on which the last frame was picked: an ACK would be its ACK. */
  readonly #pickedOn = new Set<number>();
  #last: Stamp | undefined;

  /** What was announced before `from` is not known then. */
  constructor(ingest: Ingest, { clock, from }: { readonly clock?: Clock; readonly from?: TimeNs }) {
    this.#ingest = ingest;
    this.#glance = new FrameGlance(ingest);
    this.#placeInTime = createPlacing(clock);
    this.#from = from;
  }

  /** The frame in a packet; undefined when it is passed over, and when there is none. */
  take(packet: Packet): AirFrame | undefined {
    this.#last ??= { timeUs: 0, subUs: 0, interfaceComment: undefined };
    this.#last.timeUs = packet.timeUs;
    this.#last.subUs = packet.subUs;
    this.#last.interfaceComment = packet.interfaceComment;
    const glance = this.#glance;
    const sight = glance.sightOf(packet);
    switch (sight) {
      case sights.idle:
      case sights.probeRequest:
        this.#pass(packet);
        return undefined;
      case sights.ack:
        if (this.#pickedOn.delete(channelOf(packet, glance.frequencyMhz))) {
          return this.#ingest.take(packet.toRecord());
        }
        glance.pass();
        return undefined;
      case sights.announcement:
        if (!this.#isAnnouncedAgain(packet)) return this.#pickAnnouncement(packet);
        this.#pass(packet);
        return undefined;
      default:
        return this.#pick(packet);
    }
  }

  /** When the last packet came, picked or not; undefined before there was one. */
  reached(): TimeNs | undefined {
    if (this.#last === undefined) return undefined;
    const { timeUs, subUs, interfaceComment } = this.#last;
    return this.#placeInTime({ time: BigInt(timeUs) * 1000n + BigInt(subUs), interfaceComment })
      .time;
  }

  /** A picked frame is followed by another one. */
  #pass(packet: Packet): void {
    this.#glance.pass();
    // Control frames are of no exchange, and no ACK is for a damaged frame.
    if (this.#pickedOn.size === 0 || this.#glance.isBad || this.#glance.isControl) return;
    this.#pickedOn.delete(channelOf(packet, this.#glance.frequencyMhz));
  }

  #pick(packet: Packet): AirFrame | undefined {
    const air = this.#ingest.take(packet.toRecord());
    if (air?.decoded.header !== undefined && air.fcs !== "bad") {
      this.#pickedOn.add(channelOf(packet, air.radio.frequencyMhz));
    }
    return air;
  }

  #isAnnouncedAgain(packet: Packet): boolean {
    const { view, start, end, isBad } = this.#glance;
    if (isBad || this.#isBefore(packet)) return true;
    const slot = this.#slots.find(view, start + transmitterAt);
    if (slot < 0) return false;
    const key = this.#announcerKey(slot);
    const found = this.#memo.find(key, packet, start, end, timeMs(packet));
    return found !== undefined && found === this.#announced[key];
  }

  #pickAnnouncement(packet: Packet): AirFrame | undefined {
    const air = this.#pick(packet);
    if (air === undefined || air.fcs === "bad" || air.decoded.faults.length > 0) return air;
    const { view, start, end } = this.#glance;
    const slot = this.#slots.add(view, start + transmitterAt);
    if (slot < 0) return air;
    const key = this.#announcerKey(slot);
    this.#memo.remember(key, air.octets, air.decoded, timeMs(packet));
    this.#announced[key] = this.#memo.find(key, packet, start, end, timeMs(packet));
    return air;
  }

  #announcerKey(slot: number): number {
    const { view, start } = this.#glance;
    return 2 * slot + (view.getUint8(start) === controls.beacon ? 1 : 0);
  }

  #isBefore(packet: Packet): boolean {
    return this.#from !== undefined && this.#placeInTime(packet).time < this.#from;
  }
}

function timeMs({ timeUs }: Packet): number {
  return Math.floor(timeUs / 1000);
}
