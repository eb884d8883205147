import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets, parseHex, utf8Octets } from "../../src/bytes/octets.ts";
import { derivePmkR0, type PmkR0 } from "../../src/crypto/ft-keys.ts";
import { derivePsk } from "../../src/crypto/psk.ts";
import { decryptedCcmp, encryptCcmp } from "./ccmp.ts";
import { type Draft, encodeElements, ftPsk, protect, ptkOf } from "./draft.ts";
import { buildElement, buildSsid, type RsneFields, u8 } from "./elements.ts";
import {
  buildBeacon,
  buildDataFrame,
  buildDeauthentication,
  buildManagementFrame,
  type HeaderFields,
  mac,
  station as usualStation,
} from "./frames.ts";
import {
  associationLabels,
  encodeFrame,
  honestDraft,
  keyStation,
  type Label,
} from "./honest-frames.ts";
import { buildMultiLink, type Device } from "./multi-link.ts";
import {
  type Ap,
  currentAp,
  passphrase,
  rememberedPbkdf2,
  scatter,
  ssid,
  targetAp,
} from "./network.ts";
import { createRecorder, type Reception, type Recorder } from "./recorder.ts";

export * from "./honest-frames.ts";
export * from "./network.ts";

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
  /** The multi-link device that the station is a link of. */
  readonly device?: Device;
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
    options?: {
      readonly tk?: Uint8Array;
      readonly packetNumber?: bigint;
      /** The radio that records it has decrypted it. */
      readonly isKeptDecrypted?: boolean;
    },
  ): void;
  /** The TK of the association before the last one. */
  oldTk(): Uint8Array;
  leave(by: "station" | "ap", reason: number, ap?: Ap): void;
  /** An unprotected Action frame between the station and an AP. */
  act(by: "station" | "ap", body: Uint8Array, ap?: Ap): void;
  /** The AP deauthenticates everybody. */
  dismissAll(ap: Ap): void;
  /** The TSF of the AP begins anew. */
  restart(ap: Ap): void;
}

const everybody = mac("ff:ff:ff:ff:ff:ff");

export function createStage(options: StageOptions = {}): Stage {
  const { recorder = createRecorder(), station = usualStation, via = "air" } = options;
  const { aps = [currentAp, targetAp], stationRsne = {}, device } = options;
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

  function r0Of(first: Ap): PmkR0 {
    const { mdid, r0khId } = first;
    const s0khId = macOctets(keyStation({ station, ...(device && { device }), ap: first }));
    return derivePmkR0({
      hash: ftPsk.hash,
      xxKey,
      ssid: utf8Octets(ssidText),
      mdid: parseHex(mdid) as Uint8Array,
      r0khId,
      s0khId,
    });
  }

  function nonceOf(whose: string): Uint8Array {
    return scatter(`${station} ${whose} ${attempts}`);
  }

  function beginWith(next: Ap): void {
    attempts++;
    ap = next;
    heard = {};
    snonce = nonceOf("station");
  }

  const sceneNow = () => ({
    station,
    ...(device === undefined ? {} : { device }),
    stationRsne,
    ssid: ssidText,
    via,
    ap,
    current,
    holder,
    r0,
    snonce,
    anonce: nonceOf("ap"),
    answer: heard["ft-response"],
  });

  function send(label: Label, sending: Sending = {}): Draft {
    const { change, spoil, ...reception } = sending;
    const scene = sceneNow();
    const draft = honestDraft(label, scene);
    change?.(draft);
    if (label === "reassociation-request") protect(draft, 5);
    if (label === "reassociation-response" && draft.status === 0) protect(draft, 6);
    heard[label] = { ...draft, fte: draft.fte && { ...draft.fte } };
    spoil?.(draft);
    const isFromStation =
      label.endsWith("request") || label === "message-2" || label === "message-4";
    const throughAp = via === "ds" && label.startsWith("ft-") ? current : ap;
    const [from, to] = isFromStation ? [station, throughAp.bssid] : [throughAp.bssid, station];
    recorder.pass(1);
    recorder.transmit({
      label,
      from,
      to,
      frequencyMhz: throughAp.frequencyMhz,
      build: (header) =>
        encodeFrame(label, draft, {
          scene,
          direction: { ...header, from, to, bssid: throughAp.bssid },
        }),
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
        const { rsne, rsnxe, mdid, isWithoutMde = false, more = [] } = each;
        const fte = undefined;
        const mde = isWithoutMde ? undefined : { mdid, capability: 1 };
        const announced = { ...honestDraft("message-1", sceneNow()), rsne, rsnxe, mde, fte };
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
              ...(each.device === undefined
                ? []
                : [buildMultiLink(each.device, { on: each.bssid, isAp: true })]),
              ...more,
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
    data(direction, { tk, packetNumber: ownNumber, isKeptDecrypted = false } = {}) {
      const isUp = direction === "up";
      const { bssid, frequencyMhz } = current;
      const [from, to] = isUp ? [station, bssid] : [bssid, station];
      const apDevice = current.device;
      const deviceOf = (link: MacAddress) => {
        if (device === undefined || apDevice === undefined) return link;
        return link === station ? device.address : apDevice.address;
      };
      const headerBetween = (
        header: HeaderFields,
        address2: MacAddress,
        address1: MacAddress,
        address3: MacAddress,
      ) =>
        buildDataFrame({
          ...header,
          isProtected: true,
          toDs: isUp,
          fromDs: !isUp,
          address1,
          address2,
          address3,
        });
      packetNumber++;
      recorder.pass(5);
      recorder.transmit({
        label: `data ${direction}`,
        from,
        to,
        frequencyMhz,
        build: (header) => {
          const plain = headerBetween(header, from, to, bssid);
          const payload = concatOctets(
            Uint8Array.of(0xaa, 0xaa, 3, 0, 0, 0, 8, 0),
            scatter(`payload ${recorder.records.length}`),
          );
          if (isKeptDecrypted) return decryptedCcmp(plain, payload, ownNumber ?? packetNumber);
          return encryptCcmp(plain, payload, {
            tk: tk ?? tks[isUp ? "station" : "ap"],
            packetNumber: ownNumber ?? packetNumber,
            covered: headerBetween(header, deviceOf(from), deviceOf(to), deviceOf(bssid)),
          });
        },
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
    act(by, body, at = ap) {
      const isStation = by === "station";
      const direction = isStation
        ? { from: station, to: at.bssid, bssid: at.bssid }
        : { from: at.bssid, to: station, bssid: at.bssid };
      recorder.pass(1);
      recorder.transmit({
        label: "action",
        ...direction,
        frequencyMhz: at.frequencyMhz,
        build: (header) =>
          buildManagementFrame(
            {
              ...header,
              subtype: 13,
              receiver: direction.to,
              transmitter: direction.from,
              bssid: at.bssid,
            },
            body,
          ),
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
