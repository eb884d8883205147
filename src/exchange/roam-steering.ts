import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import type { BssTransitionRequest } from "../dot11/bss-transition.ts";
import { decodeManagementBody } from "../dot11/management.ts";
import { protectionHeaderLength } from "../dot11/protection.ts";
import type { Neighbor } from "../elements/neighbor-report.ts";
import type { HeardAt } from "./heard-at.ts";
import { type DataKey, unprotect } from "./protection-check.ts";
import type { Roam } from "./roam.ts";
import { type SteeringEvent, steeringOf } from "./steering.ts";

/** A report older than this says little about where the station went. */
const reportWindowNs = 600_000_000_000n;

/** A request to go that is older than this is not what the station follows. */
const requestWindowNs = 60_000_000_000n;

/** A BSS Transition Management Request and what the station answered. */
export interface Transition {
  readonly at: HeardAt;
  readonly request: BssTransitionRequest;
  readonly response:
    | { readonly at: HeardAt; readonly status: number; readonly target?: MacAddress }
    | undefined;
}

/** What the AP that a station left had told it about where to go. */
export interface RoamSteering {
  /** The last 802.11k neighbour report before the roam. */
  readonly neighborReport:
    | { readonly at: HeardAt; readonly neighbors: readonly Neighbor[] }
    | undefined;
  /** The last 802.11v request before or during the roam, and what the station answered. */
  readonly transition: Transition | undefined;
  /** Requests on the same link before that one, oldest first. */
  readonly earlierTransitions: readonly Transition[];
  /** The last deauthentication or disassociation by either side before the roam was complete. */
  readonly dismissal:
    | {
        readonly at: HeardAt;
        readonly isFromAp: boolean;
        readonly kind: "deauthentication" | "disassociation";
        readonly reason: number | undefined;
      }
    | undefined;
  /** Protected Action frames before the roam that could not be decrypted: requests may be among them. */
  readonly unread: number;
}

/** What was said on the link that a roam left. */
export function steeringOfRoam(roam: Roam, events: readonly SteeringEvent[]): RoamSteering {
  const start = roam.previous?.time;
  const end = roam.completedBy.air.time;
  const onLink = events.filter(
    ({ ap, at }) => ap === roam.from && at.time < end && (start === undefined || at.time > start),
  );
  const recent = (windowNs: TimeNs) =>
    onLink.filter(({ at }) => roam.startTime - at.time <= windowNs).toReversed();
  let neighborReport: RoamSteering["neighborReport"];
  for (const { at, what } of recent(reportWindowNs)) {
    if (what.kind !== "neighbor-report-response" || at.time > roam.startTime) continue;
    neighborReport = { at, neighbors: what.neighbors };
    break;
  }
  const transitions = recent(reportWindowNs)
    .toReversed()
    .flatMap(({ at, what, isFromAp }): readonly Transition[] =>
      what.kind === "bss-transition-request" && isFromAp
        ? [{ at, request: what, response: responseTo(what.dialogToken, at, onLink) }]
        : [],
    );
  const last = transitions.at(-1);
  const isRecent = last !== undefined && roam.startTime - last.at.time <= requestWindowNs;
  const transition = isRecent ? last : undefined;
  const earlierTransitions = isRecent ? transitions.slice(0, -1) : transitions;
  let dismissal: RoamSteering["dismissal"];
  for (const { at, what, isFromAp } of recent(requestWindowNs)) {
    if (what.kind !== "deauthentication" && what.kind !== "disassociation") continue;
    dismissal = { at, isFromAp, ...what };
    break;
  }
  const unread = recent(requestWindowNs).filter(({ what }) => what.kind === "protected-action");
  return { neighborReport, transition, earlierTransitions, dismissal, unread: unread.length };
}

function responseTo(
  dialogToken: number,
  { time }: HeardAt,
  events: readonly SteeringEvent[],
): Transition["response"] {
  for (const { at, what, isFromAp } of events) {
    if (isFromAp || what.kind !== "bss-transition-response" || at.time < time) continue;
    if (what.dialogToken !== dialogToken) continue;
    const { status, target } = what;
    return { at, status, ...(target === undefined ? {} : { target }) };
  }
  return undefined;
}

/** The events with those under management frame protection in clear where `keyOf` has the key of the link. */
export function revealSteering(
  events: readonly SteeringEvent[],
  keyOf: (ap: MacAddress) => DataKey | undefined,
): readonly SteeringEvent[] {
  return events.flatMap((event) => {
    const { what, ap } = event;
    if (what.kind !== "protected-action") return [event];
    const key = keyOf(ap);
    const { header } = what.air.decoded;
    if (key === undefined || header === undefined) return [event];
    const plaintext = unprotect({ octets: what.air.octets, header }, key);
    if (plaintext === undefined) return [event];
    const base = header.length + protectionHeaderLength;
    const { frame } = decodeManagementBody(header, plaintext, { base, limitedBy: "frame" });
    const revealed = frame.kind === "action" ? steeringOf(frame) : undefined;
    return revealed === undefined ? [] : [{ ...event, what: revealed }];
  });
}
