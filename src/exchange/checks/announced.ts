import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { type Check, checkOn } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { mdeOf, rsneOf, rsnxeOf } from "../facts.ts";
import { announcedMdids } from "../session.ts";
import type { Sighting } from "../sighting.ts";
import { describeRsne, isSameRsne, missingField } from "./compare.ts";

const noBeacon = {
  result: "cannot-tell",
  needs: ["beacon of the target AP"],
  text: "no beacon of the target was heard",
} as const;

const wasCut = {
  result: "cannot-tell",
  needs: ["a capture without snap length"],
} as const;

/** What was announced so long before a frame need not hold any more. */
const announcedLongAgoNs = 10_000_000_000n;

/** The target was heard announcing itself shortly before the frame, or after it. */
export function isAnnouncedLately({ target }: ExchangeContext, { air }: Sighting): boolean {
  const last = target?.lastTimestamp?.time;
  return last !== undefined && last >= air.time - announcedLongAgoNs;
}

/** A difference from what was announced, and whether that may be out of date. */
function differing(context: ExchangeContext, sighting: Sighting) {
  return {
    result: "fault",
    ...(isAnnouncedLately(context, sighting) ? {} : { variant: "announced-long-before" }),
  } as const;
}

/** Why the MDID of a target is not known: it was not heard, or it announces none. */
export function mdidNotAnnounced({ target }: ExchangeContext): string {
  return (target?.configurations ?? []).length === 0
    ? noBeacon.text
    : "the target's beacon has no MDE";
}

/** The MDE of a target's frame against those it announces. */
export function announcedMdidCheck(context: ExchangeContext, sighting: Sighting): Check {
  const announced = announcedMdids(context.target);
  const seen = mdeOf(sighting)?.mdid;
  if (seen === undefined) return missingField(sighting, "mdid", { name: "MDE" });
  if (announced.length === 0) {
    return checkOn(sighting, "mdid", { ...noBeacon, seen, text: mdidNotAnnounced(context) });
  }
  const isAnnounced = announced.includes(seen);
  return checkOn(sighting, "mdid", {
    ...(isAnnounced ? { result: "sound" } : differing(context, sighting)),
    seen,
    expected: announced.join(" or "),
    text: isAnnounced ? "as the target announces it" : "not as the target announces it",
  });
}

/** The target offers more than its RSNE and RSNXE say (Wi-Fi Alliance: WPA3 beside WPA2). */
export function hasOverride({ target }: ExchangeContext): boolean {
  return (target?.configurations ?? []).some((each) => each.hasOverride);
}

/** The RSNE of a target's frame against those it announces, PMKIDs aside (13.5, 13.7). */
export function announcedRsneCheck(context: ExchangeContext, sighting: Sighting): Check {
  const rsne = rsneOf(sighting);
  const announced = (context.target?.configurations ?? [])
    .map((configuration) => configuration.rsne)
    .filter((other) => other !== undefined);
  if (rsne === undefined) return missingField(sighting, "rsne-consistency", { name: "RSNE" });
  const seen = describeRsne(rsne);
  const latest = announced.at(-1);
  if (latest === undefined) return checkOn(sighting, "rsne-consistency", { ...noBeacon, seen });
  const isAnnounced = announced.some((other) => isSameRsne(other, rsne));
  if (!isAnnounced && hasOverride(context)) {
    return checkOn(sighting, "rsne-consistency", {
      result: "cannot-tell",
      seen,
      expected: describeRsne(latest),
      needs: [],
      text: "the target announces more than one RSNE (RSNE override)",
    });
  }
  return checkOn(sighting, "rsne-consistency", {
    ...(isAnnounced ? { result: "sound" } : differing(context, sighting)),
    seen,
    expected: describeRsne(latest),
    text: isAnnounced ? "as in the target's beacon" : "not as in the target's beacon",
  });
}

/** The RSNXE of a target's frame against those it announces, and the bit that says it was used. */
export function announcedRsnxeCheck(
  context: ExchangeContext,
  sighting: Sighting,
  { rsnxeUsed }: { readonly rsnxeUsed: boolean },
): Check {
  const configurations = context.target?.configurations ?? [];
  const rsnxe = rsnxeOf(sighting)?.octets;
  const seen = rsnxe === undefined ? "none" : formatHex(rsnxe);
  if (configurations.length === 0) {
    return checkOn(sighting, "rsnxe-consistency", { ...noBeacon, seen });
  }
  if (rsnxe === undefined && sighting.air.cut) {
    return checkOn(sighting, "rsnxe-consistency", {
      ...wasCut,
      text: "the recorder cut the frame before an RSNXE could come",
    });
  }
  const announced = configurations.map((configuration) => configuration.rsnxe?.octets);
  const latest = announced.at(-1);
  const expected = latest === undefined ? "none" : formatHex(latest);
  const isAnnounced = announced.some((other) =>
    other === undefined || rsnxe === undefined ? other === rsnxe : equalOctets(other, rsnxe),
  );
  const isUsedWithout = rsnxeUsed && announced.every((other) => other === undefined);
  if ((!isAnnounced || isUsedWithout) && hasOverride(context)) {
    return checkOn(sighting, "rsnxe-consistency", {
      result: "cannot-tell",
      seen,
      expected,
      needs: [],
      text: "the target may announce another RSNXE (RSNXE override)",
    });
  }
  if (!isAnnounced) {
    return checkOn(sighting, "rsnxe-consistency", {
      ...differing(context, sighting),
      seen,
      expected,
      text: "not as in the target's beacon",
    });
  }
  if (isUsedWithout) {
    return checkOn(sighting, "rsnxe-consistency", {
      result: "fault",
      seen: "RSNXE used",
      expected: "no RSNXE in the beacon: not used",
      text: 'the FTE says "RSNXE used", the beacon has no RSNXE',
      variant: "used-without-rsnxe",
    });
  }
  return checkOn(sighting, "rsnxe-consistency", {
    result: "sound",
    seen,
    expected,
    text: "as in the target's beacon",
  });
}
