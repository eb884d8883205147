import { associationRequests, associationResponses } from "../../exchange/exchange.ts";
import { fteOf } from "../../exchange/facts.ts";
import { ftAkm } from "../../spec/suites.ts";
import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";

export const associationWithoutR0khId: Rule = {
  id: "association-without-r0kh-id",
  title: "The AP gave the station no key holder to roam with",
  severity: "fault",
  clauses: ["13.4"],
  why: "The station learns R0KH-ID and R1KH-ID from the FTE of the association response. Without them it has no FT key hierarchy: every later roam must be a full association.",
  decides:
    "The station asked for an FT AKM, the AP accepted, and the whole association response has no FTE or no R0KH-ID in it.",
  fix: [
    "Check the FT settings of this AP (NAS-Identifier, mobility domain), or update its firmware.",
  ],
  confirm: ["Capture the association of another station with the same AP."],
  judge({ context }): RuleResult {
    const { exchange, akm } = context;
    if (exchange.kind !== "initial-mobility-domain-association") {
      return { kind: "not-applicable", because: "no initial mobility domain association" };
    }
    const accepted = associationResponses(exchange).findLast(({ body }) => body.status === 0);
    const asked = associationRequests(exchange).length > 0;
    if (accepted === undefined || !asked || akm === undefined || ftAkm(akm) === undefined) {
      return { kind: "not-applicable", because: "no accepting answer to an FT AKM was captured" };
    }
    const fte = fteOf(accepted);
    if (fte?.r0khId !== undefined) {
      return { kind: "sound", confidence: "proven", summary: "R0KH-ID given", evidence: [] };
    }
    if (accepted.air.cut || accepted.air.decoded.faults.length > 0) {
      return {
        kind: "cannot-tell",
        summary: "the answer was not captured to its end",
        evidence: [],
        missing: ["a capture without snap length"],
      };
    }
    return {
      kind: "fault",
      culprit: "target-ap",
      confidence: "proven",
      isUncontradicted: true,
      summary: `The AP's ${roleName(accepted.role)} (frame ${accepted.air.frame}) carries no ${fte === undefined ? "FTE" : "R0KH-ID"}: the station cannot roam with FT from here.`,
      evidence: [
        evidenceAt(accepted, {
          field: fte === undefined ? "FTE" : "R0KH-ID",
          expected: "present",
          text: roleName(accepted.role),
        }),
      ],
    };
  },
};
