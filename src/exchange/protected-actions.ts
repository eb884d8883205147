import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import { decodeManagementBody } from "../dot11/management.ts";
import { protectionHeaderLength } from "../dot11/protection.ts";
import { findElement } from "../elements/find.ts";
import { isRetry, sameNonce } from "./belonging.ts";
import { earlierKey, type Surroundings } from "./context.ts";
import { type Exchange, ftRequests } from "./exchange.ts";
import { apAddresses, stationAddresses } from "./multi-link.ts";
import { type DataKey, unprotect } from "./protection-check.ts";
import type { Sighting } from "./sighting.ts";

/** A frame of FT over the DS. */
export type FtAction = Extract<Sighting, { readonly role: `ft-action-${string}` }>;

/** The FT Action frames of an exchange may be among protected frames that nobody has decrypted. */
export function hidesFtActions(exchange: Exchange): boolean {
  return exchange.protectedActions.length > 0 && ftRequests(exchange).length === 0;
}

/**
 * Over the DS under management frame protection, the FT Action frames are encrypted with the temporal
 * key of the station's current association: where that is known, they become frames of the exchange.
 */
export function revealFtActions(exchange: Exchange, surroundings: Surroundings): void {
  if (!hidesFtActions(exchange)) return;
  const keys = new Map<MacAddress, DataKey | undefined>();
  const revealed: Sighting[] = [];
  const stations = stationAddresses(exchange);
  const aps = apAddresses(exchange);
  for (const air of exchange.protectedActions) {
    const { header } = air.decoded;
    const ap = header?.address3;
    if (header?.transmitter === undefined || ap === undefined) continue;
    if (!keys.has(ap)) keys.set(ap, earlierKey(exchange, surroundings, ap));
    const key = keys.get(ap);
    const action = key && openFtAction(air, header, key);
    if (action === undefined) continue;
    const { body } = action;
    if (!stations.includes(body.station) || !aps.includes(body.targetAp)) continue;
    const retried = revealed.find((sighting) => isRetry(sighting, air));
    if (retried !== undefined) retried.retries.push(air);
    else revealed.push(action);
  }
  const attempt = lastAttempt(revealed);
  const [first] = attempt;
  if (first === undefined) return;
  exchange.sightings.unshift(...attempt);
  exchange.startTime = first.air.time;
  exchange.kind = "ft-over-the-ds";
  exchange.currentAp = first.air.decoded.header?.address3;
  surroundings.ring.memory.forget();
}

/** The FT Action frame that a protected Action frame turns out to be; undefined when it is another, or the key does not fit. */
export function openFtAction(air: AirFrame, header: MacHeader, key: DataKey): FtAction | undefined {
  const plaintext = unprotect({ octets: air.octets, header }, key);
  if (plaintext === undefined) return undefined;
  const base = header.length + protectionHeaderLength;
  const { frame: body } = decodeManagementBody(header, plaintext, { base, limitedBy: "frame" });
  if (body.kind !== "ft-action") return undefined;
  return {
    role: `ft-action-${body.action}`,
    body,
    air,
    sender: header.transmitter as MacAddress,
    receiver: header.receiver,
    retries: [],
    missedBefore: undefined,
  };
}

/** The station may have tried several times: only the SNonce of its last request is that of the reassociation. */
function lastAttempt(actions: readonly Sighting[]): readonly Sighting[] {
  const snonceOf = ({ body }: Sighting) =>
    "elements" in body ? findElement(body.elements, "fte")?.snonce : undefined;
  const last = actions.findLast(({ role }) => role === "ft-action-request");
  const snonce = last && snonceOf(last);
  const start = actions.findIndex((sighting) => sameNonce(snonceOf(sighting), snonce));
  return start < 0 ? actions : actions.slice(start);
}
