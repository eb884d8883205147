import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { derivePmkR1Name, type PmkR0 } from "../../src/crypto/ft-keys.ts";
import { cipherSuite } from "../../src/spec/suites.ts";
import { type Draft, encodeElements, encodeHandshake, ftPsk, pmkR1For } from "./draft.ts";
import { buildSsid, type RsneFields } from "./elements.ts";
import {
  buildAssociationRequest,
  buildAssociationResponse,
  buildAuthentication,
  buildEapolFrame,
  buildFtAction,
  buildReassociationRequest,
  type Direction,
} from "./frames.ts";
import { buildMultiLink, type Device, linksOf } from "./multi-link.ts";
import type { Ap } from "./network.ts";

export const associationLabels = [
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

const groupKey = Uint8Array.from({ length: 16 }, (_, i) => 0x40 + i);

/** What the parties of an exchange know. */
export interface Scene {
  readonly station: MacAddress;
  /** The multi-link device that the station is a link of. */
  readonly device?: Device;
  readonly stationRsne: RsneFields;
  readonly ssid: string;
  readonly via: "air" | "ds";
  /** The AP the exchange is with. */
  readonly ap: Ap;
  /** The AP the station comes from. */
  readonly current: Ap;
  /** The AP of the initial association. */
  readonly holder: Ap;
  readonly r0: PmkR0;
  readonly snonce: Uint8Array;
  readonly anonce: Uint8Array;
  /** The answer to the FT request as it was sent. */
  readonly answer: Draft | undefined;
}

/** Labels of what the AP sends. */
export const fromAp: ReadonlySet<Label> = new Set([
  "authentication-response",
  "association-response",
  "message-1",
  "message-3",
  "ft-response",
  "reassociation-response",
]);

/** The address with which the keys of the station are made. */
export function keyStation({ station, device, ap }: Pick<Scene, "station" | "device" | "ap">) {
  return device !== undefined && ap.device !== undefined ? device.address : station;
}

/** Its Multi-Link element; EAPOL-Key frames say the same in KDEs, which nobody here reads. */
function elementsOfDevice(label: Label, { station, device, ap }: Scene): Uint8Array[] {
  const isAp = fromAp.has(label);
  const sender = isAp ? ap.device : device;
  if (sender === undefined || label.startsWith("message")) return [];
  const on = isAp ? ap.bssid : station;
  return [buildMultiLink(sender, { on, isAp, profiles: label.includes("association") })];
}

/** What the frame carries when nobody makes a mistake. */
export function honestDraft(label: Label, scene: Scene): Draft {
  const { stationRsne, ap, holder, r0, snonce } = scene;
  const isFromAp = fromAp.has(label);
  const isMultiLink = scene.device !== undefined && ap.device !== undefined;
  const station = keyStation(scene);
  const answer = scene.answer?.fte;
  const isHandshake = label.startsWith("message");
  const anonce = isHandshake || answer === undefined ? scene.anonce : answer.anonce;
  const r1khId = label === "reassociation-request" ? (answer?.r1khId ?? ap.r1khId) : ap.r1khId;
  const key = {
    pmkR1: pmkR1For(r0.pmkR0, r1khId, station),
    anonce: anonce ?? scene.anonce,
    snonce,
    bssid: ap.device !== undefined && isMultiLink ? ap.device.address : ap.bssid,
    station,
    ...(isMultiLink ? { links: linksOf((isFromAp ? ap.device : scene.device) as Device) } : {}),
    tkLength: cipherSuite(stationRsne.pairwiseCiphers?.[0] ?? "00-0f-ac:4")?.tk ?? 16,
  };
  const nothing: Draft = {
    status: 0,
    rsne: undefined,
    mde: undefined,
    fte: undefined,
    rsnxe: undefined,
    more: elementsOfDevice(label, scene),
    gtk: undefined,
    eapolMic: undefined,
    deadlineTu: 1000,
    keyLifetimeS: 86_400,
    key,
  };
  const nameOf = (id: Uint8Array) =>
    derivePmkR1Name({
      hash: ftPsk.hash,
      pmkR0Name: r0.pmkR0Name,
      r1khId: id,
      s1khId: macOctets(station),
    });
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
        rsne: { ...stationRsne, pmkids: [nameOf(r1khId)] },
        fte: { ...ids },
      };
    case "message-3":
      return {
        ...nothing,
        ...ofAp,
        rsne: { ...ap.rsne, pmkids: [nameOf(r1khId)] },
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
        fte: { anonce: scene.anonce, snonce, ...ids },
      };
    case "reassociation-request":
      return {
        ...nothing,
        ...ofStation,
        rsne: { ...stationRsne, pmkids: [nameOf(r1khId)] },
        fte: { anonce: key.anonce, snonce, ...ids },
      };
    case "reassociation-response":
      return {
        ...nothing,
        ...ofAp,
        rsne: { ...ap.rsne, pmkids: [nameOf(r1khId)] },
        fte: { anonce: key.anonce, snonce, ...ids },
        gtk: groupKey,
      };
    default: {
      const never: never = label;
      return never;
    }
  }
}

/** The frame of a label with what a draft says. */
export function encodeFrame(
  label: Label,
  draft: Draft,
  { scene, direction }: { readonly scene: Scene; readonly direction: Direction },
): Uint8Array {
  const { via, current, ssid } = scene;
  const isRefused = draft.status !== 0;
  const elements = isRefused ? concatOctets(...draft.more) : encodeElements(draft);
  switch (label) {
    case "authentication-request":
    case "authentication-response": {
      const sequence = label === "authentication-request" ? 1 : 2;
      const fields = { algorithm: 0, sequence, status: draft.status };
      return buildAuthentication(direction, fields, ...draft.more);
    }
    case "association-request":
      return buildAssociationRequest(direction, buildSsid(ssid), elements);
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
      const fields = {
        action: sequence,
        station: draft.key.station,
        targetAp: draft.key.bssid,
        status: draft.status,
      };
      return buildFtAction(direction, fields, elements);
    }
    case "reassociation-request": {
      const parts = [buildSsid(ssid), elements];
      return buildReassociationRequest(direction, current.bssid, ...parts);
    }
    default: {
      const never: never = label;
      return never;
    }
  }
}
