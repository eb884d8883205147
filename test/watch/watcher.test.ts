import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import {
  buildAuthentication,
  buildBeacon,
  buildDeauthentication,
  mac,
} from "../builders/frames.ts";
import { roamLabels } from "../builders/honest-frames.ts";
import { currentAp, rememberedPbkdf2, targetAp } from "../builders/network.ts";
import { analyzeRoam, keysOf as keysOfStory, talk, tellRoam } from "../builders/roam.ts";
import { keysOf, recordsOf } from "../builders/sniffers.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "../cases.ts";
import { watching } from "./watching.ts";

const folder = hasSharedCaptures ? sharedLab : ownCases;
const keysOfRoam = { keys: keysOfStory("right"), pbkdf2: rememberedPbkdf2 };

describe("what is said in the end is what an analysis says", () => {
  test.each(scenariosIn(folder).filter((_, i) => i % 4 === 0))("%s", (scenario) => {
    const records = recordsOf(join(folder, scenario, "air.pcap"));
    const options = { keys: keysOf(join(folder, scenario)), pbkdf2: nativePbkdf2 };
    const live = watching(options);
    live.hear(records);
    live.end();
    const analyzer = createAnalyzer({ inputs: 1, ...options });
    analyzer.push(0, records);
    const { exchanges, roams } = endOf(analyzer, records);
    const last = new Map(
      live.events.flatMap((event) =>
        event.event === "exchange" ? [[event.exchange.id, event.exchange] as const] : [],
      ),
    );
    const words = ({ id, kind, outcome, verdict }: (typeof exchanges)[number]) =>
      `${id} ${kind} ${outcome} ${verdict.culprit} ${verdict.rule} ${verdict.confidence}`;
    expect([...last.values()].map(words).toSorted()).toEqual(exchanges.map(words).toSorted());
    const told = new Map(
      live.events.flatMap((event) =>
        event.event === "roam" ? [[event.roam.completedBy.frame, event.roam.method] as const] : [],
      ),
    );
    expect([...told].sort()).toEqual(
      roams.map(({ completedBy, method }) => [completedBy.frame, method]).sort(),
    );
  });
});

