import { utf8Octets } from "../../bytes/octets.ts";
import { printable } from "../../bytes/printable.ts";
import type { Element } from "../../elements/decode.ts";
import { findElement } from "../../elements/find.ts";
import type { Check } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { associationResponses, seen } from "../exchange.ts";
import { elementsOf, formatR0khId, fteOf, mdeOf, pmkidOf } from "../facts.ts";
import { message3KeyData } from "../message-3.ts";
import type { SightingOf } from "../sighting.ts";
import { compareOctets } from "./compare.ts";

/**
 * Messages 2 and 3 repeat MDE and FTE of the association response, and both carry the same PMKR1Name
 * (13.4): a difference is how a downgrade or a mixed-up session shows.
 */
export function checkHandshakeElements(context: ExchangeContext): readonly Check[] {
  const [message2] = seen(context.exchange, "eapol-2");
  return [
    ...seen(context.exchange, "eapol-2").flatMap((message) =>
      compare(context, message, elementsOf(message)),
    ),
    ...seen(context.exchange, "eapol-3").flatMap((message) => {
      const elements = message3KeyData(context, message)?.elements;
      if (elements === undefined) return [];
      const pmkids = findElement(elements, "rsne")?.pmkids ?? [];
      return [
        ...compare(context, message, elements),
        compareOctets(message, "pmkr1name", {
          name: "PMKR1Name",
          seen: pmkids[0],
          expected: pmkidOf(message2),
          from: message2,
        }),
      ];
    }),
  ];
}

function compare(
  context: ExchangeContext,
  message: SightingOf<"eapol-2"> | SightingOf<"eapol-3">,
  elements: readonly Element[],
): readonly Check[] {
  const response = associationResponses(context.exchange).findLast(
    ({ body, air }) => body.status === 0 && air.time <= message.air.time,
  );
  const fte = findElement(elements, "fte");
  const mdid = findElement(elements, "mde")?.mdid;
  const expectedMdid = mdeOf(response)?.mdid;
  // A handshake of another AKM carries neither element; an answer without an FTE has nothing to compare.
  if (mdid === undefined || response === undefined || fteOf(response) === undefined) return [];
  return [
    compareOctets(message, "mdid", {
      name: "MDID",
      seen: utf8Octets(mdid),
      expected: expectedMdid === undefined ? undefined : utf8Octets(expectedMdid),
      from: response,
      format: printable,
    }),
    compareOctets(message, "r0kh-id", {
      name: "R0KH-ID",
      seen: fte?.r0khId,
      expected: fteOf(response)?.r0khId,
      from: response,
      format: formatR0khId,
    }),
    compareOctets(message, "r1kh-id", {
      name: "R1KH-ID",
      seen: fte?.r1khId,
      expected: fteOf(response)?.r1khId,
      from: response,
    }),
  ];
}
