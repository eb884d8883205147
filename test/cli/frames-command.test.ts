import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterAll, describe, expect, test } from "vitest";
import type { FrameDescription } from "../../src/air/describe-frame.ts";
import { utf8Octets } from "../../src/bytes/octets.ts";
import { run } from "../../src/cli/run.ts";
import { textWidth } from "../../src/report/wrap.ts";
import { buildPcap } from "../builders/capture-file.ts";
import {
  ap1,
  ap2,
  buildAuthentication,
  buildBeacon,
  buildDeauthentication,
  buildFte,
  buildMde,
  buildRsne,
  buildSsid,
  station,
} from "../builders/frames.ts";
import { ownCases } from "../cases.ts";
import { runCli } from "./test-io.ts";

const refused = join(ownCases, "ftpsk-nokeydist/air.pcap");

const folder = mkdtempSync(join(tmpdir(), "ftscope-"));
afterAll(() => rmSync(folder, { recursive: true }));

const up = { from: station, to: ap2, bssid: ap2 };
const down = { from: ap2, to: station, bssid: ap2 };
const startNs = 1_795_346_000_000_000_000n;

/** A file without radio headers that has these frames, 1 ms apart. */
function capture(name: string, ...frames: readonly Uint8Array[]): string {
  const path = join(folder, name);
  writeFileSync(path, pcap(startNs, ...frames));
  return path;
}

function pcap(timeNs: bigint, ...frames: readonly Uint8Array[]): Uint8Array {
  return buildPcap({
    linkType: 105,
    records: frames.map((octets, i) => ({ octets, timeNs: timeNs + BigInt(i) * 1_000_000n })),
  });
}

function objects(out: string): readonly FrameDescription[] {
  return out
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as FrameDescription);
}

