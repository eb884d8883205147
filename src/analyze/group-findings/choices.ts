import { elapsedMs, type TimeNs } from "../../bytes/time.ts";
import { vendorOfBss } from "../../exchange/bss.ts";
import {
  associationResponses,
  type Exchange,
  isFt,
  isSeenToBegin,
} from "../../exchange/exchange.ts";
import { isAccepted } from "../../exchange/outcome.ts";
import { announcedMdids } from "../../exchange/session.ts";
import type { Sighting } from "../../exchange/sighting.ts";
import { reasonName } from "../../spec/reason-codes.ts";
import { akmName, ftAkm } from "../../spec/suites.ts";
import type { Finding } from "../analysis.ts";
import { groupBy, isRoam, type Judged } from "./judged.ts";
import { dismissalBefore } from "./steering.ts";

/** Software puts an AP aside for some time after a failure; so much later it is no longer the reason. */
const setAsideNs = 300_000_000_000n;

/** Full associations of stations that had an FT key for the domain of an AP that offers FT (D1). Nobody's fault by itself. */
export function notTried(judged: readonly Judged[]): readonly Finding[] {
  return judged.flatMap((one): readonly Finding[] => {
    const { context, verdict } = one;
    const { exchange, target, history } = context;
    if (isFt(exchange) || !isSeenToBegin(exchange) || verdict.kind !== "sound") return [];
    const before = history.filter(({ number }) => number < exchange.number);
    const previous = before.at(-1);
    const hadKey = before.some(
      (other) =>
        other.kind === "initial-mobility-domain-association" &&
        other.targetAp !== exchange.targetAp,
    );
    const offersFt =
      announcedMdids(target).length > 0 &&
      (target?.configurations ?? []).some(({ rsne }) =>
        (rsne?.akms ?? []).some((akm) => ftAkm(akm) !== undefined),
      );
    // After a failed FT attempt the full association is the recovery, not a choice.
    const isRecovery = previous !== undefined && isFt(previous) && !isAccepted(previous);
    const [first] = exchange.sightings;
    if (!hadKey || !offersFt || isRecovery || first === undefined) return [];
    const sameDomain = before.some((other) =>
      other.sightings.some(
        ({ body }) =>
          "elements" in body &&
          body.elements.some(
            (element) => element.kind === "mde" && announcedMdids(target).includes(element.mdid),
          ),
      ),
    );
    if (!sameDomain) return [];
    return [
      {
        rule: "ft-not-tried",
        severity: "note",
        culprit: "none",
        summary: `${exchange.station} went to ${exchange.targetAp} with a full association although it could have used FT there: ${reasonNotToTry(one, before)}.`,
        evidence: [{ ...place(first), field: "Subtype", text: "the full association begins here" }],
      },
    ];
  });
}

function reasonNotToTry(judged: Judged, before: readonly Exchange[]): string {
  const { exchange } = judged.context;
  const failed = before.findLast(
    (other) =>
      isFt(other) &&
      other.targetAp === exchange.targetAp &&
      !isAccepted(other) &&
      exchange.startTime - other.lastTime <= setAsideNs,
  );
  if (failed !== undefined) {
    return `its FT attempt there had failed ${seconds(failed.lastTime, exchange.startTime)} before, and software sets FT with an AP aside for a while after that`;
  }
  const dismissal = dismissalBefore(judged);
  if (dismissal !== undefined) {
    const { reason } = dismissal.what;
    const why = reason === undefined ? "" : `, reason ${reason} ${reasonName(reason)}`;
    return `${dismissal.ap} had disconnected it ${seconds(dismissal.at.time, exchange.startTime)} before (frame ${dismissal.at.frame}${why})`;
  }
  const chosen = judged.context.akm;
  if (chosen !== undefined && ftAkm(chosen) === undefined) {
    return `it asked for ${akmName(chosen)}, which is no FT AKM: the policy of its software or of its profile`;
  }
  return "it was disconnected before, or it chose not to";
}

/** So long no station that looks for a connection is quiet by chance. */
const backOffNs = 10_000_000_000n;

