import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { rsneWithDefaults } from "../../elements/rsne.ts";
import { akmName, cipherName, ftAkm } from "../../spec/suites.ts";
import { type Check, checkOn, referenceTo } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { formatR0khId, formatSsid, fteOf, mdeOf, pmkidOf, rsneOf } from "../facts.ts";
import type { KeyPath } from "../key-path.ts";
import { mayBeMultiLink } from "../multi-link.ts";
import { announcedMdids } from "../session.ts";
import type { FtRequest } from "../sighting.ts";
import { hasOverride, mdidNotAnnounced } from "./announced.ts";
import { missingField } from "./compare.ts";
import { deviceNeeds } from "./device-needs.ts";
import { keyNeeds } from "./key-needs.ts";

/** What the station's first frame must carry: over the air (13.5) or to the current AP over the DS. */
export function checkFtRequest(context: ExchangeContext, request: FtRequest): readonly Check[] {
  return [
    checkMdid(context, request),
    checkRsne(context, request),
    checkR0khId(context, request),
    checkPmkR0Name(context, request),
  ];
}

function checkMdid(context: ExchangeContext, request: FtRequest): Check {
  const seen = mdeOf(request)?.mdid;
  const announced = announcedMdids(context.target);
  const { matched } = context.keys;
  const sessionMdid =
    (matched?.by === "pmkr0name" ? matched.path.inputs?.mdid : undefined) ??
    context.link?.session.mdid;
  if (seen === undefined) return missingField(request, "mdid", { name: "MDE" });
  if (announced.length === 0) {
    return checkOn(request, "mdid", {
      result: "cannot-tell",
      seen,
      needs: ["beacon of the target AP"],
      text: mdidNotAnnounced(context),
      ...(sessionMdid !== undefined && sessionMdid !== seen
        ? { expected: sessionMdid, variant: "not-of-session" }
        : {}),
    });
  }
  const isAnnounced = announced.includes(seen);
  const isOfSession = sessionMdid === undefined || sessionMdid === seen;
  const expected = announced.join(" or ");
  if (!isAnnounced) {
    return checkOn(request, "mdid", {
      result: "fault",
      seen,
      expected,
      text: `the target announces ${expected}`,
      variant: isOfSession ? "target-announces-another" : "of-nobody",
    });
  }
  return isOfSession
    ? checkOn(request, "mdid", {
        result: "sound",
        seen,
        expected,
        text: "as the target announces it",
      })
    : checkOn(request, "mdid", {
        result: "fault",
        seen,
        expected: sessionMdid as string,
        text: `the key the station offers was made in domain ${sessionMdid}`,
        variant: "other-domain",
      });
}

function checkRsne(context: ExchangeContext, request: FtRequest): Check {
  const rsne = rsneOf(request);
  if (rsne === undefined) return missingField(request, "rsne-consistency", { name: "RSNE" });
  const asked = rsneWithDefaults(rsne);
  const seen = `${asked.akms.map(akmName).join("+")}, ${asked.pairwiseCiphers.map(cipherName).join("+")}`;
  const configurations = (context.target?.configurations ?? []).filter(
    (configuration) => configuration.rsne !== undefined,
  );
  if (configurations.length === 0) {
    return checkOn(request, "rsne-consistency", {
      result: "cannot-tell",
      seen,
      needs: ["beacon of the target AP"],
      text: "no beacon of the target was heard",
    });
  }
  const offers = configurations.map((configuration) => ({
    offered: rsneWithDefaults(configuration.rsne as NonNullable<typeof configuration.rsne>),
    // Adaptive 11r: the target announces a mobility domain and accepts FT AKMs it does not list.
    isAdaptive:
      configuration.mde !== undefined &&
      !(configuration.rsne?.akms ?? []).some((akm) => ftAkm(akm) !== undefined),
  }));
  const isOffered = offers.some(
    ({ offered, isAdaptive }) =>
      (isAdaptive || asked.akms.every((akm) => offered.akms.includes(akm))) &&
      asked.pairwiseCiphers.every((cipher) => offered.pairwiseCiphers.includes(cipher)) &&
      asked.groupCipher === offered.groupCipher,
  );
  if (!isOffered && hasOverride(context)) {
    return checkOn(request, "rsne-consistency", {
      result: "cannot-tell",
      seen,
      needs: [],
      text: "the target offers more than its RSNE says (RSNE override)",
    });
  }
  const [offer] = offers;
  const expected = `${offer?.offered.akms.map(akmName).join("+")}, ${offer?.offered.pairwiseCiphers.map(cipherName).join("+")}`;
  return checkOn(request, "rsne-consistency", {
    result: isOffered ? "sound" : "fault",
    seen,
    expected,
    text: isOffered ? "what the target offers" : "not what the target offers",
  });
}

