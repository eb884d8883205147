import { formatHex } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { rsneWithDefaults } from "../elements/rsne.ts";
import type { Bss, BssConfiguration } from "../exchange/bss.ts";
import type { BssProfile } from "../exchange/bss-profile.ts";
import type { HeardAt } from "../exchange/heard-at.ts";
import { ftAkm, type SuiteSelector } from "../spec/suites.ts";
import type { RuleTexts } from "./rule-texts.ts";
import type { Culprit, Evidence } from "./verdict.ts";

/** What a rule of the audit is, says and recommends; the rules of exchanges have the same texts. */
export interface AuditRule extends RuleTexts {
  judge(site: Site): readonly AuditResult[];
}

/** One finding of a rule. */
export interface AuditResult {
  /** Where it is not that of the rule. */
  readonly severity?: AuditRule["severity"];
  /** Default: the configuration. */
  readonly culprit?: Culprit;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** Every BSS it is about. */
  readonly bsss: readonly AuditedBss[];
}

/** One BSS as it announced itself last. */
export interface AuditedBss {
  readonly bss: Bss;
  readonly bssid: string;
  /** Hex of the SSID, or "" while it is not known. */
  readonly ssidHex: string;
  /** Fit for a terminal. */
  readonly ssid: string;
  readonly mdid: string | undefined;
  readonly configuration: BssConfiguration;
  readonly profile: BssProfile;
  /** Of RSNE and RSNE Override. */
  readonly akms: readonly SuiteSelector[];
  readonly ftAkms: readonly SuiteSelector[];
}

/** BSSs of one SSID, or of one SSID and mobility domain. */
export interface BssGroup {
  readonly ssid: string;
  readonly mdid: string | undefined;
  readonly bsss: readonly AuditedBss[];
}

/** Everything that announced itself. */
export interface Site {
  readonly bsss: readonly AuditedBss[];
  readonly bySsid: readonly BssGroup[];
  /** BSSs without a mobility domain are a group of their own. */
  readonly byDomain: readonly BssGroup[];
}

/** The BSSs that announced enough of themselves to be compared. */
export function siteOf(bsss: Iterable<Bss>): Site {
  const audited = [...bsss].flatMap(auditedBss).sort((a, b) => (a.bssid < b.bssid ? -1 : 1));
  const named = audited.filter(({ ssidHex }) => ssidHex !== "");
  return {
    bsss: audited,
    bySsid: groups(named, ({ ssidHex }) => ssidHex, undefined),
    byDomain: groups(
      named,
      ({ ssidHex, mdid }) => `${ssidHex} ${mdid ?? ""}`,
      ({ mdid }) => mdid,
    ),
  };
}

function auditedBss(bss: Bss): readonly AuditedBss[] {
  const configuration = bss.configurations.at(-1);
  const { profile } = bss;
  if (configuration === undefined || profile === undefined) return [];
  const ssid = bss.ssid ?? bss.associatedSsid;
  const { rsne, mde } = configuration;
  const akms = [
    ...(rsne === undefined ? [] : rsneWithDefaults(rsne).akms),
    ...profile.overrideAkms,
  ];
  return [
    {
      bss,
      bssid: bss.bssid,
      ssidHex: ssid === undefined ? "" : formatHex(ssid),
      ssid: ssid === undefined ? "" : printable(ssid),
      mdid: mde?.mdid,
      configuration,
      profile,
      akms,
      ftAkms: akms.filter((akm) => ftAkm(akm) !== undefined),
    },
  ];
}

function groups(
  bsss: readonly AuditedBss[],
  keyOf: (bss: AuditedBss) => string,
  mdidOf: ((bss: AuditedBss) => string | undefined) | undefined,
): readonly BssGroup[] {
  const found = new Map<string, AuditedBss[]>();
  for (const bss of bsss) {
    const key = keyOf(bss);
    const members = found.get(key) ?? [];
    found.set(key, members);
    members.push(bss);
  }
  return [...found.values()].map((members) => {
    const first = members[0] as AuditedBss;
    return { ssid: first.ssid, mdid: mdidOf?.(first), bsss: members };
  });
}

/** BSSs that announce one value. */
export interface ValueGroup {
  readonly value: string;
  readonly bsss: readonly AuditedBss[];
}

