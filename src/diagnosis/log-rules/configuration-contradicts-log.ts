import { type CitedSetting, find, isOn, type WlanConfig } from "../../logs/network-config.ts";
import type { Attempt, Mark, StationStory } from "../../logs/story/story.ts";
import { akmName } from "../../spec/suites.ts";
import {
  attemptsOf,
  type LogFacts,
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
  readonly told: ToldLog;
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
  judge: (facts) => {
    const { wlans } = facts.config;
    if (wlans.length === 0) return [];
    const all = wlans.map((wlan) => contradictionsWith(facts, wlan));
    // One WLAN that fits is enough: the station uses that one.
    if (all.some((found) => found.length === 0)) return [];
    return all.flat().map(toFinding);
  },
};

function toFinding({ setting, told, mark, text }: Contradiction): LogFindingDraft {
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

function contradictionsWith(facts: LogFacts, wlan: WlanConfig): readonly Contradiction[] {
  return stationsOf(facts).flatMap(({ station, ...told }) =>
    [
      ...contradict(
        find(wlan, /^FT Support$/),
        station,
        () => true,
        "but the log shows FT attempts",
      ),
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
    ].map((found) => ({ ...found, told })),
  );
}

function contradict(
  setting: CitedSetting | undefined,
  station: StationStory,
  isMeant: (attempt: Attempt) => boolean,
  text: string,
): readonly Omit<Contradiction, "told">[] {
  const meant = attemptsOf(station, isMeant);
  if (setting === undefined || isOn(setting) !== false || meant === undefined) return [];
  return [{ setting, mark: meant.first.begun, text }];
}

function akmContradiction(
  wlan: WlanConfig,
  station: StationStory,
): readonly Omit<Contradiction, "told">[] {
  const offered = akmsOf(wlan);
  const other = attemptsOf(
    station,
    ({ akm }) => akm !== undefined && offered.length > 0 && !offered.includes(akm),
  );
  const akm = other?.first.akm;
  const row = akmRows.find((candidate) => candidate.akm === akm);
  const setting = row && find(wlan, row.label);
  if (akm === undefined || setting === undefined || other === undefined) return [];
  return [
    {
      setting,
      mark: other.first.keySaid ?? other.first.begun,
      text: `but the controller holds a key of ${akmName(akm)}`,
    },
  ];
}

function localSwitchingContradiction(
  wlan: WlanConfig,
  station: StationStory,
): readonly Omit<Contradiction, "told">[] {
  const setting = find(wlan, /^FlexConnect Local Switching$/);
  const noted = station.noted.find(({ kind }) => kind === "local-switching");
  if (setting === undefined || isOn(setting) !== false || noted === undefined) return [];
  return [{ setting, mark: noted.first, text: "but the log shows a locally switched station" }];
}
