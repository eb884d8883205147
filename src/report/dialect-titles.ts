const titles: Readonly<Record<string, string>> = {
  "aireos-debug-client": "Cisco AireOS `debug client`",
  "aireos-show-wlan": "Cisco AireOS `show wlan`",
  "aireos-show-ap": "Cisco AireOS `show ap config general`",
  "aireos-show-flexconnect-group": "Cisco AireOS `show flexconnect group detail`",
  "aireos-show-flexconnect-groups": "Cisco AireOS `show flexconnect group summary`",
  "aireos-show-client": "Cisco AireOS `show client detail`",
  "show-pmk-cache": "Cisco `show pmk-cache`",
  "ios-xe-ra-trace": "Cisco Catalyst 9800 RA trace",
  "cos-ap-trace": "Cisco COS AP client trace",
  "ios-ap-syslog": "Cisco IOS AP syslog",
  hostapd: "hostapd",
  "wpa-supplicant": "wpa_supplicant",
  generic: "lines with a time and a MAC address, in no dialect that is known",
  unknown: "no log that is known",
};

/** What people call a dialect. */
export function dialectTitle(dialect: string): string {
  return titles[dialect] ?? dialect;
}
