import { expect, test } from "vitest";
import { utf8Octets } from "../../src/bytes/octets.ts";
import type { LogEvent } from "../../src/logs/event.ts";
import { createLogReader, type LogSummary } from "../../src/logs/reader.ts";

function read(...lines: readonly string[]): {
  readonly events: readonly LogEvent[];
  readonly summary: LogSummary;
} {
  const reader = createLogReader();
  const first = reader.push(utf8Octets(`${lines.join("\n")}\n`));
  const { events, summary } = reader.end();
  return { events: [...first, ...events], summary };
}

const connected = "wlan0: AP-STA-CONNECTED 02:11:22:33:44:aa";

test.each([
  ["option -t", `1795345848.894115: ${connected}`, 1_795_345_848_894_115, true, 0],
  [
    "the logger under -t",
    `1795345848.894115: 1795345848.894120: ${connected}`,
    1_795_345_848_894_115,
    true,
    0,
  ],
  [
    "syslog",
    `Nov 22 11:10:48 ap1 hostapd: ${connected}`,
    Date.UTC(2000, 10, 22, 11, 10, 48) * 1000,
    false,
    undefined,
  ],
  [
    "syslog with a priority",
    `<30>Nov 22 11:10:48 ap1 hostapd: ${connected}`,
    Date.UTC(2000, 10, 22, 11, 10, 48) * 1000,
    false,
    undefined,
  ],
  [
    "journald",
    `Nov 22 11:10:48.250000 ap1 hostapd[812]: ${connected}`,
    Date.UTC(2000, 10, 22, 11, 10, 48, 250) * 1000,
    false,
    undefined,
  ],
  [
    "journald, short-iso",
    `2026-11-22T12:10:48+0100 ap1 hostapd[812]: ${connected}`,
    Date.UTC(2026, 10, 22, 12, 10, 48) * 1000,
    true,
    60,
  ],
  [
    "logread",
    `Sun Nov 22 11:10:48 2026 daemon.notice hostapd: ${connected} auth_alg=ft`,
    Date.UTC(2026, 10, 22, 11, 10, 48) * 1000,
    true,
    undefined,
  ],
  [
    "logread -t",
    `Sun Nov 22 11:10:48 2026 [1795345848.100] daemon.notice hostapd: ${connected}`,
    Date.UTC(2026, 10, 22, 11, 10, 48) * 1000,
    true,
    undefined,
  ],
  [
    "OpenWrt's web page",
    `[Nov 22, 2026, 5:10:48 PM GMT+2] daemon.notice: hostapd: ${connected}`,
    Date.UTC(2026, 10, 22, 17, 10, 48) * 1000,
    true,
    120,
  ],
])("hostapd is read from %s", (_, line, clockUs, hasYear, zoneMinutes) => {
  const { events, summary } = read(line);
  expect(summary).toMatchObject({ dialect: "hostapd", records: 1, unrecognised: 0 });
  expect(events).toMatchObject([
    { kind: "client-run", station: "02:11:22:33:44:aa", source: "wlan0" },
  ]);
  expect(events[0]?.time).toMatchObject({ clockUs, hasYear });
  expect(events[0]?.time?.zoneMinutes).toBe(zoneMinutes);
});

test.each([
  ["option -t", "1795345848.924: ".replace(".924", ".924000")],
  ["syslog", "Jan  8 15:24:32 host wpa_supplicant[1168]: "],
  ["logcat threadtime", "11-22 11:10:48.924  2037  2037 D wpa_supplicant: "],
  ["logcat brief", "D/wpa_supplicant( 2037): "],
])("wpa_supplicant is read from %s", (name, head) => {
  const { events, summary } = read(
    `${head}wlan0: SME: Trying to authenticate with 02:aa:bb:cc:dd:02 (SSID='lab (freq=1 MHz)' freq=2437 MHz)`,
  );
  expect(summary.dialect).toBe("wpa-supplicant");
  expect(events).toMatchObject([
    {
      kind: "auth-requested",
      ap: { address: "02:aa:bb:cc:dd:02", addressIs: "bssid" },
      details: { frequencyMhz: 2437 },
    },
  ]);
  expect(events[0]?.time === undefined).toBe(name === "logcat brief");
});

