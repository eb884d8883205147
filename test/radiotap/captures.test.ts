import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { createCaptureReader } from "../../src/capture/reader.ts";
import { decodeRadiotap } from "../../src/radiotap/radiotap.ts";
import { createReceiver } from "../../src/radiotap/receive.ts";
import { capture, labCaptures, packetsOf } from "./packets.ts";

const radiotapBin = capture("public/radiotap-bin/");

describe.skipIf(!existsSync(radiotapBin))("headers of the radiotap library", () => {
  const names = existsSync(radiotapBin)
    ? readdirSync(radiotapBin).filter((name) => name.endsWith(".bin"))
    : [];

  test.each(names)("%s is read as its expected output says", (name) => {
    const octets = new Uint8Array(readFileSync(new URL(name, radiotapBin)));
    const output = readFileSync(new URL(name.replace(/bin$/, "out"), radiotapBin), "utf8");
    const { headerLength, radio, flags, faults } = decodeRadiotap(octets);
    expect(faults).toEqual([]);
    expect(headerLength).toBe(octets.length);
    const tsft = /TSFT: (\d+)/.exec(output)?.[1];
    expect(radio.tsfUs).toBe(tsft === undefined ? undefined : BigInt(tsft));
    const flagsHex = /flags: ([0-9a-f]+)/.exec(output)?.[1];
    const expected = flagsHex === undefined ? undefined : Number.parseInt(flagsHex, 16);
    expect(flags?.fcsAtEnd).toBe(expected === undefined ? undefined : (expected & 0x10) !== 0);
    expect(flags?.dataPad).toBe(expected === undefined ? undefined : (expected & 0x20) !== 0);
    expect(flags?.badFcs).toBe(expected === undefined ? undefined : (expected & 0x40) !== 0);
  });
});

describe.skipIf(!existsSync(capture("lab/")))("captures of the lab", () => {
  test("every header on the air decodes without fault and names the frequency", () => {
    const packets = labCaptures("air").flatMap(packetsOf);
    expect(packets.length).toBeGreaterThan(1000);
    for (const { octets } of packets) {
      const { radio, faults } = decodeRadiotap(octets);
      if (faults.length > 0 || radio.frequencyMhz === undefined) {
        expect.fail(`${JSON.stringify(faults)} ${radio.frequencyMhz}`);
      }
    }
  });

  test("every header of a sniffer has its frequency and a signal", () => {
    const files = labCaptures("sniffer-");
    expect(files.length).toBeGreaterThan(10);
    for (const file of files) {
      const frequency = Number(/sniffer-(\d+)\.pcap$/.exec(file.pathname)?.[1]);
      for (const { octets } of packetsOf(file)) {
        const { radio, faults } = decodeRadiotap(octets);
        if (
          faults.length > 0 ||
          radio.frequencyMhz !== frequency ||
          !(Number(radio.signalDbm) < 0)
        ) {
          expect.fail(`${file} ${JSON.stringify(faults)} ${radio.frequencyMhz} ${radio.signalDbm}`);
        }
      }
    }
  });

  test("frames on the air come without FCS", () => {
    for (const file of labCaptures("air").slice(0, 10)) {
      const receiver = createReceiver();
      for (const each of packetsOf(file)) {
        expect(receiver.receive(each)).toMatchObject({ fcs: "absent", cut: false, faults: [] });
      }
    }
  });
});

/** How many packets of a capture came out how. */
function statesOf(path: string): Record<string, number> {
  const receiver = createReceiver();
  const states: Record<string, number> = {};
  for (const each of createCaptureReader().push(new Uint8Array(readFileSync(capture(path))))) {
    const result = receiver.receive(each);
    const state = "fcs" in result ? result.fcs : result.notWifi;
    states[state] = (states[state] ?? 0) + 1;
  }
  return states;
}

describe.skipIf(!existsSync(capture("public/")))("public captures", () => {
  // Counts as tshark 4.0.17 has them with wlan.check_checksum; it leaves 10 damaged frames unverified.
  test.each([
    ["nonft/john-wpa-Induction.pcap", { good: 1080, bad: 13 }],
    // The FCS of the generator is de ad be ef: filler, not damage.
    ["formats/wpawolf-ll_radiotap_with_fcs.pcap", { unchecked: 3 }],
    ["formats/tcpdump-ieee802.11_meshid.pcap", { good: 3 }],
    ["formats/zeek-radiotap.pcap", { good: 3 }],
    ["formats/tcpdump-ieee802.11_exthdr.pcap", { good: 18, absent: 8 }],
    ["malformed/wdoc-108_80.pcap", { good: 45 }],
    ["nonft/aircrack-wpa2.eapol.cap", { absent: 5 }],
    ["malformed/wifite-handshake_has_1234.cap", { absent: 2189 }],
    ["formats/libpcap-http_PPI.pcap", { good: 5 }],
    ["formats/aircrack-wpa.cap", { good: 13 }],
    ["formats/wpawolf-ll_avs.pcap", { absent: 3 }],
    ["formats/wpawolf-ll_ppi.pcap", { absent: 3 }],
    ["formats/wpawolf-ll_sll_radiotap.pcap", { absent: 3 }],
    [
      "formats/zeek-gre-aruba-ccmp.pcap",
      { "GRE tunnel of an Aruba AP (client traffic, no capture of the air): not supported": 2 },
    ],
    [
      "formats/tcpdump-lwapp-data.pcap",
      {
        "LWAPP data (UDP 12222): not supported": 4,
        "LWAPP control (UDP 12223): no 802.11 inside": 4,
      },
    ],
    [
      "formats/frag-eapol-amsdu_BP-onclient.pcapng",
      {
        "EAPOL without 802.11 headers (Linux cooked capture): not usable": 4,
        "Linux cooked capture: no 802.11 inside; capture in monitor mode, or give --decode-as for a remote capture on an odd port": 38,
      },
    ],
    // CAPWAP, of which tshark reads 14 frames too.
    ["formats/zcapwap-capwap_data.pcapng", { absent: 14 }],
  ])("%s", (path, states) => {
    expect(statesOf(`public/${path}`)).toEqual(states);
  });
});
