import type { LogEventKind } from "../logs/event-kind.ts";
import { compareAps } from "../logs/radio.ts";
import { trusted } from "./logged-transfer.ts";
import { refusal } from "./refusal.ts";
import { evidenceAt, type Facts, roleName } from "./rule.ts";
import { silenceOf } from "./silence.ts";
import type { Evidence } from "./verdict.ts";
import type { LoggedFact } from "./witness.ts";

/** What the target's own log says of a request that it turned away before it read anything of FT in it. */
export interface TurnedAway {
  readonly said: LoggedFact;
  /** "FT Authentication Request (frame 30), which it refused: ..., frame 31". */
  readonly request: string;
  /** The request, and the answer if one was captured. */
  readonly evidence: readonly Evidence[];
}

/**
 * Only the first request of an attempt that came to nothing, and only by the log of the AP itself: it must
 * name its BSS, since every AP near the station may write the same line.
 */
export function turnedAway(
  facts: Facts,
  kind: Extract<LogEventKind, "station-denied" | "no-room-for-station">,
): TurnedAway | undefined {
  const { context, witnesses } = facts;
  const { exchange, outcome } = context;
  const refused = refusal(context);
  const isFirstAtStake =
    refused === undefined
      ? outcome === "unanswered" && !silenceOf(facts).isReassociation
      : refused.step === "ft-request";
  if (!isFirstAtStake) return undefined;
  const target = { address: exchange.targetAp, addressIs: "bssid" } as const;
  const said = trusted(witnesses).findLast(
    ({ event, sighting }) =>
      event.kind === kind &&
      event.ap !== undefined &&
      compareAps(event.ap, target) === "same" &&
      sighting !== undefined,
  );
  const request = said?.sighting;
  if (said === undefined || request === undefined) return undefined;
  const name = `${roleName(request.role)} (frame ${request.air.frame})`;
  return {
    said,
    request:
      refused === undefined
        ? `${name}, to which no answer was captured`
        : `${name}, which it refused: ${refused.text}`,
    evidence: [
      evidenceAt(request, {
        field: "Transmitter Address",
        seen: request.sender,
        text: roleName(request.role),
      }),
      ...(refused === undefined ? [] : [refused.evidence]),
    ],
  };
}
