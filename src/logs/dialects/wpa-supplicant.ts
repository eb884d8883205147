import type { Dialect } from "../dialect.ts";
import { createHostapParser, type HostapProgram, weighHostap } from "../hostap/parser.ts";
import { stationMessages } from "../hostap/station-messages.ts";
import { createMessageTable } from "../message-table.ts";

const program: HostapProgram = {
  name: "wpa_supplicant",
  messages: createMessageTable(stationMessages),
  own: /^(?:wpa_supplicant|SME: |CTRL-EVENT-(?:CONNECTED|DISCONNECTED|AUTH-REJECT|ASSOC-REJECT|SSID|SCAN|SUBNET|BSS|REGDOM|DO-ROAM|SKIP-ROAM)|State: [A-Z0-9_]+ -> |Trying to (?:associate|authenticate)|Associated with|Own MAC address|Key negotiation completed|Considering |Request association|P2P: |WPA: (?:using|Selected|clearing|RX message|Key negotiation|Sending EAPOL)|RSN: (?:using|clearing|RX message|flushing))/,
  chatter:
    /^(?: |.* - hexdump|nl80211|netlink|RTM_|CMD_|Get randomness|P2P|CTRL|EAPOL|EAP|TDLS|WNM|WMM|QM|HS20|Off-channel|BSS|RSN|WPA|SAE|FT: |Event |Determining|Shared |freq\[|Cancelling|Setting |Selected|Selecting|Considering|Scan|scan|Radio|radio|Add|Removing|Control interface|Automatic|Associat|TLS|SSL|OpenSSL|wpa_|Request|ignore|Ignore|Network|skip|Received scan|\d+: |rfkill|RRM|Own MAC|Using|Reading|Configuration|Initializing|Driver|driver|interface)/,
};

/** wpa_supplicant, 2.9 and later: the stations of Linux and Android. */
export const wpaSupplicant: Dialect = {
  id: "wpa-supplicant",
  title: "wpa_supplicant (debug, syslog, journald, logcat)",
  weigh: (text) => weighHostap(text, program),
  createParser: (clock) => createHostapParser(clock, program),
};
