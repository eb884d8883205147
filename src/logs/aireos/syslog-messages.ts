import { macOf } from "../mac-text.ts";
import type { MessageEvent, MessagePattern } from "../message-table.ts";
import { message } from "../message-table.ts";

/** A message id of AireOS ("%APF-3-PREAUTH_FAILURE: ...") that names its station in its text. */
function syslog(
  id: string,
  wording: string,
  event: (match: RegExpExecArray) => MessageEvent | undefined,
): MessagePattern {
  return message(`%${id}:.*?${wording}`, event);
}

function ofStation(kind: MessageEvent["kind"]) {
  return ([, mac]: RegExpExecArray): MessageEvent => ({
    kind,
    ...(mac === undefined ? {} : { station: macOf(mac) }),
  });
}

/** What stands in syslog beside the debug lines, and in logs of days on which nobody debugged. */
export const syslogMessages: readonly MessagePattern[] = [
  syslog(
    "APF-\\d-PREAUTH_FAILURE",
    "no PMK cache entry for client~{mac}",
    ofStation("ft-preauth-refused-no-pmk"),
  ),
  syslog("APF-\\d-CLIENT_ASSOCIATE", "{mac}", ofStation("assoc-ok")),
  syslog("APF-\\d-MOBILE_EXCLUDED", "{mac}", ofStation("client-excluded")),
  syslog("APF-\\d-AID_STALE_STA", "{mac}", ofStation("mentioned")),
  syslog("DOT1X-\\d-INVALID_REPLAY_CTR", "{mac}", ofStation("eapol-key-invalid")),
  syslog("DOT1X-\\d-INVALID_WPA_KEY_STATE", "{mac}", ofStation("eapol-key-invalid")),
  syslog("DOT1X-\\d-MAX_EAP(?:OL_KEY)?_RETR\\w+", "{mac}", ofStation("key-timeout")),
  message(
    "%SNTP-\\d-SET_HW_TIME:.*?Setting hardware time to (\\d{4}) (\\d{1,2}) (\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)",
    ([, year, month, day, time]) => ({
      kind: "clock-set",
      details: {
        to: `${year}-${month?.padStart(2, "0")}-${day?.padStart(2, "0")} ${time}`,
      },
    }),
  ),
  // Anything else that a station is named in.
  message("%[A-Z0-9_]+-\\d-[A-Z0-9_]+:.*?{mac}", ofStation("mentioned")),
];
