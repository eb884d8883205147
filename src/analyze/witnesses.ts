import { formatTime } from "../bytes/time.ts";
import type { Witnesses } from "../diagnosis/witness.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { WireFrame } from "../wire/wire-frame.ts";
import type { WireStory } from "../wire/wire-tap.ts";
import type { WireFrameReport, WireReport } from "./analysis.ts";
import { matchWire } from "./wire-match.ts";

/** All that others than the air have to say, sorted by exchange. */
export interface Testimony {
  of(exchange: Exchange): Witnesses;
  /** What the document says of them. */
  readonly report: { readonly wire?: WireReport };
}

/** Asks the wire about every exchange; a wire that was not recorded says nothing. */
export function hearWitnesses(
  exchanges: readonly Exchange[],
  { story }: { readonly story: WireStory | undefined },
): Testimony {
  if (story === undefined) return { of: () => ({}), report: {} };
  const match = matchWire(exchanges, story);
  return {
    of(exchange) {
      const wire = match.witness(exchange);
      return wire === undefined ? {} : { wire };
    },
    report: {
      wire: {
        messages: story.frames.length + story.notKept,
        matched: match.matched,
        ...(match.offsetNs === undefined ? {} : { offsetMs: Number(match.offsetNs) / 1e6 }),
      },
    },
  };
}

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
