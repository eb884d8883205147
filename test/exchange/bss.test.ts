import { describe, expect, test } from "vitest";
import { formatMac } from "../../src/bytes/mac-address.ts";
import { utf8Octets } from "../../src/bytes/octets.ts";
import type { FrameOf } from "../../src/dot11/frame.ts";
import { BssTable } from "../../src/exchange/bss.ts";
import { airFrame } from "../builders/air.ts";
import { u16be } from "../builders/elements.ts";
import {
  ap1,
  buildBeacon,
  buildElement,
  buildMde,
  buildRsne,
  buildSsid,
  hex,
  u8,
} from "../builders/frames.ts";
import { currentAp, ssid, targetAp } from "../builders/network.ts";
import { tellRoam } from "../builders/roam.ts";
import { analyzeWithFacts } from "../diagnosis/test-rule.ts";

interface BeaconFields {
  readonly tsfUs?: bigint;
  readonly atMs?: number;
  readonly ssid?: string;
  readonly mdid?: string;
  readonly channel?: number;
  readonly cutTo?: number;
}

const start = 1_795_346_000_000_000_000n;

function announce(table: BssTable, fields: BeaconFields = {}): void {
  const { tsfUs = 0n, atMs = 0, ssid = "net", mdid = "a1b2", channel = 36, cutTo } = fields;
  const octets = buildBeacon(
    ap1,
    { timestampUs: tsfUs },
    buildSsid(ssid),
    buildElement(3, u8(channel)),
    buildRsne(),
    buildMde(mdid),
  );
  const air = airFrame(octets.subarray(0, cutTo), {
    timeNs: start + BigInt(atMs) * 1_000_000n,
    originalLength: octets.length,
  });
  table.announce(ap1, air, air.decoded.frame as FrameOf<"beacon">);
}

function tableOf(...beacons: readonly BeaconFields[]) {
  const table = new BssTable();
  for (const beacon of beacons) announce(table, beacon);
  const bss = table.get(ap1);
  if (bss === undefined) throw new Error("no BSS was heard");
  return bss;
}

describe("the TSF", () => {
  test("that falls by more than a second shows a restart, at the beacon that shows it", () => {
    const bss = tableOf(
      { tsfUs: 50_000_000n },
      { tsfUs: 51_000_000n, atMs: 1000 },
      { tsfUs: 200_000n, atMs: 4000 },
      { tsfUs: 1_200_000n, atMs: 5000 },
    );
    expect(bss.restarts.map(({ time }) => time - start)).toEqual([4_000_000_000n]);
  });

  test("that falls by less is jitter, or two frames out of order", () => {
    expect(tableOf({ tsfUs: 5_000_000n }, { tsfUs: 4_100_000n }).restarts).toEqual([]);
  });

  test("that falls with the recorder's clock shows recordings in the wrong order, no restart", () => {
    const { restarts, clockSteps } = tableOf(
      { tsfUs: 50_000_000n, atMs: 50_000 },
      { tsfUs: 10_000_000n, atMs: 10_000 },
    );
    expect({ restarts, clockSteps }).toEqual({ restarts: [], clockSteps: [] });
  });

  test.each([
    ["back", -5000, -5100],
    ["forward", 3_600_100, 3_600_000],
  ])(
    "that goes on while the recorder's clock is set %s is no restart, and tells of it",
    (_, atMs, ms) => {
      const { restarts, clockSteps } = tableOf(
        { tsfUs: 50_000_000n },
        { tsfUs: 50_100_000n, atMs },
        { tsfUs: 50_200_000n, atMs: atMs + 100 },
      );
      expect(restarts).toEqual([]);
      expect(clockSteps).toMatchObject([
        { since: start, ms, at: { time: start + BigInt(atMs) * 1_000_000n } },
      ]);
    },
  );

  test("that drifts tells of no clock that was set", () => {
    const { clockSteps } = tableOf(
      { tsfUs: 0n },
      { tsfUs: 3_600_000_000n, atMs: 3_602_000 },
      { tsfUs: 3_600_100_000n, atMs: 3_602_500 },
    );
    expect(clockSteps).toEqual([]);
  });

  test("of more than 16 restarts only the last ones are kept", () => {
    const beacons = Array.from({ length: 40 }, (_, i) => ({
      tsfUs: i % 2 === 0 ? 9_000_000n : 0n,
      atMs: i,
    }));
    const { restarts } = tableOf(...beacons);
    expect(restarts).toHaveLength(16);
    expect(restarts.at(-1)?.time).toBe(start + 39_000_000n);
  });
});

