import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets, formatHex, parseHex, utf8Octets } from "../../src/bytes/octets.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import { derivePmkR0, derivePmkR1Name, type PmkR0 } from "../../src/crypto/ft-keys.ts";
import { hashOctets } from "../../src/crypto/hash.ts";
import { derivePsk, type Pbkdf2 } from "../../src/crypto/psk.ts";
import { cipherSuite } from "../../src/spec/suites.ts";
import { encryptCcmp } from "./ccmp.ts";
import {
  type Draft,
  encodeElements,
  encodeHandshake,
  ftPsk,
  pmkR1For,
  protect,
  ptkOf,
} from "./draft.ts";
import { buildElement, buildSsid, type RsneFields, u8 } from "./elements.ts";
import {
  ap1,
  ap2,
  buildAssociationRequest,
  buildAssociationResponse,
  buildAuthentication,
  buildBeacon,
  buildDataFrame,
  buildDeauthentication,
  buildEapolFrame,
  buildFtAction,
  buildReassociationRequest,
  type Direction,
  mac,
  station as usualStation,
} from "./frames.ts";
import { createRecorder, type Reception, type Recorder } from "./recorder.ts";

/** An AP of the story. */
export interface Ap {
  readonly bssid: MacAddress;
  readonly frequencyMhz: number;
  readonly channel: number;
  readonly mdid: string;
  readonly r0khId: Uint8Array;
  readonly r1khId: Uint8Array;
  readonly rsne: RsneFields;
  readonly rsnxe?: Uint8Array;
  /** The beacons do not tell the SSID. */
  readonly isHidden?: boolean;
  /** The beacons announce no mobility domain. */
  readonly isWithoutMde?: boolean;
}

export const currentAp: Ap = {
  bssid: ap1,
  frequencyMhz: 2412,
  channel: 1,
  mdid: "a1b2",
  r0khId: utf8Octets("holder-one"),
  r1khId: macOctets(ap1),
  rsne: { capabilities: 0x000c },
};

export const targetAp: Ap = {
  bssid: ap2,
  frequencyMhz: 5180,
  channel: 36,
  mdid: "a1b2",
  r0khId: utf8Octets("holder-two"),
  r1khId: macOctets(ap2),
  rsne: { capabilities: 0x000c },
};

export const passphrase = "a story told in frames";
export const ssid = "story";

const associationLabels = [
  "authentication-request",
  "authentication-response",
  "association-request",
  "association-response",
  "message-1",
  "message-2",
  "message-3",
  "message-4",
] as const;

export const roamLabels = [
  "ft-request",
  "ft-response",
  "reassociation-request",
  "reassociation-response",
] as const;

export type Label = (typeof associationLabels)[number] | (typeof roamLabels)[number];
export type Change = (draft: Draft) => void;

export interface Sending extends Reception {
  /** What the party believes and says: a MIC covers it. */
  readonly change?: Change;
  /** What becomes of the frame after the MIC was made. */
  readonly spoil?: Change;
}

export interface StageOptions {
  readonly recorder?: Recorder;
  readonly station?: MacAddress;
  readonly stationRsne?: RsneFields;
  readonly passphrase?: string;
  readonly ssid?: string;
  readonly aps?: readonly Ap[];
  readonly via?: "air" | "ds";
}

/** One station and the APs around it: sends the frames of their exchanges one by one. */
export interface Stage {
  readonly recorder: Recorder;
  readonly station: MacAddress;
  /** One beacon of every AP. */
  beacons(): void;
  /** A full association with `ap`, which becomes the current AP and the one that made the key. */
  associate(ap: Ap, sendings?: Partial<Record<Label, Sending>>, isRecorded?: boolean): void;
  /** A new attempt to roam to `ap`: fresh nonces. */
  begin(ap: Ap): void;
  /** Sends a frame of the exchange and returns it as it was sent. */
  send(label: Label, sending?: Sending): Draft;
  /** The roam is complete: `ap` is the current AP. */
  arrive(): void;
  /** One protected frame, encrypted with CCMP under the TK of the sender. */
  data(
    direction: "up" | "down",
    options?: { readonly tk?: Uint8Array; readonly packetNumber?: bigint },
  ): void;
  /** The TK of the association before the last one. */
  oldTk(): Uint8Array;
  leave(by: "station" | "ap", reason: number, ap?: Ap): void;
  /** The AP deauthenticates everybody. */
  dismissAll(ap: Ap): void;
  /** The TSF of the AP begins anew. */
  restart(ap: Ap): void;
}

