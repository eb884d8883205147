import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { createAnalyzer } from "../src/analyze/analyzer.ts";
import { auditDocument } from "../src/analyze/audit-document.ts";
import { createLogCollector } from "../src/analyze/log-collector.ts";
import { macOctets } from "../src/bytes/mac-address.ts";
import { concatOctets, utf8Octets } from "../src/bytes/octets.ts";
import { createCaptureReader } from "../src/capture/reader.ts";
import type { CaptureRecord } from "../src/capture/record.ts";
import { drawText } from "../src/cli/draw-text.ts";
import { decodeFrame } from "../src/dot11/frame.ts";
import { createReceiver } from "../src/radiotap/receive.ts";
import { auditReport } from "../src/report/audit.ts";
import { htmlReport } from "../src/report/html/page.ts";
import { jsonReport } from "../src/report/json.ts";
import { markdownReport } from "../src/report/markdown.ts";
import { roamsReport } from "../src/report/roams.ts";
import { textReport } from "../src/report/text-parts.ts";
import { buildPcapng } from "./builders/capture-file.ts";
import {
  ap1,
  ap2,
  buildAssociationRequest,
  buildAssociationResponse,
  buildAuthentication,
  buildBeacon,
  buildDataFrame,
  buildDeauthentication,
  buildEapolFrame,
  buildEapolKey,
  buildElement,
  buildFtAction,
  buildFte,
  buildManagementFrame,
  buildMde,
  buildRsne,
  buildSsid,
  eapolLlc,
  hex,
  station,
} from "./builders/frames.ts";
import { bssidOf } from "./builders/site.ts";
import { buildEthernet, buildKeyMessage } from "./builders/wire.ts";

const start = 1_795_346_000_000_000_000n;

interface Sent {
  readonly octets: Uint8Array;
  /** Default: a millisecond after the one before. */
  readonly time?: bigint;
  readonly linkType?: number;
}

function recordsOf(sent: readonly Sent[]): readonly CaptureRecord[] {
  return sent.map(({ octets, time, linkType = 105 }, i) => ({
    frame: i + 1,
    interfaceId: 0,
    linkType,
    time: time ?? start + BigInt(i) * 1_000_000n,
    timeDigits: 6,
    octets,
    originalLength: octets.length,
    fcsLength: 0,
    crcError: false,
  }));
}