describe("the SSID", () => {
  test("is learned from the first frame that tells it, and kept", () => {
    expect(tableOf({ ssid: "" }, { ssid: "net" }, { ssid: "" }).ssid).toEqual(utf8Octets("net"));
  });

  test("is unknown as long as only hidden ones were announced", () => {
    expect(tableOf({ ssid: "" }, { ssid: "\0\0\0" }).ssid).toBeUndefined();
  });

  test("of a hidden network comes from the station's own request", () => {
    const told = tellRoam({
      current: { ...currentAp, isHidden: true },
      target: { ...targetAp, isHidden: true },
    });
    const { facts } = analyzeWithFacts(told);
    for (const { context } of facts) {
      expect(context.target?.configurations).toHaveLength(1);
      expect(context.target?.ssid).toBeUndefined();
      expect(context.ssid).toEqual(utf8Octets(ssid));
    }
  });
});

describe("configurations", () => {
  test("are kept once as long as they stay the same, with their first frame", () => {
    const { configurations } = tableOf({}, { atMs: 100 }, { atMs: 200 });
    expect(configurations).toHaveLength(1);
    expect(configurations[0]?.first.time).toBe(start);
  });

  test("are kept each in order when they change", () => {
    const { configurations } = tableOf({}, { mdid: "c3d4" }, {});
    expect(configurations.map(({ mde }) => mde?.mdid)).toEqual(["a1b2", "c3d4", "a1b2"]);
  });

  test("do not grow without bound", () => {
    const { configurations } = tableOf(
      ...Array.from({ length: 50 }, (_, i) => ({ mdid: i % 2 === 0 ? "a1b2" : "c3d4" })),
    );
    expect(configurations).toHaveLength(16);
  });

  test("are not read from a beacon that the recorder cut", () => {
    const betweenElements = 24 + 12 + 5 + 3;
    expect(tableOf({ cutTo: 60 }).configurations).toEqual([]);
    expect(tableOf({ cutTo: betweenElements }).configurations).toEqual([]);
    expect(tableOf({ cutTo: 60, tsfUs: 9_000_000n }, { tsfUs: 0n }).restarts).toHaveLength(1);
  });
});

describe("the table", () => {
  const bssidOf = (i: number) => formatMac(new Uint8Array([...hex("02000000"), ...u16be(i)]));

  test("lets the BSS that was silent longest make room, and invented ones none that is real", () => {
    const table = new BssTable([3, 2, 2]);
    const air = airFrame(buildBeacon(ap1, {}), { timeNs: start });
    const hear = (i: number, atS: number) =>
      table.heard(bssidOf(i), { ...air, time: start + BigInt(atS) * 1_000_000_000n });
    for (let i = 0; i < 3; i++) hear(i, i);
    hear(0, 2);
    hear(3, 4);
    expect(table.evicted).toBe(1);
    expect(table.get(bssidOf(1))).toBeUndefined();
    expect(table.get(bssidOf(0))).toBeDefined();
    hear(0, 5);
    table.serves(bssidOf(3));
    for (let i = 10; i < 1000; i++) hear(i, 6);
    expect([...table.all()].map(({ bssid }) => bssid)).toEqual([0, 3, 997, 998, 999].map(bssidOf));
  });

  test("remembers from when to when an AP was heard, and its latest dismissals", () => {
    const table = new BssTable();
    announce(table);
    for (let i = 1; i <= 100; i++) {
      table.dismissedAll(
        ap1,
        airFrame(buildBeacon(ap1, {}), { timeNs: start + BigInt(i) * 1_000_000n }),
      );
    }
    const bss = table.get(ap1);
    expect(bss?.firstHeard).toBe(start);
    expect(bss?.lastHeard).toBe(start + 100_000_000n);
    expect(bss?.dismissals).toHaveLength(64);
    expect(bss?.dismissals.at(-1)?.time).toBe(start + 100_000_000n);
  });

  test("knows when the recorder heard ACKs for an AP, and nothing of APs it never heard", () => {
    const table = new BssTable();
    table.acknowledged(ap1, start);
    expect(table.get(ap1)).toBeUndefined();
    announce(table);
    table.acknowledged(ap1, start + 5n);
    table.acknowledged(ap1, start + 9n);
    expect(table.get(ap1)?.acknowledging).toEqual({ first: start + 5n, last: start + 9n });
    expect(table.get(undefined)).toBeUndefined();
  });
});
