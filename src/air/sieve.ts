import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { Packet } from "../capture/packet.ts";
import { endsInFcs, type FcsGuess, hasWrongFcs } from "../radiotap/fcs.ts";
import {
  bareLayout,
  type RadiotapLayout,
  RadiotapLayouts,
  radiotapFlags,
  rxBadPlcp,
} from "../radiotap/radiotap-layout.ts";
import { declaresFcs } from "../radiotap/receive.ts";
import { linkTypes } from "../spec/link-types.ts";
import { AddressSlots, mostSlots } from "./address-slots.ts";
import type { AirFrame } from "./air-frame.ts";
import { type Announcement, AnnouncementMemo, announcerKey } from "./announcement-memo.ts";
import { Awaited } from "./awaited.ts";
import { type Beginning, beginningOf } from "./beginnings.ts";
import { CaptureTime, never } from "./capture-time.ts";
import { Channels } from "./channels.ts";
import { type Clock, loneClock } from "./clock.ts";
import { DelayLine, longestDelayMs, traits } from "./delay-line.ts";
import { Followed } from "./followed.ts";
import { controls, isEapol, shortest } from "./frame-glance.ts";
import { HeardSpans, type HeardTimes, type SpanUs } from "./heard-spans.ts";
import type { Ingest, PassedCounts } from "./ingest.ts";
import type { Passing } from "./passed-frames.ts";
import { createPlacing } from "./place-in-time.ts";

/** An ACK comes a SIFS after its frame; recorders stamp with the host's clock and add jitter to that. */
const longestAckDelayUs = 2000;

/** So often it is told that an AP acknowledges. */
const ackNotedMs = 5000;

const fcsLength = 4;

/** So many that were never heard before are looked at in a second. No place has so many comers. */
const mostStrangers = 1000;

/** Who is in the midst of something, on the timeline of the capture. */
export interface InProgress {
  readonly stations: readonly MacAddress[];
  readonly accessPoints: readonly MacAddress[];
  readonly since: TimeNs;
}

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
export class Sieve implements Passing, HeardTimes {
  readonly #ingest: Ingest;
  readonly #line: DelayLine;
  readonly #layouts = new RadiotapLayouts();
  readonly #slots = new AddressSlots();
  readonly #heard = new HeardSpans(mostSlots);
  readonly #channels = new Channels();
  readonly #memo = new AnnouncementMemo();
  readonly #followed = new Followed();
  /** The AP with which a station last had data, or that accepted it since; -1 when there is none. */
  readonly #carriers = new Int32Array(mostSlots).fill(-1);
  readonly #ackNoted = new Int32Array(mostSlots).fill(never);
  readonly #time: CaptureTime;
  /** The recorder was caught handing over a damaged frame that it had not marked. */
  #isDistrusted = false;
  /** What begins in other captures. */
  readonly #awaited: Awaited;
  /** Of packets that were passed over. */
  readonly #passedLinkTypes = new Set<number>();
  #lastLinkType = -1;
  #badFcs = 0;
  #cut = 0;
  /** The second at hand, and those that were heard for the first time in it. */
  #second = never;
  #strangersInSecond = 0;
  #strangers = 0;

  /** So long a frame waits, milliseconds. */
  readonly delayMs: number;

