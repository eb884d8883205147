import type { MacAddress } from "../bytes/mac-address.ts";
import { formatTime } from "../bytes/time.ts";
import { bssTransitionStatusName } from "../dot11/bss-transition.ts";
import { findElement } from "../elements/find.ts";
import type { Neighbor } from "../elements/neighbor-report.ts";
import type { BssLookup } from "../exchange/bss.ts";
import { associationRequests, type Exchange } from "../exchange/exchange.ts";
import type { HeardAt } from "../exchange/heard-at.ts";
import type { Roam } from "../exchange/roam.ts";
import type { RoamSteering, Transition } from "../exchange/roam-steering.ts";
import { announcedMdids } from "../exchange/session.ts";

/** Where a frame stands, and when. */
export interface FrameAt {
  readonly input: number;
  readonly frame: number;
  readonly time: string;
}

export interface NeighborName {
  readonly bssid: string;
  readonly operatingClass: number;
  readonly channel: number;
  /** BSSID information bit 10: the AP says that this neighbour is in its own mobility domain. */
  readonly sameMobilityDomain: boolean;
  readonly preference?: number;
}

/** 802.11k neighbor reports and 802.11v BSS transition management. */
export interface SteeringCapabilities {
  readonly neighborReport: boolean;
  readonly bssTransition: boolean;
}

/** A BSS Transition Management Request, and what the station answered. */
export interface TransitionReport extends FrameAt {
  readonly candidates: readonly NeighborName[];
  readonly namesTarget: boolean;
  readonly disassociationImminent: boolean;
  /** Beacon intervals. */
  readonly disassociationTimer: number;
  readonly wrong: readonly string[];
  readonly response?: FrameAt & {
    readonly status: number;
    readonly text: string;
    readonly target?: string;
  };
}

/** What was said about where to go on the link that a roam left, and who can say such things. */
export interface SteeringReport {
  readonly neighborReport?: FrameAt & {
    readonly neighbors: readonly NeighborName[];
    readonly namesTarget: boolean;
    /** What the report says otherwise than the beacons. */
    readonly wrong: readonly string[];
  };
  readonly transitionRequest?: TransitionReport;
  /** Requests on the same link before that one. */
  readonly earlierTransitionRequests?: readonly TransitionReport[];
  /** What each party says it can do; absent where its announcement was not captured. */
  readonly capabilities: {
    readonly station?: SteeringCapabilities;
    readonly fromAp?: SteeringCapabilities;
    readonly toAp?: SteeringCapabilities;
  };
}

/** What the APs and the station said about where to go. */
export function reportSteering(
  roam: Roam,
  { neighborReport, transition, earlierTransitions }: RoamSteering,
  { bsss, digits }: { readonly bsss: BssLookup; readonly digits: number },
): Pick<SteeringReport, "neighborReport" | "transitionRequest" | "earlierTransitionRequests"> {
  const frameAt = ({ input, frame, time }: HeardAt): FrameAt => ({
    input,
    frame,
    time: formatTime(time, digits),
  });
  const namesTarget = (neighbors: readonly Neighbor[]) =>
    neighbors.some(({ bssid }) => bssid === roam.to);
  const wrong = (neighbors: readonly Neighbor[]) =>
    neighbors.flatMap((neighbor) => mistakesIn(neighbor, roam, bsss));
  return {
    ...(neighborReport === undefined
      ? {}
      : {
          neighborReport: {
            ...frameAt(neighborReport.at),
            neighbors: neighborReport.neighbors.map(nameNeighbor),
            namesTarget: namesTarget(neighborReport.neighbors),
            wrong: wrong(neighborReport.neighbors),
          },
        }),
    ...(transition === undefined ? {} : { transitionRequest: reportTransition(transition) }),
    ...(earlierTransitions.length === 0
      ? {}
      : { earlierTransitionRequests: earlierTransitions.map(reportTransition) }),
  };

  function reportTransition({ at, request, response }: Transition): TransitionReport {
    return {
      ...frameAt(at),
      candidates: request.candidates.map(nameNeighbor),
      namesTarget: namesTarget(request.candidates),
      disassociationImminent: request.isDisassociationImminent,
      disassociationTimer: request.disassociationTimer,
      wrong: wrong(request.candidates),
      ...(response === undefined
        ? {}
        : {
            response: {
              ...frameAt(response.at),
              status: response.status,
              text: bssTransitionStatusName(response.status),
              ...(response.target === undefined ? {} : { target: response.target }),
            },
          }),
    };
  }
}

/** What the station said in its last association request, and the APs in their beacons. */
export function capabilitiesOf(
  roam: Roam,
  history: readonly Exchange[],
  bsss: BssLookup,
): SteeringReport["capabilities"] {
  const request = history
    .filter(({ number }) => number <= roam.exchange.number)
    .flatMap(associationRequests)
    .at(-1);
  const ofAp = (bssid: MacAddress): SteeringCapabilities | undefined => {
    const profile = bsss.get(bssid)?.profile;
    return (
      profile && {
        neighborReport: profile.neighborReport,
        bssTransition: profile.bssTransition,
      }
    );
  };
  const [fromAp, toAp] = [ofAp(roam.from), ofAp(roam.to)];
  return {
    ...(request === undefined
      ? {}
      : {
          station: {
            neighborReport:
              findElement(request.body.elements, "rm-enabled-capabilities")?.neighborReport ??
              false,
            bssTransition:
              findElement(request.body.elements, "extended-capabilities")?.bssTransition ?? false,
          },
        }),
    ...(fromAp === undefined ? {} : { fromAp }),
    ...(toAp === undefined ? {} : { toAp }),
  };
}

const mobilityDomainBit = 0x400;

function nameNeighbor(neighbor: Neighbor): NeighborName {
  const { bssid, operatingClass, channel, information, preference } = neighbor;
  return {
    bssid,
    operatingClass,
    channel,
    sameMobilityDomain: (information & mobilityDomainBit) !== 0,
    ...(preference === undefined ? {} : { preference }),
  };
}

/** Where what an AP says of a neighbour is not what that neighbour announces itself. */
function mistakesIn(neighbor: Neighbor, { from }: Roam, bsss: BssLookup): readonly string[] {
  const bss = bsss.get(neighbor.bssid);
  if (bss === undefined) return [];
  const own = announcedMdids(bsss.get(from))[0];
  const [mdid] = announcedMdids(bss);
  const isSameDomain = (neighbor.information & mobilityDomainBit) !== 0;
  return [
    ...(bss.channel !== undefined && bss.channel !== neighbor.channel
      ? [`${neighbor.bssid} is on channel ${bss.channel}, not ${neighbor.channel}`]
      : []),
    ...(isSameDomain && own !== undefined && mdid !== undefined && own !== mdid
      ? [`${neighbor.bssid} is in mobility domain ${mdid}, not in ${own} as said`]
      : []),
    ...(isSameDomain && own !== undefined && mdid === undefined && bss.configurations.length > 0
      ? [
          `${neighbor.bssid} announces no mobility domain, though it is said to be in that of ${from}`,
        ]
      : []),
  ];
}