function analyzed(sent: readonly Sent[], log = ""): Analysis {
  const collector = createLogCollector("a.log");
  collector.push(utf8Octets(log));
  const analyzer = createAnalyzer({
    inputs: 1,
    details: 100,
    ...(log === "" ? {} : { logs: [collector.end()] }),
  });
  analyzer.push(0, recordsOf(sent));
  analyzer.end(0, {
    path: "air.pcap",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: sent.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  return analyzer.finish();
}

/** Everything that is written of an analysis. */
function reported(analysis: Analysis): void {
  const draw = { columns: 80, color: false };
  jsonReport(analysis);
  drawText(textReport(analysis, { verbose: true }), draw);
  markdownReport(analysis, { verbose: true });
  htmlReport(analysis);
  drawText(roamsReport(analysis, { verbose: true }), draw);
  drawText(auditReport(auditDocument(analysis), { verbose: true }), draw);
}

const several = <T>(n: number, make: (i: number) => T): readonly T[] =>
  Array.from({ length: n }, (_, i) => make(i));

const up = { from: station, to: ap2, bssid: ap2 };
const down = { from: ap2, to: station, bssid: ap2 };
const security = [buildRsne(), buildMde()];

const ftRequest = (direction = up, sequenceNumber = 1): Sent => ({
  octets: buildAuthentication(
    { ...direction, sequenceNumber: sequenceNumber % 4096 },
    { algorithm: 2, sequence: 1 },
    ...security,
    buildFte(),
  ),
});
const ftResponse = (direction = down, status = 53): Sent => ({
  octets: buildAuthentication(direction, { algorithm: 2, sequence: 2, status }, ...security),
});
const beacon = (i: number): Sent => ({
  octets: buildBeacon(bssidOf(i), { sequenceNumber: i % 4096 }, buildSsid("site"), ...security),
});
const data = (i: number, time?: bigint): Sent => ({
  octets: buildDataFrame(
    {
      toDs: true,
      isProtected: true,
      sequenceNumber: i % 4096,
      address1: ap2,
      address2: station,
      address3: ap1,
    },
    hex("0100002000000000 aabbccddeeff00112233"),
  ),
  ...(time === undefined ? {} : { time }),
});
/** Of station `i` with the AP. */
const between = (i: number) => ({
  up: { from: bssidOf(0x10000 + i), to: ap2, bssid: ap2 },
  down: { from: ap2, to: bssidOf(0x10000 + i), bssid: ap2 },
});

/** A station that associates and roams over and over: completed, so that there are roams. */
const associations = (n: number): readonly Sent[] =>
  several(n, (i) => {
    const bssid = i % 2 === 0 ? ap1 : ap2;
    const there = { from: station, to: bssid, bssid, sequenceNumber: i % 4096 };
    const back = { from: bssid, to: station, bssid, sequenceNumber: i % 4096 };
    return [
      { octets: buildAssociationRequest(there, buildSsid("site"), ...security) },
      { octets: buildAssociationResponse(back, { isReassociation: false }, ...security) },
      data(i),
    ];
  }).flat();

/** What is done `n` times; the result is not looked at. */
type Work = (n: number) => () => unknown;

const decode: Record<string, readonly [n: number, work: Work]> = {
  "elements of two octets": [
    4000,
    (n) => {
      const octets = buildBeacon(ap1, {}, ...several(n, () => hex("0100")));
      return () => decodeFrame(octets, { limitedBy: "frame" });
    },
  ],
  "vendor elements": [
    2000,
    (n) => {
      const octets = buildBeacon(ap1, {}, ...several(n, () => hex("dd04000fac01")));
      return () => decodeFrame(octets, { limitedBy: "frame" });
    },
  ],
  "RSNEs and FTEs": [
    500,
    (n) => {
      const octets = buildBeacon(ap1, {}, ...several(n, () => [buildRsne(), buildFte()]).flat());
      return () => decodeFrame(octets, { limitedBy: "frame" });
    },
  ],
  "fragments of an element": [
    10,
    (n) => {
      const part = new Uint8Array(255).fill(1);
      const fragments = several(n, () => buildElement(242, part));
      const octets = buildBeacon(ap1, {}, buildElement(55, part), ...fragments);
      return () => decodeFrame(octets, { limitedBy: "frame" });
    },
  ],
  "present words of radiotap": [
    1000,
    (n) => {
      const words = several(n, () => hex("00000080"));
      const length = 8 + 4 * n;
      const header = Uint8Array.of(0, 0, length & 255, length >> 8);
      const octets = concatOctets(header, ...words, new Uint8Array(4), new Uint8Array(40));
      const packet = { octets, originalLength: octets.length, fcsLength: undefined };
      return () => createReceiver().receive({ linkType: 127, ...packet, crcError: false });
    },
  ],
  "options of a pcapng block": [
    4000,
    (n) => {
      const options = several(n, () => ({ code: 1, value: hex("41414141") }));
      const packets = [{ timeNs: start, octets: hex("d4000000"), options }];
      const octets = buildPcapng({ packets });
      return () => createCaptureReader().push(octets);
    },
  ],
  "options of 64 KiB": [
    8,
    (n) => {
      const options = several(n, (i) => ({ code: i + 1, value: new Uint8Array(65_532) }));
      const packets = [{ timeNs: start, octets: hex("d4000000"), options }];
      const octets = buildPcapng({ packets });
      return () => {
        const reader = createCaptureReader();
        for (let at = 0; at < octets.length; at += 4096) reader.push(octets.slice(at, at + 4096));
        reader.end();
      };
    },
  ],
};

const analysis: Record<string, readonly [n: number, sent: (n: number) => readonly Sent[]]> = {
  "copies of one frame": [250, (n) => several(n, () => ftRequest())],
  "authentications of one exchange": [250, (n) => several(n, (i) => ftRequest(up, i))],
  "answers of one exchange": [250, (n) => several(n, () => [ftRequest(), ftResponse()]).flat()],
  "EAPOL frames of one exchange": [
    250,
    (n) => [
      { octets: buildAssociationRequest(up, buildSsid("site"), ...security) },
      { octets: buildAssociationResponse(down, { isReassociation: false }, ...security) },
      ...several(n, (i) => ({
        octets: buildEapolFrame(
          { ...down, sequenceNumber: i % 4096 },
          buildEapolKey({ keyInformation: 0x008b, replayCounter: BigInt(i) }),
        ),
      })),
    ],
  ],
  "exchanges of one station": [
    150,
    (n) =>
      several(n, (i) => {
        const there = { from: station, to: bssidOf(i % 40), bssid: bssidOf(i % 40) };
        const back = { from: there.to, to: station, bssid: there.bssid };
        return [ftRequest(there, i), ftResponse(back)];
      }).flat(),
  ],
  "roams of one station": [400, associations],
  "refused stations": [
    150,
    (n) => several(n, (i) => [ftRequest(between(i).up, i), ftResponse(between(i).down)]).flat(),
  ],
  "stations without answer": [150, (n) => several(n, (i) => ftRequest(between(i).up, i))],
  BSSs: [150, (n) => several(n, beacon)],
  "BSSs of as many names": [
    150,
    (n) =>
      several(n, (i) => ({
        octets: buildBeacon(
          bssidOf(i),
          {},
          buildSsid(`site ${i}`),
          buildMde(i.toString(16).padStart(4, "0")),
        ),
      })),
  ],
  "beacons that change each time": [
    250,
    (n) =>
      several(n, (i) => ({
        octets: buildBeacon(ap1, {}, buildSsid(`site ${i}`), ...security),
      })),
  ],
  "data frames whose times go backwards": [
    500,
    (n) => several(n, (i) => data(i, start - BigInt(i) * 1_000_000_000n)),
  ],
  "data frames at the ends of time": [
    500,
    (n) => several(n, (i) => data(i, i % 2 === 0 ? 0n : 2n ** 64n - 1n)),
  ],
  "requests at the ends of time": [
    250,
    (n) => several(n, (i) => ({ ...ftRequest(up, i), time: i % 2 === 0 ? 0n : 2n ** 64n - 1n })),
  ],
  "farewells to as many stations": [
    250,
    (n) => several(n, (i) => ({ octets: buildDeauthentication(between(i).down, 6) })),
  ],
  "farewells to one station": [
    250,
    (n) =>
      several(n, (i) => ({
        octets: buildDeauthentication({ ...down, sequenceNumber: i % 4096 }, 6),
      })),
  ],
  "requests over the DS": [
    150,
    (n) =>
      several(n, (i) => ({
        octets: buildFtAction(
          { ...up, sequenceNumber: i % 4096 },
          { action: 1, station, targetAp: bssidOf(i % 50) },
          ...security,
          buildFte(),
        ),
      })),
  ],
  "protected action frames": [
    250,
    (n) =>
      several(n, (i) => ({
        octets: buildManagementFrame(
          {
            subtype: 13,
            isProtected: true,
            receiver: ap2,
            transmitter: station,
            bssid: ap2,
            sequenceNumber: i % 4096,
          },
          hex("0100002000000000 aabbccddeeff00112233aabbccddeeff00112233"),
        ),
      })),
  ],
  "key messages on the wire": [
    150,
    (n) =>
      several(n, (i) => [
        ftRequest(between(i).up, i),
        {
          linkType: 1,
          octets: buildEthernet(
            { from: ap2, to: ap1, etherType: 0x88b7 },
            buildKeyMessage({
              type: 1 + (i % 2),
              nonce: concatOctets(macOctets(bssidOf(i >> 1)), new Uint8Array(10)),
              r0khId: utf8Octets("r0kh"),
              r1khId: macOctets(ap2),
              encryptedLength: 60,
            }),
          ),
        },
        ftResponse(between(i).down),
      ]).flat(),
  ],
  "data before EAPOL": [
    250,
    (n) => [
      ...several(n, (i) => data(i)),
      {
        octets: concatOctets(
          buildDataFrame({ address1: ap2, address2: station, address3: ap2, toDs: true }),
          eapolLlc,
        ),
      },
    ],
  ],
};

/** How many times as long eight times as much takes, by the processor's own account. */
function growth(n: number, make: Work): number {
  const [small, large] = [make(n), make(8 * n)];
  // The second time: the first one compiles.
  const once = [cpuMs(small), cpuMs(small)][1] as number;
  return cpuMs(large) / Math.max(once, 1);
}

function cpuMs(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** Eight times as much takes eight times as long, and not 64 times; the machine may be busy. */
function expectLinear(n: number, make: Work): void {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 3 && least > 20; attempt++)
    least = Math.min(least, growth(n, make));
  expect(least).toBeLessThan(24);
}

describe("decoding", () => {
  test.each(Object.entries(decode))("%s", (_, [n, make]) => expectLinear(n, make), 120_000);
});

describe("analysing", () => {
  test.each(Object.entries(analysis))(
    "%s",
    (_, [n, make]) =>
      expectLinear(n, (times) => {
        const sent = make(times);
        return () => analyzed(sent);
      }),
    120_000,
  );
});

describe("reporting", () => {
  test.each(["exchanges of one station", "roams of one station", "refused stations", "BSSs"])(
    "%s",
    (name) => {
      const [, make] = analysis[name] as NonNullable<(typeof analysis)[string]>;
      expectLinear(40, (times) => {
        const document = analyzed(make(times));
        return () => reported(document);
      });
    },
    120_000,
  );
});
