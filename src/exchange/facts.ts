import { formatHex } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { Element } from "../elements/decode.ts";
import type { ElementBase } from "../elements/element.ts";
import { findElement } from "../elements/find.ts";
import type { Fte } from "../elements/fte.ts";
import { decodeKeyData } from "../elements/key-data.ts";
import type { Mde } from "../elements/mde.ts";
import type { Rsne } from "../elements/rsne.ts";
import type { Rsnxe } from "../elements/rsnxe.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
  seen,
} from "./exchange.ts";
import type { Sighting } from "./sighting.ts";

/** Key data in clear are asked for by many checks and decoded once. */
const clearKeyData = new WeakMap<object, readonly Element[]>();

/** The elements of a frame; for EAPOL-Key those of a key data field in clear. */
export function elementsOf(sighting: Sighting | undefined): readonly Element[] {
  if (sighting === undefined) return [];
  if ("elements" in sighting.body) return sighting.body.elements;
  if (sighting.role !== "eapol-2") return [];
  const known = clearKeyData.get(sighting.body);
  if (known !== undefined) return known;
  const { elements } = decodeKeyData(sighting.body.keyData, {});
  clearKeyData.set(sighting.body, elements);
  return elements;
}

export function fteOf(sighting: Sighting | undefined): Fte | undefined {
  return findElement(elementsOf(sighting), "fte");
}

export function mdeOf(sighting: Sighting | undefined): Mde | undefined {
  return findElement(elementsOf(sighting), "mde");
}

/** An element that the recorder cut, read as far as it goes, would say what nobody sent. */
function unlessCut<T extends ElementBase>(
  sighting: Sighting | undefined,
  element: T | undefined,
): T | undefined {
  return element?.isTruncated && sighting?.air.cut ? undefined : element;
}

/** The RSNE of a frame; undefined also where the recorder cut it. */
export function rsneOf(sighting: Sighting | undefined): Rsne | undefined {
  return unlessCut(sighting, findElement(elementsOf(sighting), "rsne"));
}

/** The RSNXE of a frame; undefined also where the recorder cut it. */
export function rsnxeOf(sighting: Sighting | undefined): Rsnxe | undefined {
  return unlessCut(sighting, findElement(elementsOf(sighting), "rsnxe"));
}

/** The only PMKID of a frame's RSNE; undefined when there is none or more than one. */
export function pmkidOf(sighting: Sighting | undefined): Uint8Array | undefined {
  const pmkids = rsneOf(sighting)?.pmkids ?? [];
  return pmkids.length === 1 ? pmkids[0] : undefined;
}

/** The frames of the exchange whose elements the station chose, in order. */
function stationFrames(exchange: Exchange): readonly Sighting[] {
  return [...ftRequests(exchange), ...associationRequests(exchange), ...seen(exchange, "eapol-2")];
}

/** The AKM the station asked for; the answers stand in when its requests were not heard. */
export function akmOf(exchange: Exchange): SuiteSelector | undefined {
  for (const sighting of [
    ...stationFrames(exchange),
    ...ftResponses(exchange),
    ...associationResponses(exchange),
  ]) {
    // Also of an RSNE that the recorder cut: the AKMs stand in its front.
    const akms = findElement(elementsOf(sighting), "rsne")?.akms ?? [];
    if (akms.length === 1) return akms[0];
  }
  return undefined;
}

/** The pairwise cipher the station asked for. */
export function pairwiseCipherOf(exchange: Exchange): SuiteSelector | undefined {
  for (const sighting of [
    ...stationFrames(exchange),
    ...ftResponses(exchange),
    ...associationResponses(exchange),
  ]) {
    const ciphers = findElement(elementsOf(sighting), "rsne")?.pairwiseCiphers ?? [];
    if (ciphers.length === 1) return ciphers[0];
  }
  return undefined;
}

/** The SSID in the station's own (re)association request. */
export function requestedSsid(exchange: Exchange): Uint8Array | undefined {
  for (const request of associationRequests(exchange)) {
    const ssid = findElement(request.body.elements, "ssid");
    if (ssid !== undefined && !ssid.isHidden) return ssid.ssid;
  }
  return undefined;
}

export function formatSsid(ssid: Uint8Array): string {
  return `"${printable(ssid)}"`;
}

/** R0KH-IDs are often names, sometimes addresses or numbers: text when it is text, else hex. */
export function formatR0khId(r0khId: Uint8Array): string {
  const text = printable(r0khId);
  return text.includes("\\x") || r0khId.length === 0 ? formatHex(r0khId) : text;
}
