import { mac, station } from "../../builders/frames.ts";
import type { HostapdLine } from "../../builders/hostapd-log.ts";
import { currentAp, targetAp } from "../../builders/network.ts";
import { talk } from "../../builders/roam.ts";
import type { RuleCases } from "../test-rule.ts";
import {
  crowdLogged,
  crowdLoggedOverDs,
  denialLogged,
  logged,
  lost,
  noKey,
  refusing,
  requestLogged,
  roam,
  usual,
} from "./breaking.ts";

const denied = roam({ sendings: { "ft-response": refusing(1) } });
const unanswered = roam({ until: "ft-request" });

/** A target that does not let the station in, whatever is in its request. */
export const turnedAwayCases: Readonly<Record<string, RuleCases>> = {
  "station-denied-at-target": {
    fault: {
      "the target's log says so of a refused request": {
        story: logged(denied, targetAp, denialLogged("ft-request")),
        culprit: "configuration",
        confidence: "proven",
        evidence: ["ft-request", "ft-response"],
      },
      "without a key as well": {
        story: logged(denied, targetAp, denialLogged("ft-request")),
        keys: "none",
        culprit: "configuration",
        confidence: "proven",
        evidence: ["ft-request", "ft-response"],
      },
      "the answer was missed": {
        story: logged(unanswered, targetAp, denialLogged("ft-request")),
        culprit: "configuration",
        confidence: "proven",
        evidence: ["ft-request"],
      },
    },
    "not-applicable": {
      "no log": { story: denied, isVerdict: false },
      "the log of the current AP": {
        story: logged(denied, currentAp, denialLogged("ft-request")),
      },
      "an AP that does not say which it is": {
        story: () => {
          const told = logged(denied, targetAp, denialLogged("ft-request"))();
          return { ...told, logs: (told.logs ?? []).map((log) => log.replace(/.*hwaddr.*\n/, "")) };
        },
      },
      "another station": {
        story: logged(denied, targetAp, [
          requestLogged("ft-request"),
          ...denialLogged("ft-request", mac("02:11:22:33:44:bb")).slice(1),
        ]),
      },
      "another time": {
        story: logged(denied, targetAp, [
          requestLogged("ft-request"),
          { ...(denialLogged("ft-request")[1] as HostapdLine), afterMs: 400 },
        ]),
      },
      "only a Probe Request was ignored": {
        story: logged(denied, targetAp, [
          requestLogged("ft-request"),
          {
            of: "ft-request",
            text: `wlan0: Ignore Probe Request frame from ${station} due to ACL reject `,
          },
        ]),
      },
      "the target let the station in all the same": {
        story: logged(roam(), targetAp, denialLogged("ft-request")),
      },
      "it answered the first request, and was silent to the second": {
        story: logged(
          roam({ until: "reassociation-request" }),
          targetAp,
          denialLogged("ft-request"),
        ),
      },
    },
  },
  "refused-by-policy": {
    fault: {
      "the target's log says that it is full": {
        story: logged(
          roam({ sendings: { "ft-response": refusing(17) } }),
          targetAp,
          crowdLogged("ft-request"),
        ),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-request", "ft-response"],
      },
      "over the DS it says so to its log alone": {
        story: logged(
          roam({ via: "ds", until: "ft-request" }),
          targetAp,
          crowdLoggedOverDs("ft-request"),
        ),
        culprit: "target-ap",
        confidence: "proven",
        evidence: ["ft-request"],
      },
      "the current AP's log says that the current AP is full": {
        story: logged(
          roam({ sendings: { "ft-response": refusing(17) } }),
          currentAp,
          crowdLogged("ft-request"),
        ),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["ft-response"],
      },
      "too many stations": {
        story: roam({ sendings: { "ft-response": refusing(17) } }),
        culprit: "target-ap",
        confidence: "probable",
        evidence: ["ft-response"],
      },
      "poor signal, without a key": {
        story: roam({ sendings: { "reassociation-response": refusing(34) } }),
        keys: "none",
        culprit: "target-ap",
        evidence: ["reassociation-response"],
      },
    },
    "not-applicable": {
      "nothing was refused": usual,
      "another status": { story: noKey },
      "a full target that refuses for something else": {
        story: logged(noKey, targetAp, crowdLogged("ft-request")),
      },
      "over the DS, the log of the current AP": {
        story: logged(
          roam({ via: "ds", until: "ft-request" }),
          currentAp,
          crowdLoggedOverDs("ft-request"),
        ),
      },
      "a full target that had no room for another station": {
        story: logged(roam({ via: "ds", until: "ft-request" }), targetAp, [
          ...crowdLoggedOverDs("ft-request").slice(0, 1),
          requestLogged("ft-request", mac("02:11:22:33:44:bb")),
          { of: "ft-request", text: "no more room for new STAs (8/8)", afterMs: 1.1 },
        ]),
      },
      "the request was missed: it may have been the second one": {
        story: roam({
          sendings: { "reassociation-request": lost, "reassociation-response": refusing(17) },
        }),
      },
      "the station has data with the target all the same": {
        story: roam({
          sendings: { "reassociation-response": refusing(17) },
          ending: (stage) => {
            stage.arrive();
            talk(stage);
          },
        }),
      },
      "the request was repeated, and a frame of the target was missed in between": {
        story: roam({
          before: {
            "reassociation-response": (stage) => {
              stage.send("reassociation-request");
              stage.recorder.skipSequenceNumber(targetAp.bssid);
            },
          },
          sendings: { "reassociation-response": refusing(17) },
        }),
      },
    },
  },
};
