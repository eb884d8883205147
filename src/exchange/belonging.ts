import type { AirFrame } from "../air/air-frame.ts";
import { equalOctets, isAllZero } from "../bytes/octets.ts";
import type { FrameOf } from "../dot11/frame.ts";
import type { Element } from "../elements/decode.ts";
import { findElement } from "../elements/find.ts";
import { ftAkm } from "../spec/suites.ts";
import { type Exchange, type ExchangeKind, ftRequests, ftResponses } from "./exchange.ts";
import type { Sighting } from "./sighting.ts";

/** The MAC sends a frame again with the same sequence number and the Retry bit (10.3.2.14). */
export function isRetry(sighting: Sighting, air: AirFrame): boolean {
  const first = sighting.air.decoded.header;
  const again = air.decoded.header;
  return (
    again?.retry === true &&
    first?.sequenceNumber === again.sequenceNumber &&
    first?.transmitter === again.transmitter &&
    first?.subtype === again.subtype
  );
}

export function sameNonce(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a !== undefined && b !== undefined && !isAllZero(a) && equalOctets(a, b);
}

/** An FTE with a MIC stands only in frames of the FT protocol, never in an initial association (13.4, 13.5). */
export function hasFtMic(body: { readonly elements: readonly Element[] }): boolean {
  const fte = findElement(body.elements, "fte");
  return fte?.mic !== undefined && !isAllZero(fte.mic);
}

export function asksForFt(
  body: FrameOf<"association-request"> | FrameOf<"reassociation-request">,
): boolean {
  const akms = findElement(body.elements, "rsne")?.akms ?? [];
  return akms.some((akm) => ftAkm(akm) !== undefined);
}

export function kindOfResponse(
  body: FrameOf<"association-response"> | FrameOf<"reassociation-response">,
): ExchangeKind {
  if (hasFtMic(body)) return "ft-over-the-air";
  return findElement(body.elements, "fte") === undefined
    ? "association"
    : "initial-mobility-domain-association";
}

export function carriesFtKeyData(body: FrameOf<"eapol-key">): boolean {
  // Message 2 carries an MDE in clear when the association is an FT one (13.4).
  const data = body.keyData;
  for (let at = 0; at + 2 <= data.length; at += 2 + (data[at + 1] as number)) {
    if (data[at] === 54 && data[at + 1] === 3) return true;
  }
  return false;
}

/** An answer with the SNonce of a request has been heard: an AP that echoed it once does so again. */
export function wasAnsweredRightly(exchange: Exchange): boolean {
  return ftResponses(exchange).some((response) => {
    const snonce = findElement(response.body.elements, "fte")?.snonce;
    return ftRequests(exchange).some((request) =>
      sameNonce(findElement(request.body.elements, "fte")?.snonce, snonce),
    );
  });
}
