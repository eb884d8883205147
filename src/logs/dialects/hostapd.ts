import type { Dialect } from "../dialect.ts";
import { apMessages } from "../hostap/ap-messages.ts";
import { keyMessages } from "../hostap/key-messages.ts";
import { createHostapParser, type HostapProgram, weighHostap } from "../hostap/parser.ts";
import { createMessageTable } from "../message-table.ts";

const program: HostapProgram = {
  name: "hostapd",
  messages: createMessageTable([...apMessages, ...keyMessages]),
  own: /^(?:STA (?:[0-9a-f]{2}:){5}[0-9a-f]{2} (?:IEEE 802\.1|MLME|WPA|RADIUS)|AP-(?:STA|ENABLED|DISABLED|CSA)|EAPOL-4WAY-HS-COMPLETED|BSS-TM-RESP|interface state |(?:re)?association request: STA=|(?:de)?authentication(?: reply)?: STA=|mgmt::|hostapd|Using interface \S+ with hwaddr|FT\(RRB\)|FT: (?:RRB|Received authentication frame|Received PMK|Send PMK|Did not|No PMK-R1|Postponed|Callback|Timeout pending|FT authentication response|Generated|S1KH-ID=|R1KH-ID=|R0KH-ID=)|ACS-|DFS-|BEACON-)/,
  chatter:
    /^(?: |[A-Z0-9_]+ - hexdump|.* - hexdump|nl80211|netlink|RTM_|VLAN|CMD_|Get randomness|random|rfkill|Allowed channel|RATE|SSL|TLS|OpenSSL|Cipher|EAP|IEEE 802\.1X|RADIUS|HT:|hostapd_|ap_sta_|Event |Searching a PSK|WMM|Validating WMM|Mode:|BSS |WPA: |RSN: |SAE: |SA Query|CTRL-|mgmt::|Add |Ignore Probe |Removing |random:|Signal |Using interface|Configuration file|Unknown event|interface state|Setup of |Completing |wpa_driver|ap_free_sta|Deauthenticate all|Previous country|DFS|Deriving|ctrl_iface|phy|l2_packet|RRB|FT\(RRB\)|FT: (?:RRB|R1KH-ID|R0KH-ID|S1KH-ID|S0KH-ID|BSSID=|Derive|Retry PTK|vlan|session_timeout|Send sequence|Received sequence|seq |Possibly invalid|Invalid sequence|FT authentication response|Response to|PMK-R1|Found PSK|RSNE|MDE|FTE|Parse|STA R0KH|Requested PMKR0Name|PMKR1Name))/,
};

/** hostapd, 2.9 and later: the APs of Linux, OpenWrt and of many makers. */
export const hostapd: Dialect = {
  id: "hostapd",
  title: "hostapd (stdout, syslog, journald, logread)",
  weigh: (text) => weighHostap(text, program),
  createParser: (clock) => createHostapParser(clock, program),
};
