import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { concatOctets, equalOctets } from "../bytes/octets.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { FrameOf } from "../dot11/frame.ts";
import type { Element } from "../elements/decode.ts";
import { findElement, findElements } from "../elements/find.ts";
import type { Mde } from "../elements/mde.ts";
import type { Rsne } from "../elements/rsne.ts";
import { isOverride } from "../elements/rsne-override.ts";
import type { Rsnxe } from "../elements/rsnxe.ts";
import { vendorOf } from "../spec/vendors.ts";
import { type BssChange, type BssProfile, changesBetween, profileOf } from "./bss-profile.ts";
import { type HeardAt, heardAt } from "./heard-at.ts";
import { type KeyHolders, newKeyHolders } from "./key-holders.ts";
import { RankedTable } from "./ranked-table.ts";
import { SequenceCounter } from "./sequence-counter.ts";

/** What a BSS announces about security and mobility, as long as it stayed the same. */
export interface BssConfiguration {
  /** The first beacon or probe response that announced it. */
  readonly first: HeardAt;
  readonly rsne: Rsne | undefined;
  readonly rsnxe: Rsnxe | undefined;
  readonly mde: Mde | undefined;
  /** All of the above as octets, to tell one configuration from the next. */
  readonly octets: Uint8Array;
  /** OUIs of the vendor specific elements: "00-40-96". */
  readonly vendorOuis: ReadonlySet<string>;
  /** An override element offers what RSNE and RSNXE do not (Wi-Fi Alliance: WPA3 beside WPA2). */
  readonly hasOverride: boolean;
}

/** The clock of the recorder against that of an AP, which both went on. */
export interface ClockStep {
  /** The beacon before it. */
  readonly since: TimeNs;
  /** The beacon that shows it. */
  readonly at: HeardAt;
  /** By so much the recorder's clock went on further than the AP's; negative when it fell back. */
  readonly ms: number;
}

/** One AP radio with one SSID. */
export interface Bss {
  readonly bssid: MacAddress;
  /** undefined as long as only hidden SSIDs were announced. */
  ssid: Uint8Array | undefined;
  /** Some beacon of it does not tell the SSID. */
  isHidden: boolean;
  /** The SSID that a station asked it for and was accepted with. */
  associatedSsid: Uint8Array | undefined;
  /** What its latest beacons announce, or its probe responses while no beacon was heard. */
  profile: BssProfile | undefined;
  profileKind: "beacon" | "probe-response" | undefined;
  /** How its beacons came to announce something else, in order. */
  readonly changes: (BssChange & { readonly at: HeardAt })[];
  readonly keyHolders: KeyHolders;
  /** In order of time. */
  readonly configurations: BssConfiguration[];
  /** First and last frame that the AP itself sent, of any type. */
  firstHeard: TimeNs;
  lastHeard: TimeNs;
  frequencyMhz: number | undefined;
  /** When ACKs for frames to this AP were captured; undefined when none was. */
  acknowledging: { readonly first: TimeNs; last: TimeNs } | undefined;
  /** The primary channel it announces. */
  channel: number | undefined;
  /** Moments at which the TSF was found to have started anew: the AP was restarted before them. */
  readonly restarts: HeardAt[];
  /** Moments at which the TSF and the recorder's clock were found to have moved apart: one of them was set. */
  readonly clockSteps: ClockStep[];
  /** Deauthentications or disassociations of everybody: the AP forgets its stations. */
  readonly dismissals: HeardAt[];
  /** Of its latest frame, as the recorder heard it. */
  lastSignalDbm: number | undefined;
  /** What it sent without being captured, as far as its sequence numbers tell. */
  readonly numbers: SequenceCounter;
  lastBeacon: TimeNs | undefined;
  lastTimestamp: { readonly tsfUs: bigint; readonly time: TimeNs } | undefined;
  /** Of the last announcement that was read; what repeats one has the same ones. */
  lastElements: readonly Element[] | undefined;
}

/** What a BSS has shown of itself: a frame, its presence over some time, that it deals with stations. */
const bssRanks = { newcomer: 0, lasting: 1, serving: 2 } as const;

