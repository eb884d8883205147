import { describe, expect, test } from "vitest";
import { settingOf } from "../../src/logs/config-section.ts";
import { readLog } from "./read-log.ts";

function sectionsOf(text: string) {
  return readLog(text).summary;
}

const wlan = `(WLC1) >show wlan 7

WLAN Identifier.................................. 7
Profile Name..................................... voice
Network Name (SSID).............................. voice net
Status........................................... Enabled
Client Profiling Status
    Radius Profiling ............................ Disabled
     DHCP ....................................... Disabled
Security

   802.11 Authentication:........................ Open System
   FT Support.................................... Enabled
   802.1X........................................ Disabled
      WPA2 (RSN IE).............................. Enabled
         AES Cipher.............................. Enabled
      Auth Key Management

--More-- or (q)uit
         802.1x.................................. Enabled
         FT-PSK(802.11r)......................... Enabled
      FT Reassociation Timeout................... 20
   FlexConnect Local Switching................... Enabled

 Mobility Anchor List
 WLAN ID     IP Address            Status                             Priority
 -------     ---------------       ------                             --------

(WLC1) >`;

describe("show wlan", () => {
  test("rows with their heads, the pager inside a section notwithstanding", () => {
    const { dialect, unrecognised, sections } = sectionsOf(wlan);
    expect({ dialect, unrecognised }).toEqual({ dialect: "aireos-show-wlan", unrecognised: 0 });
    const [section] = sections;
    if (section === undefined) throw new Error("no section");
    expect(section).toMatchObject({ kind: "wlan", subject: "7", line: 3 });
    expect(settingOf(section, "802.1X")?.value).toBe("Disabled");
    expect(settingOf(section, "802.1x")).toMatchObject({
      value: "Enabled",
      under: ["Security", "802.1X", "Auth Key Management"],
      line: 20,
    });
    expect(settingOf(section, "802.11 Authentication")?.value).toBe("Open System");
    expect(settingOf(section, "Network Name (SSID)")?.value).toBe("voice net");
  });

  test("with blanks collapsed, as web pages do", () => {
    const { sections, unrecognised } = sectionsOf(wlan.replace(/^ +/gm, "").replace(/ {2,}/g, " "));
    expect(unrecognised).toBe(0);
    expect(sections.map(({ settings }) => settings.length)).toEqual([15]);
  });

  test("two answers in one file", () => {
    const { sections } = sectionsOf(`${wlan}\n${wlan.replace("Identifier.. 7", "Identifier.. 8")}`);
    expect(sections.map(({ kind }) => kind)).toEqual(["wlan", "wlan"]);
  });
});

test("several commands and a debug log in the recording of one terminal", () => {
  const { dialects, sections, unrecognised } = sectionsOf(
    [
      "=~=~=~=~=~=~=~=~=~=~=~= PuTTY log 2024.02.07 14:04:10 =~=~=~=~=~=~=~=~=~=~=~=",
      wlan.trimEnd().replace(/\(WLC1\) >$/, "(WLC1) >show ap config general ap one"),
      "",
      "Cisco AP Identifier.............................. 5",
      "Cisco AP Name.................................... ap one",
      "AP Mode ......................................... FlexConnect",
      "FlexConnect Group................................ Not a member of any group",
      "(WLC1) >show flexconnect group summary",
      "FlexConnect Group Summary: Count: 2",
      "Group Name                       # Aps",
      "branch office                     2",
      "default-flex-group                1",
      "(WLC1) >show flexconnect group detail branch office",
      "",
      "Number of AP's in Group: 2",
      "",
      "AP Ethernet MAC      Name                 Status    Mode          Type",
      "-------------------- -------------------- --------  ------------- --------",
      "02:00:00:00:0a:00    ap-two               Joined    Flexconnect   Manual",
      "02:00:00:00:0b:00    ap-three             Joined    Flexconnect   Manual",
      "(WLC1) >show pmk-cache all",
      "",
      "Number of PMK Cache Entries: 1",
      "                         Entry",
      "Type      Station        Lifetime    VLAN Override         IP Override",
      "------  --------------   --------    --------------------  ---------------",
      "TGR     02:00:00:00:00:01    83609                         0.0.0.0",
      "(WLC1) >show client detail 02:00:00:00:00:01",
      "Client MAC Address............................... 02:00:00:00:00:01",
      "Client State.....................................Associated",
      "(WLC1) >debug client 02:00:00:00:00:01",
      "(WLC1) >*apfMsConnTask_5: Aug 13 00:50:21.187: 02:00:00:00:00:01 Got 1 AKMs in RSNIE",
    ].join("\n"),
  );
  expect(unrecognised).toBe(0);
  expect(sections.map(({ kind, subject }) => [kind, subject])).toEqual([
    ["wlan", "7"],
    ["ap", "ap one"],
    ["flexconnect-groups", ""],
    ["flexconnect-group", "branch office"],
    ["pmk-cache", "all"],
    ["client", "02:00:00:00:00:01"],
  ]);
  expect(sections.find(({ kind }) => kind === "flexconnect-group")?.rows[0]?.cells).toEqual([
    "02:00:00:00:0a:00",
    "ap-two",
    "Joined    Flexconnect   Manual",
  ]);
  expect(dialects.map(({ dialect }) => dialect)).toContain("aireos-debug-client");
});

test("a secret in a dump is not kept", () => {
  const { sections } = sectionsOf(
    "WLAN Identifier.... 7\n   PSK passphrase.... correct horse\n   Web password...... Disabled\n",
  );
  expect(sections[0]?.settings.map(({ value }) => value)).toEqual(["7", "(hidden)", "Disabled"]);
});
