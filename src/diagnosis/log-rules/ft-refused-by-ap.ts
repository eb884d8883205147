import { statusName } from "../../spec/status-codes.ts";
import {
  apWords,
  attemptsOf,
  attemptWords,
  type LogRule,
  lineEvidence,
  stationsOf,
} from "../log-rule.ts";

/** Refused, for another cause than a missing key. */
export const ftRefusedByAp: LogRule = {
  id: "ft-refused-by-ap",
  title: "The AP refused an FT roam, and the log names another cause than a missing key",
  severity: "warning",
  clauses: ["13.5", "13.7", "9.4.1.9"],
  why: "The refusal ends the roam. The log has the AP's words and its status, not the frames: whose mistake it was, they rarely show.",
  decides: "An FT attempt ended with a refusal that says nothing about a missing key.",
  fix: ["Read the status and the words of the refusal; capture the roam to see both frames."],
  confirm: ["A capture on the target's channel."],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const refused = attemptsOf(station, ({ outcome }) => outcome === "refused");
      if (refused === undefined) return [];
      const { first, count } = refused;
      const status = first.codes?.find(({ space }) => space === "ieee-status")?.value;
      return [
        {
          culprit: "undetermined",
          confidence: "possible",
          station: station.station,
          summary: `${apWords(first.target)} refused ${attemptWords(count)} of ${station.station} to roam with FT${status === undefined ? "" : `, status ${status} ${statusName(status)}`}${first.text === undefined || first.text === "" ? "" : `: "${first.text}"`}.`,
          evidence: [
            lineEvidence(told, first.ended ?? first.begun, {
              field: "Status Code",
              ...(status === undefined ? {} : { seen: `${status} ${statusName(status)}` }),
              text: `the refusal of attempt ${first.number}`,
            }),
          ],
          questions: [
            {
              question: "Which frame was refused, and what was wrong with it?",
              answeredBy: `a capture on the channel of ${apWords(first.target)}`,
            },
          ],
        },
      ];
    }),
};
