import type { RuleTexts } from "./rule-texts.ts";

/** What several exchanges show together and none alone. The analysis finds them; this is what they mean. */
export const findingRules: readonly RuleTexts[] = [
  {
    id: "key-distribution-partitioned",
    title: "Keys do not get from some APs to others",
    severity: "warning",
    clauses: ["13.2.2", "13.5"],
    why: "Roams between some APs fail for want of a key while roams between others succeed: the key holders behind them do not all reach each other.",
    decides:
      "At least 2 roams of an AP pair and direction failed for want of a key and none succeeded, while at least 2 of another pair succeeded and none failed so. APs between which roams succeed are one group; when every failure crosses groups, the groups are named.",
    fix: [
      "Put the APs into one group for key sharing (FlexConnect group, site tag, mobility group), or complete the R0KH and R1KH lists.",
    ],
    confirm: ["The group or the key holder lists of one AP of each side."],
  },
  {
    id: "target-refuses-every-station",
    title: "An AP has no key for any station",
    severity: "warning",
    clauses: ["13.5"],
    why: "When several stations find no key at one AP, the fault is not in the key of one of them.",
    decides:
      "Roams of at least 2 stations to the AP failed for want of a key, and none to it was completed.",
    fix: ["Look at the key distribution of this AP: lists, addresses, keys between APs, VLAN."],
    confirm: ["The debug log of this AP while a station roams to it."],
  },
  {
    id: "key-holder-without-reach",
    title: "Keys of one holder arrive at no other AP",
    severity: "warning",
    clauses: ["13.2.2", "13.5"],
    why: "What fails follows the key holder that the stations name (R0KH-ID), and not the AP they go to.",
    decides:
      "At least 2 roams under the R0KH-ID failed for want of a key at 2 or more targets, none succeeded except at its own AP, and roams under other R0KH-IDs succeeded.",
    fix: [
      "Is that key holder reachable from the other APs, and do they list it under exactly this R0KH-ID?",
    ],
    confirm: ["A capture of the wire at that key holder: do requests arrive, does it answer?"],
  },
  {
    id: "only-this-station",
    title: "One station fails where all others succeed",
    severity: "note",
    clauses: [],
    why: "APs that take every other station are not the reason by themselves.",
    decides:
      "At least 2 roams of the station failed with a verdict and none succeeded, while at least 2 roams of other stations to the same APs succeeded and none failed.",
    fix: ["Update the station, and let it associate anew."],
    confirm: ["A second station of the same model and software."],
  },
  {
    id: "failures-since-restart",
    title: "Roams fail since an AP began anew",
    severity: "warning",
    clauses: ["13.2.2"],
    why: "Key holders keep their keys in memory. After a restart they have none, and stations go on offering the old names.",
    decides:
      "At least 2 roams failed for want of a key with the AP as target or key holder, all of them after a frame with which it began anew (TSF, or everybody deauthenticated), and something had succeeded with it before.",
    fix: ["Find out why the AP began anew. Stations have to associate anew."],
    confirm: ["The uptime of the AP."],
  },
  {
    id: "failures-since-key-age",
    title: "A key works up to an age and not after it",
    severity: "warning",
    clauses: ["13.4"],
    why: "The network forgets PMK-R0 at the end of its lifetime, and the station may go on offering its name.",
    decides:
      "Roams under the key of one association succeeded, later ones under the same key failed for want of a key at least twice, and none succeeded after that. Message 3 tells the lifetime when it can be decrypted.",
    fix: [
      "Use a longer key lifetime or session timeout, and stations that associate anew in time.",
    ],
    confirm: ["Compare the age with the key lifetime that is configured."],
  },
  {
    id: "negative-cache",
    title: "An AP blocks a key holder that did not answer",
    severity: "warning",
    clauses: [],
    why: "After a key holder was silent, hostapd refuses for 60 s at once whatever needs its keys. The refusals go on although the path may be well again.",
    decides:
      "A request was not answered or refused only after 0.9 s, and at least 2 later requests at the same target for the same R0KH-ID were refused within 50 ms; all such refusals in a row came within 61 s of the silence.",
    fix: [
      "Mend the path to the key holder; a shorter time of blocking (hostapd: rkh_neg_timeout) hides it.",
    ],
    confirm: ["The debug log of the target AP says that the R0KH-ID is temporarily blocked."],
  },
  {
    id: "cold-first-roam",
    title: "The first roam to an AP meets silence, the second succeeds",
    severity: "warning",
    clauses: [],
    why: "An AP that has to ask somebody first (key holder, RADIUS, MAC ACL) answers later than stations wait. The next time it knows the answer.",
    decides:
      "The first FT attempt of a station at an AP was not answered, or answered after 0.3 s without an ACK, the second one succeeded, and no first attempt at any AP succeeded at once. The AP that made the key does not count.",
    fix: ["Let keys be pushed at association, or make the path to the server faster."],
    confirm: ["The log of the target AP: when did the answer it waited for arrive?"],
  },
  {
    id: "steered-roam",
    title: "The AP had asked the station to leave",
    severity: "note",
    clauses: ["9.6.13.9"],
    why: "The trigger of a roam is one thing and the roam another: a station that is asked to leave did not choose to.",
    decides:
      "A BSS Transition Management Request of another AP came in the 10 s before the exchange.",
    fix: [],
    confirm: [],
  },
  {
    id: "steering-collision",
    title: "The AP disconnected the station before it had roamed",
    severity: "warning",
    clauses: ["9.6.13.9"],
    why: "A station that is disconnected while it looks for another AP loses what FT would have carried over.",
    decides:
      "A BSS Transition Management Request, then a deauthentication or disassociation by the same AP before the exchange was over, and the exchange is no FT roam that went well.",
    fix: [
      "Give stations more time (disassociation timer), and do not disconnect those that refused.",
    ],
    confirm: ["The log of the steering software (usteer, DAWN, controller)."],
  },
  {
    id: "ft-not-tried",
    title: "A full association where FT was possible",
    severity: "note",
    clauses: [],
    why: "Nobody's fault by itself: the station was disconnected, had failed there before, or did not choose FT.",
    decides:
      "A station with an FT key associated the full way with an AP that announces its mobility domain and an FT AKM, not as recovery from an attempt that had just failed.",
    fix: [],
    confirm: ["The station's log says why."],
  },
  {
    id: "station-backs-off",
    title: "The station tries nothing after a failure",
    severity: "note",
    clauses: [],
    why: "Software sets an AP or a network aside for a while after failures. The silence looks like a broken network and is policy of the station.",
    decides:
      "After a failed FT attempt nothing of the station was heard for 10 s or more, neither data nor another attempt, while the target AP was still on the air.",
    fix: ["Mend what failed first; the silence follows from it."],
    confirm: [
      "The station's log (wpa_supplicant: BSSID ignore list, CTRL-EVENT-SSID-TEMP-DISABLED).",
    ],
  },
  {
    id: "old-ap-keeps-sending",
    title: "The AP before goes on sending the station's data",
    severity: "warning",
    clauses: [],
    why: "Data that still come out at the old AP do not reach the station: the network behind the APs has not followed it.",
    decides:
      "The AP that the station came from sent it protected data more than 1 s after the target had accepted it, and before the station sent data to the target.",
    fix: [
      "Look at switch address tables, tunnels, and whether both APs believe to have the station.",
    ],
    confirm: ["A capture of the wire behind both APs at that time."],
  },
  {
    id: "key-fits-nothing",
    title: "A key was given that nothing in the captures confirms",
    severity: "note",
    clauses: [],
    why: "A key that no name and no MIC confirms may be mistyped or belong to another network. No verdict rests on it.",
    decides: "No exchange has a key name, a MIC or protected data that the key gives.",
    fix: ["Check the key, and the SSID it is for."],
    confirm: ["A capture with an initial association shows whether a passphrase is right."],
  },
  {
    id: "more-than-is-remembered",
    title: "More was heard than is remembered",
    severity: "note",
    clauses: [],
    why: "Memory is bounded. In a flood of invented addresses what is dropped belongs to nobody real, but a document that passes over something must say so.",
    decides:
      "More stations, BSSs or attempts were heard than there is room for. Those idle longest made room, first of those to which nobody had answered.",
    fix: ["Cut the capture to the time of the roam in question (editcap -A, -B) and analyse that."],
    confirm: ["The summary says how many stations, BSSs and attempts were dropped."],
  },
];
