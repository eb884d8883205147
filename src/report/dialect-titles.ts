const titles: Readonly<Record<string, string>> = {
  "aireos-debug-client": "Cisco AireOS `debug client`",
  "aireos-show-wlan": "Cisco AireOS `show wlan`",
  "aireos-show-ap": "Cisco AireOS `show ap config general`",
  "aireos-show-flexconnect-group": "Cisco AireOS `show flexconnect group detail`",
  "aireos-show-flexconnect-groups": "Cisco AireOS `show flexconnect group summary`",
  "aireos-show-client": "Cisco AireOS `show client detail`",
  "show-pmk-cache": "Cisco `show pmk-cache`",
};

/** What people call a dialect. */
export function dialectTitle(dialect: string): string {
  return titles[dialect] ?? dialect;
}
