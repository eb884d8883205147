import { type ConfiguredAp, ownCases, truthOf } from "../cases.ts";

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
  "ftpsk-ds-r0kh-restart": ["restarted"],
  "ftpsk-md-mismatch": ["mdid-differs"],
  "ftpsk-pmf-required-at-target": ["pmf-differs"],
  "ftpsk-r0kh-restart": ["restarted"],
  "ftpsk-target-stopped-midway": ["restarted"],
};

/** The rules by which the audit must find something in a scenario, sorted. */
export function expectedRules(folder: string, scenario: string): readonly string[] {
  if (folder === ownCases) return inOwnCases[scenario] ?? [];
  const { aps, description } = truthOf(folder, scenario);
  return [
    ...expectedFindings(aps ?? []),
    ...(restarts.test(description) ? ["restarted"] : []),
  ].sort();
}