function endOf(analyzer: ReturnType<typeof createAnalyzer>, records: readonly CaptureRecord[]) {
  analyzer.end(0, {
    path: "-",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  return analyzer.finish();
}

describe("the clock", () => {
  test("a completed roam is told within a second though no frame follows", () => {
    const live = watching(keysOfRoam);
    live.hear(tellRoam({ ending: () => {} }).records.filter(isBeforeTheEnd));
    expect(live.said()).toEqual(["x1 completed sound-association"]);
    live.wait(1000);
    expect(live.said()).toEqual(["x1 completed sound-association", "x2 completed sound-roam"]);
  });

  test("a request to which nobody answers times out", () => {
    const { records, frames } = tellRoam({ until: "ft-request" });
    const live = watching(keysOfRoam);
    live.hear(records.slice(0, frames("ft-request")[0]));
    live.wait(4000);
    expect(live.said()).toEqual(["x1 completed sound-association"]);
    live.wait(1500);
    expect(live.said().at(-1)).toBe("x2 unanswered no-answer");
  });

  test("a clock that is set back ends what is waited for", () => {
    const { records, frames } = tellRoam({ until: "ft-request" });
    const live = watching(keysOfRoam);
    live.hear(records.slice(0, frames("ft-request")[0]));
    const [first] = records as [CaptureRecord];
    live.hear([{ ...first, time: first.time - 3_600_000_000_000n }]);
    live.wait(500);
    expect(live.said().at(-1)).toBe("x2 unanswered no-answer");
  });
});

/** The last beacons tell that time has passed. */
function isBeforeTheEnd(_: CaptureRecord, place: number, all: readonly CaptureRecord[]): boolean {
  return place < all.length - 2;
}

describe("corrections", () => {
  test("a station that leaves after it was told to be in", () => {
    const { records } = tellRoam({
      ending(stage) {
        stage.recorder.pass(850);
        stage.leave("station", 13);
      },
    });
    const live = watching(keysOfRoam);
    for (const record of records) {
      live.hear([record]);
      live.wait(0);
    }
    live.wait(700);
    live.end();
    const last = analyzeRoam({ records }).exchanges.at(-1);
    expect(live.said().slice(1)).toEqual([
      "x2 completed sound-roam",
      `x2 ${last?.outcome} ${last?.verdict.rule}!`,
    ]);
    expect(live.watcher.summary().verdicts.ft.sound).toBe(last?.verdict.kind === "sound" ? 1 : 0);
  });
});

describe("floods", () => {
  const limits = { stations: [8, 8, 8], bsss: [8, 8, 8], exchanges: [16, 16, 16] };
  const roam = tellRoam().records;
  const target = mac("02:aa:bb:cc:dd:02");

  /** Between any two frames of the roam some from stations and BSSs that nobody has ever heard of. */
  function flooded(each: number): readonly CaptureRecord[] {
    let number = 0;
    return roam
      .flatMap((record) => [
        record,
        ...Array.from({ length: each }, () => {
          number++;
          const address = mac(`0a:00:00:${[16, 8, 0].map((by) => hexOf(number >> by)).join(":")}`);
          const octets = [
            buildBeacon(address, {}),
            buildAuthentication(
              { from: address, to: target, bssid: target },
              { algorithm: number % 2 === 0 ? 0 : 2, sequence: 1 },
            ),
            buildDeauthentication({ from: address, to: target, bssid: target }, 3),
          ][number % 3] as Uint8Array;
          return { ...record, linkType: 105, octets, originalLength: octets.length };
        }),
      ])
      .map((record, place) => ({ ...record, frame: place + 1 }));
  }

  const hexOf = (octet: number) => (octet & 255).toString(16).padStart(2, "0");

  test("do not push out a roam that goes on, live or not", () => {
    const live = watching({ ...keysOfRoam, air: limits });
    live.hear(flooded(50));
    live.end();
    const own = live.said().filter((said) => said.endsWith("sound-roam"));
    expect(own).toHaveLength(1);
    const { evicted, stations, bsss } = live.watcher.status();
    expect(evicted.stations).toBeGreaterThan(100);
    expect(evicted.bsss).toBeGreaterThan(100);
    expect(stations).toBeLessThanOrEqual(24);
    expect(bsss).toBeLessThanOrEqual(24);
    const rules = live.watcher.summary().findings.map(({ rule }) => rule);
    expect(rules).toContain("more-than-is-remembered");

    const analyzer = createAnalyzer({ inputs: 1, ...keysOfRoam, limits });
    analyzer.push(0, flooded(50));
    const { exchanges, findings } = endOf(analyzer, roam);
    expect(exchanges.filter(({ verdict }) => verdict.rule === "sound-roam")).toHaveLength(1);
    expect(exchanges.length).toBeLessThanOrEqual(48);
    expect(findings.map(({ rule }) => rule)).toContain("more-than-is-remembered");
  });

  test("are told up to a limit, and counted beyond it", () => {
    const live = watching(keysOfRoam);
    live.hear(flooded(60));
    live.wait(20_000);
    live.end();
    const { exchanges, notTold } = live.watcher.status();
    expect(notTold).toBeGreaterThan(100);
    expect(exchanges).toBeLessThan(400);
    expect(live.said().filter((said) => said.endsWith("sound-roam"))).toHaveLength(1);
  });
});

test("closed exchanges are forgotten, but for the association on which roams build", () => {
  const live = watching({ ...keysOfRoam, retention: { sessions: 4, others: 2, perStation: 2 } });
  const { records } = tellRoam({
    ending(stage) {
      for (let i = 0; i < 6; i++) {
        talk(stage);
        stage.recorder.pass(20_000);
        stage.begin(i % 2 === 0 ? currentAp : targetAp);
        for (const label of roamLabels) stage.send(label);
        stage.arrive();
      }
    },
  });
  live.hear(records);
  live.end();
  const roams = live.events.flatMap((event) =>
    event.event === "exchange" && event.exchange.kind === "ft-over-the-air" ? [event.exchange] : [],
  );
  expect(roams.filter(({ verdict }) => verdict.kind === "sound")).toHaveLength(7);
  expect(new Set(roams.map(({ session }) => session?.exchangeId))).toEqual(new Set(["x1"]));
});
