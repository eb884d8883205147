import type { Outage, RoamReport } from "../analyze/roam-report.ts";
import type { Spread } from "../analyze/roam-statistics.ts";
import type { RoamMethod } from "../exchange/roam-method.ts";
import type { RoamTrigger } from "../exchange/roam-trigger.ts";
import { duration } from "./times.ts";

const methodNames: Readonly<Record<RoamMethod, string>> = {
  "ft-over-the-air": "FT over the air",
  "ft-over-the-ds": "FT over the DS",
  full: "full",
  "pmksa-caching": "PMKSA caching",
  okc: "OKC",
  cckm: "CCKM",
  fils: "FILS",
  owe: "OWE",
  open: "open",
  unknown: "unknown",
};

export function methodName(method: RoamMethod): string {
  return methodNames[method];
}

/** "full (802.1X)"; a method that is only inferred has a question mark. */
export function methodWords(roam: RoamReport): string {
  const { method, authentication, cachedKey, methodCertainty } = roam;
  const detail = [
    ...(method === "full" && authentication !== undefined ? [authentication] : []),
    ...(cachedKey === undefined ? [] : ["cached key"]),
  ].join(", ");
  return `${methodName(method)}${detail === "" ? "" : ` (${detail})`}${methodCertainty === "proven" ? "" : "?"}`;
}

const triggerNames: Readonly<Record<RoamTrigger["kind"], string>> = {
  "own-decision": "own decision",
  "btm-request": "asked by AP",
  deauthentication: "thrown out",
  "lost-beacons": "lost beacons",
  unknown: "not known",
};

/** Why the station went; what is only inferred has a question mark. */
export function triggerWords({ trigger }: RoamReport): string {
  const isSure = trigger.certainty === "proven" || trigger.kind === "unknown";
  return `${triggerNames[trigger.kind]}${isSure ? "" : "?"}`;
}

export function outageCell(outage: Outage, direction: keyof Outage): string {
  const value = outage[direction];
  return value === undefined ? "-" : duration(value);
}

export function spreadCells(spread: Spread | undefined): readonly string[] {
  if (spread === undefined) return ["-", "-", "-"];
  return [
    duration(spread.median),
    spread.p95 === undefined ? "-" : duration(spread.p95),
    duration(spread.max),
  ];
}