  // The frame at hand.
  view: DataView = new DataView(new ArrayBuffer(0));
  start = 0;
  end = 0;
  timeMs = 0;
  #hasFcs = false;
  /** Nothing but the frames tells whether they have an FCS: this is to be told of it. */
  #guess: FcsGuess | undefined;
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
    this.#line = new DelayLine(input, handOn, createPlacing(clock), delayMs);
    this.delayMs = delayMs;
    this.#time = new CaptureTime(clock);
    this.#awaited = new Awaited(expected);
  }

  take(packet: Packet): void {
    if (this.#awaited.dueUs < Number.POSITIVE_INFINITY) this.#beginAwaited(packet);
    if (!this.#passOver(packet)) {
      this.#look(packet);
      return;
    }
    this.#guess?.count(this.#hasFcs);
    if (packet.linkType === this.#lastLinkType) return;
    this.#lastLinkType = packet.linkType;
    this.#passedLinkTypes.add(packet.linkType);
  }

  /** Passes over a packet that need not be looked at; false when it must be. */
  #passOver(packet: Packet): boolean {
    const { view } = packet;
    this.#guess = undefined;
    const layout = this.#layoutOf(packet);
    if (layout === undefined || !layout.isPlain) return false;
    const flags = layout.flagsAt < 0 ? 0 : view.getUint8(packet.start + layout.flagsAt);
    if ((flags & radiotapFlags.dataPad) !== 0) return false;
    const missing = packet.originalLength - (packet.end - packet.start);
    const isBad =
      (flags & radiotapFlags.badFcs) !== 0 ||
      packet.crcError ||
      (layout.rxFlagsAt >= 0 && (view.getUint8(packet.start + layout.rxFlagsAt) & rxBadPlcp) !== 0);
    if (isBad) {
      this.#badFcs++;
      if (missing > 0) this.#cut++;
      return true;
    }
    if (this.view !== view) this.view = view;
    this.start = packet.start + layout.length;
    let hasFcs = (flags & radiotapFlags.fcsAtEnd) !== 0;
    if (layout.flagsAt < 0) {
      const declared = declaresFcs(packet.fcsLength);
      if (declared === undefined && !this.#isAsGuessed(packet, missing)) return false;
      hasFcs = declared ?? this.#hasFcs;
    }
    this.end = packet.end - (hasFcs ? Math.max(0, fcsLength - missing) : 0);
    if (this.end - this.start < shortest.control) return false;
    const control = view.getUint8(this.start);
    if ((control & 0x0f) === 0x04 && control !== controls.ack) {
      if (missing > 0) this.#cut++;
      return true;
    }
    this.timeMs = this.#time.millisecondsOf(packet);
    switch (control & 0x0f) {
      case 0x04:
        this.#ack(packet, layout, missing);
        return true;
      case 0x08:
        return this.#data(packet, layout, missing, hasFcs, control);
      case 0x00:
        return this.#management(packet, layout, missing, control);
      default:
        return false;
    }
  }

  #layoutOf({ linkType, view, start, end }: Packet): RadiotapLayout | undefined {
    if (linkType === linkTypes.radiotap) return this.#layouts.find(view, start, end);
    return linkType === linkTypes.ieee80211 ? bareLayout : undefined;
  }

  /** The frame ends in an FCS, or does not, as those before it made believe. */
  #isAsGuessed({ octets, end, interfaceId }: Packet, missing: number): boolean {
    this.#guess = this.#ingest.fcsGuess(interfaceId);
    this.#hasFcs = endsInFcs(octets.subarray(this.start, end));
    return missing === 0 && this.#hasFcs === this.#guess.isDelivered;
  }

  /** By the clock of the capture it is `now`: what has waited long enough is handed on. */
  settle(now: TimeNs): void {
    if (this.#time.hasBegun) this.#line.release(this.#time.millisecondsAt(now));
  }

  /** The capture has ended. */
  flush(): void {
    this.#line.flush();
  }

  #ack(packet: Packet, layout: RadiotapLayout, missing: number): void {
    const frequencyMhz = frequencyOf(packet, layout);
    const channel = this.#channels.hear(packet.interfaceId, frequencyMhz, this.timeMs);
    this.#channels.hearAck(channel, this.timeMs);
    if (channel.lastDecoded !== undefined) {
      this.#ingest.take(packet.toRecord());
      this.#guess = undefined; // the ingest has told it
    } else if (missing > 0) this.#cut++;
    const id = channel.lastPassed;
    if (id >= 0) {
      const sinceUs = packet.timeUs - channel.lastTimeUs;
      const isInTime = sinceUs >= 0 && sinceUs <= longestAckDelayUs;
      if (isInTime && this.#line.isTransmitter(id, this.view, this.start + 4)) {
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

  #management(packet: Packet, layout: RadiotapLayout, missing: number, control: number): boolean {
    const { view, start, end, timeMs } = this;
    const flags = view.getUint8(start + 1);
    const transmitter = end - start < shortest.management ? -1 : this.#slots.find(view, start + 10);
    // A cut, protected or lengthened one is none of the many that are alike.
    if (missing > 0 || (flags & 0xc0) !== 0 || end - start < shortest.management) return false;
    if (!this.#heard.isHeard(transmitter)) return this.#passStranger(packet, layout);
    const isFollowed = this.#followed.has(transmitter, timeMs);
    if (control === controls.probeRequest) {
      if (isFollowed) return false;
      this.#pass(packet, layout, transmitter, -1, traits.sequence, undefined);
      return true;
    }
    const isAnnouncement = control === controls.beacon || control === controls.probeResponse;
    if (!isAnnouncement || end - start < shortest.announcement) return false;
    const key = announcerKey(transmitter, control === controls.beacon);
    const announcement = this.#memo.find(key, packet, start, end, timeMs);
    if (announcement === undefined) return false;
    const due = this.#memo.isDue || isFollowed ? traits.wanted : 0;
    this.#pass(packet, layout, transmitter, -1, traits.sequence | due, announcement);
    return true;
  }

  #data(
    packet: Packet,
    layout: RadiotapLayout,
    missing: number,
    hasFcs: boolean,
    control: number,
  ): boolean {
    const { view, start, end, timeMs } = this;
    const flags = view.getUint8(start + 1);
    const isUplink = (flags & 3) === 1;
    const isDownlink = (flags & 3) === 2;
    const isQos = (control & 0x80) !== 0;
    const isNull = (control & 0x40) !== 0;
    const isProtected = (flags & 0x40) !== 0;
    const qosAt = start + ((flags & 3) === 3 ? 30 : 24);
    const body = qosAt + (isQos ? ((flags & 0x80) !== 0 ? 6 : 2) : 0);
    if (body > end) return false;
    const transmitter = this.#slots.find(view, start + 10);
    if (!this.#heard.isHeard(transmitter)) return this.#passStranger(packet, layout);
    const isFragment = (flags & 4) !== 0 || (view.getUint8(start + 22) & 15) !== 0;
    if (!isProtected && !isNull && (isFragment || isEapol(view, body, end))) return false;
    const isGroup = (view.getUint8(start + 4) & 1) !== 0;
    const receiver = isGroup ? -1 : this.#slots.add(view, start + 4);
    const isLink = !isGroup && (isUplink || isDownlink);
    const isTraffic = isLink && isProtected && !isNull;
    const station = isUplink ? transmitter : receiver;
    if (isTraffic && station < 0) return false;
    if (isTraffic) {
      if (station >= 0) this.#carriers[station] = isUplink ? receiver : transmitter;
      const priority = isQos ? view.getUint8(qosAt) & 15 : 0;
      // Voice is measured by its pace: of that no frame may be missing.
      if (priority === 6 || priority === 7) return false;
      if (this.#followed.takesData(station, isUplink, timeMs)) return false;
    } else if (isLink && this.#followed.has(station, timeMs)) return false;
    if (!isQos && this.#followed.has(transmitter, timeMs)) return false;
    const isWhole = hasFcs && missing === 0;
    if (this.#isDistrusted && isWhole && hasWrongFcs(packet.octets.subarray(start, packet.end))) {
      this.#badFcs++;
      return true;
    }
    if (missing > 0) this.#cut++;
    this.#pass(
      packet,
      layout,
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
    layout: RadiotapLayout,
    transmitter: number,
    receiver: number,
    traitsOfFrame: number,
    announcement: Announcement | undefined,
  ): void {
    this.frequencyMhz = frequencyOf(packet, layout);
    this.signalDbm = layout.signalAt < 0 ? 0 : this.view.getInt8(packet.start + layout.signalAt);
    const channel = this.#channels.hear(packet.interfaceId, this.frequencyMhz, this.timeMs);
    if (transmitter >= 0) this.#heard.add(transmitter, this.timeMs);
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

  /**
   * A frame of somebody who was never heard before. Who sends again, or is answered, is looked at; but of those
   * that come by the thousand in a second, once each, there is too much to look at all.
   */
  #passStranger(packet: Packet, layout: RadiotapLayout): boolean {
    const second = Math.floor(this.timeMs / 1000);
    if (second !== this.#second) {
      this.#second = second;
      this.#strangersInSecond = 0;
    }
    if (++this.#strangersInSecond <= mostStrangers) return false;
    const slot = this.#slots.add(this.view, this.start + 10);
    if (slot < 0) return false;
    this.#heard.add(slot, this.timeMs);
    const frequencyMhz = frequencyOf(packet, layout);
    const channel = this.#channels.hear(packet.interfaceId, frequencyMhz, this.timeMs);
    channel.lastPassed = -1;
    channel.lastDecoded = undefined;
    this.#strangers++;
    return true;
  }

  /** Decodes the frame and sees what follows from it. */
  #look(packet: Packet): void {
    const timeMs = this.#time.millisecondsOf(packet);
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
    const transmitter = this.#slots.addOf(header.transmitter);
    if (transmitter >= 0) this.#heard.add(transmitter, timeMs);
    const isGroup = ((air.octets[4] ?? 0) & 1) !== 0;
    const receiver = isGroup ? -1 : this.#slots.addOf(header.receiver);
    channel.lastDecoded = air;
    const isAnnouncement = frame.kind === "beacon" || frame.kind === "probe-response";
    if (isAnnouncement && !air.cut && faults.length === 0 && transmitter >= 0) {
      const key = announcerKey(transmitter, frame.kind === "beacon");
      this.#memo.remember(key, air.octets, air.decoded, timeMs);
    }
    const beginning = beginningOf(air.decoded, packet.timeUs);
    if (beginning !== undefined) this.#follow(beginning, timeMs, known);
    const isTraffic =
      !isGroup &&
      frame.kind === "data" &&
      frame.isProtected &&
      !frame.isNull &&
      header.toDs !== header.fromDs;
    const station = header.toDs ? transmitter : receiver;
    if (isTraffic && station >= 0) this.#carriers[station] = header.toDs ? receiver : transmitter;
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

  /** What begins now in other captures begins here too. */
  #beginAwaited(packet: Packet): void {
    this.#time.millisecondsOf(packet); // by now there is a moment from which they are counted
    this.#awaited.until(this.#time.toTimelineUs(packet.timeUs), (beginning) => {
      this.#follow(beginning, this.#time.onTimeline(beginning.timeUs), this.#slots.size);
    });
  }

  /** What begins makes all of interest that its parties do before and after; `known` slots had an address before. */
  #follow(parties: Beginning, timeMs: number, known: number): void {
    const slotsOf = (addresses: readonly MacAddress[]) =>
      addresses.map((address) => this.#slots.addOf(address)).filter((slot) => slot >= 0);
    const stations = slotsOf(parties.stations);
    const accessPoints = slotsOf(parties.accessPoints);
    for (const station of stations) {
      const carrier = this.#carriers[station] as number;
      if (carrier >= 0 && !accessPoints.includes(carrier)) accessPoints.push(carrier);
    }
    const isNew = (slot: number) => slot < known && !this.#followed.has(slot, timeMs);
    if (stations.some(isNew) || accessPoints.some(isNew)) this.#line.want(stations, accessPoints);
    for (const slot of [...stations, ...accessPoints]) this.#followed.begin(slot, timeMs);
    const [station, bssid] = [stations[0], accessPoints[0]];
    if (parties.isAccepted && station !== undefined && bssid !== undefined) {
      this.#carriers[station] = bssid;
    }
    if (!parties.isBeginning) return;
    for (const station of stations) this.#followed.awaitData(station, timeMs);
  }

  /** What was passed over, to be added to what the ingest counts. */
  passed(): PassedCounts {
    return {
      linkTypes: this.#passedLinkTypes,
      badFcs: this.#badFcs,
      cut: this.#cut,
      frequenciesMhz: this.#channels.frequenciesMhz(),
      strangers: this.#strangers,
    };
  }

  /** There are no numbers left for addresses, or for moments: another sieve must go on. */
  get isSpent(): boolean {
    return this.#slots.isFull || this.#time.isSpent;
  }

  /** What has not begun yet in other captures. */
  expected(): readonly Beginning[] {
    return this.#awaited.left();
  }

  /** From `packet` on the frames of these are of interest, as if they had begun then. */
  goOn(packet: Packet, parties: readonly InProgress[]): void {
    this.#time.millisecondsOf(packet);
    for (const { stations, accessPoints, since } of parties) {
      const sinceMs = this.#time.onTimeline(Number(since / 1000n));
      for (const address of [...stations, ...accessPoints]) {
        this.#followed.begin(this.#slots.addOf(address), sinceMs);
      }
      for (const address of stations) this.#followed.awaitData(this.#slots.addOf(address), sinceMs);
    }
  }

  /** What was heard so far, for whoever needs nothing else of the sieve any more. */
  heardTimes(): HeardTimes {
    const transmitters = new Map<MacAddress, readonly SpanUs[]>();
    for (const [slot, address] of this.#slots.addresses().entries()) {
      if (this.#heard.isHeard(slot)) transmitters.set(address, this.transmitter(address));
    }
    const frequencies = this.frequencies();
    const channels = [0, ...frequencies.map(([frequencyMhz]) => frequencyMhz)];
    const acks = new Map(channels.map((frequencyMhz) => [frequencyMhz, this.acks(frequencyMhz)]));
    return {
      transmitter: (address) => transmitters.get(address) ?? [],
      frequencies: () => frequencies,
      acks: (frequencyMhz) => acks.get(frequencyMhz ?? 0) ?? [],
    };
  }

  transmitter(address: MacAddress): readonly SpanUs[] {
    return this.#time.inUs(this.#heard.spans(this.#slots.of(address)));
  }

  frequencies(): readonly (readonly [number, readonly SpanUs[]])[] {
    return this.#channels
      .spans()
      .map(([frequencyMhz, spans]) => [frequencyMhz, this.#time.inUs(spans)]);
  }

  acks(frequencyMhz: number | undefined): readonly SpanUs[] {
    return this.#time.inUs(this.#channels.ackSpans(frequencyMhz ?? 0));
  }
}

function frequencyOf({ view, start }: Packet, { frequencyAt }: RadiotapLayout): number {
  return frequencyAt < 0 ? 0 : view.getUint16(start + frequencyAt, true);
}
