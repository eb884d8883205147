import { elapsedMs } from "../../bytes/time.ts";
import { associationResponses, isFt } from "../../exchange/exchange.ts";
import { isMultiLink } from "../../exchange/multi-link.ts";
import { dismissalByTarget } from "../../exchange/outcome.ts";
import { dismissalWords, evidenceOfDismissal } from "../dismissal.ts";
import { evidenceAt, type Rule, type RuleResult, roleName } from "../rule.ts";
import { settling } from "../settling.ts";
import type { Evidence } from "../verdict.ts";

/** So much data without any in return is more than a pause of the application. */
const fewestFrames = 4;
const shortestMs = 1000;

/** Data in the other direction so shortly before the roam show that the recorder hears such frames. */
const longestBeforeMs = 10_000;

export const dataStalled: Rule = {
  id: "data-stalled",
  title: "The roam succeeded, and then no data came to the station",
  severity: "note",
  clauses: ["12.7.1.6", "13.7"],
  why: "After a good exchange the station sends and nothing comes back. The target AP may not have installed the key, or the network behind it (VLAN, switch tables) may not have followed the station. Both look the same on the air as a recorder that does not hear the target's fast data rates.",
  decides:
    "The target accepted, the station sent 4 or more protected frames over 1 s or more that the target acknowledged, no protected data came to it, and there had been some in the 10 s before the roam. With the key a wrong TK is told by other rules.",
  fix: [
    "Look at the driver log of the target AP for failed key installation at that time.",
    "Does the switch port of the target AP know the station's address, and is it in the right VLAN there?",
  ],
  confirm: [
    "A capture of the wire behind the target AP: do the station's frames come out, and do answers go in?",
    "A recorder close to the target AP that hears its fast rates.",
  ],
  judge(facts): RuleResult {
    const { context } = facts;
    const { exchange, outcome } = context;
    const { uplink, downlink, pause } = exchange;
    const accepted = associationResponses(exchange).findLast(({ body }) => body.status === 0);
    const { first, last } = uplink;
    if (!isFt(exchange) || outcome !== "completed" || accepted === undefined) {
      return { kind: "not-applicable", because: "no roam was completed" };
    }
    if (downlink.frames > 0 || first === undefined || last === undefined) {
      return { kind: "not-applicable", because: "no one-sided data" };
    }
    if (isMultiLink(exchange)) {
      return { kind: "not-applicable", because: "data may come on the other links of the devices" };
    }
    const isLong =
      (uplink.numbers?.count ?? 0) >= fewestFrames &&
      elapsedMs(first.time, last.time) >= shortestMs &&
      last.acknowledged;
    const before = pause.downlink.before;
    const hadDownlink =
      before !== undefined && elapsedMs(before, accepted.air.time) <= longestBeforeMs;
    if (!isLong || !hadDownlink) {
      return { kind: "not-applicable", because: "too little data to miss any" };
    }
    const { targetLog, recorderAtTarget } = settling(facts);
    const dismissal = dismissalByTarget(exchange, context.next);
    return {
      kind: "cannot-tell",
      concludes: true,
      summary: `The target AP accepted the station (frame ${accepted.air.frame}), the station sent ${uplink.frames} protected frames to it in the ${(elapsedMs(first.time, last.time) / 1000).toFixed(1)} s after that, which it acknowledged, and none came back. The exchange itself is sound as far as it can be judged.${dismissal === undefined ? "" : ` ${dismissalWords(dismissal)} The station went on all the same; under management frame protection it has to when such a frame is not protected.`}`,
      evidence: [
        evidenceAt(accepted, { field: "Status Code", seen: "0", text: roleName(accepted.role) }),
        ...(dismissal === undefined ? [] : [evidenceOfDismissal(dismissal)]),
        dataEvidence(first, "the first data of the station"),
        dataEvidence(last, "the last, acknowledged; nothing came back until then"),
      ],
      alternatives: [
        {
          culprit: "target-ap",
          rule: "target-tk-not-installed",
          text: "The target AP did not install the key, or drops the station's data.",
          settledBy: `${targetLog}, or the key of the network with data of the target AP`,
        },
        {
          culprit: "undetermined",
          text: "The network behind the target AP did not follow the station (VLAN, switch tables).",
          settledBy: "a capture of the wire behind the target AP",
        },
        {
          culprit: "capture",
          text: "The recorder does not hear the data rates at which the target AP sends.",
          settledBy: recorderAtTarget,
        },
      ],
      missing: ["a capture of the wire behind the target AP", targetLog],
    };
  },
};

function dataEvidence(
  { input, frame }: { readonly input: number; readonly frame: number },
  text: string,
): Evidence {
  return { input, frame, field: "Protected data", text };
}
