import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatHex, parseHex } from "../../src/bytes/octets.ts";
import { createPcapReader } from "../../src/capture/pcap.ts";
import { createPcapngReader } from "../../src/capture/pcapng.ts";
import { createCaptureReader, createPacketReader } from "../../src/capture/reader.ts";
import { buildPcap, buildPcapng } from "../builders/capture-file.ts";
import { comparable, expectSensibleFaults, type Reading, ramp, readAll } from "./read-all.ts";

const packet = { timeNs: 1_700_000_000_000_000_000n, octets: ramp(20) };
const pcap = buildPcap({ records: [packet, packet] });
const pcapng = buildPcapng({ packets: [packet, packet] });

test.each([1, 3, 4, 7, 4096])("chunks of %i octets reach the reader of the format", (length) => {
  expect(readAll(createCaptureReader(), pcap, length)).toStrictEqual(
    readAll(createCaptureReader(createPcapReader), pcap),
  );
  expect(readAll(createCaptureReader(), pcapng, length)).toStrictEqual(
    readAll(createCaptureReader(createPcapngReader), pcapng),
  );
});

test.each([
  ["nothing", [], "truncated"],
  ["half a magic", [0x0a, 0x0d], "truncated"],
  ["text", [0x68, 0x65, 0x6c, 0x6c, 0x6f], "invalid"],
  ["zstd", [0x28, 0xb5, 0x2f, 0xfd, 0], "invalid"],
])("%s is no capture file", (_, octets, kind) => {
  const { summary } = readAll(createCaptureReader(), Uint8Array.from(octets), 1);
  expect(summary).toMatchObject({ format: undefined, frames: 0 });
  expect(summary.faults).toMatchObject([{ kind, where: "capture file / magic", offset: 0 }]);
});

test("a compressed file that cannot be read is called by its name", () => {
  const zstd = readAll(createCaptureReader(), Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd));
  expect(zstd.summary.faults[0]?.text).toBe("it is zstd-compressed: unpack it first");
});

test.each([
  ["474d425500020000", /Network Monitor.*editcap/],
  ["736e6f6f70000000", /snoop.*editcap/],
  ["53514c69746520666f726d61742033", /SQLite.*kismetdb_to_pcap/],
  ["504b030414000000", /zip.*unpack/],
  ["1f8b080000000000", /gzip.*unpack/],
  ["00112233", /begins with 00112233; if Wireshark/],
])("what begins with %s is told with what to do", (magic, text) => {
  const file = parseHex(magic) as Uint8Array;
  for (const create of [createPacketReader, createPcapReader]) {
    const { summary } = readAll(createCaptureReader(create), file, 1);
    expect(summary.faults).toMatchObject([{ text: expect.stringMatching(text) }]);
  }
});

test("another reader may be given for classic pcap, not for pcapng", () => {
  const given = {
    hasStopped: false,
    push() {},
    end: () => createCaptureReader(createPcapReader).end(),
  };
  const create = () => createCaptureReader((sink) => createPacketReader(sink, () => given));
  expect(readAll(create(), pcap).records).toEqual([]);
  expect(readAll(create(), pcapng).records).toHaveLength(2);
});

test("random octets never throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
      const { summary } = readAll(createCaptureReader(), octets, 3);
      expectSensibleFaults(summary.faults, octets.length);
    }),
  );
});

const shared = new URL("../../../shared/captures/public", import.meta.url).pathname;

describe.skipIf(!existsSync(shared))("other people's captures", () => {
  // Packets as capinfos counts them.
  const frames: Readonly<Record<string, number>> = {
    "ft/vh-wpa3-with-ft-support.pcapng": 85,
    "ft/wpa2-ft-psk.pcapng.gz": 33,
    "nonft/frag-ping_I_E_R_E-fromclient.pcapng": 219,
    "nonft/john-wpa-Induction.pcap": 1093,
    "nonft/owe.pcapng.gz": 107,
    "nonft/wpa-eap-tls.pcap.gz": 86,
    "formats/dhcp-nanosecond.pcap": 4,
    "formats/frag-eapol-amsdu_BP-onclient.pcapng": 42,
    "formats/hk-le-test010.pcapng": 4,
    "formats/hk-le-test100.pcapng": 5,
    "formats/hk-le-test102.pcapng": 8,
    "formats/john-wpa-Induction.pcapng": 1093,
    "formats/wpawolf-c_pcap_be_us.pcap": 3,
    "formats/wpawolf-c_pcap_ixia_hw_le.pcap": 3,
    "formats/wpawolf-c_pcap_kuz_le.pcap": 3,
    "formats/wpawolf-c_pcap_le_ns.pcap": 3,
    "formats/wpawolf-c_pcapng_be.pcapng": 3,
    "formats/zcapwap-capwap_data.pcapng": 14,
  };

  function load(name: string): Uint8Array {
    const octets = readFileSync(join(shared, name));
    return new Uint8Array(name.endsWith(".gz") ? gunzipSync(octets) : octets);
  }

  test.each(Object.entries(frames))("%s has %i frames and no fault", (name, count) => {
    const file = load(name);
    const { records, summary } = readAll(createCaptureReader(), file, 1000);
    expect(summary).toMatchObject({ frames: count, faults: [] });
    const blocks = [...summary.skippedBlocks].filter(([type]) => (type & 0xffff) === 0xbad);
    const shown = blocks.reduce((sum, [, ofType]) => sum + ofType, 0);
    expect(records).toHaveLength(count - shown);
    for (const record of records) {
      expect(record.originalLength).toBeGreaterThanOrEqual(record.octets.length);
    }
    const inOnePush = readAll(createCaptureReader(), file);
    expect(comparable(inOnePush)).toEqual(comparable({ records, summary }));
  });

  test("the same capture as pcap and as pcapng has the same packets", () => {
    const classic = readAll(createCaptureReader(), load("nonft/john-wpa-Induction.pcap"));
    const next = readAll(createCaptureReader(), load("formats/john-wpa-Induction.pcapng"));
    const packets = ({ records }: Reading) =>
      records.map(({ time, octets }) => `${time} ${formatHex(octets)}`);
    expect(packets(next)).toEqual(packets(classic));
  });

  test("frames have Wireshark's numbers, which count custom blocks", () => {
    const { records } = readAll(createCaptureReader(), load("formats/hk-le-test102.pcapng"));
    expect(records.map(({ frame }) => frame)).toEqual([2, 4, 5, 6, 7]);
  });

  test("captures that were cut keep their whole frames", () => {
    const { summary } = readAll(createCaptureReader(), load("malformed/wdoc-108_80.pcap"));
    expect(summary).toMatchObject({ frames: 45, faults: [{ kind: "truncated" }] });
  });
});
