import type { ExchangeContext } from "../exchange/context.ts";
import { associationResponses, ftResponses } from "../exchange/exchange.ts";
import { refusalByDeparture } from "../exchange/outcome.ts";
import { isAgreement, isHollow, type Sighting, statusOf } from "../exchange/sighting.ts";
import { reasonName } from "../spec/reason-codes.ts";
import { statusName } from "../spec/status-codes.ts";
import { evidenceAt, roleName } from "./rule.ts";
import type { Evidence } from "./verdict.ts";

/** The frame with which the target refused. */
export interface Refusal {
  readonly sighting: Sighting;
  /** Which step was refused. */
  readonly step: "ft-request" | "association-request";
  /** Status code; undefined when the target deauthenticated instead of answering. */
  readonly status: number | undefined;
  readonly reason: number | undefined;
  readonly evidence: Evidence;
  /** "FT Authentication Response (frame 118): 53 Invalid PMKID". */
  readonly text: string;
}

/** How the target refused an exchange; undefined when it did not, or had accepted the station before. */
export function refusal({
  exchange,
  next,
}: Pick<ExchangeContext, "exchange" | "next">): Refusal | undefined {
  const answers = associationResponses(exchange);
  const isAccepted = answers.some(({ body }) => body.status === 0);
  const refusingAnswer = isAccepted ? undefined : answers[0];
  const departure = refusalByDeparture(exchange, next);
  const refusingResponse =
    answers.length === 0 && !ftResponses(exchange).some(isAgreement)
      ? ftResponses(exchange)[0]
      : undefined;
  const sighting = refusingAnswer ?? departure ?? refusingResponse;
  if (sighting === undefined) return undefined;
  return refusalIn(sighting, sighting === refusingResponse ? "ft-request" : "association-request");
}

/** The answer with which the target refused what it had accepted before, and that acceptance. */
export function refusalAfterAcceptance({
  exchange,
}: Pick<ExchangeContext, "exchange">):
  | { readonly accepted: Sighting; readonly refused: Refusal }
  | undefined {
  const answers = associationResponses(exchange);
  const last = answers.at(-1);
  const accepted = answers.find(({ body }) => body.status === 0);
  return last === undefined || accepted === undefined || last.body.status === 0
    ? undefined
    : { accepted, refused: refusalIn(last, "association-request") };
}

/** What a refusing frame says. */
export function refusalIn(sighting: Sighting, step: Refusal["step"]): Refusal {
  const status = statusOf(sighting);
  const reason =
    sighting.role === "deauthentication" || sighting.role === "disassociation"
      ? sighting.body.reason
      : undefined;
  const code =
    status === undefined
      ? `reason ${reason} ${reasonName(reason ?? 0)}`
      : `${status} ${statusName(status)}${isHollow(sighting) ? ", and nothing else" : ""}`;
  return {
    sighting,
    step,
    status,
    reason,
    evidence: evidenceAt(sighting, {
      ...(isHollow(sighting)
        ? { field: "elements", seen: "none", expected: "RSNE, MDE and FTE" }
        : {
            field: status === undefined ? "Reason Code" : "Status Code",
            seen: String(status ?? reason),
            ...(status === undefined ? {} : { expected: "0" }),
          }),
      text: `${roleName(sighting.role)}: ${code}`,
    }),
    text: `${roleName(sighting.role)} (frame ${sighting.air.frame}): ${code}`,
  };
}
