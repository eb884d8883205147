import type { Check } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import {
  associationRequests,
  associationResponses,
  ftRequests,
  ftResponses,
  isFt,
} from "../exchange.ts";
import { checkInitialAssociation } from "./four-way.ts";
import { checkFtRequest } from "./ft-request.ts";
import { checkFtResponse } from "./ft-response.ts";
import { checkReassociationRequest } from "./reassociation-request.ts";
import { checkReassociationResponse } from "./reassociation-response.ts";

/** Every check of an exchange, in the order of its frames. */
export function checkExchange(context: ExchangeContext): readonly Check[] {
  const { exchange } = context;
  if (exchange.kind === "association") return [];
  if (!isFt(exchange)) return checkInitialAssociation(context);
  return [
    ...ftRequests(exchange).flatMap((request) => checkFtRequest(context, request)),
    ...ftResponses(exchange).flatMap((response) => checkFtResponse(context, response)),
    ...associationRequests(exchange).flatMap((request) =>
      checkReassociationRequest(context, request),
    ),
    ...associationResponses(exchange).flatMap((response) =>
      checkReassociationResponse(context, response),
    ),
  ];
}
