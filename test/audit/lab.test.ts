import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { findingsOf } from "../builders/site.ts";
import {
  type ConfiguredAp,
  hasSharedCaptures,
  ownCases,
  scenariosIn,
  sharedLab,
  sharedPublic,
  truthOf,
} from "../cases.ts";
import { runCli } from "../cli/test-io.ts";

/** What the configuration of the lab's APs makes the audit find. */
function expectedFindings(aps: readonly ConfiguredAp[]): readonly string[] {
  const configs = aps.map(({ config }) => config);
  const akms = ({ wpa_key_mgmt = "" }: ConfiguredAp["config"]) =>
    String(wpa_key_mgmt)
      .split(" ")
      .filter((akm) => akm.startsWith("FT-"))
      .sort();
  const hasFt = (config: ConfiguredAp["config"]) => akms(config).length > 0;
  const domainOf = ({ mobility_domain }: ConfiguredAp["config"]) => mobility_domain;
  const ft = configs.filter(hasFt);
  const several = (values: readonly unknown[]) => new Set(values.map(String)).size > 1;
  const inOneDomain = !several(ft.map(domainOf));
  const compared = (settingOf: (config: ConfiguredAp["config"]) => unknown) =>
    inOneDomain && several(ft.map(settingOf));
  return [
    ...(several(ft.map(domainOf)) ? ["mdid-differs"] : []),
    ...(ft.length > 0 && ft.length < configs.length ? ["ft-on-some-bsss"] : []),
    ...(compared(akms) ? ["ft-akm-differs"] : []),
    ...(compared(({ rsn_pairwise }) => rsn_pairwise) ? ["cipher-differs"] : []),
    ...(compared(({ ieee80211w = 0 }) => ieee80211w) ? ["pmf-differs"] : []),
    ...(compared(({ ft_over_ds = 0 }) => ft_over_ds) ? ["over-ds-differs"] : []),
    ...(several(ft.map(({ r1_key_holder }) => r1_key_holder)) || ft.length < 2
      ? []
      : ["r1kh-id-shared"]),
  ].sort();
}

/** Restarts show in no configuration file: the truth tells them in words. */
const restarts = /restart|crash|reboot/i;

/** What is wrong or happens in captures/, whose truth files do not hold the configuration. */
const inOwnCases: Readonly<Record<string, readonly string[]>> = {
  "ftpsk-ap-reboot-midway": ["restarted"],
  "ftpsk-cipher-mismatch": ["cipher-differs"],
  "ftpsk-md-mismatch": ["mdid-differs"],
  "ftpsk-pmf-required-at-target": ["pmf-differs"],
  "ftpsk-r0kh-restart": ["restarted"],
};

async function rulesIn(folder: string, scenario: string): Promise<readonly string[]> {
  const { out } = await runCli(["audit", join(folder, scenario, "air.pcap"), "--format", "json"]);
  return findingsOf(JSON.parse(out) as Analysis)
    .map(({ rule }) => rule)
    .sort();
}

describe("the audit finds what the configuration of the APs says, and nothing else", () => {
  test.each(scenariosIn(ownCases))("captures/%s", async (scenario) => {
    expect(await rulesIn(ownCases, scenario)).toEqual(inOwnCases[scenario] ?? []);
  });

  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))("%s", async (scenario) => {
    const { aps, description } = truthOf(sharedLab, scenario);
    const expected = [
      ...expectedFindings(aps ?? []),
      ...(restarts.test(description) ? ["restarted"] : []),
    ].sort();
    expect(await rulesIn(sharedLab, scenario)).toEqual(expected);
  });
});

describe.skipIf(!hasSharedCaptures)("other people's captures", () => {
  test("an AP that offers FT-SAE only and no mobility domain is found", async () => {
    const path = join(sharedPublic, "ft/vh-wpa3-with-ft-support.pcapng");
    const { code, out } = await runCli(["audit", path, "--format", "json"]);
    const [finding, ...rest] = findingsOf(JSON.parse(out) as Analysis);
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({ rule: "ft-akm-without-mde", severity: "fault" });
    expect(finding?.bssids).toEqual(["e2:20:ae:cb:03:04"]);
    expect(code).toBe(1);
  });

  test("a healthy network has no finding", async () => {
    const { code, out } = await runCli([
      "audit",
      join(sharedPublic, "ft/wpa2-ft-psk.pcapng.gz"),
      "--format",
      "json",
    ]);
    expect(findingsOf(JSON.parse(out) as Analysis)).toEqual([]);
    expect(code).toBe(0);
  });

  test("a capture without beacons has nothing to decide", async () => {
    const path = join(sharedPublic, "nonft/libwifi-reassoc_req.pcap");
    expect((await runCli(["audit", path])).code).toBe(3);
    expect((await runCli(["audit", path, "--fail-on", "cannot-tell"])).code).toBe(1);
  });
});