function checkR0khId(context: ExchangeContext, request: FtRequest): Check {
  const fte = fteOf(request);
  if (fte === undefined || fte.r0khId === undefined) {
    return missingField(
      request,
      "r0kh-id",
      fte === undefined ? { name: "FTE", variant: "no-fte" } : { name: "R0KH-ID" },
    );
  }
  const seen = formatR0khId(fte.r0khId);
  const session = context.link?.session;
  const { matched } = context.keys;
  const ofKey = matched?.by === "pmkr0name" ? matched.path.inputs?.r0khId : undefined;
  const right = ofKey ?? session?.r0khId;
  if (right === undefined) {
    return checkOn(request, "r0kh-id", {
      result: "cannot-tell",
      seen,
      needs: ["the initial association of the station"],
      text: "the association that gave the station its R0KH-ID was not captured",
    });
  }
  const expected = formatR0khId(right);
  const isOfSession = session?.r0khId !== undefined && equalOctets(session.r0khId, right);
  const against = isOfSession ? session.association.sightings.slice(0, 1).map(referenceTo) : [];
  if (equalOctets(fte.r0khId, right)) {
    return checkOn(request, "r0kh-id", {
      result: "sound",
      seen,
      expected,
      text: isOfSession ? "as in the initial association" : "the PMKR0Name was made with it",
      against,
    });
  }
  // Another R0KH-ID is a fault only when the key it stands for is that of this association: the
  // station may have associated elsewhere, unheard, since.
  const isOfKey = ofKey !== undefined || context.link?.isTied === "yes";
  return checkOn(request, "r0kh-id", {
    result: isOfKey ? "fault" : "cannot-tell",
    seen,
    expected,
    text: isOfKey
      ? "the key the station offers belongs to another R0KH-ID"
      : "not that of the association in this capture",
    against,
    ...(isOfKey ? {} : { needs: ["every association of the station"] }),
  });
}

function checkPmkR0Name(context: ExchangeContext, request: FtRequest): Check {
  const pmkid = pmkidOf(request);
  if (pmkid === undefined) {
    const count = rsneOf(request)?.pmkids.length;
    return request.air.cut || count === undefined
      ? checkOn(request, "pmkr0name", {
          result: "cannot-tell",
          needs: ["the RSNE of the frame"],
          text: "the PMKID list of the frame was not captured",
        })
      : checkOn(request, "pmkr0name", {
          result: "fault",
          seen: `${count} PMKIDs`,
          expected: "1 PMKID",
          text: "the RSNE must carry exactly one PMKID, the PMKR0Name",
          variant: "count",
        });
  }
  const seen = formatHex(pmkid);
  const { matched, paths } = context.keys;
  if (matched?.path.pmkR0Name !== undefined && equalOctets(matched.path.pmkR0Name, pmkid)) {
    const { ssid, mdid, r0khId } = matched.path.inputs as NonNullable<typeof matched.path.inputs>;
    return checkOn(request, "pmkr0name", {
      result: "sound",
      seen,
      expected: seen,
      text: `what ${matched.path.spec.label}, SSID ${formatSsid(ssid)}, MDID ${mdid} and R0KH-ID ${formatR0khId(r0khId)} give`,
      variant: "key",
    });
  }
  if (context.link?.isTied === "yes") {
    const { association } = context.link.session;
    return checkOn(request, "pmkr0name", {
      result: "sound",
      seen,
      text: `the name of the key of the association of frame ${association.sightings[0]?.air.frame} (its PMKR1Name follows from it)`,
      against: association.sightings.slice(0, 1).map(referenceTo),
      variant: "tied",
    });
  }
  if (context.sameNameRoam !== undefined) {
    return checkOn(request, "pmkr0name", {
      result: "sound",
      seen,
      text: `the name under which the roam of frame ${context.sameNameRoam.sightings[0]?.air.frame} succeeded`,
      against: context.sameNameRoam.sightings.slice(0, 1).map(referenceTo),
      variant: "earlier-roam",
    });
  }
  const confirmed = (path: KeyPath) =>
    context.ring.confirmation(
      path.spec,
      path.inputs?.ssid ?? context.ssid,
      context.exchange.station,
    );
  const trusted = paths.find((path) => path.pmkR0Name !== undefined && confirmed(path) !== "none");
  if (trusted?.pmkR0Name !== undefined && mayBeMultiLink(context.exchange)) {
    return checkOn(request, "pmkr0name", {
      result: "cannot-tell",
      seen,
      ...deviceNeeds(context.exchange),
    });
  }
  if (trusted?.pmkR0Name !== undefined) {
    const isUsed = matched?.path.spec === trusted.spec;
    const isOfSession = context.akm !== undefined && ftAkm(context.akm)?.keySource !== "psk";
    if (isOfSession && !isUsed) {
      return checkOn(request, "pmkr0name", {
        result: "cannot-tell",
        seen,
        needs: ["every association of the station, and its key"],
        text: `${trusted.spec.label} is the key of another association of the station`,
        variant: "another-association",
      });
    }
    const isOwn = confirmed(trusted) === "station";
    return checkOn(request, "pmkr0name", {
      result: "fault",
      seen,
      expected: formatHex(trusted.pmkR0Name),
      text: `${trusted.spec.label} is right for this ${isOwn ? "station" : "network"} and gives another name`,
      variant: isUsed ? "key-in-use" : isOwn ? "own-key" : "network-key",
    });
  }
  return checkOn(request, "pmkr0name", {
    result: "cannot-tell",
    seen,
    ...keyNeeds(context),
  });
}