const everybody = mac("ff:ff:ff:ff:ff:ff");
const groupKey = Uint8Array.from({ length: 16 }, (_, i) => 0x40 + i);

const psks = new Map<string, Uint8Array>();

/** PBKDF2 that makes each PSK once for all stories. */
export const rememberedPbkdf2: Pbkdf2 = (text, salt, iterations, length) => {
  const id = `${formatHex(text)} ${formatHex(salt)} ${iterations} ${length}`;
  const psk = psks.get(id) ?? nativePbkdf2(text, salt, iterations, length);
  psks.set(id, psk);
  return psk.slice();
};

/** Octets that look random and are the same in every run. */
export function scatter(text: string, length = 32): Uint8Array {
  return hashOctets("sha256", utf8Octets(text)).slice(0, length);
}

export function createStage(options: StageOptions = {}): Stage {
  const { recorder = createRecorder(), station = usualStation, via = "air" } = options;
  const { aps = [currentAp, targetAp], stationRsne = {} } = options;
  const ssidText = options.ssid ?? ssid;
  const xxKey = derivePsk({
    passphrase: utf8Octets(options.passphrase ?? passphrase),
    ssid: utf8Octets(ssidText),
    pbkdf2: rememberedPbkdf2,
  });
  const booted = new Map<MacAddress, bigint>();
  let attempts = 0;
  let current = aps[0] as Ap;
  let ap = current;
  let holder = current;
  let r0: PmkR0 = r0Of(current);
  let snonce: Uint8Array = new Uint8Array(32);
  /** The last frame of each label as it was sent: what the other party has heard. */
  let heard: Partial<Record<Label, Draft>> = {};
  let tks: { readonly station: Uint8Array; readonly ap: Uint8Array } = {
    station: new Uint8Array(16),
    ap: new Uint8Array(16),
  };
  let oldTk: Uint8Array = new Uint8Array(16);
  let packetNumber = 0n;

  function r0Of({ mdid, r0khId }: Ap): PmkR0 {
    return derivePmkR0({
      hash: ftPsk.hash,
      xxKey,
      ssid: utf8Octets(ssidText),
      mdid: parseHex(mdid) as Uint8Array,
      r0khId,
      s0khId: macOctets(station),
    });
  }

  function nonceOf(whose: string): Uint8Array {
    return scatter(`${station} ${whose} ${attempts}`);
  }

  function r1NameOf(r1khId: Uint8Array): Uint8Array {
    const { pmkR0Name } = r0;
    return derivePmkR1Name({
      hash: ftPsk.hash,
      pmkR0Name,
      r1khId,
      s1khId: macOctets(station),
    });
  }

  function beginWith(next: Ap): void {
    attempts++;
    ap = next;
    heard = {};
    snonce = nonceOf("station");
  }

  /** What the frame carries when nobody makes a mistake. */
  function draftOf(label: Label): Draft {
    const answer = heard["ft-response"]?.fte;
    const isHandshake = label.startsWith("message");
    const anonce = isHandshake || answer === undefined ? nonceOf("ap") : answer.anonce;
    const r1khId = label === "reassociation-request" ? (answer?.r1khId ?? ap.r1khId) : ap.r1khId;
    const key = {
      pmkR1: pmkR1For(r0.pmkR0, r1khId, station),
      anonce: anonce ?? nonceOf("ap"),
      snonce,
      bssid: ap.bssid,
      station,
      tkLength: cipherSuite(stationRsne.pairwiseCiphers?.[0] ?? "00-0f-ac:4")?.tk ?? 16,
    };
    const nothing: Draft = {
      status: 0,
      rsne: undefined,
      mde: undefined,
      fte: undefined,
      rsnxe: undefined,
      more: [],
      gtk: undefined,
      eapolMic: undefined,
      deadlineTu: 1000,
      keyLifetimeS: 86_400,
      key,
    };
    const mdeOf = ({ mdid }: Ap) => ({ mdid, capability: 1 });
    const ofStation = { rsne: { ...stationRsne }, mde: mdeOf(holder), rsnxe: undefined };
    const ofAp = { rsne: { ...ap.rsne }, mde: mdeOf(ap), rsnxe: ap.rsnxe };
    const ids = { r1khId, r0khId: holder.r0khId };
    switch (label) {
      case "authentication-request":
      case "authentication-response":
      case "message-1":
      case "message-4":
        return nothing;
      case "association-request":
        return { ...nothing, ...ofStation };
      case "association-response":
        return { ...nothing, mde: mdeOf(ap), fte: { ...ids } };
      case "message-2":
        return {
          ...nothing,
          ...ofStation,
          rsne: { ...stationRsne, pmkids: [r1NameOf(r1khId)] },
          fte: { ...ids },
        };
      case "message-3":
        return {
          ...nothing,
          ...ofAp,
          rsne: { ...ap.rsne, pmkids: [r1NameOf(r1khId)] },
          fte: { ...ids },
          gtk: groupKey,
        };
      case "ft-request":
        return {
          ...nothing,
          ...ofStation,
          rsne: { ...stationRsne, pmkids: [r0.pmkR0Name] },
          fte: { snonce, r0khId: holder.r0khId },
        };
      case "ft-response":
        return {
          ...nothing,
          ...ofAp,
          rsne: { ...ap.rsne, pmkids: [r0.pmkR0Name] },
          fte: { anonce: nonceOf("ap"), snonce, ...ids },
        };
      case "reassociation-request":
        return {
          ...nothing,
          ...ofStation,
          rsne: { ...stationRsne, pmkids: [r1NameOf(r1khId)] },
          fte: { anonce: key.anonce, snonce, ...ids },
        };
      case "reassociation-response":
        return {
          ...nothing,
          ...ofAp,
          rsne: { ...ap.rsne, pmkids: [r1NameOf(r1khId)] },
          fte: { anonce: key.anonce, snonce, ...ids },
          gtk: groupKey,
        };
      default: {
        const never: never = label;
        return never;
      }
    }
  }

  function build(label: Label, draft: Draft, direction: Direction): Uint8Array {
    const isRefused = draft.status !== 0;
    const elements = isRefused ? new Uint8Array(0) : encodeElements(draft);
    switch (label) {
      case "authentication-request":
      case "authentication-response": {
        const sequence = label === "authentication-request" ? 1 : 2;
        return buildAuthentication(direction, { algorithm: 0, sequence, status: draft.status });
      }
      case "association-request":
        return buildAssociationRequest(direction, buildSsid(ssidText), elements);
      case "association-response":
      case "reassociation-response": {
        const isReassociation = label === "reassociation-response";
        return buildAssociationResponse(
          direction,
          { isReassociation, status: draft.status },
          elements,
        );
      }
      case "message-1":
      case "message-2":
      case "message-3":
      case "message-4": {
        const message = Number(label.at(-1)) as 1 | 2 | 3 | 4;
        return buildEapolFrame(direction, encodeHandshake(message, draft));
      }
      case "ft-request":
      case "ft-response": {
        const sequence = label === "ft-request" ? 1 : 2;
        if (via === "air") {
          const fields = { algorithm: 2, sequence, status: draft.status };
          return buildAuthentication(direction, fields, elements);
        }
        const targetAp = ap.bssid;
        const fields = { action: sequence, station, targetAp, status: draft.status };
        return buildFtAction(direction, fields, elements);
      }
      case "reassociation-request": {
        const parts = [buildSsid(ssidText), elements];
        return buildReassociationRequest(direction, current.bssid, ...parts);
      }
      default: {
        const never: never = label;
        return never;
      }
    }
  }

  function send(label: Label, sending: Sending = {}): Draft {
    const { change, spoil, ...reception } = sending;
    const draft = draftOf(label);
    change?.(draft);
    if (label === "reassociation-request") protect(draft, 5);
    if (label === "reassociation-response" && draft.status === 0) protect(draft, 6);
    heard[label] = { ...draft, fte: draft.fte && { ...draft.fte } };
    spoil?.(draft);
    const isFromStation =
      label.endsWith("request") || label === "message-2" || label === "message-4";
    const via1 = via === "ds" && label.startsWith("ft-") ? current : ap;
    const [from, to] = isFromStation ? [station, via1.bssid] : [via1.bssid, station];
    recorder.pass(1);
    recorder.transmit({
      label,
      from,
      to,
      frequencyMhz: via1.frequencyMhz,
      build: (header) => build(label, draft, { ...header, from, to, bssid: via1.bssid }),
      ...reception,
    });
    return draft;
  }

  function takeKeys(stationLabel: Label, apLabel: Label): void {
    const tkOf = (label: Label) => {
      const sent = heard[label];
      return sent === undefined ? undefined : ptkOf(sent.key).tk.reveal();
    };
    oldTk = tks.station;
    const tk = tkOf(stationLabel) ?? tkOf(apLabel) ?? tks.station;
    tks = { station: tk, ap: tkOf(apLabel) ?? tk };
    packetNumber = 0n;
    current = ap;
  }

  return {
    recorder,
    station,
    beacons() {
      for (const each of aps) {
        recorder.pass(1);
        const origin = booted.get(each.bssid) ?? recorder.now() - 3_600_000_000_000n;
        booted.set(each.bssid, origin);
        const { rsne, rsnxe, mdid, isWithoutMde = false } = each;
        const fte = undefined;
        const mde = isWithoutMde ? undefined : { mdid, capability: 1 };
        const announced = { ...draftOf("message-1"), rsne, rsnxe, mde, fte };
        recorder.transmit({
          label: `beacon of ${each.bssid}`,
          from: each.bssid,
          to: everybody,
          frequencyMhz: each.frequencyMhz,
          build: ({ sequenceNumber }) =>
            buildBeacon(
              each.bssid,
              { sequenceNumber, timestampUs: (recorder.now() - origin) / 1000n },
              buildSsid(each.isHidden ? "" : ssidText),
              buildElement(3, u8(each.channel)),
              encodeElements(announced),
            ),
        });
      }
    },
    associate(next, sendings = {}, isRecorded = true) {
      current = next;
      holder = next;
      r0 = r0Of(next);
      beginWith(next);
      for (const label of associationLabels) {
        send(label, { ...sendings[label], ...(isRecorded ? {} : { isLost: true }) });
      }
      takeKeys("message-2", "message-3");
    },
    begin: beginWith,
    send,
    arrive: () => takeKeys("reassociation-request", "reassociation-response"),
    data(direction, { tk, packetNumber: ownNumber } = {}) {
      const isUp = direction === "up";
      const { bssid, frequencyMhz } = current;
      const [from, to] = isUp ? [station, bssid] : [bssid, station];
      packetNumber++;
      recorder.pass(5);
      recorder.transmit({
        label: `data ${direction}`,
        from,
        to,
        frequencyMhz,
        build: (header) =>
          encryptCcmp(
            buildDataFrame({
              ...header,
              isProtected: true,
              toDs: isUp,
              fromDs: !isUp,
              address1: to,
              address2: from,
              address3: bssid,
            }),
            concatOctets(
              Uint8Array.of(0xaa, 0xaa, 3, 0, 0, 0, 8, 0),
              scatter(`payload ${recorder.records.length}`),
            ),
            {
              tk: tk ?? tks[isUp ? "station" : "ap"],
              packetNumber: ownNumber ?? packetNumber,
            },
          ),
      });
    },
    oldTk: () => oldTk,
    leave(by, reason, from = ap) {
      const isStation = by === "station";
      const direction = isStation
        ? { from: station, to: from.bssid, bssid: from.bssid }
        : { from: from.bssid, to: station, bssid: from.bssid };
      recorder.pass(1);
      recorder.transmit({
        label: "deauthentication",
        ...direction,
        frequencyMhz: from.frequencyMhz,
        build: (header) => buildDeauthentication({ ...header, ...direction }, reason),
      });
    },
    dismissAll({ bssid, frequencyMhz }) {
      const direction = { from: bssid, to: everybody, bssid };
      recorder.pass(1);
      recorder.transmit({
        label: "dismissal",
        ...direction,
        frequencyMhz,
        build: (header) => buildDeauthentication({ ...header, ...direction }, 3),
      });
    },
    restart({ bssid }) {
      booted.set(bssid, recorder.now());
    },
  };
}
