import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";
import { AddressSlots, mostSlots } from "./address-slots.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Announcement, AnnouncementMemo, announcerKey } from "./announcement-memo.ts";
import { type Beginning, beginningOf } from "./beginnings.ts";
import { CaptureTime, never } from "./capture-time.ts";
import { type Channel, Channels } from "./channels.ts";
import { type Clock, loneClock } from "./clock.ts";
import { DelayLine, longestDelayMs, traits } from "./delay-line.ts";
import { Following, type InProgress } from "./following.ts";
import { controls, isEapol, shortest } from "./frame-glance.ts";
import { FrameHead } from "./frame-head.ts";
import { Heard } from "./heard.ts";
import { HeardSpans } from "./heard-spans.ts";
import type { Ingest, PassedCounts } from "./ingest.ts";
import type { Passing } from "./passed-frames.ts";
import { createPlacing } from "./place-in-time.ts";
import { Strangers } from "./strangers.ts";

/** An ACK comes a SIFS after its frame; recorders stamp with the host's clock and add jitter to that. */
const longestAckDelayUs = 2000;

/** Where the addresses stand in a frame. */
const receiverAt = 4;
const transmitterAt = 10;

/** So often it is told that an AP acknowledges. */
const ackNotedMs = 5000;

export interface SieveOptions {
  /** So long a frame waits for somebody to want it, milliseconds. */
  readonly delayMs?: number;
  /** The capture's clock. */
  readonly clock?: Clock;
  /** What begins, also in other captures, in order of the timeline. */
  readonly expected?: readonly Beginning[];
}

/**
 * Decides of the packets of one capture, where they lie and by few octets, which frames must be looked
 * at: management frames that say something new, EAPOL, and data and beacons of those that just had to do
 * with each other. All else is passed over: it is counted, is remembered for a second in case one of its
 * parties begins something, and otherwise only tells who was heard when.
 */
export class Sieve implements Passing {
  readonly #ingest: Ingest;
  readonly #line: DelayLine;
  readonly #head: FrameHead;
  readonly #slots = new AddressSlots();
  readonly #spans = new HeardSpans(mostSlots);
  readonly #channels = new Channels();
  readonly #memo = new AnnouncementMemo();
  readonly #following: Following;
  readonly #ackNoted = new Int32Array(mostSlots).fill(never);
  readonly #time: CaptureTime;
  /** The recorder was caught handing over a damaged frame that it had not marked. */
  #isDistrusted = false;
  /** Of packets that were passed over. */
  readonly #passedLinkTypes = new Set<number>();
  #lastLinkType = -1;
  #badFcs = 0;
  #cut = 0;
  readonly #strangers = new Strangers();
  #passedStrangers = 0;

  /** So long a frame waits, milliseconds. */
  readonly delayMs: number;
  /** When it was that who was heard. */
  readonly heard: Heard;

  // The frame at hand.
  #view: DataView = new DataView(new ArrayBuffer(0));
  start = 0;
  end = 0;
  timeMs = 0;
  frequencyMhz = 0;
  signalDbm = 0;

