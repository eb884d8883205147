import { equalOctets } from "../../bytes/octets.ts";
import type { ExchangeContext } from "../../exchange/context.ts";
import { associationResponses, ftRequests } from "../../exchange/exchange.ts";
import { formatR0khId, fteOf } from "../../exchange/facts.ts";
import type { Session } from "../../exchange/session.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import { withKeyTransfer } from "../key-transfer.ts";
import { refusal } from "../refusal.ts";
import { restartSign } from "../restart-sign.ts";
import {
  checksOn,
  evidenceOf,
  isInDomainOfKey,
  type Rule,
  type RuleResult,
  stationFirst,
} from "../rule.ts";
import { isOfLore, meaningOf } from "../status-meanings.ts";

export const r0HolderRestarted: Rule = {
  id: "r0-holder-restarted",
  title: "The AP that held the station's key was restarted",
  severity: "fault",
  clauses: ["13.4", "13.5"],
  why: "The AP of the initial association holds PMK-R0 in memory. After a restart it has none, so it can give no key to any target, while the station goes on offering the old name.",
  decides:
    "The target refused for want of a key, the station's names are right, and the AP of the initial association deauthenticated everybody or began its TSF anew between that association and the refusal.",
  fix: [
    "Find out whether that AP restarted at that moment, and why.",
    "The station has to associate anew; software that repeats the dead name should be updated.",
  ],
  confirm: ["The uptime of the AP of the initial association."],
  judge(facts): RuleResult {
    const { context } = facts;
    const refused = refusal(context);
    const [name] = checksOn(facts, ["pmkr0name"], stationFirst);
    const { holder, link } = context;
    const meaning = meaningOf(refused, "key-missing");
    if (refused === undefined || meaning === undefined || !isOfLore(meaning, context.target)) {
      return { kind: "not-applicable", because: "the target did not refuse for want of a key" };
    }
    if (
      name?.result !== "sound" ||
      !isInDomainOfKey(facts) ||
      holder === undefined ||
      link === undefined ||
      !link.isSameClock ||
      !isHolder(context, link.session)
    ) {
      return {
        kind: "cannot-tell",
        summary: "who holds the key is not known, or not since when",
        evidence: [],
        missing: ["the initial association of the station, on the clock of the roam"],
      };
    }
    const since = link.session.association.lastTime;
    const sign = restartSign(holder, since, refused.sighting.air.time);
    if (sign === undefined) {
      return {
        kind: "sound",
        confidence: "probable",
        summary: "no sign of a restart of the key holder",
        evidence: [],
      };
    }
    const r0khId = link.session.r0khId;
    const named = r0khId === undefined ? holder.bssid : formatR0khId(r0khId);
    return withKeyTransfer(facts, {
      kind: "fault",
      culprit: "key-distribution",
      confidence: "probable",
      summary: `${named}, which held the station's key, ${sign.text} after the station had associated there, as in a restart, which wipes its keys; the target AP refused for want of a key.`,
      evidence: [sign.evidence, refused.evidence, evidenceOf(name)],
      alternatives: [
        {
          culprit: "key-distribution",
          rule: "r1-key-unknown-to-target",
          text: "The key would not have reached the target AP anyway.",
          settledBy: "a roam between the same APs right after a new association",
        },
        {
          culprit: "key-distribution",
          rule: "r1-key-unknown-to-target",
          text: `A controller holds the key, and a restart of ${holder.bssid} does not wipe it.`,
          settledBy: "the configuration of the network",
        },
        ...sign.alternatives,
      ],
    });
  },
};

/**
 * The station names the R0KH-ID of this association, and no other AP gave it the same: then a controller
 * holds the keys, and no AP does.
 */
function isHolder(
  { exchange, history }: ExchangeContext,
  { association, r0khId }: Session,
): boolean {
  const isSame = (sighting: Sighting | undefined) => {
    const other = fteOf(sighting)?.r0khId;
    return other !== undefined && r0khId !== undefined && equalOctets(other, r0khId);
  };
  const others = history.filter(
    ({ kind, targetAp }) =>
      kind === "initial-mobility-domain-association" && targetAp !== association.targetAp,
  );
  return (
    isSame(ftRequests(exchange)[0]) &&
    !others.some((other) => associationResponses(other).some(isSame))
  );
}
