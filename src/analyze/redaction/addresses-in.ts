import { formatMac, isGroupAddress, type MacAddress } from "../../bytes/mac-address.ts";
import { decodeFrame } from "../../dot11/frame.ts";
import type { Element } from "../../elements/decode.ts";
import { steeringOf } from "../../exchange/steering.ts";

/** The addresses of stations and APs that a frame (MAC header and body, no FCS) holds at a known place. */
export function addressesIn(octets: Uint8Array): readonly MacAddress[] {
  const { header, frame } = decodeFrame(octets, { limitedBy: "frame" });
  if (header === undefined) return [];
  const { receiver, transmitter, address3, address4 } = header;
  const addresses = [receiver, transmitter, address3, address4];
  if (frame.kind === "reassociation-request") addresses.push(frame.currentAp);
  if (frame.kind === "ft-action") addresses.push(frame.station, frame.targetAp);
  if (frame.kind === "action") {
    const said = steeringOf(frame);
    if (said?.kind === "neighbor-report-response") {
      addresses.push(...said.neighbors.map(({ bssid }) => bssid));
    }
    if (said?.kind === "bss-transition-request") {
      addresses.push(...said.candidates.map(({ bssid }) => bssid));
    }
    if (said?.kind === "bss-transition-response") addresses.push(said.target);
  }
  if ("elements" in frame) addresses.push(...frame.elements.flatMap(addressesOf));
  return addresses.filter(
    (address) => address !== undefined && !isGroupAddress(address),
  ) as MacAddress[];
}

/** Of an element that the recorder cut, what is there. */
function addressesOf(element: Element): readonly (MacAddress | undefined)[] {
  const { kind, id, extensionId, body } = element;
  if (kind === "neighbor-report") return [element.bssid];
  if (kind === "multi-link") {
    return [element.mldAddress, ...(element.links ?? []).map(({ address }) => address)];
  }
  if (kind !== "malformed") return [];
  if (id === 52 && body.length >= 6) return [formatMac(body.subarray(0, 6))];
  if (id === 255 && extensionId === 107 && body.length >= 9)
    return [formatMac(body.subarray(3, 9))];
  return [];
}
