import { evidenceIn } from "../logged-transfer.ts";
import type { Rule, RuleResult } from "../rule.ts";
import { turnedAway } from "../turned-away.ts";

export const stationDeniedAtTarget: Rule = {
  id: "station-denied-at-target",
  title: "The target AP is configured not to serve this station",
  severity: "fault",
  clauses: ["13.5"],
  why: "An AP with a list of allowed or denied stations (ACL) turns a station away before it reads anything of FT in its request. The station had been let in elsewhere, and has no way to know that this AP will not have it.",
  decides:
    "The target's own log says of the station's first request, which was refused or not answered, that the station is not allowed. Without that log there is no verdict: the status (1 of hostapd) says nothing of a list, and where a driver keeps the list the AP is silent.",
  fix: [
    "Take the station off the target AP's list of denied stations, or put it on that of allowed ones (hostapd: macaddr_acl, deny_mac_file, accept_mac_file, or its RADIUS server).",
    "Keep one list for all APs of a network: a station that one of them serves will roam to the others.",
    "A station that changes its address (private address) needs a new entry each time: switch that off for this network, or do without the list.",
  ],
  confirm: [
    "Compare the lists of both APs (hostapd_cli accept_acl SHOW and deny_acl SHOW).",
    "hostapd asks its list over the air only: the same station may get in over the DS.",
  ],
  judge(facts): RuleResult {
    const denied = turnedAway(facts, "station-denied");
    if (denied === undefined) {
      return {
        kind: "not-applicable",
        because: "no log of the target says that it does not allow the station",
      };
    }
    return {
      kind: "fault",
      culprit: "configuration",
      confidence: "proven",
      summary: `The target AP is configured not to serve this station. Its log says so of the station's ${denied.request}. Nothing of FT was looked at.`,
      evidence: [...denied.evidence, evidenceIn(denied.said)],
    };
  },
};
