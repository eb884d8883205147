import type { AirFrame } from "../air/air-frame.ts";
import { isGroupAddress, type MacAddress } from "../bytes/mac-address.ts";
import type { FrameOf } from "../dot11/frame.ts";
import { bssidOf, type MacHeader } from "../dot11/mac-header.ts";
import {
  attemptOfAssociationResponse,
  attemptOfFtReassociation,
  attemptOfFtRequest,
  attemptOfFtResponse,
  type FtBody,
  type FtKind,
} from "./attempt-of.ts";
import { asksForFt, carriesFtKeyData, hasFtMic, isRetry, kindOfResponse } from "./belonging.ts";
import { BssTable } from "./bss.ts";
import { associationRequests, type Exchange, ftResponses, isFt } from "./exchange.ts";
import { answerWindowNs, ExchangeBook, type Parties, type TrackerEvents } from "./exchange-book.ts";
import { akmOf, requestedSsid } from "./facts.ts";
import { noteFtAnswer, noteKeyHolders } from "./key-holders.ts";
import { LinkFollower } from "./link-follower.ts";
import { isAgreement } from "./sighting.ts";
import { StationTable } from "./station.ts";
import type { VoiceStream } from "./voice.ts";

/** A deauthentication that comes later is about the association, no longer about how it was made. */
const departureWindowNs = 5_000_000_000n;

const ftAlgorithm = 2;

/** EAPOL packet type of EAP (802.1X-2020, 11.3.2). */
const eapPacket = 0;

/** How many stations and BSSs are remembered, by rank; see {@link StationTable} and {@link BssTable}. */
export interface TrackerLimits {
  readonly stations?: readonly number[];
  readonly bsss?: readonly number[];
}

/**
 * Follows frames in order of time and sorts them into exchanges, per station and target AP. It takes
 * no decision about right or wrong. Frames with a bad FCS must not be given to it.
 */
export class Tracker {
  readonly bsss: BssTable;
  readonly #book: ExchangeBook;
  readonly #links: LinkFollower;
  readonly #events: TrackerEvents;

  /** `nextNumber` numbers the exchanges, also those that other trackers follow at the same time. */
  constructor(
    events: TrackerEvents,
    nextNumber: () => number = countFrom(1),
    { stations, bsss }: TrackerLimits = {},
  ) {
    this.bsss = new BssTable(bsss);
    const tables = { bsss: this.bsss, stations: new StationTable(stations) };
    this.#book = new ExchangeBook(events, tables, nextNumber);
    this.#links = new LinkFollower(this.#book.stations, this.bsss, events);
    this.#events = events;
  }

  /** Voice among the data, as far as it has come. */
  voiceStreams(): readonly VoiceStream[] {
    return this.#links.voice.streams();
  }

  get stations(): StationTable {
    return this.#book.stations;
  }

  frame(air: AirFrame): void {
    const { header, frame } = air.decoded;
    if (header?.transmitter === undefined) return;
    this.#book.followSequence(header, header.transmitter);
    this.bsss.followSequence(air.decoded, air.time);
    if (air.acknowledged) this.bsss.acknowledged(header.receiver, air.time);
    switch (frame.kind) {
      case "beacon":
      case "probe-response":
        this.bsss.announce(header.transmitter, air, frame);
        return;
      case "authentication":
        this.#authentication(air, header, frame);
        return;
      case "ft-action":
        this.#ftAction(air, header, frame);
        return;
      case "association-request":
      case "reassociation-request":
        this.#associationRequest(air, header, frame);
        return;
      case "association-response":
      case "reassociation-response":
        this.#associationResponse(air, header, frame);
        return;
      case "eapol-key":
        this.#eapolKey(air, header, frame);
        return;
      case "deauthentication":
      case "disassociation":
        this.#leave(air, header, frame);
        return;
      case "data":
        this.#links.data(air, header, frame);
        return;
      case "protected-management":
        this.#heard(air, header);
        this.#book.stations.rememberProtected(air, header);
        this.#links.protectedManagement(air, header, frame);
        return;
      case "action":
        this.#heard(air, header);
        this.#links.action(air, header, frame);
        return;
      case "eapol":
        this.#eapol(air, header, frame);
        return;
      default:
        this.#heard(air, header);
    }
  }

