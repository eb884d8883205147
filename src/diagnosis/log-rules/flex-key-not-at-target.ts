import type { CitedSetting, NetworkConfig } from "../../logs/network-config.ts";
import { find, isOn } from "../../logs/network-config.ts";
import type { Attempt, CurrentAp, StationStory } from "../../logs/story/story.ts";
import { statusName } from "../../spec/status-codes.ts";
import { akmName } from "../../spec/suites.ts";
import { currentApAt } from "../current-ap.ts";
import { compareFlexGroups, type FlexGroups } from "../flex-group.ts";
import {
  apWords,
  attemptsOf,
  attemptWords,
  type Exclusion,
  type LogFindingDraft,
  type LogRule,
  lineEvidence,
  type OpenQuestion,
  settingEvidence,
  stationsOf,
  type ToldLog,
} from "../log-rule.ts";
import type { Alternative, Confidence, Evidence } from "../verdict.ts";

/** The controller holds the key, and the FlexConnect AP that the station wants to go to does not. */
export const flexKeyNotAtTarget: LogRule = {
  id: "flex-key-not-at-target",
  title: "The target FlexConnect AP has no key for the station, though the controller has",
  severity: "fault",
  clauses: ["13.5", "12.7.1.6"],
  why: "With local switching the AP itself answers the reassociation, from its own key cache. The controller sends keys only to APs of the station's FlexConnect group, which must not be the default one. An AP outside it refuses every roam at once.",
  decides:
    "An AP reports that its 802.11r key cache has no entry, for attempts in which the controller found the station's key and its AKM. Different groups in the APs' own dumps raise the confidence; one common group lowers it.",
  fix: [
    "Put both APs into one FlexConnect group that is not the default one.",
    "Then associate the station anew, so that its key is sent to all APs of the group.",
    "Until then, switching 802.11r off hides the fault and costs roaming time; it does not mend it.",
  ],
  confirm: [
    "`show ap config general <ap>` of both APs, line FlexConnect Group, and `show flexconnect group detail <group>`.",
    "`show pmk-cache all` while the station is associated: an entry of type TGR is the key that the controller holds.",
  ],
  judge: (facts) =>
    stationsOf(facts).flatMap(({ station, ...told }) => judgeStation(told, station, facts.config)),
};

function judgeStation(
  told: ToldLog,
  station: StationStory,
  config: NetworkConfig,
): readonly LogFindingDraft[] {
  const failed = attemptsOf(
    station,
    ({ outcome, key }) => outcome === "key-not-at-target" && key === "held",
  );
  if (failed === undefined) return [];
  const { first } = failed;
  const currentAp = currentApAt(station, first);
  const groups = compareFlexGroups(config, currentAp, first.target);
  const confidence = confidenceOf(config, groups);
  const failing = station.targets.filter(({ keyNotAtTarget }) => keyNotAtTarget.held > 0);
  const working = station.targets.filter(({ accepted }) => accepted > 0);
  const other =
    working.length === 0
      ? ""
      : `; to ${working.map(({ ap, accepted, attempts }) => `${apWords(ap)} ${accepted} of ${attempts}`).join(", ")} succeeded`;
  const where = failing.map(({ ap }) => apWords(ap)).join(" and ");
  return [
    {
      culprit: "key-distribution",
      confidence,
      station: station.station,
      summary: `The target AP ${where} refused ${attemptWords(failed.count)} of ${station.station} for want of its FT key, while the controller held one (${akmOf(first)})${other}. ${reasonWords(groups)}`,
      evidence: [
        lineEvidence(told, first.keySaid ?? first.begun, {
          field: "PMK cache",
          seen: akmOf(first),
          text: "the controller holds a key of the station, of the AKM it asks with",
        }),
        refusalEvidence(told, first),
        ...localSwitching(config),
        ...groups.evidence,
      ],
      alternatives: alternatives(config, groups),
      excluded: exclusions(told, station, first, config),
      questions: questions(station, currentAp, first, config, groups),
    },
  ];
}

function confidenceOf(config: NetworkConfig, groups: FlexGroups): Confidence {
  if (groups.relation === "same") return "possible";
  const { off } = localSwitchingOf(config);
  // The station uses one of the WLANs: that one may be switched locally, or its dump is missing.
  if (off.length > 0 && off.length === config.wlans.length) return "possible";
  const isApart = groups.relation === "different" || groups.relation === "none";
  return isApart && groups.isTied ? "proven" : "probable";
}