const debug = (text: string, fraction = 0) =>
  `1795345848.${String(fraction).padStart(6, "0")}: ${text}`;

test("records of a debug log that name nobody are of the station served last, and of the BSS of the interface", () => {
  const { events } = read(
    debug('Using interface wlan1 with hwaddr 02:aa:bb:cc:dd:02 and ssid "lab"'),
    debug(
      "authentication: STA=02:11:22:33:44:aa auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70 retry",
      1,
    ),
    debug("FT: No PMK-R1 available in local cache for the requested PMKR1Name", 2),
    debug("FT: RRB received packet 02:aa:bb:cc:dd:01 -> 02:aa:bb:cc:dd:02", 3),
    debug("FT: No matching R0KH found", 4),
    debug("FT: Postponed auth callback result for 02:11:22:33:44:aa - status 53", 5),
    debug(
      "authentication reply: STA=02:11:22:33:44:aa auth_alg=2 auth_transaction=2 resp=53 (IE len=0) (dbg=auth-ft-finish)",
      6,
    ),
  );
  const target = { address: "02:aa:bb:cc:dd:02", addressIs: "bssid" };
  const station = "02:11:22:33:44:aa";
  expect(events).toMatchObject([
    { kind: "ft-preauth-over-air", station, ap: target, sequenceNumber: 7, isRetry: true },
    { kind: "ft-key-missing", station, ap: target },
    { kind: "ft-key-holder-unknown", ap: target },
    { kind: "ft-auth-deferred", ap: target },
    { kind: "auth-sent", station, codes: [{ space: "ieee-status", value: 53 }] },
  ]);
  // What another AP sent is about nobody who was served here.
  expect(events[2]?.station).toBeUndefined();
});