  #heard(air: AirFrame, header: MacHeader): void {
    const bssid = bssidOf(header);
    if (bssid !== undefined && bssid === header.transmitter) this.bsss.heard(bssid, air);
  }

  #eapol(air: AirFrame, header: MacHeader, { packetType }: FrameOf<"eapol">): void {
    this.#heard(air, header);
    const bssid = bssidOf(header);
    if (packetType !== eapPacket || bssid === undefined) return;
    const parties = this.#book.parties(air, header, header.transmitter === bssid);
    const exchange = parties && this.#book.recent(parties, air.time).at(-1);
    if (exchange === undefined) return;
    exchange.eapPackets++;
    this.#events.changed?.(exchange);
  }

  #authentication(air: AirFrame, header: MacHeader, body: FrameOf<"authentication">): void {
    const isFromAp = header.transmitter === header.address3;
    if (isFromAp) this.bsss.heard(header.transmitter as MacAddress, air);
    const parties = this.#book.parties(air, header, isFromAp);
    if (parties === undefined) return;
    if (body.algorithm !== ftAlgorithm) {
      const role = isFromAp ? "authentication-response" : "authentication-request";
      const open = this.#book.openAssociation(parties, air.time);
      const startsAnew =
        open === undefined ||
        (!isFromAp && body.transactionSequence === 1 && associationRequests(open).length > 0);
      const exchange = startsAnew ? this.#book.begin("association", parties, air) : open;
      this.#book.add(exchange, { role, body, ...this.#book.sight(air, header) });
      return;
    }
    switch (body.transactionSequence) {
      case 1:
        this.#book.add(this.#exchangeOfFtRequest("ft-over-the-air", parties, air, body), {
          role: "ft-authentication-request",
          body,
          ...this.#book.sight(air, header),
        });
        return;
      case 2:
        this.#ftAuthenticationResponse(air, header, parties, body);
        return;
      case 3:
      case 4: {
        const role =
          body.transactionSequence === 3 ? "ft-authentication-confirm" : "ft-authentication-ack";
        const exchange =
          this.#book.openFt(parties, air.time) ?? this.#book.begin("ft-over-the-air", parties, air);
        this.#book.add(exchange, { role, body, ...this.#book.sight(air, header) });
        return;
      }
      default:
        return;
    }
  }

  #ftAuthenticationResponse(
    air: AirFrame,
    header: MacHeader,
    parties: Parties,
    body: FrameOf<"authentication">,
  ): void {
    const exchange = this.#exchangeOfFtResponse("ft-over-the-air", parties, air, body);
    const sight = this.#book.sight(air, header);
    this.#book.add(exchange, { role: "ft-authentication-response", body, ...sight });
    this.#answered(exchange, air, body);
  }

  #ftAction(air: AirFrame, header: MacHeader, body: FrameOf<"ft-action">): void {
    const isFromAp = header.transmitter === header.address3;
    const currentAp = header.address3;
    if (currentAp === undefined) return;
    if (isFromAp) this.bsss.heard(currentAp, air);
    const station = this.#book.stations.heard(body.station, air.time);
    const parties: Parties = { station, targetAp: body.targetAp };
    const role = `ft-action-${body.action}` as const;
    const exchange =
      body.action === "request"
        ? this.#exchangeOfFtRequest("ft-over-the-ds", parties, air, body)
        : this.#exchangeOfFtResponse("ft-over-the-ds", parties, air, body);
    exchange.currentAp = currentAp;
    this.#book.add(exchange, { role, body, ...this.#book.sight(air, header) });
    if (body.action === "response") this.#answered(exchange, air, body);
  }

  /** What the target's answer to a first FT request tells about its keys. */
  #answered(
    exchange: Exchange,
    air: AirFrame,
    body: FrameOf<"authentication"> | FrameOf<"ft-action">,
  ): void {
    const bss = this.bsss.get(exchange.targetAp);
    if (bss === undefined) return;
    noteKeyHolders(bss.keyHolders, air, body);
    const { station } = exchange;
    noteFtAnswer(bss.keyHolders, air, { akm: akmOf(exchange), station, status: body.status });
  }

  #exchangeOfFtRequest(kind: FtKind, parties: Parties, air: AirFrame, body: FtBody): Exchange {
    const attempts = this.#book.recent(parties, air.time).filter((one) => one.kind === kind);
    return attemptOfFtRequest(attempts, air, body) ?? this.#book.begin(kind, parties, air);
  }

  #exchangeOfFtResponse(kind: FtKind, parties: Parties, air: AirFrame, body: FtBody): Exchange {
    const attempts = this.#book.recent(parties, air.time).filter((one) => one.kind === kind);
    return attemptOfFtResponse(attempts, air, body) ?? this.#book.begin(kind, parties, air);
  }

  #associationRequest(
    air: AirFrame,
    header: MacHeader,
    body: FrameOf<"association-request"> | FrameOf<"reassociation-request">,
  ): void {
    const parties = this.#book.parties(air, header, false);
    if (parties === undefined) return;
    const recent = this.#book.recent(parties, air.time);
    const asRetry = recent.findLast((exchange) =>
      associationRequests(exchange).some((request) => isRetry(request, air)),
    );
    let exchange: Exchange;
    if (asRetry !== undefined) {
      exchange = asRetry;
    } else if (hasFtMic(body)) {
      exchange =
        attemptOfFtReassociation(recent.filter(isFt), body) ?? this.#beginUnannounced(parties, air);
    } else {
      // A station that gave up FT in mid-exchange authenticates anew before it associates anew; FT itself
      // always reassociates (13.5).
      const open = this.#book.openAssociation(parties, air.time);
      const ftInProgress = recent.at(-1);
      exchange =
        body.kind === "reassociation-request" &&
        ftInProgress !== undefined &&
        isFt(ftInProgress) &&
        ftResponses(ftInProgress).some(isAgreement) &&
        associationRequests(ftInProgress).length === 0
          ? ftInProgress
          : (open ?? this.#book.begin("association", parties, air));
      if (exchange.kind === "association" && asksForFt(body)) {
        exchange.kind = "initial-mobility-domain-association";
      }
    }
    if (body.kind === "reassociation-request") exchange.currentAp = body.currentAp;
    const sight = this.#book.sight(air, header);
    if (body.kind === "reassociation-request") {
      this.#book.add(exchange, { role: "reassociation-request", body, ...sight });
    } else {
      this.#book.add(exchange, { role: "association-request", body, ...sight });
    }
  }

  /** An FT reassociation without the frames before it: they were missed, or are protected Action frames. */
  #beginUnannounced(parties: Parties, air: AirFrame): Exchange {
    const actions = parties.station.protectedActions.filter(
      ({ time, decoded: { header } }) =>
        header?.address3 !== parties.targetAp && air.time - time <= answerWindowNs,
    );
    const isOverDs = actions.length > 0 && this.#book.missedBefore === 0;
    return this.#book.begin(isOverDs ? "ft-over-the-ds" : "ft-over-the-air", parties, air, actions);
  }

  #associationResponse(
    air: AirFrame,
    header: MacHeader,
    body: FrameOf<"association-response"> | FrameOf<"reassociation-response">,
  ): void {
    this.bsss.heard(header.transmitter as MacAddress, air);
    const parties = this.#book.parties(air, header, true);
    if (parties === undefined) return;
    const recent = this.#book.recent(parties, air.time);
    const exchange =
      attemptOfAssociationResponse(recent, air, body) ??
      this.#book.begin(kindOfResponse(body), parties, air);
    if (
      exchange.kind === "association" &&
      associationRequests(exchange).length === 0 &&
      kindOfResponse(body) === "initial-mobility-domain-association"
    ) {
      exchange.kind = "initial-mobility-domain-association";
    }
    const sight = this.#book.sight(air, header);
    if (body.kind === "reassociation-response") {
      this.#book.add(exchange, { role: "reassociation-response", body, ...sight });
    } else {
      this.#book.add(exchange, { role: "association-response", body, ...sight });
    }
    if (body.status !== 0) return;
    parties.station.associatedWith = parties.targetAp;
    this.bsss.associated(parties.targetAp, requestedSsid(exchange));
    const bss = this.bsss.get(parties.targetAp);
    if (bss !== undefined) noteKeyHolders(bss.keyHolders, air, body);
  }

  #eapolKey(air: AirFrame, header: MacHeader, body: FrameOf<"eapol-key">): void {
    if (!/^[1-4]$/.test(body.message)) return;
    const bssid = bssidOf(header);
    if (bssid === undefined) return;
    const isFromAp = header.transmitter === bssid;
    if (isFromAp) this.bsss.heard(bssid, air);
    const parties = this.#book.parties(air, header, isFromAp);
    if (parties === undefined) return;
    const recent = this.#book.recent(parties, air.time);
    const exchange =
      recent.findLast(mayHaveHandshake) ??
      recent.at(-1) ??
      this.#book.begin("association", parties, air);
    const role = `eapol-${body.message as "1" | "2" | "3" | "4"}` as const;
    this.#book.add(exchange, { role, body, ...this.#book.sight(air, header) });
    if (exchange.kind === "association" && body.message === "2" && carriesFtKeyData(body)) {
      exchange.kind = "initial-mobility-domain-association";
    }
  }

  #leave(
    air: AirFrame,
    header: MacHeader,
    body: FrameOf<"deauthentication"> | FrameOf<"disassociation">,
  ): void {
    const bssid = header.address3;
    if (bssid === undefined) return;
    const isFromAp = header.transmitter === bssid;
    if (isFromAp) this.bsss.heard(bssid, air);
    if (isGroupAddress(header.receiver)) {
      if (isFromAp) this.bsss.dismissedAll(bssid, air);
      return;
    }
    this.#links.dismissal(air, header, body);
    const parties = this.#book.parties(air, header, isFromAp);
    if (parties === undefined) return;
    const last = this.#book.recent(parties, air.time).at(-1);
    const sinceLastFrame = last?.sightings.at(-1)?.air.time;
    if (
      last !== undefined &&
      sinceLastFrame !== undefined &&
      air.time - sinceLastFrame <= departureWindowNs
    ) {
      const sight = this.#book.sight(air, header);
      if (body.kind === "deauthentication") {
        this.#book.add(last, { role: "deauthentication", body, ...sight });
      } else {
        this.#book.add(last, { role: "disassociation", body, ...sight });
      }
    }
    if (parties.station.associatedWith === bssid) parties.station.associatedWith = undefined;
  }
}

/** A full association has a handshake, whatever was missed of it; FT has none by itself. */
function mayHaveHandshake(exchange: Exchange): boolean {
  return (
    !isFt(exchange) ||
    exchange.sightings.some(
      ({ role }) =>
        role.startsWith("eapol") ||
        role === "association-response" ||
        role === "reassociation-response",
    )
  );
}

/** Counts upwards. */
export function countFrom(first: number): () => number {
  let next = first;
  return () => next++;
}
