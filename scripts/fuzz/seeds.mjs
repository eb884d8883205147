import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { elementsAt } from "./elements.mjs";
import { pcapngOf, pcapOf, peekOf } from "./files.mjs";
import { concat, number } from "./octets.mjs";
import { packetInput, wrappings } from "./packets.mjs";
import { joinLines } from "./texts.mjs";

const root = new URL("../..", import.meta.url).pathname;
const ownCases = join(root, "captures");
const largestFile = 4_000_000;
/** Of a capture that is analysed whole, besides beacons: enough for an association or a roam. */
const framesOfCut = 14;

/**
 * What mutation begins with, by kind. `library` is the part of ftscope that reads them; `paths` are more
 * files and folders: captures, and logs (`*.log`).
 */
export function collectSeeds(library, paths = []) {
  const { createCaptureReader, createReceiver } = library;
  const packets = new Map();
  const frames = new Map();
  const captures = [];
  const logs = [...logSeeds];

  function takeCapture(octets, mostPackets) {
    const reader = createCaptureReader();
    const records = reader.push(octets);
    const receiver = createReceiver();
    const beacons = [];
    const others = [];
    const seen = new Set();
    for (const record of records) {
      const shape = `${record.linkType}/${record.octets.length}`;
      if (!packets.has(shape) && packets.size < mostPackets) packets.set(shape, record);
      const { octets: frame } = receiver.receive(record);
      if (frame === undefined) continue;
      const kind = `${frame[0]}/${frame[24]}/${frame[25]}/${frame.length}`;
      if (!frames.has(kind) && frame[0] !== 0xd4) frames.set(kind, frame);
      if (isOfRoam(frame, seen)) (isBeacon(frame) ? beacons : others).push(record);
    }
    if (others.some(({ linkType }) => linkType !== 127)) return;
    for (let at = 0; at + 6 <= others.length && at < 20 * framesOfCut; at += framesOfCut) {
      const cut = [...beacons.slice(0, 4), ...others.slice(at, at + framesOfCut)];
      captures.push(cut.sort((a, b) => a.frame - b.frame));
    }
  }

  for (const name of readdirSync(ownCases)) {
    const folder = join(ownCases, name);
    for (const file of readdirSync(folder)) {
      if (file.endsWith(".pcap")) takeCapture(read(join(folder, file)), 600);
    }
  }
  for (const path of paths.flatMap(filesBelow)) {
    if (statSync(path).size > largestFile) continue;
    if (path.endsWith(".log")) logs.push(read(path).subarray(0, 6000));
    else takeCapture(read(path), 4000);
  }
  const whole = [...frames.values()];
  const packetsOfAir = [...packets.values()].map(({ linkType, octets }) =>
    packetInput(linkType, octets),
  );
  const wrapped = [
    ...whole.slice(0, 12),
    ...whole.filter((frame) => elementsAt(frame)).slice(0, 12),
  ]
    .flatMap(wrappings)
    .map(([linkType, octets]) => packetInput(linkType, octets));
  const small = captures.map((cut) => cut.slice(0, 12));
  const files = [pcapOf, pcapngOf, peekOf].flatMap((fileOf) => small.map(fileOf));
  return {
    frames: whole,
    packets: [...packetsOfAir, ...wrapped],
    wire: packetsOfAir.filter((input) => input[0] === 1),
    files,
    captures: captures.map(pcapOf),
    logs,
    keys: keySeeds,
    compressed: files.slice(0, 8).flatMap((file) => [gzipSync(file), zstdOf(file)]),
  };
}

function read(path) {
  return new Uint8Array(readFileSync(path));
}

function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile() && /\.(pcap|pcapng|cap|log)$/.test(file))
    .sort();
}

/** A probe response too. */
function isBeacon(frame) {
  return frame[0] === 0x80 || frame[0] === 0x50;
}

/** Management frames and EAPOL, the first beacon of each BSS, and a little data. */
function isOfRoam(frame, seen) {
  const key = (name) => `${name}/${frame.subarray(10, 16).join()}`;
  const first = (name) => !seen.has(key(name)) && seen.add(key(name)) !== undefined;
  if (isBeacon(frame)) return first(frame[0]);
  if (((frame[0] >> 2) & 3) === 0) return true;
  if (((frame[0] >> 2) & 3) !== 2) return false;
  return elementsAt(frame) !== undefined || first("data");
}

/** Stored and repeated blocks of Zstandard (RFC 8878), and a frame to be skipped. */
function zstdOf(octets) {
  const stored = (block, isLast) =>
    concat(number((block.length << 3) | (isLast ? 1 : 0), 3), block);
  const half = octets.length >> 1;
  return concat(
    Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0, 7 << 3),
    stored(octets.subarray(0, half), false),
    stored(octets.subarray(half), true),
    Uint8Array.of(0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3),
  );
}

const station = "02:5a:00:00:00:0a";
const ap = "02:a0:00:00:01:1e";
const target = "02:a0:00:00:02:2e";
const debug = (ms, text) => `*apfMsConnTask_2: Mar 04 05:06:07.${ms}: ${station} ${text}`;
const trace = (component, text) =>
  `2024/03/05 10:11:12.123456 {wncd_x_R0-0}{1}: [${component}] [15596]: (note): MAC: 025a.0000.000a  ${text}`;

