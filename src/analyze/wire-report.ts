import { formatTime } from "../bytes/time.ts";
import type { Witnesses } from "../diagnosis/witness.ts";
import type { WireFrame } from "../wire/wire-frame.ts";
import type { WireFrameReport } from "./analysis.ts";

/** What went over the wire about an exchange, in order of time. */
export function reportWire({ wire }: Witnesses): readonly WireFrameReport[] {
  if (wire === undefined) return [];
  const pulled = wire.pulls.flatMap(({ question, answer }) => [
    question,
    ...(answer === undefined ? [] : [answer]),
  ]);
  return [...wire.pushes, ...pulled, ...wire.relays]
    .toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0))
    .map(reportWireFrame);
}

function reportWireFrame(frame: WireFrame): WireFrameReport {
  const { message, sender, receiver } = frame;
  return {
    input: frame.input,
    frame: frame.frame,
    time: formatTime(frame.time, frame.timeDigits),
    kind: message.kind,
    ...(sender === undefined ? {} : { sender }),
    ...(receiver === undefined ? {} : { receiver }),
    ...("mayCarryKey" in message ? { mayCarryKey: message.mayCarryKey } : {}),
    ...("action" in message && message.action.status !== undefined
      ? { status: message.action.status }
      : {}),
  };
}