/** The values that BSSs announce, the commonest first. */
export function byValue(
  bsss: readonly AuditedBss[],
  announced: (bss: AuditedBss) => string,
): readonly ValueGroup[] {
  const found = new Map<string, AuditedBss[]>();
  for (const bss of bsss) {
    const value = announced(bss);
    const members = found.get(value) ?? [];
    found.set(value, members);
    members.push(bss);
  }
  return [...found]
    .map(([value, members]) => ({ value, bsss: members }))
    .sort((a, b) => b.bsss.length - a.bsss.length || (a.value < b.value ? -1 : 1));
}

/** Of long lists the first few are shown; all are in `bssids` of the finding. */
const mostNamed = 6;
const mostEvidence = 8;

/** "02:…:10 and 02:…:20", of many the first few and how many more. */
export function bssidWords(bsss: readonly AuditedBss[]): string {
  const names = bsss.map(({ bssid }) => bssid);
  if (names.length <= mostNamed) {
    const last = names.at(-1) ?? "";
    return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} and ${last}`;
  }
  return `${names.slice(0, mostNamed).join(", ")} and ${names.length - mostNamed} more`;
}

/** `"corp" (MDID a1b2)`. */
export function groupWords({ ssid, mdid }: BssGroup): string {
  return `"${ssid}"${mdid === undefined ? "" : ` (MDID ${mdid})`}`;
}

/** "1 BSS", "12 BSSs". */
export function bssCount(number: number): string {
  return number === 1 ? "1 BSS" : `${number} BSSs`;
}

/** A frame in which a BSS announced something. */
export function announcedAt(
  { bssid }: AuditedBss,
  { input, frame }: Pick<HeardAt, "input" | "frame">,
  {
    field,
    seen,
    expected,
    text,
  }: Pick<Evidence, "field" | "seen" | "expected"> & { text?: string },
): Evidence {
  return {
    input,
    frame,
    field,
    ...(seen === undefined ? {} : { seen }),
    ...(expected === undefined ? {} : { expected }),
    text: text === undefined ? `Announced by ${bssid}` : `${bssid}: ${text}`,
  };
}

/** One announcement of the commonest value, and of each BSS that has another one. */
export function valueEvidence(values: readonly ValueGroup[], field: string): readonly Evidence[] {
  const [usual, next] = values;
  // Where two values are equally common, none of them is the expected one.
  const isUsual = usual !== undefined && usual.bsss.length > (next?.bsss.length ?? 0);
  return values
    .flatMap(({ value, bsss }, place) =>
      bsss.slice(0, place === 0 ? 1 : mostEvidence).map((bss) =>
        announcedAt(bss, bss.configuration.first, {
          field,
          seen: value,
          ...(place > 0 && isUsual ? { expected: usual.value } : {}),
        }),
      ),
    )
    .slice(0, mostEvidence);
}

/** "PMF required on 10 BSSs, not offered on 02:…:20". */
export function valueWords(values: readonly ValueGroup[]): string {
  return values
    .map(({ value, bsss }, place) =>
      place === 0 && bsss.length > 1
        ? `${value} on ${bssCount(bsss.length)}`
        : `${value} on ${bssidWords(bsss)}`,
    )
    .join(", ");
}

/** Findings of a rule that wants one value in each group: one for each group that has several. */
export function differences(
  groupsToCompare: readonly BssGroup[],
  {
    announced,
    field,
    summary,
    severityOf,
    isConcerned = () => true,
  }: {
    readonly announced: (bss: AuditedBss) => string;
    readonly field: string;
    readonly summary: (group: BssGroup, values: readonly ValueGroup[]) => string;
    readonly severityOf?: (group: BssGroup) => AuditRule["severity"];
    /** BSSs that can be compared at all. */
    readonly isConcerned?: (bss: AuditedBss) => boolean;
  },
): readonly AuditResult[] {
  return groupsToCompare.flatMap((group) => {
    const bsss = group.bsss.filter(isConcerned);
    const values = byValue(bsss, announced);
    if (values.length < 2) return [];
    return [
      {
        ...(severityOf === undefined ? {} : { severity: severityOf({ ...group, bsss }) }),
        summary: summary(group, values),
        evidence: valueEvidence(values, field),
        bsss,
      },
    ];
  });
}

/** Every BSS of a group has this in common with every other: nothing else allows a roam between any two. */
export function haveOneInCommon(
  bsss: readonly AuditedBss[],
  suitesOf: (bss: AuditedBss) => readonly SuiteSelector[],
): boolean {
  const sets = [...new Set(bsss.map((bss) => [...suitesOf(bss)].sort().join(" ")))].map((text) =>
    text.split(" "),
  );
  return sets.every((one) => sets.every((other) => one.some((suite) => other.includes(suite))));
}