describe("frames as text", () => {
  test("shows a refused roam, one line a frame, under the date", async () => {
    const { code, out, err } = await runCli(["frames", refused]);
    expect(code).toBe(0);
    expect(err).toBe("");
    const lines = out.split("\n");
    expect(lines[0]).toBe("2026-11-22 UTC");
    expect(lines.filter((line) => /^ {2}1(16|18) /.test(line))).toEqual([
      '  116  11:11:49.897665  02:5a:00:09:00:10 > 02:a0:00:09:00:20  FT Authentication Request  PMKID 317f4e2a…, MDID a1b2, R0KH-ID "ap0.lab.example", SNonce 1fcbc4e3…',
      "  118  11:11:49.899731  02:a0:00:09:00:20 > 02:5a:00:09:00:10  FT Authentication Response  status 53 Invalid PMKID",
    ]);
    // What Wireshark counts as management without beacons and probes, and EAPOL; the first beacon of each AP.
    const numbers = lines.slice(1, -1).map((line) => Number.parseInt(line, 10));
    expect(numbers).toEqual([
      1, 2, 6, 7, 27, 29, 31, 33, 35, 37, 39, 41, 46, 48, 61, 63, 116, 118, 130, 134, 136, 138, 143,
      145, 227, 229, 328,
    ]);
  });

  test.each([60, 80, 100])("on a terminal of %i columns loses nothing", async (columns) => {
    const argv = ["frames", refused, "--verbose"];
    const { out } = await runCli(argv, { columns });
    for (const line of out.split("\n")) expect(textWidth(line)).toBeLessThanOrEqual(columns);
    const whole = await runCli(argv);
    expect(out.replace(/\s/g, "")).toBe(whole.out.replace(/\s/g, ""));
  });

  test("shows an SSID of 32 octets whole and harmless on a narrow terminal", async () => {
    const path = capture(
      "ssid.pcap",
      buildBeacon(ap1, {}, buildSsid("無線無線無線\u001b]0;x\u0007  y")),
    );
    const { out } = await runCli(["frames", path], { columns: 60 });
    expect(out).not.toMatch(/[^\P{C}\n]/u);
    expect(out).toContain(String.raw`SSID "無線無線無線\x1b]0;x`);
    expect(out.replace(/\n +/g, "")).toContain(String.raw`\x07  y"`);
  });

  test("marks retries and bad frames, and says in words what could not be read", async () => {
    const response = buildAuthentication(
      down,
      { algorithm: 2, sequence: 2 },
      buildRsne(),
      buildFte({ r0khId: utf8Octets("ap0") }),
    );
    const path = capture(
      "damaged.pcap",
      response.subarray(0, 100),
      buildAuthentication({ ...up, retry: true }, { algorithm: 2, sequence: 1 }, buildMde()),
    );
    const { out } = await runCli(["frames", path]);
    const [, damaged, retried] = out.split("\n");
    expect(damaged).toMatch(
      /Response {2}cut short, status 0 Success, AKM FT-PSK, not read: elements \/ FTE at offset \d+: 87 octets needed, \d+ there \(limited by the frame\)/,
    );
    expect(retried).toMatch(/FT Authentication Request {2}retry, MDID a1b2$/);
  });

  test("puts the date before the first frame of each day", async () => {
    const path = join(folder, "midnight.pcap");
    const midnightNs = 1_795_392_000_000_000_000n;
    writeFileSync(
      path,
      pcap(midnightNs - 500_000n, buildDeauthentication(up, 3), buildDeauthentication(up, 3)),
    );
    const { out } = await runCli(["frames", path]);
    expect(out.split("\n").map((line) => line.slice(0, 22))).toEqual([
      "2026-11-22 UTC",
      "    1  23:59:59.999500",
      "2026-11-23 UTC",
      "    2  00:00:00.000500",
      "",
    ]);
  });

  test("tells several captures apart by letters, in order of time", async () => {
    const below = join(folder, "several");
    mkdirSync(below);
    writeFileSync(join(below, "a.pcap"), pcap(startNs + 5_000_000n, buildDeauthentication(up, 3)));
    writeFileSync(join(below, "b.pcap"), pcap(startNs, buildDeauthentication(down, 4)));
    writeFileSync(join(below, "notes.txt"), "no capture");
    const { out, err } = await runCli(["frames", below, "--same-clock"]);
    const lines = out.split("\n");
    expect(lines.slice(0, 2)).toEqual([
      `A  ${below}/a.pcap`,
      `B  ${below}/b.pcap. Clock that of A, as --same-clock says.`,
    ]);
    expect(lines.slice(3, 5).map((line) => line.trim().split(" ")[0])).toEqual(["B1", "A1"]);
    expect(err).toBe("ftscope: 1 file that is no capture was skipped\n");
  });

  test("with --verbose tells every element with its octets", async () => {
    const path = capture(
      "verbose.pcap",
      buildAuthentication(up, { algorithm: 2, sequence: 1 }, buildMde(), buildRsne()),
    );
    const { out } = await runCli(["frames", path, "--verbose"]);
    expect(out.split("\n").slice(2)).toEqual([
      "       2026-11-22T11:13:20.000000Z, sequence number 0, FCS absent",
      "       MDE: MDID a1b2, FT over the DS and over the air",
      "         = 3603a1b201",
      "       RSNE: version 1, group CCMP-128, pairwise CCMP-128, AKM FT-PSK, capabilities 0x0000",
      "         = 30140100000fac040100000fac040100000fac040000",
      "",
    ]);
  });
});

