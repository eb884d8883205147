import type { MacAddress } from "../bytes/mac-address.ts";
import type { Element } from "../elements/decode.ts";
import { findElement } from "../elements/find.ts";
import type { MultiLink, MultiLinkProfile } from "../elements/multi-link.ts";
import type { Exchange } from "./exchange.ts";
import { elementsOf } from "./facts.ts";
import type { Sighting } from "./sighting.ts";

// Between multi-link devices (802.11be) frames carry the addresses of one link; keys, their names and their
// MICs are made with the addresses of the devices (12.7.1.6, 13.8), which the Multi-Link elements tell.

/** What a frame says of the multi-link device that sends it; undefined when it says nothing, or was cut. */
export function multiLinkOf(sighting: Sighting): MultiLink | undefined {
  const element = findElement(elementsOf(sighting), "multi-link");
  return element?.mldAddress === undefined ? undefined : element;
}

/** A frame of the exchange is of a multi-link device. */
export function isMultiLink({ sightings }: Exchange): boolean {
  return sightings.some((sighting) => elementsOf(sighting).some(isMultiLinkElement));
}

/**
 * The station may be a multi-link device: its frames say so, or none of those that would say so was
 * captured to its end.
 */
export function mayBeMultiLink(exchange: Exchange): boolean {
  return (
    isMultiLink(exchange) ||
    !exchange.sightings.some(
      (sighting) =>
        sighting.sender === exchange.station && !sighting.air.cut && "elements" in sighting.body,
    )
  );
}

/** The addresses with which the keys of the station may be made, the likelier first. */
export function stationAddresses(exchange: Exchange): readonly MacAddress[] {
  const { station } = exchange;
  return inOrder(station, deviceAddress(exchange, "station"), deviceAddress(exchange, "ap"));
}

/** The same of the target AP. */
export function apAddresses(exchange: Exchange): readonly MacAddress[] {
  const { targetAp } = exchange;
  return inOrder(targetAp, deviceAddress(exchange, "ap"), deviceAddress(exchange, "station"));
}

/** The addresses of both devices; undefined where the association is not between multi-link devices. */
export function devicesOf(
  exchange: Exchange,
): { readonly station: MacAddress; readonly targetAp: MacAddress } | undefined {
  const station = deviceAddress(exchange, "station");
  const targetAp = deviceAddress(exchange, "ap");
  return station === undefined || targetAp === undefined ? undefined : { station, targetAp };
}

/** Somebody who looks from elsewhere than the air (a log, a user) may mean the station by either address. */
export function isStationOf(exchange: Exchange, address: MacAddress): boolean {
  return stationAddresses(exchange).includes(address);
}

/** The same of the target AP. */
export function isTargetOf(exchange: Exchange, address: MacAddress | undefined): boolean {
  return address !== undefined && apAddresses(exchange).includes(address);
}

/** Only where both ends are multi-link devices is the association between these. */
function inOrder(
  link: MacAddress,
  own: MacAddress | undefined,
  other: MacAddress | undefined,
): readonly MacAddress[] {
  if (own === undefined || own === link) return [link];
  return other === undefined ? [link, own] : [own, link];
}

function deviceAddress(
  { sightings, station }: Exchange,
  end: "station" | "ap",
): MacAddress | undefined {
  for (const sighting of sightings) {
    if ((sighting.sender === station) !== (end === "station")) continue;
    const address = multiLinkOf(sighting)?.mldAddress;
    if (address !== undefined) return address;
  }
  return undefined;
}

/**
 * The addresses of both devices by those of their links; undefined where the association is not between
 * multi-link devices.
 */
export function devicesByLink(exchange: Exchange): ReadonlyMap<MacAddress, MacAddress> | undefined {
  const both = devicesOf(exchange);
  if (both === undefined) return undefined;
  const { sightings, station, targetAp } = exchange;
  const devices = new Map([
    [station, both.station],
    [targetAp, both.targetAp],
  ]);
  for (const sighting of sightings) {
    const device = sighting.sender === station ? both.station : both.targetAp;
    for (const { address } of multiLinkOf(sighting)?.links ?? []) {
      if (address !== undefined) devices.set(address, device);
    }
  }
  return devices;
}

/** The links of the association besides that of the frame; of an answer those that it accepts. */
export function otherLinks(
  { body }: Sighting,
  { links = [] }: MultiLink,
): readonly MultiLinkProfile[] {
  return body.kind.endsWith("response")
    ? links.filter(({ profile }) => (profile[2] ?? 0) === 0 && (profile[3] ?? 0) === 0)
    : links;
}

/** Link ids have 4 bits, of which 15 names none: a frame that claims more links must not make the orders explode. */
const mostLinks = 15;

/**
 * The links of the device that sent a frame, the frame's own among them, in every order that the order of their
 * ids allows; none where an address is missing or there are more than a device can have.
 */
export function linkOrders(
  sighting: Sighting,
  device: MultiLink,
): readonly (readonly MacAddress[])[] {
  const { linkId } = device;
  const others = [...otherLinks(sighting, device)].sort((a, b) => a.linkId - b.linkId);
  const addresses = others.flatMap(({ address }) => address ?? []);
  if (addresses.length !== others.length || addresses.length >= mostLinks) return [];
  const places =
    linkId === undefined
      ? [...addresses.keys(), addresses.length]
      : [others.filter((other) => other.linkId < linkId).length];
  return places.map((place) => addresses.toSpliced(place, 0, sighting.sender));
}

/** The element as a whole or in parts: 255/107. */
function isMultiLinkElement({ kind, id, extensionId }: Element): boolean {
  return kind === "multi-link" || (kind === "malformed" && id === 255 && extensionId === 107);
}
