import { describe, expect, test } from "vitest";
import { type Announcing, auditOf, bssidOf, findingsOf } from "../builders/site.ts";

const domains = 30;
const bsssPerDomain = 13;
const others = 10;

/** A site without a fault: each domain its own SSID; one hundred stations would roam in it. */
function soundSite(): Announcing[] {
  const bsss: Announcing[] = [];
  for (let domain = 0; domain < domains; domain++) {
    for (let place = 0; place < bsssPerDomain; place++) {
      bsss.push({
        bssid: bssidOf(0x1000 + domain * 0x100 + place),
        ssid: `floor ${domain}`,
        mdid: (0xa000 + domain).toString(16),
        rsne: {
          akms: domain % 3 === 0 ? ["00-0f-ac:4"] : ["00-0f-ac:9", "00-0f-ac:8"],
          capabilities: domain % 3 === 0 ? 0x000c : 0x00cc,
          ...(domain % 3 === 0 ? {} : { groupManagementCipher: "00-0f-ac:6" }),
        },
        ...(domain % 3 === 0 ? {} : { rsnxe: Uint8Array.of(0x20) }),
        channel: 1 + 5 * (place % 3),
        neighborReport: true,
        bssTransition: true,
      });
    }
  }
  for (let place = 0; place < others; place++) {
    bsss.push({ bssid: bssidOf(0x9000 + place), ssid: "guests", channel: 6 });
  }
  return bsss;
}

type Plant = readonly [rule: string, domain: number, change: (bss: Announcing) => Announcing];

/** One BSS of a domain is made to differ; each domain has one such mistake at most. */
const plants: readonly Plant[] = [
  ["mdid-differs", 1, (bss) => ({ ...bss, mdid: "beef" })],
  [
    "ft-on-some-bsss",
    2,
    ({ mdid: _, ...bss }) => ({ ...bss, rsne: { ...bss.rsne, akms: ["00-0f-ac:8"] } }),
  ],
  ["ft-akm-without-mde", 4, ({ mdid: _, ...bss }) => bss],
  ["mde-without-ft-akm", 5, (bss) => ({ ...bss, rsne: { ...bss.rsne, akms: ["00-0f-ac:8"] } })],
  ["pmf-differs", 7, (bss) => ({ ...bss, rsne: { ...bss.rsne, capabilities: 0x008c } })],
  [
    "cipher-differs",
    8,
    (bss) => ({ ...bss, rsne: { ...bss.rsne, pairwiseCiphers: ["00-0f-ac:8"] } }),
  ],
  ["rsnxe-differs", 10, ({ rsnxe: _, ...bss }) => bss],
  ["over-ds-differs", 11, (bss) => ({ ...bss, mdeCapability: 1 })],
  ["ft-akm-differs", 13, (bss) => ({ ...bss, rsne: { ...bss.rsne, akms: ["00-0f-ac:4"] } })],
  ["resource-request-differs", 14, (bss) => ({ ...bss, mdeCapability: 2 })],
  ["ocv-differs", 16, (bss) => ({ ...bss, rsne: { ...bss.rsne, capabilities: 0x40cc } })],
  ["steering-support-differs", 17, (bss) => ({ ...bss, neighborReport: false })],
  ["country-differs", 19, (bss) => ({ ...bss, country: "DE" })],
];

function planted(): {
  readonly site: readonly Announcing[];
  readonly odd: ReadonlyMap<string, string>;
} {
  const odd = new Map<string, string>();
  const site = soundSite();
  for (const [rule, domain, change] of plants) {
    const place = domain * bsssPerDomain + (domain % bsssPerDomain);
    const changed = change(site[place] as Announcing);
    site[place] = changed;
    odd.set(rule, changed.bssid);
  }
  return { site, odd };
}

describe("a site of 400 BSSs in 30 mobility domains", () => {
  test("has as many as that", () => {
    const { networks } = auditOf(soundSite());
    expect(networks.flatMap(({ bssids }) => bssids)).toHaveLength(400);
    expect(new Set(networks.map(({ mdid }) => mdid).filter(Boolean)).size).toBe(30);
  });

  test("without a mistake has no finding", () => {
    expect(findingsOf(auditOf(soundSite()))).toEqual([]);
  });

  test("with planted mistakes: every one is found, and none is invented", () => {
    const { site, odd } = planted();
    const findings = findingsOf(auditOf(site));
    expect(findings.map(({ rule }) => rule).sort()).toEqual(plants.map(([rule]) => rule).sort());
    for (const { rule, evidence, bssids } of findings) {
      const culprit = odd.get(rule) as string;
      expect(bssids, rule).toContain(culprit);
      expect(evidence.map(({ text }) => text).join(" "), rule).toContain(culprit);
    }
  });

  test("a finding inside one network stands with it, one across several stands apart", () => {
    const { site } = planted();
    const { networks, findings } = auditOf(site);
    const rulesOf = (ssid: string) =>
      networks
        .filter((network) => network.ssid === ssid)
        .flatMap((network) => network.findings.map(({ rule }) => rule));
    expect(rulesOf("floor 7")).toEqual(["pmf-differs"]);
    expect(rulesOf("floor 1")).toEqual([]);
    expect(findings.map(({ rule }) => rule).sort()).toEqual(
      ["ft-on-some-bsss", "mdid-differs"].sort(),
    );
  });
});