test("a request is told by its sequence number, or else by its nonce, and names the BSS of the log", () => {
  const [station, target] = ["02:11:22:33:44:aa", "02:aa:bb:cc:dd:02"];
  const nonce = Array.from({ length: 32 }, (_, i) => (i + 16).toString(16)).join(" ");
  const received = [
    debug(`FT: Received authentication frame: STA=${station} BSSID=${target} transaction=1`),
    debug(`FT: FTE-SNonce - hexdump(len=32): ${nonce}`),
  ];
  const full = debug(
    `authentication: STA=${station} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
  );
  expect(read(full, ...received).events).toMatchObject([{ kind: "ft-preauth-over-air" }]);
  expect(
    read(...received, debug(`FT: Timeout pending pull request for ${station}`)).events,
  ).toMatchObject([
    {
      kind: "ft-snonce",
      station,
      ap: { address: target },
      details: { snonce: nonce.replaceAll(" ", "") },
    },
    { kind: "ft-key-request-timeout", station, ap: { address: target } },
  ]);
});

test("a station's own address is that of its interface, not of a P2P one", () => {
  const { events } = read(
    debug("wlan2: Own MAC address: 02:11:22:33:44:aa"),
    debug("p2p-dev-wlan2: Own MAC address: 02:00:00:00:02:00"),
    debug("wlan2: CTRL-EVENT-DISCONNECTED bssid=02:aa:bb:cc:dd:02 reason=3 locally_generated=1"),
  );
  expect(events).toMatchObject([
    {
      kind: "client-left",
      station: "02:11:22:33:44:aa",
      codes: [{ space: "ieee-reason", value: 3 }],
      details: { ownChoice: true },
    },
  ]);
});

test("a journal of both programs and the kernel has two dialects; other programs are no records", () => {
  const { summary, events } = read(
    `Nov 22 11:10:48 host hostapd: ${connected}`,
    "Nov 22 11:10:48 host kernel: [ 923.4] wlan0: associated",
    "Nov 22 11:10:49 host wpa_supplicant[9]: wlan1: Associated with 02:aa:bb:cc:dd:02",
    `Nov 22 11:10:50 host hostapd: ${connected}`,
  );
  expect(summary.dialects).toEqual([
    { dialect: "hostapd", records: 2 },
    { dialect: "wpa-supplicant", records: 1 },
  ]);
  expect(events.map(({ kind }) => kind)).toEqual([
    "client-run",
    "assoc-response-received",
    "client-run",
  ]);
});

test("keys of a debug log are hidden, also in the rows of a dump", () => {
  const { events, summary } = read(
    debug("PSK (ASCII passphrase) - hexdump_ascii(len=21):"),
    "     63 6f 72 72 65 63 74 20 68 6f 72 73 65 20 62 61   correct horse ba",
    debug(
      "FT(RRB): encrypt using key - hexdump(len=32): ee ee ee ee ee ee ee ee ee ee ee ee ee ee ee ee",
    ),
    debug("wlan1: AP-STA-CONNECTED 02:11:22:33:44:aa keyid=guest"),
    debug(
      "something new with PMK-R1 - hexdump(len=16): ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab ab",
    ),
  );
  const text = JSON.stringify([events, summary]);
  expect(text).not.toMatch(/correct horse|63 6f 72|ee ee ee|ab ab ab/);
});

test("a station that is turned away: whose it is, at which BSS, and why", () => {
  const [station, other, target] = ["02:11:22:33:44:aa", "02:11:22:33:44:bb", "02:aa:bb:cc:dd:02"];
  const { events, summary } = read(
    debug(
      `nl80211: MLME event 59 (NL80211_CMD_FRAME) on wlan1(${target}) A1=${target} A2=${station}`,
    ),
    debug(
      `authentication: STA=${station} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
      1,
    ),
    debug(`Station ${station} not allowed to authenticate`, 2),
    debug(`wlan1: Ignore Authentication frame from ${station} due to ACL reject`, 3),
    debug(`wlan1: Ignore Probe Request frame from ${station} due to ACL reject `, 4),
    debug(
      `authentication: STA=${other} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x80`,
      5,
    ),
    debug("no more room for new STAs (7/8)", 6),
    debug(`FT: RRB Action Frame: action=1 sta_addr=${station} target_ap_addr=${target}`, 7),
    debug("no more room for new STAs (8/8)", 8),
    debug("FT: Failed to add new STA based on RRB Request", 9),
    debug(`wlan1: AP-REJECTED-MAX-STA ${other}`, 10),
    debug(`wlan1: AP-REJECTED-BLOCKED-STA ${other}`, 11),
  );
  const ap = { address: target, addressIs: "bssid" };
  expect(summary).toMatchObject({ dialect: "hostapd", unrecognised: 0 });
  expect(events).toMatchObject([
    { kind: "ft-preauth-over-air", station, ap },
    { kind: "station-denied", station, ap },
    { kind: "station-denied", station, ap },
    { kind: "ft-preauth-over-air", station: other, ap },
    { kind: "no-room-for-station", station: other, ap, details: { stations: 7, limit: 8 } },
    { kind: "ft-preauth-over-ds", station, ap },
    { kind: "no-room-for-station", station, ap, details: { stations: 8, limit: 8 } },
    {
      kind: "auth-refused",
      station,
      details: { why: "Failed to add new STA based on RRB Request" },
    },
    { kind: "no-room-for-station", station: other, ap },
    { kind: "station-denied", station: other, ap },
  ]);
});

test("of several BSSs of one process, the one that was handling the frame had no room", () => {
  const [station, far] = ["02:11:22:33:44:aa", "02:aa:bb:cc:dd:01"];
  const [first, second] = ["02:aa:bb:cc:dd:02", "02:aa:bb:cc:dd:03"];
  const full = "no more room for new STAs (8/8)";
  const { events } = read(
    debug(`Using interface wlan0 with hwaddr ${first} and ssid "lab"`),
    debug(`Using interface wlan1 with hwaddr ${second} and ssid "lab"`, 1),
    debug(full, 2),
    debug(`nl80211: MLME event 59 (NL80211_CMD_FRAME) on wlan1(${second}) A1=${second}`, 3),
    debug(full, 4),
    debug(`FT: RRB received packet ${far} -> ${first}`, 5),
    debug(`FT: RRB Action Frame: action=1 sta_addr=${station} target_ap_addr=${first}`, 6),
    debug(full, 7),
  );
  const crowded = events.filter(({ kind }) => kind === "no-room-for-station");
  expect(crowded.map(({ ap }) => ap?.address)).toEqual([undefined, second, first]);
  expect(crowded.map((event) => event.station)).toEqual([undefined, undefined, station]);
});
