import { type LogRule, settingEvidence } from "../log-rule.ts";
import { implicationsOf } from "../wlan-implications.ts";

/** Settings with which FT does not work, or not for all. */
export const wlanHindersFt: LogRule = {
  id: "wlan-hinders-ft",
  title: "The WLAN has a setting with which FT does not work, or not with every station",
  severity: "warning",
  clauses: ["13.3"],
  why: "FT needs RSN, an FT AKM and an MDE in the beacons of every AP; mixed and old settings make stations choose something else.",
  decides:
    "FT Support without an FT AKM or the reverse, no RSN, TKIP, WPA1, FT-1X without RADIUS, a reassociation timeout under 5 s, or load balancing.",
  fix: ["Change the settings named, on a test WLAN first: other stations may depend on them."],
  confirm: ["ftscope audit on a capture of the beacons of both APs."],
  judge: ({ config }) =>
    config.wlans.flatMap((wlan) => {
      const suspects = implicationsOf(wlan).filter(({ isSuspect }) => isSuspect);
      if (suspects.length === 0) return [];
      const name = wlan.ssid === undefined ? "The WLAN" : `WLAN "${wlan.ssid}"`;
      return [
        {
          culprit: "configuration",
          confidence: "possible",
          summary: `${name} has settings that hinder FT: ${suspects.map(({ setting }) => `${setting.label} ${setting.value}`).join(", ")}.`,
          evidence: suspects.map(({ setting, text }) => settingEvidence(setting, text)),
        },
      ];
    }),
};
