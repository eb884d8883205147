import { formatHex } from "../bytes/octets.ts";
import type { KeyMessage, KeyMessageKind } from "./key-message.ts";
import type { WireFrame } from "./wire-frame.ts";

/** A question of one AP to another for a station's PMK-R1, and what came back. */
export interface KeyPull {
  readonly question: WireFrame<KeyMessage>;
  readonly answer: WireFrame<KeyMessage> | undefined;
  /** Before it answers, the holder asks whoever asks to show that it lives in the present; undefined when it did not. */
  readonly counterQuestion: WireFrame<KeyMessage> | undefined;
}

/** No AP waits so long for an answer. */
const longestAnswerNs = 10_000_000_000n;

export function isKeyMessage(
  frame: WireFrame,
  kind: KeyMessageKind,
): frame is WireFrame<KeyMessage> {
  return frame.message.kind === kind;
}

/**
 * The questions on the wire, given in order of time, each with its answer: the message of the other
 * side that repeats its nonce. When a question was asked again under its nonce, the latest one before
 * the answer has it.
 */
export function keyPulls(frames: readonly WireFrame[]): readonly KeyPull[] {
  const pulls: { -readonly [Field in keyof KeyPull]: KeyPull[Field] }[] = [];
  const open = new Map<string, (typeof pulls)[number]>();
  for (const frame of frames) {
    if (isKeyMessage(frame, "key-request")) {
      const pull = { question: frame, answer: undefined, counterQuestion: undefined };
      pulls.push(pull);
      open.set(conversation(frame), pull);
    } else if (isKeyMessage(frame, "key-answer")) {
      const pull = open.get(conversation(frame));
      if (pull === undefined || !isReply(pull.question, frame)) continue;
      pull.answer ??= frame;
    } else if (isKeyMessage(frame, "sequence-request")) {
      const pull = pulls.findLast(({ question }) => isReply(question, frame));
      if (pull !== undefined) pull.counterQuestion ??= frame;
    }
  }
  return pulls;
}

/** A nonce that the recorder cut off ties nothing together: then the addresses and the order decide. */
function conversation({ message: { nonce } }: WireFrame<KeyMessage>): string {
  return nonce === undefined ? "" : formatHex(nonce);
}

/** Cooked captures do not say who a frame was for. */
function isReply(question: WireFrame, answer: WireFrame): boolean {
  return (
    answer.time - question.time <= longestAnswerNs &&
    (question.receiver === undefined || question.receiver === answer.sender) &&
    (answer.receiver === undefined || question.sender === answer.receiver)
  );
}
