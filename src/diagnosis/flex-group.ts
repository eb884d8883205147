import type { LogAp } from "../logs/event.ts";
import {
  type ApConfig,
  type CitedSetting,
  isDefaultGroup,
  type NetworkConfig,
} from "../logs/network-config.ts";
import { isOneAp } from "../logs/radio.ts";
import { settingEvidence } from "./log-rule.ts";
import type { Evidence } from "./verdict.ts";

/** How the FlexConnect groups of two APs stand to each other. */
export interface FlexGroups {
  readonly relation: "same" | "different" | "default" | "none" | "not-known";
  /** The dumps are known to be of the two APs of the roam; else they are merely the two that were given. */
  readonly isTied: boolean;
  readonly words: string;
  readonly evidence: readonly Evidence[];
}

const notKnown: FlexGroups = { relation: "not-known", isTied: false, words: "", evidence: [] };

/**
 * Compares the groups of the current and of the target AP, by their own dumps or by the members of the
 * groups. A dump names the Ethernet MAC of its AP, a log the radio: they are joined over the AP's name
 * where the log or `show client detail` gives it. Two dumps that cannot be joined are taken for the two APs.
 */
export function compareFlexGroups(
  config: NetworkConfig,
  current: LogAp | undefined,
  target: LogAp | undefined,
): FlexGroups {
  const dumps = config.aps.filter(({ flexGroup }) => flexGroup !== undefined);
  const ofCurrent = dumps.find((ap) => isDumpOf(config, ap, current));
  const ofTarget = dumps.find((ap) => isDumpOf(config, ap, target));
  if (ofCurrent !== undefined && ofTarget !== undefined && ofCurrent !== ofTarget) {
    return compare(ofCurrent, ofTarget, true);
  }
  const [first, second] = dumps;
  return dumps.length === 2 && first !== undefined && second !== undefined
    ? compare(first, second, false)
    : notKnown;
}

function isDumpOf(config: NetworkConfig, dump: ApConfig, ap: LogAp | undefined): boolean {
  if (ap === undefined || dump.name === undefined) return false;
  if (ap.name === dump.name) return true;
  return config.clients.some(
    ({ apName, apRadio }) =>
      apName === dump.name &&
      apRadio !== undefined &&
      isOneAp({ address: apRadio, addressIs: "radio" }, ap),
  );
}

function compare(a: ApConfig, b: ApConfig, isTied: boolean): FlexGroups {
  const [groupA, groupB] = [a.flexGroup, b.flexGroup];
  if (groupA === undefined || groupB === undefined) return notKnown;
  const evidence = [groupA.setting, groupB.setting].map((setting: CitedSetting, i) =>
    settingEvidence(setting, `the group of AP ${[a, b][i]?.name ?? "without a name"}`),
  );
  const names = [groupA.name, groupB.name];
  const words = `${a.name ?? "one AP"} is in ${groupWords(groupA.name)}, ${b.name ?? "the other"} in ${groupWords(groupB.name)}`;
  const relation = names.includes(null)
    ? ("none" as const)
    : groupA.name !== groupB.name
      ? ("different" as const)
      : isDefaultGroup(groupA.name ?? "")
        ? ("default" as const)
        : ("same" as const);
  return { relation, isTied, words, evidence };
}

function groupWords(name: string | null): string {
  return name === null ? "no FlexConnect group" : `FlexConnect group "${name}"`;
}
