import { formatTime, type TimeNs } from "../bytes/time.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { associationRequests, associationResponses, ftRequests } from "../exchange/exchange.ts";
import type { AssociationRequest, FtRequest } from "../exchange/sighting.ts";
import type { Facts } from "./rule.ts";

/** An answer that does not come so soon after the last request is followed by other frames of the AP all the same. */
const answerSoonNs = 20_000_000n;

/** A request that nobody was heard to answer. */
export interface Silence {
  readonly isReassociation: boolean;
  readonly requests: readonly (FtRequest | AssociationRequest)[];
  /** The AP that was asked: over the DS the current AP. */
  readonly asked: "target AP" | "current AP";
  /**
   * What the sequence numbers of that AP say: it sent frames that were not captured, it sent none until
   * a certain time, or nothing can be said.
   */
  readonly counter:
    | { readonly kind: "jumps"; readonly missed: number; readonly text: string }
    | { readonly kind: "runs-on"; readonly until: TimeNs; readonly text: string }
    | { readonly kind: "unknown" };
  /** Frames of that AP other than ACKs were captured around the requests. */
  readonly isHeard: boolean;
  /** Over the DS: the target AP was heard before the request and not after it. */
  readonly vanished: string | undefined;
}

export function silenceOf({ context, coverage }: Facts): Silence {
  const asking = askingOf(context);
  const { isReassociation, requests, isOverDs, asked } = asking;
  const party = coverage.parties.find(
    ({ role }) => role === (isOverDs ? "current-ap" : "target-ap"),
  );
  return {
    isReassociation,
    requests,
    asked,
    counter: counterOf(context, asking),
    isHeard: party?.heard !== undefined,
    vanished: isOverDs ? vanishedOf({ context, coverage }) : undefined,
  };
}

/** The sequence numbers of the AP that was asked show frames that were not captured: the answer may be among them. */
export function mayHaveMissedAnswer(context: ExchangeContext): boolean {
  return counterOf(context, askingOf(context)).kind === "jumps";
}

function askingOf({ exchange }: ExchangeContext) {
  const isReassociation =
    associationRequests(exchange).length > 0 && associationResponses(exchange).length === 0;
  const requests = isReassociation ? associationRequests(exchange) : ftRequests(exchange);
  const isOverDs = exchange.kind === "ft-over-the-ds" && !isReassociation;
  const asked: Silence["asked"] = isOverDs ? "current AP" : "target AP";
  return { isReassociation, requests, isOverDs, asked };
}

function vanishedOf({
  context,
  coverage,
}: Pick<Facts, "context" | "coverage">): string | undefined {
  const { heard } = coverage.parties.find(({ role }) => role === "target-ap") ?? {};
  if (heard === undefined || heard.to >= formatTime(context.exchange.startTime, 3))
    return undefined;
  return ` The target AP was last heard at ${clockOf(heard.to)}, before the request, and not after it.`;
}

function counterOf(
  { current, target }: ExchangeContext,
  { isOverDs, asked, requests }: ReturnType<typeof askingOf>,
): Silence["counter"] {
  const bss = isOverDs ? current : target;
  const first = requests[0]?.air.time;
  const last = requests.at(-1)?.air.time;
  if (bss === undefined || first === undefined || last === undefined) return { kind: "unknown" };
  const found = bss.numbers.between(first, last + answerSoonNs);
  if (found === undefined) return { kind: "unknown" };
  const { missed, from, to } = found;
  return missed === 0
    ? {
        kind: "runs-on",
        until: to,
        text: `The sequence numbers of the ${asked} run on from ${clock(from)} to ${clock(to)} without a gap: it sent no answer until then.`,
      }
    : {
        kind: "jumps",
        missed,
        text: `The sequence numbers of the ${asked} jump by ${missed + 1} between ${clock(from)} and ${clock(to)}: it sent ${missed} frame${missed === 1 ? "" : "s"} that ${missed === 1 ? "was" : "were"} not captured, and the answer may be among them.`,
      };
}

function clock(time: TimeNs): string {
  return clockOf(formatTime(time, 3));
}

function clockOf(time: string): string {
  return time.replace(/^.*T/, "").replace("Z", "");
}