  /** `handOn` gets the frames that are of interest, in their order and some time after they were taken. */
  constructor(
    input: number,
    ingest: Ingest,
    handOn: (frame: AirFrame) => void,
    { delayMs = longestDelayMs, clock = loneClock, expected = [] }: SieveOptions = {},
  ) {
    this.#ingest = ingest;
    this.#head = new FrameHead(ingest.receiverOf);
    this.#line = new DelayLine(input, handOn, createPlacing(clock), delayMs);
    this.delayMs = delayMs;
    this.#time = new CaptureTime(clock);
    this.#following = new Following(this.#slots, this.#line, this.#time, expected);
    this.heard = new Heard(this.#slots, this.#spans, this.#channels, this.#time);
  }

  take(packet: Packet): void {
    const { timeUs } = packet;
    if (this.#following.isAwaiting) this.#following.beginAwaited(timeUs);
    if (!this.#passOver(packet)) {
      this.#look(packet);
      return;
    }
    this.#head.countFcs();
    if (packet.linkType === this.#lastLinkType) return;
    this.#lastLinkType = packet.linkType;
    this.#passedLinkTypes.add(packet.linkType);
  }

  /** Passes over a packet that need not be looked at; false when it must be. */
  #passOver(packet: Packet): boolean {
    const head = this.#head;
    const { view } = packet;
    if (!head.read(packet)) return false;
    if (head.isBad) {
      this.#badFcs++;
      if (head.missing > 0) this.#cut++;
      return true;
    }
    if (!head.findsFcs(packet)) return false;
    const { start, end } = head;
    if (end - start < shortest.control) return false;
    const control = view.getUint8(start);
    if ((control & 0x0f) === 0x04 && control !== controls.ack) {
      if (head.missing > 0) this.#cut++;
      return true;
    }
    if (this.#view !== view) this.#view = view;
    this.start = start;
    this.end = end;
    this.timeMs = this.#time.millisecondsOf(packet.timeUs);
    switch (control & 0x0f) {
      case 0x04:
        this.#ack(packet);
        return true;
      case 0x08:
        return this.#data(packet, control);
      case 0x00:
        return this.#management(packet, control);
      default:
        return false;
    }
  }

  /** By the clock of the capture it is `now`: what has waited long enough is handed on. */
  settle(now: TimeNs): void {
    if (this.#time.hasBegun) this.#line.release(this.#time.millisecondsAt(now));
  }

  /** The capture has ended. */
  flush(): void {
    this.#line.flush();
  }

  #ack(packet: Packet): void {
    const channel = this.#hearChannel(packet);
    this.#channels.hearAck(channel, this.timeMs);
    if (channel.lastDecoded !== undefined) {
      this.#ingest.take(packet.toRecord());
      this.#head.leaveFcs();
    } else if (this.#head.missing > 0) this.#cut++;
    const id = channel.lastPassed;
    if (id >= 0) {
      const sinceUs = packet.timeUs - channel.lastTimeUs;
      const isInTime = sinceUs >= 0 && sinceUs <= longestAckDelayUs;
      if (isInTime && this.#line.isTransmitter(id, this.#view, this.start + receiverAt)) {
        this.#line.acknowledge(id);
        this.#noteAck(id);
      }
    }
    channel.lastDecoded = undefined;
    channel.lastPassed = -1;
  }

  /** That an AP acknowledges what stations send is told now and then. */
  #noteAck(id: number): void {
    const accessPoint = this.#line.uplinkReceiver(id);
    if (accessPoint < 0) return;
    if (this.timeMs - (this.#ackNoted[accessPoint] as number) <= ackNotedMs) return;
    this.#ackNoted[accessPoint] = this.timeMs;
    this.#line.wantOne(id);
  }

  #management(packet: Packet, control: number): boolean {
    const { start, end, timeMs } = this;
    const view = this.#view;
    const flags = view.getUint8(start + 1);
    // A cut, protected or lengthened one is none of the many that are alike.
    const isUnusual = this.#head.missing > 0 || (flags & 0xc0) !== 0;
    if (isUnusual || end - start < shortest.management) return false;
    const transmitter = this.#slots.find(view, start + transmitterAt);
    if (!this.#spans.isHeard(transmitter)) return this.#passStranger(packet);
    const isFollowed = this.#following.followed.has(transmitter, timeMs);
    if (control === controls.probeRequest) {
      if (isFollowed) return false;
      this.#pass(packet, transmitter, -1, traits.sequence, undefined);
      return true;
    }
    const isAnnouncement = control === controls.beacon || control === controls.probeResponse;
    if (!isAnnouncement || end - start < shortest.announcement) return false;
    const key = announcerKey(transmitter, control === controls.beacon);
    const announcement = this.#memo.find(key, packet, start, end, timeMs);
    if (announcement === undefined) return false;
    const due = this.#memo.isDue || isFollowed ? traits.wanted : 0;
    this.#pass(packet, transmitter, -1, traits.sequence | due, announcement);
    return true;
  }

  #data(packet: Packet, control: number): boolean {
    const { start, end, timeMs } = this;
    const view = this.#view;
    const { followed, carriers } = this.#following;
    const flags = view.getUint8(start + 1);
    const isUplink = (flags & 3) === 1;
    const isDownlink = (flags & 3) === 2;
    const isQos = (control & 0x80) !== 0;
    const isNull = (control & 0x40) !== 0;
    const isProtected = (flags & 0x40) !== 0;
    const qosAt = start + ((flags & 3) === 3 ? 30 : 24);
    const body = qosAt + (isQos ? ((flags & 0x80) !== 0 ? 6 : 2) : 0);
    if (body > end) return false;
    const transmitter = this.#slots.find(view, start + transmitterAt);
    if (!this.#spans.isHeard(transmitter)) return this.#passStranger(packet);
    const isFragment = (flags & 4) !== 0 || (view.getUint8(start + 22) & 15) !== 0;
    if (!isProtected && !isNull && (isFragment || isEapol(view, body, end))) return false;
    const isGroup = (view.getUint8(start + receiverAt) & 1) !== 0;
    const receiver = isGroup ? -1 : this.#slots.add(view, start + receiverAt);
    const isLink = !isGroup && (isUplink || isDownlink);
    const isTraffic = isLink && isProtected && !isNull;
    const station = isUplink ? transmitter : receiver;
    if (isTraffic && station < 0) return false;
    if (isTraffic) {
      carriers[station] = isUplink ? receiver : transmitter;
      const priority = isQos ? view.getUint8(qosAt) & 15 : 0;
      // Voice is measured by its pace: of that no frame may be missing.
      if (priority === 6 || priority === 7) return false;
      if (followed.takesData(station, isUplink, timeMs)) return false;
    } else if (isLink && followed.has(station, timeMs)) return false;
    if (!isQos && followed.has(transmitter, timeMs)) return false;
    if (this.#isDistrusted && this.#head.isRefuted(packet)) {
      this.#badFcs++;
      return true;
    }
    if (this.#head.missing > 0) this.#cut++;
    this.#pass(
      packet,
      transmitter,
      receiver,
      (isTraffic ? traits.traffic : 0) |
        (isUplink ? traits.uplink : 0) |
        (isQos ? 0 : traits.sequence),
      undefined,
    );
    return true;
  }

  #pass(
    packet: Packet,
    transmitter: number,
    receiver: number,
    traitsOfFrame: number,
    announcement: Announcement | undefined,
  ): void {
    this.signalDbm = this.#head.signalDbm(this.#view);
    const channel = this.#hearChannel(packet);
    if (transmitter >= 0) this.#spans.add(transmitter, this.timeMs);
    channel.lastPassed = this.#line.pass(
      packet,
      this,
      transmitter,
      receiver,
      traitsOfFrame,
      announcement,
    );
    channel.lastDecoded = undefined;
    channel.lastTimeUs = packet.timeUs;
  }

  #hearChannel({ interfaceId }: Packet): Channel {
    this.frequencyMhz = this.#head.frequencyMhz(this.#view);
    return this.#channels.hear(interfaceId, this.frequencyMhz, this.timeMs);
  }

  /**
   * A frame of somebody who was never heard before. Who sends again, or is answered, is looked at; but of those
   * that come by the thousand in a second, once each, there is too much to look at all.
   */
  #passStranger(packet: Packet): boolean {
    if (!this.#strangers.isOneTooMany(this.timeMs)) return false;
    const slot = this.#slots.add(this.#view, this.start + transmitterAt);
    if (slot < 0) return false;
    this.#spans.add(slot, this.timeMs);
    const channel = this.#hearChannel(packet);
    channel.lastPassed = -1;
    channel.lastDecoded = undefined;
    this.#passedStrangers++;
    return true;
  }

  /** Decodes the frame and sees what follows from it. */
  #look(packet: Packet): void {
    const timeMs = this.#time.millisecondsOf(packet.timeUs);
    const air = this.#ingest.take(packet.toRecord());
    if (air === undefined) return;
    if (air.fcs === "bad") {
      this.#isDistrusted = true;
      return;
    }
    const { header, frame, faults } = air.decoded;
    if (header === undefined) return;
    const channel = this.#channels.hear(air.interfaceId, air.radio.frequencyMhz ?? 0, timeMs);
    channel.lastPassed = -1;
    channel.lastTimeUs = packet.timeUs;
    channel.lastDecoded = undefined;
    if (header.transmitter === undefined) {
      if (air.octets[0] === controls.ack) this.#channels.hearAck(channel, timeMs);
      return;
    }
    const known = this.#slots.size;
    const transmitter = this.#slots.addIn(air.octets, transmitterAt);
    if (transmitter >= 0) this.#spans.add(transmitter, timeMs);
    const isGroup = ((air.octets[receiverAt] ?? 0) & 1) !== 0;
    const receiver = isGroup ? -1 : this.#slots.addIn(air.octets, receiverAt);
    channel.lastDecoded = air;
    const isAnnouncement = frame.kind === "beacon" || frame.kind === "probe-response";
    if (isAnnouncement && !air.cut && faults.length === 0 && transmitter >= 0) {
      const key = announcerKey(transmitter, frame.kind === "beacon");
      this.#memo.remember(key, air.octets, air.decoded, timeMs);
    }
    const beginning = beginningOf(air.decoded, packet.timeUs);
    if (beginning !== undefined) this.#following.begin(beginning, timeMs, known);
    const isTraffic =
      !isGroup &&
      frame.kind === "data" &&
      frame.isProtected &&
      !frame.isNull &&
      header.toDs !== header.fromDs;
    const station = header.toDs ? transmitter : receiver;
    if (isTraffic && station >= 0) {
      this.#following.carriers[station] = header.toDs ? receiver : transmitter;
    }
    this.#line.add(
      air,
      timeMs,
      transmitter,
      receiver,
      (isTraffic ? traits.traffic : 0) |
        (header.toDs ? traits.uplink : 0) |
        (header.type !== 1 && header.tid === undefined ? traits.sequence : 0),
    );
  }

  /** What was passed over, to be added to what the ingest counts. */
  passed(): PassedCounts {
    return {
      linkTypes: this.#passedLinkTypes,
      badFcs: this.#badFcs,
      cut: this.#cut,
      frequenciesMhz: this.#channels.frequenciesMhz(),
      strangers: this.#passedStrangers,
    };
  }

  /** There are no numbers left for addresses, or for moments: another sieve must go on. */
  get isSpent(): boolean {
    return this.#slots.isFull || this.#time.isSpent;
  }

  /** What has not begun yet in other captures. */
  expected(): readonly Beginning[] {
    return this.#following.expected();
  }

  /** From `timeUs` on the frames of these are of interest, as if they had begun then. */
  goOn(timeUs: number, parties: readonly InProgress[]): void {
    this.#following.goOn(timeUs, parties);
  }
}
