import { isOneAp } from "../../logs/radio.ts";
import type { Removal, SentFrame, StationStory } from "../../logs/story/story.ts";
import {
  apWords,
  type LogFindingDraft,
  type LogRule,
  lineEvidence,
  stationsOf,
  type ToldLog,
} from "../log-rule.ts";
import type { Evidence } from "../verdict.ts";

/** One refused roam, and the controller takes the station off the AP where all was well. */
export const controllerDroppedWorkingClient: LogRule = {
  id: "controller-dropped-working-client",
  title: "After a refused roam the controller disconnects the station from its working AP",
  severity: "warning",
  clauses: ["11.3"],
  why: "A refused roam leaves the station where it was, connected. Here the controller takes the refusal for the end of the station, disconnects it from its old AP and forgets its key: a roam that failed becomes a call that drops.",
  decides:
    "The controller schedules the station's deletion at the moment of a refusal, and then sends Disassociation or Deauthentication through an AP that is not the target of that attempt.",
  fix: [
    "Mend the cause of the refusal; this is what follows from it.",
    "Ask Cisco whether the release is meant to delete a station after a refused FT roam.",
  ],
  confirm: [
    "A capture on the old AP's channel shows both frames, and whether the station acknowledged them.",
  ],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) =>
      station.removals.flatMap((removal) => judgeRemoval(told, station, removal)),
    ),
};

function judgeRemoval(
  told: ToldLog,
  station: StationStory,
  removal: Removal,
): readonly LogFindingDraft[] {
  const { attempt: number, ap, disassociation, deauthentication, keyPurged } = removal;
  const sent = disassociation ?? deauthentication;
  const run = station.runs.find(({ last }) => number !== undefined && number <= last.number);
  const target = run?.first.target;
  // Where the log names only one of the two APs, the frames may have gone through the one that refused.
  if (sent === undefined || ap?.address === undefined || target?.address === undefined) return [];
  if (isOneAp(ap, target)) return [];
  const sentWords = [
    ...(disassociation === undefined ? [] : [`a Disassociation${reasonWords(disassociation)}`]),
    ...(deauthentication === undefined
      ? []
      : [`a Deauthentication${reasonWords(deauthentication)}`]),
  ];
  return [
    {
      culprit: "none",
      confidence: "proven",
      station: station.station,
      summary: `Consequence of attempt ${number}: the controller sent ${sentWords.join(" and ")} to ${station.station} through ${apWords(ap)}, its working AP, not the one that had refused${keyPurged === undefined ? "" : ", and deleted its key"}.`,
      evidence: evidenceOf(told, removal),
    },
  ];
}

function reasonWords({ reason }: SentFrame): string {
  return reason === undefined ? "" : ` (reason ${reason})`;
}

function evidenceOf(told: ToldLog, removal: Removal): readonly Evidence[] {
  const { requested, scheduled, disassociation, deauthentication, keyPurged } = removal;
  const codes = requested?.codes
    ?.map(({ space, value }) =>
      space === "ieee-reason" ? `reasonCode ${value}` : `deleteReason ${value}`,
    )
    .join(", ");
  return [
    ...(requested === undefined
      ? []
      : [
          lineEvidence(told, requested, {
            field: "deletion",
            ...(codes === undefined ? {} : { seen: codes }),
            text: "the controller decides to delete the station",
          }),
        ]),
    ...(scheduled?.seconds === undefined
      ? []
      : [
          lineEvidence(told, scheduled, {
            field: "deletion",
            seen: `in ${scheduled.seconds} s`,
            text: "and schedules it",
          }),
        ]),
    ...sentEvidence(told, "Disassociation", disassociation),
    ...sentEvidence(told, "Deauthentication", deauthentication),
    ...(keyPurged === undefined
      ? []
      : [
          lineEvidence(told, keyPurged, {
            field: "PMK cache",
            text: "the controller deletes its key of the station",
          }),
        ]),
  ];
}

function sentEvidence(told: ToldLog, field: string, frame?: SentFrame): readonly Evidence[] {
  if (frame === undefined) return [];
  const { reason, ap } = frame;
  return [
    lineEvidence(told, frame, {
      field,
      ...(reason === undefined ? {} : { seen: `reason ${reason}` }),
      text: `through ${apWords(ap)}`,
    }),
  ];
}
