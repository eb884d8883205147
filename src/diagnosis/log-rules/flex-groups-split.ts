import { find, isDefaultGroup, isOn } from "../../logs/network-config.ts";
import { type LogRule, settingEvidence } from "../log-rule.ts";
import { hasFtAkm } from "../wlan-implications.ts";

/** FlexConnect APs that cannot share keys. */
export const flexGroupsSplit: LogRule = {
  id: "flex-groups-split",
  title: "FlexConnect APs of an FT network are not in one group of their own",
  severity: "warning",
  clauses: ["13.2"],
  why: "With local switching keys are sent only to APs of one FlexConnect group that is not the default one: roams out of it, or without one, fail.",
  decides:
    "The WLAN has FT and local switching, and the dumps of the APs name different groups, the default group, or none.",
  fix: ["Put all APs between which stations roam into one FlexConnect group."],
  confirm: ["`show flexconnect group detail <group>`: every AP of the area is in the list."],
  judge: ({ config }) => {
    const wlan = config.wlans.find(
      (candidate) =>
        hasFtAkm(candidate) && isOn(find(candidate, /^FlexConnect Local Switching$/)) === true,
    );
    const aps = config.aps.flatMap(({ name, mode = "FlexConnect", flexGroup }) =>
      flexGroup !== undefined && /flex|reap/i.test(mode) ? [{ name, group: flexGroup }] : [],
    );
    const names = new Set(aps.map(({ group }) => group.name));
    const [only] = [...names];
    const isOneGroup = names.size === 1 && typeof only === "string" && !isDefaultGroup(only);
    if (wlan === undefined || aps.length === 0 || isOneGroup) return [];
    const words = aps.map(
      ({ name, group }) =>
        `${name ?? "one AP"} in ${group.name === null ? "none" : `"${group.name}"`}`,
    );
    return [
      {
        culprit: "key-distribution",
        confidence: "probable",
        summary: `The APs cannot share FT keys: by FlexConnect group they are ${words.join(", ")}.`,
        evidence: aps.map(({ name, group }) =>
          settingEvidence(group.setting, `the group of ${name ?? "an AP"}`),
        ),
      },
    ];
  },
};
