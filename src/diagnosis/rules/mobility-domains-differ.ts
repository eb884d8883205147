import { announcedMdids } from "../../exchange/session.ts";
import {
  checksOn,
  evidenceAt,
  evidenceOf,
  type Facts,
  type Rule,
  type RuleResult,
  stationFirst,
} from "../rule.ts";
import { settling } from "../settling.ts";

export const mobilityDomainsDiffer: Rule = {
  id: "mobility-domains-differ",
  title: "Current AP and target AP are in different mobility domains",
  severity: "fault",
  clauses: ["13.5"],
  why: "Keys are made for one mobility domain. FT into another one cannot work: the target has no key, whatever name the station offers.",
  decides:
    "The target announces another MDID than the one the station's key was made in (its initial association) or than the current AP announces, and the station tried FT there.",
  fix: [
    "Give both APs the same mobility domain (MDID) if stations shall roam between them with FT.",
    "If they are meant to be separate domains: the station should have associated anew instead of trying FT; update its software.",
  ],
  confirm: ["Compare the MDE in the beacons of both APs."],
  judge(facts): RuleResult {
    const { link, current, target, keys, outcome } = facts.context;
    const checks = checksOn(facts, ["mdid"], stationFirst);
    const check = checks.find(
      (candidate) => candidate.result === "fault" && isBetweenDomains(facts, candidate.variant),
    );
    if (check === undefined) {
      if (checks.length === 0) {
        return { kind: "not-applicable", because: "no FT request was captured" };
      }
      return checks.some(({ result }) => result === "sound")
        ? { kind: "sound", confidence: "proven", summary: "one mobility domain", evidence: [] }
        : {
            kind: "cannot-tell",
            summary: "the domain of the target is not known",
            evidence: [],
            missing: ["beacon of the target AP"],
          };
    }
    const from =
      keys.matched?.path.inputs?.mdid ?? link?.session.mdid ?? announcedMdids(current)[0];
    if (outcome === "completed") {
      return { kind: "not-applicable", because: "the target took the station's key" };
    }
    const to = announcedMdids(target)[0] ?? check.seen;
    const [associationFrame] = link?.session.association.sightings ?? [];
    // The station asks in a domain of which only the latest association that was heard is not.
    const isSure =
      check.variant !== "other-domain" ||
      link?.isTied === "yes" ||
      keys.matched?.by === "pmkr0name";
    return {
      kind: "fault",
      culprit: "configuration",
      confidence: isSure && announcedMdids(target).length > 0 ? "proven" : "probable",
      summary: `The target AP is in mobility domain ${to}, the station's key was made in ${from}: FT between them cannot work.`,
      evidence: [
        evidenceOf(check),
        ...(associationFrame === undefined || from === undefined
          ? []
          : [
              evidenceAt(associationFrame, {
                field: "MDID",
                seen: from,
                text: "the association that made the station's key",
              }),
            ]),
      ],
      alternatives: [
        {
          culprit: "station",
          text: "If the domains are separate on purpose, the station should not have tried FT.",
          settledBy: "the intended configuration of the two APs",
        },
        ...(isSure
          ? []
          : [
              {
                culprit: "capture" as const,
                text: `The station has associated in ${to} since, and the recorder missed that.`,
                settledBy: settling(facts).stationLog,
              },
            ]),
      ],
    };
  },
};

/** The station used its own domain's MDID at a target of another domain, or the target's MDID with the key of its own. */
function isBetweenDomains({ context }: Facts, variant: string | undefined): boolean {
  if (variant === "other-domain") return true;
  if (variant !== "target-announces-another") return false;
  const currentMdids = announcedMdids(context.current);
  const sessionMdid = context.link?.session.mdid;
  const targetMdids = announcedMdids(context.target);
  // Only what was seen of the domain the station came from shows that the domains differ.
  return [...(sessionMdid === undefined ? [] : [sessionMdid]), ...currentMdids].some(
    (mdid) => !targetMdids.includes(mdid),
  );
}
