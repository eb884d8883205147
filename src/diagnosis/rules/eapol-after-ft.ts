import { elapsedMs } from "../../bytes/time.ts";
import { associationResponses, isFt, seen } from "../../exchange/exchange.ts";
import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";
import { settling } from "../settling.ts";

/** A handshake that follows so soon was started because of the association. */
const followsWithinMs = 3000;

export const eapolAfterFt: Rule = {
  id: "eapol-after-ft",
  title: "The target AP began a 4-way handshake after a successful FT reassociation",
  severity: "fault",
  clauses: ["13.5", "13.7"],
  why: "After FT both sides have their keys; no EAPOL-Key follows. A target that starts the handshake did not take the association for FT, and the two sides do not agree on the key.",
  decides:
    "An unprotected EAPOL-Key message 1 of the target was captured within 3 s after its accepting reassociation response. A protected one later is an ordinary rekey.",
  fix: ["Update the target AP: it treats the station as not authenticated although FT succeeded."],
  confirm: ["The debug log of the target AP right after the reassociation."],
  judge(facts): RuleResult {
    const { context } = facts;
    const { exchange } = context;
    if (!isFt(exchange)) return { kind: "not-applicable", because: "no FT exchange" };
    const accepted = associationResponses(exchange).findLast(({ body }) => body.status === 0);
    if (accepted === undefined) return { kind: "not-applicable", because: "no accepting answer" };
    const message1 = seen(exchange, "eapol-1").find(
      (message) =>
        message.air.time > accepted.air.time &&
        elapsedMs(accepted.air.time, message.air.time) <= followsWithinMs,
    );
    if (message1 === undefined) {
      return {
        kind: "sound",
        confidence: "proven",
        summary: "no handshake followed",
        evidence: [],
      };
    }
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "probable",
      isUncontradicted: true,
      summary: `The target AP began a 4-way handshake (frame ${message1.air.frame}) right after it had accepted the FT reassociation (frame ${accepted.air.frame}): it did not take the association for FT.`,
      evidence: [
        evidenceAt(accepted, { field: "Status Code", seen: "0", text: roleName(accepted.role) }),
        evidenceAt(message1, { field: "Subtype", text: "EAPOL-Key message 1, unprotected" }),
      ],
      alternatives: [
        {
          culprit: "station",
          text: "The station had begun a full association in between, and the recorder missed all of its frames.",
          settledBy: settling(facts).stationLog,
        },
      ],
    };
  },
};