function reasonWords({ relation, isTied, words }: FlexGroups): string {
  const whose = isTied ? "" : ", if these dumps are of the two APs of the roam";
  switch (relation) {
    case "different":
    case "none":
      return `The two APs are not in one FlexConnect group: ${words}${whose}.`;
    case "default":
      return `The two APs are in the default group, which Cisco's guides exclude from fast roaming: ${words}${whose}.`;
    case "same":
      return `Yet ${words}: the group is not the reason, the key was lost or never sent otherwise${whose}.`;
    case "not-known":
      return "The likeliest reason: the two APs are not in one FlexConnect group that is not the default one.";
    default: {
      const never: never = relation;
      return never;
    }
  }
}

function refusalEvidence(told: ToldLog, attempt: Attempt): Evidence {
  const status = statusOf(attempt);
  const after = attempt.endedAfterMs;
  return lineEvidence(told, attempt.ended ?? attempt.begun, {
    field: "Status Code",
    ...(status === undefined ? {} : { seen: `${status} ${statusName(status)}` }),
    text: `the AP reports${after === undefined ? "" : ` ${after} ms after the request`}: "${attempt.text ?? ""}"`,
  });
}

/** The AKM of the key that the controller held. */
function akmOf({ akm }: Attempt): string {
  return akmName(akm ?? "");
}

function statusOf({ codes }: Attempt): number | undefined {
  return codes?.find(({ space }) => space === "ieee-status")?.value;
}

/** The rows of the WLANs that say whether the AP answers itself. */
function localSwitchingOf({ wlans }: NetworkConfig): {
  readonly on: readonly CitedSetting[];
  readonly off: readonly CitedSetting[];
} {
  const rows = wlans.flatMap((wlan) => find(wlan, /^FlexConnect Local Switching$/) ?? []);
  return {
    on: rows.filter((row) => isOn(row) === true),
    off: rows.filter((row) => isOn(row) === false),
  };
}

function localSwitching(config: NetworkConfig): readonly Evidence[] {
  const { on, off } = localSwitchingOf(config);
  return on.length > 0
    ? on.map((row) => settingEvidence(row, "the AP answers from its own key cache"))
    : off.map((row) =>
        settingEvidence(row, "the controller should answer, yet an AP reports the refusal"),
      );
}

function alternatives(config: NetworkConfig, groups: FlexGroups): readonly Alternative[] {
  const central = config.wlans
    .map((wlan) => find(wlan, /^FlexConnect Central Association$/))
    .find((setting) => isOn(setting) === true);
  const centralNotKnown = config.wlans.length === 0;
  return [
    {
      culprit: "key-distribution",
      text: `${groups.isTied || groups.relation === "same" ? "The" : "The group is right, but the"} target AP joined or restarted after the key was sent, or its cache is full (100 APs a group, 1000 keys an AP), or the message was lost.`,
      settledBy:
        "AP Up Time and Join Date of the target in `show ap config general <ap>`, against the time of the station's last full association",
    },
    ...(central === undefined && !centralNotKnown
      ? []
      : [
          {
            culprit: "target-ap" as const,
            text: `A software defect of FT together with FlexConnect Central Association${centralNotKnown ? ", if that is enabled" : ", which is enabled"}: on the air it looks the same.`,
            settledBy: "the same roam with Central Association disabled, or with another release",
          },
        ]),
    {
      culprit: "station",
      rule: "station-pmkr0name-wrong",
      text: "The station offers the name of an old or wrong key: the controller compared the AKM, not the name.",
      settledBy:
        "a capture with the station's last full association and the refused request, best with the passphrase: ftscope analyze compares the PMKR0Name",
    },
    {
      culprit: "station",
      text: "The request itself is malformed (MIC, elements of the FTE); the words of the report speak against it.",
      settledBy: "a capture on the target's channel",
    },
  ];
}

