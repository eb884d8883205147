import type { Check, CheckId } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import {
  associationRequests,
  associationResponses,
  type Exchange,
  ftRequests,
  ftResponses,
  isFt,
} from "../exchange.ts";
import { hidesFtActions } from "../protected-actions.ts";
import { checkDataKeys } from "./data-keys.ts";
import { checkInitialAssociation } from "./four-way.ts";
import { checkFtRequest } from "./ft-request.ts";
import { checkFtResponse } from "./ft-response.ts";
import { checkReassociationRequest } from "./reassociation-request.ts";
import { checkReassociationResponse } from "./reassociation-response.ts";

/** Every check of an exchange, in the order of its frames. */
export function checkExchange(context: ExchangeContext): readonly Check[] {
  const { exchange } = context;
  if (exchange.kind === "association") return [];
  if (!isFt(exchange)) return [...checkInitialAssociation(context), ...checkDataKeys(context)];
  const checks = [
    ...ftRequests(exchange).flatMap((request) => checkFtRequest(context, request)),
    ...ftResponses(exchange).flatMap((response) => checkFtResponse(context, response)),
    ...associationRequests(exchange).flatMap((request) =>
      checkReassociationRequest(context, request),
    ),
    ...associationResponses(exchange).flatMap((response) =>
      checkReassociationResponse(context, response),
    ),
    ...checkDataKeys(context),
  ];
  return hidesFtActions(exchange)
    ? checks.map((check) => (needsFtActions(check) ? withHiddenActions(exchange, check) : check))
    : checks;
}

/** What a reassociation request is compared with in the FT frames before it. */
const comparedWithFtFrames: ReadonlySet<CheckId> = new Set([
  "mdid",
  "rsne-consistency",
  "r0kh-id",
  "r1kh-id",
  "anonce",
  "snonce",
  "pmkr1name-derivation",
  "reassociation-deadline",
]);

function needsFtActions({ id, role, result }: Check): boolean {
  return (
    result === "cannot-tell" && role === "reassociation-request" && comparedWithFtFrames.has(id)
  );
}

function withHiddenActions({ currentAp }: Exchange, check: Check): Check {
  return {
    ...check,
    needs: [
      `key of the station's current association${currentAp === undefined ? "" : ` with ${currentAp}`}`,
    ],
    text: "the frames that gave the value are protected FT Action frames, or were not captured",
  };
}