/** A few lines of every dialect, with addresses of nobody. */
const logSeeds = [
  joinLines(
    debug(100, "Doing preauth for this client over the Air"),
    debug(101, `Doing local roaming for destination address ${target}`),
    debug(102, "RSNIE AKM matches with PMK cache entry :0x3"),
    debug(103, `Created a new preauth entry for AP:${target}`),
    debug(140, `Reassociation received from mobile on BSSID ${target}`),
    debug(150, `Sending Assoc Response to station on BSSID ${target} (status 0) ApVapId 2 Slot 1`),
    debug(151, `Finishing FT roaming for mobile ${station}`),
    debug(300, "no PMK cache entry for this client. Can't do preauth."),
    debug(400, `Sent Deauthenticate to mobile on BSSID ${ap} slot 1(caller apf_ms.c:7002)`),
    debug(401, "Scheduling deletion of Mobile Station:  (callerId: 21) in 1 seconds"),
  ),
  joinLines(
    "(WLC1) >show wlan 7",
    "",
    "WLAN Identifier.................................. 7",
    "Profile Name..................................... voice",
    "Network Name (SSID).............................. voice net",
    "Security",
    "   FT Support.................................... Enabled",
    "         FT-PSK(802.11r)......................... Enabled",
    "--More-- or (q)uit",
    "   FlexConnect Local Switching................... Enabled",
  ),
  joinLines(
    trace(
      "client-orch-sm",
      "Re-Association received. BSSID 02a0.0000.021e, WLAN voice, Slot 1 AP 02a0.0000.0210, ap-two, old BSSID 02a0.0000.011e",
    ),
    trace(
      "dot11",
      "Association success. AID 1, Roaming = True, WGB = False, 11r = True, 11w = False Fast roam = True",
    ),
    trace(
      "dot11",
      "Dot11 update co assoc fail. Sent assoc failure to CO. delete reason: 54, CO_CLIENT_DELETE_REASON_DOT11_INVALID_PMKID",
    ),
  ),
  joinLines(
    `[*03/05/2024 10:11:12.1234] CLSM[${station}]: US Auth(b0) seq 3760 IF 27 slot 1 vap 0 len 30 state NULL`,
    `[*03/05/2024 10:11:12.1334] CLSM[${station}]: DS ReAssoc Resp(30) seq 17 IF 27 slot 1 vap 0 len 30 status 0 state FT`,
    `[1709633472:123456] [AP-1] [${station}] [U:W] DOT11_AUTHENTICATION : Retry 0 PwrM 0 Seq 3760`,
  ),
  joinLines(
    `1795345848.894115: wlan0: AP-STA-CONNECTED ${station} auth_alg=ft`,
    `1795345849.100000: nl80211: Event message available`,
    `1795345849.200000: FT: Received authentication frame: STA=${station} Target=${target}`,
    "1795345849.200100: FT: RRB - hexdump(len=16): 00 11 22 33 44 55 66 77 88 99 aa bb cc dd ee ff",
    "1795345849.200200: PMK-R0 - hexdump(len=32): [REMOVED]",
    `1795345849.300000: wlan0: STA ${station} IEEE 802.11: authentication failed: reason 53`,
    `1795345849.400000: wlan0: AP-STA-DISCONNECTED ${station}`,
  ),
  joinLines(
    `1795345848.000000: wlan0: SME: Trying to authenticate with ${target} (SSID='lab-ft' freq=2437 MHz)`,
    `1795345848.010000: FT: Invalid response IEs`,
    `1795345848.020000: wlan0: CTRL-EVENT-DISCONNECTED bssid=${ap} reason=3 locally_generated=1`,
    `1795345848.030000: wlan0: CTRL-EVENT-CONNECTED - Connection to ${target} completed [id=0 id_str=]`,
  ),
  joinLines(
    "Nov 22 11:10:48 ap1 hostapd: wlan0: STA 02:5a:00:00:00:0a IEEE 802.11: associated (aid 1)",
    "*Mar  1 00:10:11.123: %DOT11-6-ASSOC: Interface Dot11Radio1, Station   025a.0000.000a Reassociated KEY_MGMT[WPAv2]",
    "*Mar  1 00:10:12.123: %DOT11-6-DISASSOC: Interface Dot11Radio1, Deauthenticating Station 025a.0000.000a Reason: Sending station has left the BSS",
    `2024-03-05 10:11:12 client ${station} roamed from ${ap} to ${target}, status 53`,
  ),
];

const hex = "00112233445566778899aabbccddeeff".repeat(2);
const keySeeds = [
  joinLines(
    "# keys",
    "psk:lab-ft:correct horse battery",
    `pmk:${hex}@${station}`,
    `msk:${hex}${hex}@x%20y`,
    `pmk-r0:${hex}`,
    `pmk-r1:${hex}@${station}`,
    `tk:${hex.slice(32)}@${station}`,
  ),
  joinLines(
    '"wpa-pwd","correct horse battery:lab-ft"',
    `"wpa-psk","${hex}"`,
    `"tk","${hex.slice(32)}"`,
    '"wep","0102030405"',
  ),
  joinLines(`keyid=first vlanid=3 00:00:00:00:00:00 correct horse battery`, `${station} ${hex}`),
  joinLines(
    "network={",
    '\tssid="lab-ft"',
    '\tpsk="correct horse battery"',
    "\tkey_mgmt=FT-PSK",
    "}",
    "network={",
    "\tssid=6c61622d6674",
    `\tpsk=${hex}`,
    '\tsae_password="x"',
    "}",
  ),
  joinLines(
    "interface=wlan0",
    "ssid=lab-ft",
    "wpa_passphrase=correct horse battery",
    "bss=wlan1",
    'ssid2="two"',
    `wpa_psk=${hex}`,
    "sae_password=secret|mac=02:5a:00:00:00:0a|vlanid=1",
  ),
];
