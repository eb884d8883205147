import { type CitedSetting, find, isOn, type WlanConfig } from "../../logs/network-config.ts";
import type { Attempt, Mark, StationStory } from "../../logs/story/story.ts";
import { akmName } from "../../spec/suites.ts";
import {
  attemptsOf,
  type LogFindingDraft,
  type LogRule,
  lineEvidence,
  settingEvidence,
  stationsOf,
  type ToldLog,
} from "../log-rule.ts";
import { akmRows, akmsOf } from "../wlan-implications.ts";

interface Contradiction {
  readonly setting: CitedSetting;
  readonly mark: Mark;
  readonly text: string;
}

/** What the dump says cannot be what was in force when the log was written. */
export const configurationContradictsLog: LogRule = {
  id: "configuration-contradicts-log",
  title: "The configuration dump is not that of the moment of the log",
  severity: "warning",
  clauses: ["13.3"],
  why: "A dump of another moment, another WLAN or another controller explains nothing of this log.",
  decides:
    "The log shows FT, a path, an AKM or local switching that the dump says is off. With several WLANs in the dumps only what contradicts all of them counts.",
  fix: ["Take the dump again, of the WLAN that the station uses."],
  confirm: ["`show client detail <mac>` names the WLAN of the station."],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => {
      const all = facts.config.wlans.map((wlan) => contradictionsWith(wlan, station));
      // One WLAN that fits is enough: the station uses that one.
      if (all.some((found) => found.length === 0)) return [];
      return all.flat().map((found) => toFinding(told, found));
    }),
};

function toFinding(told: ToldLog, { setting, mark, text }: Contradiction): LogFindingDraft {
  return {
    culprit: "undetermined",
    confidence: "probable",
    summary: `The dump says ${setting.label} ${setting.value}, ${text}.`,
    evidence: [
      settingEvidence(setting, "as the dump has it"),
      lineEvidence(told, mark, { field: setting.label, text }),
    ],
  };
}

function contradictionsWith(wlan: WlanConfig, station: StationStory): readonly Contradiction[] {
  return [
    ...contradict(find(wlan, /^FT Support$/), station, () => true, "but the log shows FT attempts"),
    ...contradict(
      find(wlan, /^FT Over-The-DS mode$/),
      station,
      ({ path }) => path === "ds",
      "but the log shows an attempt over the DS",
    ),
    ...contradict(
      find(wlan, /^FlexConnect Local Switching$/),
      station,
      ({ outcome }) => outcome === "key-not-at-target",
      "but a FlexConnect AP answers from its own key cache",
    ),
    ...akmContradiction(wlan, station),
    ...localSwitchingContradiction(wlan, station),
  ];
}

function contradict(
  setting: CitedSetting | undefined,
  station: StationStory,
  isMeant: (attempt: Attempt) => boolean,
  text: string,
): readonly Contradiction[] {
  const meant = attemptsOf(station, isMeant);
  if (setting === undefined || isOn(setting) !== false || meant === undefined) return [];
  return [{ setting, mark: meant.first.begun, text }];
}

function akmContradiction(wlan: WlanConfig, station: StationStory): readonly Contradiction[] {
  const offered = akmsOf(wlan);
  // A dump without such rows does not tell what the WLAN offers.
  if (offered.length === 0) return [];
  return akmRows.flatMap(({ akm, label }) => {
    const setting = find(wlan, label);
    const other = attemptsOf(station, (attempt) => attempt.akm === akm);
    if (setting === undefined || other === undefined || offered.includes(akm)) return [];
    const { keySaid, begun } = other.first;
    return [
      {
        setting,
        mark: keySaid ?? begun,
        text: `but the controller holds a key of ${akmName(akm)}`,
      },
    ];
  });
}

function localSwitchingContradiction(
  wlan: WlanConfig,
  station: StationStory,
): readonly Contradiction[] {
  const setting = find(wlan, /^FlexConnect Local Switching$/);
  const noted = station.noted.find(({ kind }) => kind === "local-switching");
  if (setting === undefined || isOn(setting) !== false || noted === undefined) return [];
  return [{ setting, mark: noted.first, text: "but the log shows a locally switched station" }];
}
