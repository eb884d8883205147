import { elapsedMs } from "../../bytes/time.ts";
import { type Exchange, ftResponses } from "../../exchange/exchange.ts";
import { departures } from "../../exchange/outcome.ts";
import { isAcknowledged, type Sighting } from "../../exchange/sighting.ts";
import { reasonName } from "../../spec/reason-codes.ts";
import { checksOn, evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";
import { type Settling, settling } from "../settling.ts";
import { type Silence, silenceOf } from "../silence.ts";
import type { Alternative } from "../verdict.ts";

export const noAnswer: Rule = {
  id: "no-answer",
  title: "No answer of the target AP was captured",
  severity: "note",
  clauses: ["13.5", "13.7"],
  why: "A missing frame is no fault by itself: the AP may be silent, the answer may be lost on the air, or only the recorder may have missed it.",
  decides:
    "A request of the station was captured and no answer to it. An acknowledgement shows that the AP's radio received the request. Sequence numbers of the AP that run on show that it sent none; numbers that jump show that the recorder missed frames. Why the AP is silent stands in no frame: it may wait for the station's key.",
  fix: [
    "Look into the log of the AP that was asked at the time of the request.",
    "Over the air: does the target AP wait for the station's key (R0KH out of reach) or for a RADIUS server?",
    "Over the DS: can the current AP reach the target AP on the wire, and is the target AP running?",
  ],
  confirm: ["A second recorder close to the target AP, on its channel."],
  judge(facts): RuleResult {
    const { context } = facts;
    const { exchange, outcome } = context;
    if (outcome !== "unanswered") {
      return { kind: "not-applicable", because: "the request was answered" };
    }
    const silence = silenceOf(facts);
    const { requests, asked, counter, isHeard } = silence;
    const first = requests[0];
    const acknowledged = requests.filter(isAcknowledged).length;
    const step = first === undefined ? "request" : roleName(first.role);
    const times = requests.length === 1 ? "once" : `${requests.length} times`;
    const answered =
      silence.isReassociation && ftResponses(exchange).length > 0
        ? " It had answered the first frame."
        : "";
    const leave = leaveOfStation(exchange, requests.at(-1));
    const isMissed = counter.kind === "jumps" || !isHeard;
    const settled = settling(facts);
    return {
      kind: "cannot-tell",
      concludes: true,
      ...(isMissed ? { culprit: "capture" as const } : {}),
      summary: `The station sent its ${step} ${times} and no answer was captured. ${reception()}${answered}${counter.kind === "unknown" ? "" : ` ${counter.text}`}${silence.vanished ?? ""}${leave === undefined ? "" : ` The station itself ended the attempt ${leave}.`}`,
      evidence: requests.slice(0, 4).map((request) =>
        evidenceAt(request, {
          field: "ACK",
          seen: isAcknowledged(request) ? "captured" : "not captured",
          text: roleName(request.role),
        }),
      ),
      alternatives: [
        ...(leave === undefined
          ? []
          : [
              {
                culprit: "undetermined" as const,
                text: "The station left before an answer could come: its user, its software or its driver ended the attempt.",
                settledBy: settled.stationLog,
              },
            ]),
        ...alternativesOf(silence, {
          settled,
          isMicRight: checksOn(
            facts,
            ["fte-mic-request"],
            ["reassociation-request", "association-request"],
          ).some(({ result }) => result === "sound"),
        }),
      ],
      missing:
        asked === "current AP"
          ? [settled.currentLog, settled.wire]
          : [settled.targetLog, settled.wire],
    };

    function reception(): string {
      if (acknowledged > 0) {
        const all = acknowledged === requests.length;
        const which =
          requests.length === 1 ? "it" : all ? "all of them" : `${acknowledged} of them`;
        return `The ${asked} acknowledged ${which}, so its radio received ${requests.length === 1 ? "it" : "the request"}.`;
      }
      return isHeard
        ? "No acknowledgement was captured either: the request may not have arrived."
        : `Neither an acknowledgement nor any other frame of the ${asked} was captured around that time: this capture cannot show an answer.`;
    }
  },
};

/** A station that waits for an answer repeats its request only after so long. */
const waitsMs = 100;

/** The farewell with which the station took its last request back before it had waited for an answer. */
function leaveOfStation(exchange: Exchange, request: Sighting | undefined): string | undefined {
  if (request === undefined) return undefined;
  const leave = departures(exchange).find(({ air }) => air.time > request.air.time);
  if (leave === undefined || leave.sender !== exchange.station) return undefined;
  const afterMs = elapsedMs(request.air.time, leave.air.time);
  const { reason } = leave.body;
  return afterMs >= waitsMs
    ? undefined
    : `${afterMs.toFixed(0)} ms after its request (frame ${leave.air.frame}: ${roleName(leave.role)}, reason ${reason} ${reasonName(reason)})`;
}

/** What may be behind the silence, less what the frames exclude. */
function alternativesOf(
  { asked, isReassociation, counter }: Silence,
  { settled, isMicRight }: { readonly settled: Settling; readonly isMicRight: boolean },
): readonly Alternative[] {
  const isOverDs = asked === "current AP";
  const log = isOverDs ? settled.currentLog : settled.targetLog;
  const behind: readonly Alternative[] = isOverDs
    ? [
        {
          culprit: "target-ap",
          text: "The target AP was switched off or did not answer over the wire.",
          settledBy: settled.targetLogOrWire,
        },
        {
          culprit: "current-ap",
          text: "The current AP did not pass the request on (FT over the DS off, the target AP not known to it).",
          settledBy: settled.currentLog,
        },
        {
          culprit: "key-distribution",
          rule: "r1-key-pull-timeout",
          text: "The target AP was still waiting for the station's key.",
          settledBy: settled.targetLogOrWire,
        },
        {
          culprit: "target-ap",
          rule: "refused-by-policy",
          text: "The target AP had no room for another station, which hostapd tells nobody over the DS.",
          settledBy: settled.targetLog,
        },
      ]
    : isReassociation
      ? [
          {
            culprit: "target-ap",
            text: "The target AP ignored the request.",
            settledBy: log,
          },
          ...(isMicRight
            ? [
                {
                  culprit: "key-distribution" as const,
                  rule: "target-holds-another-pmk-r1",
                  text: "The target AP holds another key and discarded the request for its MIC, as the standard asks it to.",
                  settledBy: log,
                },
              ]
            : [
                {
                  culprit: "station" as const,
                  rule: "station-fte-mic-wrong",
                  text: "The MIC of the request is wrong, and the target AP discarded it, as the standard asks it to.",
                  settledBy: "the key of the network",
                },
              ]),
        ]
      : [
          {
            culprit: "key-distribution",
            rule: "r1-key-pull-timeout",
            text: "The target AP was still waiting for the station's key.",
            settledBy: settled.targetLogOrWire,
          },
          {
            culprit: "target-ap",
            text: "The target AP ignored the request, or waited for a RADIUS or ACL answer.",
            settledBy: log,
          },
          {
            culprit: "configuration",
            rule: "station-denied-at-target",
            text: "The target AP is configured not to serve this station (ACL); an AP whose driver keeps the list does not answer at all.",
            settledBy: log,
          },
        ];
  // An AP whose counter runs on has sent nothing that could be lost or missed.
  if (counter.kind === "runs-on") return behind;
  return [
    ...behind,
    {
      culprit: "radio",
      text: "The answer was sent and lost on the air.",
      settledBy: isOverDs ? settled.recorderAtCurrent : settled.recorderAtStation,
    },
    {
      culprit: "capture",
      text: "Only the recorder missed the answer.",
      settledBy: isOverDs ? settled.recorderAtCurrent : settled.recorderAtTarget,
    },
  ];
}