/** So many BSSs of each rank are remembered. */
const mostBss: readonly number[] = [1024, 2048, 1024];

/** Heard over so long a time, a BSS is not there for a moment only. */
const lastingNs = 2_000_000_000n;

const mostConfigurations = 16;
const mostRestarts = 16;
const mostChanges = 32;

const mostDismissals = 64;

/** Clocks that move apart by less between two beacons, or by less than this share of what passed, only drift. */
const clockStepMs = 1000;
const driftShare = 1e-5; // of microseconds, in milliseconds: 1 %

/** A TSF that falls by less is jitter or two frames out of order. */
const restartTsfFallUs = 1_000_000n;

/** What is known of BSSs. */
export interface BssLookup {
  get(bssid: MacAddress | undefined): Bss | undefined;
}

/** All BSSs that were heard. Bounded: of one rank the one that was silent longest makes room. */
export class BssTable implements BssLookup {
  readonly #byBssid: RankedTable<MacAddress, Bss>;

  constructor(most: readonly number[] = mostBss) {
    this.#byBssid = new RankedTable(most);
  }

  get size(): number {
    return this.#byBssid.size;
  }

  /** BSSs that were dropped to stay within bounds. */
  get evicted(): number {
    return this.#byBssid.evicted;
  }

  get(bssid: MacAddress | undefined): Bss | undefined {
    return bssid === undefined ? undefined : this.#byBssid.get(bssid);
  }

  all(): Iterable<Bss> {
    return this.#byBssid.values();
  }

  /** The AP deals with stations. */
  serves(bssid: MacAddress): void {
    this.#byBssid.raise(bssid, bssRanks.serving);
  }

  /** Any frame that the AP sent. */
  heard(bssid: MacAddress, air: AirFrame): Bss {
    const bss = this.#byBssid.heard(bssid, air.time, () => newBss(bssid, air.time));
    if (air.time - bss.firstHeard > lastingNs) this.#byBssid.raise(bssid, bssRanks.lasting);
    bss.lastHeard = air.time;
    bss.lastSignalDbm = air.radio.signalDbm ?? bss.lastSignalDbm;
    return bss;
  }

  /** Any frame; those of an AP that is known by now are counted. */
  followSequence({ header, frame }: AirFrame["decoded"], time: TimeNs): void {
    if (header?.transmitter === undefined || header.sequenceNumber === undefined) return;
    if (header.type === 1 || header.tid !== undefined) return;
    const bss = this.#byBssid.get(header.transmitter);
    bss?.numbers.follow(header.sequenceNumber, time, frame.kind === "beacon");
  }

  /** The AP's ACK for a frame was captured. */
  acknowledged(bssid: MacAddress, time: TimeNs): void {
    const bss = this.#byBssid.get(bssid);
    if (bss === undefined) return;
    bss.acknowledging ??= { first: time, last: time };
    bss.acknowledging.last = time;
  }

  /** A group addressed deauthentication or disassociation. */
  dismissedAll(bssid: MacAddress, air: AirFrame): void {
    const { dismissals } = this.heard(bssid, air);
    if (dismissals.length === mostDismissals) dismissals.shift();
    dismissals.push(heardAt(air));
  }

  announce(
    bssid: MacAddress,
    air: AirFrame,
    frame: FrameOf<"beacon"> | FrameOf<"probe-response">,
  ): void {
    const bss = this.heard(bssid, air);
    bss.frequencyMhz = air.radio.frequencyMhz ?? bss.frequencyMhz;
    if (frame.kind === "beacon") bss.lastBeacon = air.time;
    this.#noteTimestamp(bss, air, frame.timestampUs);
    // An element that the recorder cut would look like one that is not announced.
    if (air.cut || air.decoded.faults.length > 0) return;
    if (frame.elements === bss.lastElements) return;
    bss.lastElements = frame.elements;
    const ssid = findElement(frame.elements, "ssid");
    if (ssid !== undefined && !ssid.isHidden) bss.ssid ??= ssid.ssid.slice();
    if (ssid?.isHidden && frame.kind === "beacon") bss.isHidden = true;
    this.#noteProfile(bss, air, frame);
    const current = bss.configurations.at(-1);
    const octets = announcedOctets(frame.elements);
    if (current !== undefined && equalOctets(current.octets, octets)) return;
    if (bss.configurations.length === mostConfigurations) bss.configurations.shift();
    const vendorElements = findElements(frame.elements, "vendor-specific");
    bss.configurations.push({
      first: heardAt(air),
      rsne: findElement(frame.elements, "rsne"),
      rsnxe: findElement(frame.elements, "rsnxe"),
      mde: findElement(frame.elements, "mde"),
      octets,
      vendorOuis: new Set(vendorElements.map(({ oui }) => oui)),
      hasOverride: vendorElements.some(isOverride),
    });
  }