/** Stations that try nothing for a while after a failed attempt (D7): their own policy, easily taken for a broken network. */
export function backOffs(judged: readonly Judged[]): readonly Finding[] {
  return judged.flatMap((one): readonly Finding[] => {
    const { exchange, next, outcome } = one.context;
    const last = exchange.sightings.at(-1);
    if (!isRoam(one) || outcome === "completed" || outcome === "not-observed") return [];
    if (last === undefined || next === undefined) return [];
    const isQuiet =
      next.startTime - last.air.time >= backOffNs &&
      (exchange.dataAfter === undefined || exchange.dataAfter.time > next.startTime);
    const isTargetHeard = one.air.hearsAfter(exchange.targetAp, last.air.time + backOffNs);
    if (!isQuiet || !isTargetHeard) return [];
    return [
      {
        rule: "station-backs-off",
        severity: "note",
        culprit: "none",
        summary: `After its attempt at ${exchange.targetAp} failed (frame ${last.air.frame}), ${exchange.station} was not heard to try anything for ${seconds(last.air.time, next.startTime)}, while that AP was on the air: the policy of its software (it sets an AP or a network aside after failures), or it was on a channel that was not recorded.`,
        evidence: [
          { ...place(last), field: "Subtype", text: "the last frame of the failed attempt" },
          ...next.sightings.slice(0, 1).map((sighting) => ({
            ...place(sighting),
            field: "Subtype",
            text: "what the station tried next",
          })),
        ],
      },
    ];
  });
}

/** The network has followed a station by then: switches learn its new place from its first frame. */
const followedWithinMs = 1000;

/** APs that a station has left and that go on sending it data: the wire behind them has not followed (D32). */
export function oldPaths(judged: readonly Judged[]): readonly Finding[] {
  return judged.flatMap(({ context: { exchange } }): readonly Finding[] => {
    const accepted = associationResponses(exchange).findLast(({ body }) => body.status === 0);
    const { fromOldAp, currentAp } = exchange;
    if (accepted === undefined || fromOldAp === undefined || currentAp === undefined) return [];
    const afterMs = elapsedMs(accepted.air.time, fromOldAp.time);
    if (afterMs <= followedWithinMs) return [];
    const { input, frame } = fromOldAp;
    return [
      {
        rule: "old-ap-keeps-sending",
        severity: "warning",
        culprit: "undetermined",
        summary: `${currentAp} went on sending data to ${exchange.station} for ${seconds(accepted.air.time, fromOldAp.time)} after ${exchange.targetAp} had accepted it (frame ${accepted.air.frame}): the network behind the APs had not followed the station (switch tables, tunnels, two APs that both believe to have it).`,
        evidence: [
          { ...place(accepted), field: "Status Code", seen: "0", text: "the target AP accepts" },
          { input, frame, field: "Transmitter address", seen: currentAp, text: "the last of them" },
        ],
      },
    ];
  });
}

/** APs that list no FT AKM and take it all the same (adaptive 11r, B6): normal, and no fault of the station. */
export function adaptiveAps(judged: readonly Judged[]): readonly Finding[] {
  const adaptive = judged.filter(({ context: { target, akm, exchange } }) => {
    const configurations = target?.configurations ?? [];
    return (
      akm !== undefined &&
      ftAkm(akm) !== undefined &&
      isAccepted(exchange) &&
      configurations.length > 0 &&
      configurations.every(
        ({ mde, rsne, hasOverride }) =>
          mde !== undefined &&
          rsne !== undefined &&
          !hasOverride &&
          !rsne.akms.some((listed) => ftAkm(listed) !== undefined),
      )
    );
  });
  return [...groupBy(adaptive, ({ context }) => context.exchange.targetAp)].flatMap(
    ([target, [first]]) => {
      const context = first?.context;
      const beacon = context?.target?.configurations[0]?.first;
      if (context?.akm === undefined || beacon === undefined) return [];
      const vendor = vendorOfBss(context.target);
      return [
        {
          rule: "adaptive-11r",
          severity: "note" as const,
          culprit: "none" as const,
          summary: `${target} announces a mobility domain and no FT AKM, and accepted ${akmName(context.akm)}${vendor === undefined ? "" : ` (its beacons are those of a ${vendor} AP)`}: adaptive 11r. That a station asks for an AKM that the beacon does not list is normal there.`,
          evidence: [
            {
              input: beacon.input,
              frame: beacon.frame,
              field: "MDE and RSNE",
              text: "a mobility domain, and no FT AKM",
            },
          ],
        },
      ];
    },
  );
}

function place({ air }: Sighting) {
  return { input: air.input, frame: air.frame };
}

function seconds(from: TimeNs, to: TimeNs): string {
  const ms = elapsedMs(from, to);
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(1)} s`;
}
