import { vendorOfBss } from "../../exchange/bss.ts";
import { ftRequests } from "../../exchange/exchange.ts";
import { formatR0khId, fteOf } from "../../exchange/facts.ts";
import { type Refusal, refusal } from "../refusal.ts";
import { restartSign } from "../restart-sign.ts";
import {
  checksOn,
  evidenceOf,
  type Facts,
  isInDomainOfKey,
  type Rule,
  type RuleResult,
  stationFirst,
} from "../rule.ts";
import type { Alternative } from "../verdict.ts";

/** A status code with which targets say that they have no key under the name offered. */
interface NoKeyStatus {
  readonly step: Refusal["step"];
  readonly status: number;
  /** The standard gives the code another meaning; whose APs use it for this one, and what they mean. */
  readonly lore?: { readonly vendor: string; readonly text: string };
}

const noKeyStatuses: readonly NoKeyStatus[] = [
  { step: "ft-request", status: 53 },
  // The key holder could not be reached.
  { step: "ft-request", status: 28 },
  { step: "association-request", status: 28 },
  {
    step: "association-request",
    status: 11,
    lore: {
      vendor: "Cisco",
      text: "Cisco FlexConnect APs refuse with status 11 when they do not find the key in their cache",
    },
  },
];

export const r1KeyUnknownToTarget: Rule = {
  id: "r1-key-unknown-to-target",
  title: "The target AP has no key for this station",
  severity: "fault",
  clauses: ["13.5", "12.7.1.6"],
  why: "The target needs the station's PMK-R1, which it gets from the key holder of the initial association (R0KH) or makes from the same PSK. It found none under the name the station offered, so it refused.",
  decides:
    "The target refused with a status that means a missing key (53, 28, or by vendor lore 11), and the station's PMKR0Name and R0KH-ID are right: shown by the key, by the PMKR1Name of its association, or by an earlier roam under the same name.",
  fix: [
    "On the target AP: is the R0KH-ID the station names among its key holders, with the right address and key?",
    "On that key holder: is the target AP among the APs that may fetch keys (R1KH list)?",
    "Controllers: are both APs in one group for key sharing (FlexConnect group, site tag, mobility group)?",
    "Was the target AP or the key holder restarted, or the key's lifetime over, since the station associated?",
  ],
  confirm: [
    "The debug log of the target AP at the time of the refusal.",
    "A capture of the wire between the APs at that time: did the target ask, did the key holder answer?",
  ],
  judge(facts): RuleResult {
    const refused = refusal(facts.context.exchange);
    if (refused?.status === undefined) {
      return { kind: "not-applicable", because: "the target did not refuse with a status" };
    }
    const meaning = noKeyStatuses.find(
      ({ step, status }) => step === refused.step && status === refused.status,
    );
    if (meaning === undefined) {
      return { kind: "not-applicable", because: "the status does not mean a missing key" };
    }
    const [request] = ftRequests(facts.context.exchange);
    const r0khId = fteOf(request)?.r0khId;
    const holder = r0khId === undefined ? "its key holder" : formatR0khId(r0khId);
    const [name] = checksOn(facts, ["pmkr0name"], stationFirst);
    const r0khIdChecks = checksOn(facts, ["r0kh-id"], stationFirst);
    const isNameRight = name?.result === "sound" && isInDomainOfKey(facts);
    const isHolderRight = r0khIdChecks.some((check) => check.result === "sound");
    if (name === undefined || !isNameRight || !isHolderRight) {
      const reason =
        name === undefined
          ? "the station's request was not captured"
          : isInDomainOfKey(facts)
            ? name.text
            : "its request names another mobility domain than the one its key was made in";
      return {
        kind: "cannot-tell",
        concludes: true,
        summary: `The target AP says it has no key under the name the station offered (${refused.text}). Whether the name is wrong or the key never came cannot be told: ${reason}.`,
        evidence: [refused.evidence, ...(name === undefined ? [] : [evidenceOf(name)])],
        alternatives: [
          keyMissing(facts),
          {
            culprit: "station",
            rule: "station-pmkr0name-wrong",
            text: "The station offered the name of a wrong or outdated key.",
            settledBy: "the key of the network, or a capture of the station's initial association",
          },
        ],
        missing: name?.needs ?? ["the station's FT request"],
      };
    }
    const { lore } = meaning;
    const { target, link } = facts.context;
    const sign =
      link && restartSign(target, link.session.association.startTime, refused.sighting.air.time);
    const isOfVendor = lore !== undefined && vendorOfBss(facts.context.target) === lore.vendor;
    const summary = `The target AP has no key for this station, whose request was right: the key did not get from ${holder} to the target`;
    return {
      kind: "fault",
      culprit: "key-distribution",
      confidence: lore === undefined || isOfVendor ? "probable" : "possible",
      summary:
        lore === undefined
          ? `${summary}.`
          : `${summary} (vendor lore: ${lore.text}; ${isOfVendor ? "this is one of theirs by its beacons" : "whether this is one of theirs is not known"}).`,
      evidence: [
        refused.evidence,
        evidenceOf(name),
        ...r0khIdChecks.filter((check) => check.result === "sound").map(evidenceOf),
        ...(sign === undefined ? [] : [sign.evidence]),
      ],
      alternatives: [
        ...(lore === undefined
          ? []
          : [
              {
                culprit: "target-ap" as const,
                text: `The status has the meaning of the standard (${refused.text}): the target AP finds no association of the station.`,
                settledBy: "the maker and the log of the target AP",
              },
            ]),
        {
          culprit: "target-ap",
          text:
            sign === undefined
              ? "The target AP was restarted, or lost the key by its own fault."
              : `The target AP ${sign.text} after the station had associated, as in a restart: it may have had the key and lost it.`,
          settledBy: "the target AP's log and uptime",
        },
        {
          culprit: "key-distribution",
          text: "The key's lifetime was over, or the key holder was restarted and forgot it.",
          settledBy: `the log and uptime of ${holder}`,
        },
      ],
      missing: [
        "the debug log of the target AP at that time, or a capture of the wire between the APs",
      ],
    };
  },
};

function keyMissing({ context }: Facts): Alternative {
  return {
    culprit: "key-distribution",
    rule: "r1-key-unknown-to-target",
    text: "The key did not reach the target AP.",
    settledBy: `the debug log of ${context.exchange.targetAp} at that time`,
  };
}