describe("frames as ndjson", () => {
  test("is one object a line, octets in full, elements decoded", async () => {
    const { code, out } = await runCli(["frames", refused, "--format", "ndjson"]);
    expect(code).toBe(0);
    const request = objects(out).find(({ frame }) => frame === 116);
    expect(request).toEqual({
      input: 0,
      frame: 116,
      time: "2026-11-22T11:11:49.897665Z",
      frequencyMhz: 2437,
      sender: "02:5a:00:09:00:10",
      receiver: "02:a0:00:09:00:20",
      sequenceNumber: 7,
      kind: "FT Authentication Request",
      role: "ft-authentication-request",
      status: 0,
      retry: false,
      protected: false,
      acknowledged: true,
      fcs: "absent",
      cut: false,
      notes: [
        { name: "PMKID", value: "317f4e2a2621634e6b3a021b927c2466" },
        { name: "MDID", value: "a1b2" },
        { name: "R0KH-ID", value: '"ap0.lab.example"' },
        {
          name: "SNonce",
          value: "1fcbc4e3ce37db8faf3f212fd1fae068a5d09515f8ac5f78d7cf50eb74081d3a",
        },
      ],
      faults: [],
      elements: expect.any(Array),
    });
    expect(request?.elements?.map(({ name }) => name)).toEqual(["RSNE", "MDE", "FTE"]);
  });

  test("has the frames that the text has", async () => {
    const text = await runCli(["frames", refused]);
    const { out } = await runCli(["frames", refused, "--format", "ndjson"]);
    expect(objects(out).map(({ frame }) => frame)).toEqual(
      text.out
        .split("\n")
        .slice(1, -1)
        .map((line) => Number.parseInt(line, 10)),
    );
  });

  test("limits to an access point and to a station", async () => {
    const of = async (...limits: readonly string[]) => {
      const { out } = await runCli(["frames", refused, "--format", "ndjson", ...limits]);
      return objects(out).map(({ frame }) => frame);
    };
    expect(await of("--bssid", "02-A0-00-09-00-20")).toEqual([6, 7, 116, 118]);
    const ofStation = await of("--station", "025a.0009.0010");
    expect(ofStation).toContain(18);
    expect(ofStation).not.toContain(2);
    expect(await of("--bssid", "02:a0:00:09:00:20", "--station", "02:5a:00:09:00:10")).toEqual([
      23, 116, 118,
    ]);
  });
});

describe("frames of a damaged or foreign input", () => {
  test("shows what was read before the damage, and says where it is", async () => {
    const octets = new Uint8Array(readFileSync(refused));
    const path = join(folder, "cut.pcap");
    writeFileSync(path, octets.subarray(0, 20_000));
    const { code, out, err } = await runCli(["frames", path]);
    expect(code).toBe(0);
    expect(out).toContain("EAPOL-Key message 1");
    expect(err).toMatch(/^ftscope: .*cut\.pcap: .* at offset \d+: .*capture file\)\n$/);
  });

  test("says when no frame matters, and what the packets hold instead", async () => {
    const path = join(folder, "wired.pcap");
    writeFileSync(
      path,
      buildPcap({ linkType: 1, records: [{ timeNs: startNs, octets: new Uint8Array(60) }] }),
    );
    const { code, out, err } = await runCli(["frames", path]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toMatch(/1 packet not read: Ethernet.*\n.*no frame that matters\n$/);
  });

  test.each([
    ["a file that is none", ["frames", new URL(import.meta.url).pathname], /is no capture file/],
    ["a path that is none", ["frames", join(folder, "absent")], /no such file/],
    ["standard input twice", ["frames", "-", "-"], /once/],
    ["no path", ["frames"], /missing required argument/],
    ["another format", ["frames", refused, "--format", "json"], /text, ndjson/],
    ["an address that is none", ["frames", refused, "--station", "x"], /MAC address/],
  ])("%s is a usage error", async (_, argv, message) => {
    const { code, out, err } = await runCli(argv);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  test("the capture on standard input gives the same frames", async () => {
    const stdin = new Uint8Array(readFileSync(refused));
    const piped = await runCli(["frames", "-"], { stdin });
    expect(piped.out).toBe((await runCli(["frames", refused])).out);
  });
});

test("frames come out while their capture is still being written", async () => {
  const stdin = new PassThrough();
  const first = pcap(startNs, buildDeauthentication(up, 3));
  const later = pcap(startNs + 1_000_000_000n, buildDeauthentication(up, 4)).subarray(24);
  let seen = "";
  const ended = run(["frames", "-"], {
    stdin,
    out: async (text) => {
      seen += text;
      // Only what has come out makes the writer go on.
      if (!stdin.writableEnded) stdin.end();
    },
    err: () => {},
    env: {},
    columns: undefined,
    ask: async () => undefined,
  });
  stdin.write(first);
  stdin.write(later);
  expect(await ended).toBe(0);
  expect(seen.match(/reason \d/g)).toEqual(["reason 3", "reason 4"]);
});
