import { elapsedMs } from "../../bytes/time.ts";
import { type Exchange, ftRequests, isAnswered, isFt } from "../../exchange/exchange.ts";
import { answerWindowNs } from "../../exchange/exchange-book.ts";
import { formatR0khId, fteOf } from "../../exchange/facts.ts";
import { isHollow, type Sighting } from "../../exchange/sighting.ts";
import { akmName, ftAkm, type SuiteSelector } from "../../spec/suites.ts";
import { keyTransfer, withKeyTransfer } from "../key-transfer.ts";
import { refusal } from "../refusal.ts";
import { restartSign } from "../restart-sign.ts";
import {
  checksOn,
  evidenceAt,
  evidenceOf,
  type Facts,
  isInDomainOfKey,
  type Rule,
  type RuleResult,
  stationFirst,
} from "../rule.ts";
import { settling } from "../settling.ts";
import { isOfLore, meaningOf } from "../status-meanings.ts";
import type { Alternative, Evidence } from "../verdict.ts";

export const r1KeyUnknownToTarget: Rule = {
  id: "r1-key-unknown-to-target",
  title: "The target AP has no key for this station",
  severity: "fault",
  clauses: ["13.5", "12.7.1.6"],
  why: "The target needs the station's PMK-R1, which it gets from the key holder of the initial association (R0KH) or makes from the same PSK. It found none under the name the station offered, so it refused.",
  decides:
    "The target refused with a status that means a missing key (53 or 28; by vendor lore 11 of Cisco, and 55 in answer to the FT request when the beacons show a RUCKUS AP), and the station's PMKR0Name and R0KH-ID are right: shown by the key, by the PMKR1Name of its association, or by an earlier roam under the same name.",
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
    const refused = refusal(facts.context);
    if (refused?.status === undefined) {
      return { kind: "not-applicable", because: "the target did not refuse with a status" };
    }
    const meaning = meaningOf(refused, "key-missing");
    const isOfVendor = meaning !== undefined && isOfLore(meaning, facts.context.target);
    const isProven = isHollow(refused.sighting) && keyTransfer(facts)?.isProof === true;
    if (meaning === undefined || (refused.step === "ft-request" && !isOfVendor && !isProven)) {
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
    const { targetLog, holderLog, targetLogOrWire } = settling(facts);
    const { target, link } = facts.context;
    const pending = attemptBefore(facts);
    const sign = link?.isSameClock
      ? restartSign(target, link.session.association.startTime, refused.sighting.air.time)
      : undefined;
    const summary = `The target AP had no key for this station, whose request was right: the key that ${holder} made was missing there${sign === undefined ? "" : `. It ${sign.text} after the station had associated, as in a restart`}`;
    return withKeyTransfer(facts, {
      kind: "fault",
      culprit: "key-distribution",
      confidence: isOfVendor ? "probable" : "possible",
      summary:
        lore === undefined
          ? `${summary}.`
          : `${summary}. That is vendor lore and not the standard: ${lore.text}; ${isOfVendor ? "this is one of theirs by its beacons" : "whether this is one of theirs is not known"}.`,
      evidence: [
        refused.evidence,
        evidenceOf(name),
        ...delayEvidence(facts, refused.sighting),
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
          settledBy: `${targetLog}, and its uptime`,
        },
        ...localKey(facts),
        ...(link?.session.pairwiseCipher === undefined
          ? [
              {
                culprit: "configuration" as const,
                rule: "security-differs",
                text: "The APs use different pairwise ciphers, and the key was made for another: with which one the station associated was not captured.",
                settledBy: "the beacons of both APs, or the station's association request",
              },
            ]
          : []),
        ...(pending === undefined
          ? []
          : [
              {
                culprit: "key-distribution" as const,
                rule: "r1-key-pull-timeout",
                text: `The answer is to the attempt of frame ${pending.sightings[0]?.air.frame}, for which the target AP had waited in vain for the key.`,
                settledBy: targetLogOrWire,
              },
            ]),
        {
          culprit: "key-distribution",
          text: "The key's lifetime was over, or the key holder was restarted and forgot it.",
          settledBy: holderLog(holder),
        },
      ],
      missing: [targetLogOrWire],
    });
  },
};

/** So soon no AP has waited for a key holder that does not answer. */
const atOnceMs = 50;

/** How long the target took to say no, when that says something. */
function delayEvidence(
  { context }: Pick<Facts, "context">,
  refused: Sighting,
): readonly Evidence[] {
  const request = ftRequests(context.exchange).findLast(({ air }) => air.time <= refused.air.time);
  if (request === undefined || refused.role === "reassociation-response") return [];
  // A refusal without elements does not tell which of two attempts it answers.
  if (attemptBefore({ context }) !== undefined) return [];
  const delayMs = elapsedMs(request.air.time, refused.air.time);
  if (delayMs > atOnceMs) return [];
  return [
    evidenceAt(refused, {
      field: "time since the request",
      seen: `${delayMs.toFixed(1)} ms`,
      text: "at once: the target AP did not wait for a key holder that is silent; it knows none, or was told no without delay",
    }),
  ];
}

/** An attempt of the station at the same target, not long before, that nobody was heard to answer. */
function attemptBefore({ context }: Pick<Facts, "context">): Exchange | undefined {
  const { exchange, history } = context;
  return history.findLast(
    (other) =>
      other.number < exchange.number &&
      other.targetAp === exchange.targetAp &&
      isFt(other) &&
      !isAnswered(other) &&
      exchange.startTime - other.lastTime <= answerWindowNs,
  );
}

function keyMissing(facts: Facts): Alternative {
  return {
    culprit: "key-distribution",
    rule: "r1-key-unknown-to-target",
    text: "The key did not reach the target AP.",
    settledBy: settling(facts).targetLog,
  };
}

/** How a key that each AP should make for itself is missing: only a PSK can be had everywhere. */
function localKey({ context }: Facts): readonly Alternative[] {
  const source = context.akm === undefined ? undefined : ftAkm(context.akm)?.keySource;
  if (source === undefined) return [];
  const { targetAp } = context.exchange;
  const settledBy = `the configuration of ${targetAp}`;
  return [
    source === "psk"
      ? {
          culprit: "key-distribution",
          text: "The APs make PMK-R1 from the PSK by themselves (hostapd: ft_psk_generate_local), and the target AP has another passphrase for this SSID.",
          settledBy,
        }
      : {
          culprit: "key-distribution",
          text: `The target AP relies on making PMK-R1 from a PSK by itself (hostapd: ft_psk_generate_local), which cannot give a key of ${akmName(context.akm as SuiteSelector)}.`,
          settledBy,
        },
  ];
}
