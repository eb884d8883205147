/** Numbers that capture files give to what their packets begin with (LINKTYPE of the tcpdump group). */
export const linkTypes = {
  bsdLoopback: 0,
  ethernet: 1,
  rawIp: 101,
  ieee80211: 105,
  linuxCooked: 113,
  prism: 119,
  radiotap: 127,
  avs: 163,
  ppi: 192,
  rawIpv4: 228,
  rawIpv6: 229,
  linuxCookedV2: 276,
} as const;
