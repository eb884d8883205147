import type { MacAddress } from "../bytes/mac-address.ts";
import type { TimeNs } from "../bytes/time.ts";
import { rsneWithDefaults } from "../elements/rsne.ts";
import { akmName, ftAkm, type SuiteSelector } from "../spec/suites.ts";
import type { Bss, BssConfiguration, BssLookup } from "./bss.ts";
import { type Exchange, isFt } from "./exchange.ts";
import { akmOf } from "./facts.ts";
import type { Roam } from "./roam.ts";
import { announcedMdids } from "./session.ts";

/**
 * Why a roam was or was not made with FT. None of the reasons is a fault of the station: one that does
 * not know FT, or does not use it here, associates anew.
 */
export type FtReason =
  | "used"
  | "failed"
  | "target-without-ft"
  | "other-mobility-domain"
  | "adaptive"
  | "association-without-ft"
  | "same-ap"
  | "disconnected"
  | "not-chosen"
  | "unknown";

export interface FtChance {
  readonly reason: FtReason;
  readonly text: string;
}

/** Whether the roam could have been made with FT. `earlier`: what the station completed before it, in order. */
export function ftChance(
  roam: Roam,
  {
    earlier,
    bsss,
    wasDismissed,
  }: {
    readonly earlier: readonly Exchange[];
    readonly bsss: BssLookup;
    readonly wasDismissed: boolean;
  },
): FtChance {
  if (isFt(roam.exchange)) return { reason: "used", text: "the roam was made with FT" };
  if (roam.failed.some(isFt)) {
    return { reason: "failed", text: "an FT attempt failed before" };
  }
  const target = bsss.get(roam.to);
  const announced = configurationAt(target, roam.completedBy.air.time);
  if (announced === undefined) {
    return { reason: "unknown", text: "no beacon or probe response of the target AP was captured" };
  }
  const { mde } = announced;
  const offers = offeredAkms(announced).some((akm) => ftAkm(akm) !== undefined);
  if (mde === undefined) {
    return { reason: "target-without-ft", text: "the target AP announces no mobility domain" };
  }
  const domain = domainBefore(roam.from, bsss);
  if (domain !== undefined && domain !== mde.mdid) {
    return {
      reason: "other-mobility-domain",
      text: `the target AP is in mobility domain ${mde.mdid}, the one before in ${domain}`,
    };
  }
  const association = earlier.findLast((exchange) => !isFt(exchange));
  const akm = association && akmOf(association);
  if (association !== undefined && akm !== undefined && ftAkm(akm) === undefined) {
    return withoutFtKey(association, akm, bsss);
  }
  if (!offers) {
    return {
      reason: "adaptive",
      text: "the target AP announces a mobility domain but no FT AKM (adaptive 802.11r): FT is for stations that know this, others associate anew",
    };
  }
  if (association === undefined) {
    return {
      reason: "unknown",
      text: "the association that would have made the FT key was not captured",
    };
  }
  if (roam.from === roam.to) {
    return { reason: "same-ap", text: "the station returned to the AP that it had left" };
  }
  return wasDismissed
    ? { reason: "disconnected", text: "the station had been disconnected, and associated anew" }
    : {
        reason: "not-chosen",
        text: "the station had an FT key for this mobility domain and did not use it",
      };
}

/** The station's last association was made without an FT AKM, so that there was no FT key. */
function withoutFtKey(association: Exchange, akm: SuiteSelector, bsss: BssLookup): FtChance {
  const then = configurationAt(bsss.get(association.targetAp), association.lastTime);
  const chosen = `the station associated with ${akmName(akm)}`;
  if (then === undefined) return { reason: "association-without-ft", text: chosen };
  const offered = offeredAkms(then).filter((candidate) => ftAkm(candidate) !== undefined);
  if (offered.length > 0) {
    return {
      reason: "association-without-ft",
      text: `${chosen} although ${association.targetAp} offers ${offered.map(akmName).join(", ")}: it does not use FT, which is no fault`,
    };
  }
  return then.mde === undefined
    ? {
        reason: "association-without-ft",
        text: `${chosen}; ${association.targetAp} offers no FT`,
      }
    : {
        reason: "adaptive",
        text: `${chosen}; ${association.targetAp} announces a mobility domain but no FT AKM (adaptive 802.11r), which only some stations make use of`,
      };
}

function offeredAkms({ rsne }: BssConfiguration): readonly SuiteSelector[] {
  return rsne === undefined ? [] : rsneWithDefaults(rsne).akms;
}

function domainBefore(ap: MacAddress, bsss: BssLookup): string | undefined {
  return announcedMdids(bsss.get(ap))[0];
}

/** What a BSS announced at a time; its first announcement for times before that. */
function configurationAt(bss: Bss | undefined, time: TimeNs): BssConfiguration | undefined {
  return bss?.configurations.findLast(({ first }) => first.time <= time) ?? bss?.configurations[0];
}
