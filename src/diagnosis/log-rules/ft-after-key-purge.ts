import { elapsedMarks } from "../../logs/story/attempts.ts";
import type { StationStory } from "../../logs/story/story.ts";
import {
  attemptWords,
  type LogFindingDraft,
  type LogRule,
  lineEvidence,
  stationsOf,
  type ToldLog,
} from "../log-rule.ts";

/** The station goes on with a key that nobody holds any more. */
export const ftAfterKeyPurge: LogRule = {
  id: "ft-after-key-purge",
  title: "The station asks for FT with a key that the controller has deleted",
  severity: "warning",
  clauses: ["13.5", "12.6.10"],
  why: "Once the controller has deleted the key, no FT roam can succeed; only a full association makes a new one. These refusals say nothing about why the first roam failed.",
  decides:
    "The log shows that the controller deletes the station's key, and after it attempts for which it finds none.",
  fix: [
    "Nothing by itself: the cause is what made the controller delete the key.",
    "A station that does a full association after a refused FT roam heals itself: an update of its driver may do so.",
  ],
  confirm: ["A full association of the station, and FT roams after it."],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => judgeStation(told, station)),
};

function judgeStation(told: ToldLog, station: StationStory): readonly LogFindingDraft[] {
  return station.removals.flatMap((removal, index) => {
    const { keyPurged, purgedAfterAttempt = 0 } = removal;
    if (keyPurged === undefined) return [];
    const until =
      station.removals.slice(index + 1).find((later) => later.keyPurged !== undefined)
        ?.purgedAfterAttempt ?? Number.POSITIVE_INFINITY;
    const after = station.runs.filter(
      ({ first }) =>
        first.key === "absent" && first.number > purgedAfterAttempt && first.number <= until,
    );
    const [run] = after;
    const final = after.at(-1);
    if (run === undefined || final === undefined) return [];
    const count = after.reduce((sum, { attempts }) => sum + attempts, 0);
    const lasted = elapsedMarks(keyPurged, final.last.begun);
    const joined = station.joins.some(({ begun }) => begun.line > keyPurged.line);
    return [
      {
        culprit: "none",
        confidence: "proven",
        station: station.station,
        summary: `Consequence: ${attemptWords(count)} (${run.first.number} to ${final.last.number}) came after the controller had deleted the key${lasted === undefined ? "" : `, the last ${(lasted / 1000).toFixed(1)} s later`}; none of them could succeed. ${joined ? "A full association followed." : "No full association, which would heal it, is in the log."}`,
        evidence: [
          lineEvidence(told, keyPurged, {
            field: "PMK cache",
            text: "the controller deletes its key of the station",
          }),
          lineEvidence(told, run.first.keySaid ?? run.first.begun, {
            field: "PMK cache",
            text: `attempt ${run.first.number}: it finds none`,
          }),
          lineEvidence(told, final.last.keySaid ?? final.last.begun, {
            field: "PMK cache",
            text: `attempt ${final.last.number}: still none`,
          }),
        ],
      },
    ];
  });
}
