import { formatHex } from "../bytes/octets.ts";
import { elapsedMs } from "../bytes/time.ts";
import type { KeyPull } from "../wire/key-pull.ts";
import type { WireFrame } from "../wire/wire-frame.ts";
import { loggedTransfer } from "./logged-transfer.ts";
import type { Facts, RuleResult } from "./rule.ts";
import type { Evidence } from "./verdict.ts";
import type { WireWitness } from "./witness.ts";

/** How the target fared with the station's key, by what was said behind it. */
export interface KeyTransfer {
  /**
   * `silent`: the key holder did not answer; `denied`: it answered that it has no such key; `given`: an
   * answer that may hold the key came; `not-asked`: the target asked nobody; `unknown-holder`: it knows
   * no such key holder; `not-made`: it makes keys by itself, and none of its passphrases gives this one;
   * `not-found`: it says no more than that it has no key.
   */
  readonly kind:
    | "silent"
    | "denied"
    | "given"
    | "not-asked"
    | "unknown-holder"
    | "not-made"
    | "not-found";
  /** Nothing else than a missing key explains what was seen, if the station's request was right. */
  readonly isProof: boolean;
  /** A sentence for a person. */
  readonly text: string;
  readonly evidence: readonly Evidence[];
}

/** A missing key, seen from behind the target; undefined when no witness says anything of it. */
export function keyTransfer(facts: Facts): KeyTransfer | undefined {
  const { wire } = facts.witnesses ?? {};
  const byWire = wire && wireTransfer(wire);
  const byLog = loggedTransfer(facts);
  if (byWire === undefined || byLog === undefined) return byWire ?? byLog;
  // What one witness proves the other may not know, and neither can take back.
  const chief = byWire.isProof || !byLog.isProof ? byWire : byLog;
  return {
    kind: chief.kind,
    isProof: chief.isProof,
    text: `${byWire.text} ${byLog.text}`,
    evidence: [...byWire.evidence, ...byLog.evidence],
  };
}

type Fault = Extract<RuleResult, { readonly kind: "fault" }>;

/**
 * A fault of the key distribution together with what was said behind the target: cited, and where that
 * is proof, proven, and without the alternatives that lie elsewhere.
 */
export function withKeyTransfer(facts: Facts, fault: Fault): Fault {
  const transfer = keyTransfer(facts);
  if (transfer === undefined) return fault;
  const { isProof, text, evidence } = transfer;
  return {
    ...fault,
    summary: `${fault.summary} ${text}`,
    evidence: [...fault.evidence, ...evidence],
    ...(isProof
      ? {
          confidence: "proven",
          alternatives: (fault.alternatives ?? []).filter(
            ({ culprit }) => culprit === "key-distribution",
          ),
          missing: [],
        }
      : {}),
  };
}

function wireTransfer(wire: WireWitness): KeyTransfer | undefined {
  const { pulls, isShared, isCovered, hearsTarget, hearsHolder } = wire;
  const [first] = pulls;
  const last = pulls.at(-1);
  if (first === undefined || last === undefined) {
    if (!isCovered || !hearsTarget || wire.relays.length > 0) return undefined;
    return {
      kind: "not-asked",
      isProof: false,
      text: "The capture of the wire has no question of the target for the key.",
      evidence: [],
    };
  }
  const holder = first.question.receiver ?? "the key holder";
  const asked = `On the wire the target asked ${holder} ${times(pulls)}`;
  const given = pulls.find(({ answer }) => answer?.message.mayCarryKey === true);
  if (given?.answer !== undefined) {
    return {
      kind: "given",
      isProof: false,
      text: `${asked}, and an answer long enough to hold the key came back.`,
      evidence: [questionAt(given), answerAt(given.answer, "long enough to hold a PMK-R1")],
    };
  }
  const denied = pulls.find(({ answer }) => answer !== undefined);
  if (denied?.answer !== undefined) {
    return {
      kind: "denied",
      isProof: !isShared,
      text: `${asked}, which answered that it has no such key: the answer is too short to hold one.`,
      evidence: [questionAt(denied), answerAt(denied.answer, "too short to hold a PMK-R1")],
    };
  }
  const countered = pulls.findLast(({ counterQuestion }) => counterQuestion !== undefined);
  if (countered?.counterQuestion !== undefined) {
    return {
      kind: "silent",
      isProof: false,
      text: `${asked}. The holder did not keep silent: it asked back for the target's sequence number, as it does before an answer, and no key came.`,
      evidence: [
        questionAt(countered),
        wireEvidence(countered.counterQuestion, {
          field: "sequence number request",
          seen: "before any answer",
          text: `${countered.counterQuestion.sender ?? "the key holder"} to ${countered.counterQuestion.receiver ?? "the target"} on the wire`,
        }),
      ],
    };
  }
  // Who asks the same again has got nothing of use; and a holder that the recorder hears would have been heard.
  const isSilenceSure = isAskedAgain(pulls) || (hearsHolder && isCovered);
  return {
    kind: "silent",
    isProof: isSilenceSure && !isShared,
    text: `${asked}${pulls.length > 1 ? ` in ${(elapsedMs(first.question.time, last.question.time) / 1000).toFixed(1)} s` : ""}, and nothing came back.`,
    evidence: [
      ...pulls.slice(0, 1).map(questionAt),
      ...(pulls.length > 1 ? [questionAt(last)] : []),
    ],
  };
}

/** A station that tries again makes the target ask anew; under the old nonce it asks when its timer is over. */
function isAskedAgain(pulls: readonly KeyPull[]): boolean {
  const nonces = pulls.flatMap(({ question: { message } }) =>
    message.nonce === undefined ? [] : [formatHex(message.nonce)],
  );
  return new Set(nonces).size < nonces.length;
}

function times(pulls: readonly KeyPull[]): string {
  return pulls.length === 1 ? "once for the key" : `${pulls.length} times for the key`;
}

function questionAt({ question, answer }: KeyPull): Evidence {
  return wireEvidence(question, {
    field: "PMK-R1 pull request",
    seen: answer === undefined ? "no answer" : "answered",
    text: `${question.sender ?? "the target"} to ${question.receiver ?? "the key holder"} on the wire`,
  });
}

function answerAt(answer: WireFrame, what: string): Evidence {
  return wireEvidence(answer, {
    field: "PMK-R1 pull response",
    seen: what,
    text: `${answer.sender ?? "the key holder"} to ${answer.receiver ?? "the target"} on the wire`,
  });
}

function wireEvidence(
  { input, frame }: WireFrame,
  evidence: Pick<Evidence, "field" | "seen" | "text">,
): Evidence {
  return { input, frame, ...evidence };
}