  /** Beacons are compared with beacons: a probe response may carry less. */
  #noteProfile(
    bss: Bss,
    air: AirFrame,
    frame: FrameOf<"beacon"> | FrameOf<"probe-response">,
  ): void {
    const profile = profileOf(frame);
    if (profile === bss.profile) return;
    if (frame.kind === "probe-response" && bss.profileKind === "beacon") return;
    if (bss.profile !== undefined && bss.profileKind === frame.kind) {
      for (const change of changesBetween(bss.profile, profile)) {
        if (bss.changes.length < mostChanges) bss.changes.push({ ...change, at: heardAt(air) });
      }
    }
    bss.profile = profile;
    bss.profileKind = frame.kind;
    bss.channel = profile.channel ?? bss.channel;
  }

  /** A station was accepted with this SSID: it is that of the BSS, also when its beacons hide it. */
  associated(bssid: MacAddress, ssid: Uint8Array | undefined): void {
    const bss = this.#byBssid.get(bssid);
    if (bss !== undefined && ssid !== undefined) bss.associatedSsid ??= ssid.slice();
  }

  #noteTimestamp(bss: Bss, air: AirFrame, tsfUs: bigint): void {
    const before = bss.lastTimestamp;
    bss.lastTimestamp = { tsfUs, time: air.time };
    if (before === undefined) return;
    const byTsfUs = tsfUs - before.tsfUs;
    const byClockUs = (air.time - before.time) / 1000n;
    // Where both clocks fall together the recordings come in the wrong order.
    const fallUs = byClockUs < 0n ? byClockUs - byTsfUs : -byTsfUs;
    if (fallUs > restartTsfFallUs) {
      if (bss.restarts.length === mostRestarts) bss.restarts.shift();
      bss.restarts.push(heardAt(air));
      return;
    }
    const ms = Number(byClockUs - byTsfUs) / 1000;
    if (byTsfUs < 0n || Math.abs(ms) < clockStepMs + Number(byTsfUs) * driftShare) return;
    if (bss.clockSteps.length === mostRestarts) bss.clockSteps.shift();
    bss.clockSteps.push({ since: before.time, at: heardAt(air), ms });
  }
}

function newBss(bssid: MacAddress, time: TimeNs): Bss {
  return {
    bssid,
    ssid: undefined,
    isHidden: false,
    associatedSsid: undefined,
    profile: undefined,
    changes: [],
    profileKind: undefined,
    keyHolders: newKeyHolders(),
    configurations: [],
    firstHeard: time,
    lastHeard: time,
    frequencyMhz: undefined,
    acknowledging: undefined,
    channel: undefined,
    restarts: [],
    clockSteps: [],
    dismissals: [],
    lastSignalDbm: undefined,
    numbers: new SequenceCounter(),
    lastBeacon: undefined,
    lastTimestamp: undefined,
    lastElements: undefined,
  };
}

/** The maker of an AP, as far as the vendor specific elements of its beacons tell. */
export function vendorOfBss(bss: Bss | undefined): string | undefined {
  return vendorOf((bss?.configurations ?? []).flatMap(({ vendorOuis }) => [...vendorOuis]));
}

function announcedOctets(elements: readonly Element[]): Uint8Array {
  const announced = ["rsne", "rsnxe", "mde"] as const;
  return concatOctets(
    ...announced.map((kind) => findElement(elements, kind)?.octets ?? new Uint8Array(0)),
  );
}
