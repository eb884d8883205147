import { elapsedMs } from "../../bytes/time.ts";
import type { Evidence } from "../../diagnosis/verdict.ts";
import { type BssTransitionRequest, bssTransitionStatusName } from "../../dot11/bss-transition.ts";
import { isFt } from "../../exchange/exchange.ts";
import type { Dismissal, SteeringEvent } from "../../exchange/steering.ts";
import { reasonName } from "../../spec/reason-codes.ts";
import type { Finding } from "../analysis.ts";
import { isSoundRoam, type Judged } from "./judged.ts";

/** A roam that begins so long after a request to leave follows from it. */
const followsNs = 10_000_000_000n;

type EventOf<What extends SteeringEvent["what"]> = SteeringEvent & { readonly what: What };

function isDismissal(event: SteeringEvent): event is EventOf<Dismissal> {
  return event.what.kind === "deauthentication" || event.what.kind === "disassociation";
}

/** The last disconnection of the station by an AP it came from, shortly before an exchange. */
export function dismissalBefore({ context, steering }: Judged): EventOf<Dismissal> | undefined {
  const { startTime, targetAp } = context.exchange;
  return steering
    .filter(isDismissal)
    .findLast(
      ({ isFromAp, ap, at }) =>
        isFromAp && ap !== targetAp && at.time < startTime && startTime - at.time <= followsNs,
    );
}

/** Roams that an AP asked for (BSS transition management), and those in which it did not wait for them (D6). */
export function steeredRoams(judged: readonly Judged[]): readonly Finding[] {
  const told = new Set<SteeringEvent>();
  return judged.flatMap((one): readonly Finding[] => {
    const { exchange } = one.context;
    const request = one.steering.findLast(
      (event): event is EventOf<BssTransitionRequest> =>
        event.what.kind === "bss-transition-request" &&
        event.ap !== exchange.targetAp &&
        event.at.time < exchange.startTime &&
        exchange.startTime - event.at.time <= followsNs,
    );
    if (request === undefined || told.has(request)) return [];
    told.add(request);
    const response = one.steering.find(
      ({ at, ap, what }) =>
        what.kind === "bss-transition-response" && ap === request.ap && at.time > request.at.time,
    );
    const dismissal = one.steering
      .filter(isDismissal)
      .find(
        ({ isFromAp, ap, at }) =>
          isFromAp &&
          ap === request.ap &&
          at.time > request.at.time &&
          at.time <= exchange.lastTime,
      );
    const status =
      response?.what.kind === "bss-transition-response" ? response.what.status : undefined;
    const answer =
      status === undefined || response === undefined
        ? "no answer of the station was captured"
        : `the station ${bssTransitionStatusName(status)} (frame ${response.at.frame})`;
    const imminent = request.what.isDisassociationImminent
      ? ", and announced that it would disconnect it"
      : "";
    const asked = `${request.ap} asked ${exchange.station} to leave (frame ${request.at.frame}, BSS Transition Management Request${imminent}); ${answer}. ${elapsedMs(request.at.time, exchange.startTime).toFixed(0)} ms after the request the station went to ${exchange.targetAp}`;
    const evidence = [
      evidenceOf(request, "BSS Transition Management Request"),
      ...(response === undefined
        ? []
        : [evidenceOf(response, "BSS Transition Management Response", String(status))]),
    ];
    // A station that leaves in good order meets no dismissal; one that has arrived by FT is not harmed by it.
    if (dismissal === undefined || isSoundRoam(one)) {
      return [
        { rule: "steered-roam", severity: "note", culprit: "none", summary: `${asked}.`, evidence },
      ];
    }
    const { reason } = dismissal.what;
    const why = reason === undefined ? "" : `, reason ${reason} ${reasonName(reason)}`;
    return [
      {
        rule: "steering-collision",
        severity: "warning",
        culprit: "current-ap",
        summary: `${asked}${isFt(exchange) ? "" : " with a full association"}. ${request.ap} had disconnected it (frame ${dismissal.at.frame}${why}) ${elapsedMs(request.at.time, dismissal.at.time).toFixed(0)} ms after its request, before the station had roamed: steering ended the connection that FT would have carried over.`,
        evidence: [
          ...evidence,
          evidenceOf(dismissal, "Deauthentication or Disassociation", reason?.toString()),
        ],
      },
    ];
  });
}

function evidenceOf({ at }: SteeringEvent, text: string, seen?: string): Evidence {
  return {
    input: at.input,
    frame: at.frame,
    field: "steering",
    ...(seen === undefined ? {} : { seen }),
    text,
  };
}