function exclusions(
  told: ToldLog,
  station: StationStory,
  attempt: Attempt,
  config: NetworkConfig,
): readonly Exclusion[] {
  // Of several WLANs it is not known which one the station uses.
  const wlan = config.wlans.length === 1 ? config.wlans[0] : undefined;
  const rowThatIs = (on: boolean, label: RegExp) => {
    const row = wlan && find(wlan, label);
    return isOn(row) === on ? row : undefined;
  };
  const ftOn = rowThatIs(true, /^FT Support$/);
  const unbalanced = rowThatIs(false, /^Load Balancing$/);
  const limit = wlan && find(wlan, /^FT Reassociation Timeout$/);
  const [removal] = station.removals;
  return [
    {
      text: "another AKM or cipher than the network's",
      because: `the controller finds that the AKM of the request is that of the key, ${akmOf(attempt)}`,
      evidence: lineEvidence(told, attempt.keySaid ?? attempt.begun, {
        field: "AKM",
        seen: akmOf(attempt),
        text: "matches the PMK cache entry",
      }),
    },
    ...(ftOn === undefined
      ? []
      : [
          {
            text: "FT off, or another mobility domain, at the target AP",
            because:
              "the WLAN has FT enabled and the controller takes the request; the beacons of both APs would prove it",
            evidence: settingEvidence(ftOn, "one setting for all APs of the WLAN"),
          },
        ]),
    ...(attempt.path === "air"
      ? [
          {
            text: "trouble on the way over the DS",
            because: "the station asked over the air",
            evidence: lineEvidence(told, attempt.begun, { field: "path", text: "over the air" }),
          },
        ]
      : []),
    ...(attempt.scope === "local"
      ? [
          {
            text: "a roam between controllers",
            because: "the controller calls it local",
          },
        ]
      : []),
    ...(attempt.endedAfterMs === undefined
      ? []
      : [
          {
            text: "the reassociation deadline",
            because: `the refusal came ${attempt.endedAfterMs} ms after the request${limit === undefined ? "" : `, the limit is ${limit.value} s`}`,
          },
          {
            text: "the target AP without its controller, or a lost request",
            because: "the AP heard the station and reports to the controller at once",
          },
        ]),
    ...(unbalanced === undefined
      ? []
      : [
          {
            text: "load balancing or admission",
            because: "it is disabled, and the report names another cause",
            evidence: settingEvidence(unbalanced, "no station is turned away for load"),
          },
        ]),
    // One before the attempt may have taken the key away.
    ...(removal !== undefined && (removal.attempt ?? 0) >= attempt.number
      ? [
          {
            text: "the removal of the station by the controller",
            because: `attempt ${removal.attempt} had failed before it: it is a consequence`,
            evidence: lineEvidence(told, removal.begun, {
              field: "deletion",
              text: "decided after the refusal",
            }),
          },
        ]
      : []),
  ];
}

function questions(
  station: StationStory,
  current: CurrentAp | undefined,
  attempt: Attempt,
  config: NetworkConfig,
  groups: FlexGroups,
): readonly OpenQuestion[] {
  const target = apWords(attempt.target);
  const isHeld = config.pmkCache.some(
    (entry) => entry.station === station.station && ["TGR", "DOT11R"].includes(entry.type),
  );
  const status = statusOf(attempt);
  return [
    ...(!groups.isTied
      ? [
          {
            question: `Are ${current === undefined ? "the current AP of the station" : apWords(current)} and ${target} in one FlexConnect group that is not the default one?`,
            answeredBy:
              "`show ap config general <ap>` of both APs (line FlexConnect Group) and `show flexconnect group detail <group>`: give them with --wlan-config",
          },
        ]
      : []),
    ...(attempt.reassociation === undefined
      ? [
          {
            question:
              "Did the station ever send a Reassociation Request, or was its FT Authentication Request refused already? The log cannot say: the AP's words fit both.",
            answeredBy: `a capture on the channel of ${target}: the frame that carries the refusal, and its status${status === undefined ? "" : ` (${status} is what the AP told the controller)`}`,
          },
        ]
      : []),
    {
      question: "Did the target AP join its controller after the station's last full association?",
      answeredBy: "AP Up Time and Join Date in `show ap config general <ap>` of the target",
    },
    ...(station.removals.some(({ disassociation, deauthentication }) =>
      Boolean(disassociation ?? deauthentication),
    )
      ? [
          {
            question: "Did the station hear that it was disconnected from its old AP?",
            answeredBy: `a capture on the channel of ${current === undefined ? "the old AP" : apWords(current)}: were the Disassociation and the Deauthentication acknowledged?`,
          },
        ]
      : []),
    ...(isHeld
      ? []
      : [
          {
            question: "Does the controller hold an 802.11r key of the station?",
            answeredBy: "`show pmk-cache all`: an entry of type TGR",
          },
        ]),
  ];
}
