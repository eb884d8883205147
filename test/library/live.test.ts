import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze, createLiveAnalyzer, type Verdict, type WatchEvent } from "../../src/index.ts";
import { ownCases } from "../cases.ts";

const keys = ["psk:lab-ft:correct horse battery"];

function octetsOf(scenario: string): Uint8Array {
  return new Uint8Array(readFileSync(join(ownCases, scenario, "air.pcap")));
}

/** What was told last of each exchange. */
function verdictsIn(events: readonly WatchEvent[]): ReadonlyMap<string, Verdict> {
  return new Map(
    events.flatMap((one) =>
      one.event === "exchange" ? [[one.exchange.id, one.exchange.verdict]] : [],
    ),
  );
}

describe("createLiveAnalyzer", () => {
  test.each(["ftpsk-sta-anonce", "ftpsk-nokeydist"])(
    "%s: ends with the verdicts of analyze",
    (scenario) => {
      const octets = octetsOf(scenario);
      const live = createLiveAnalyzer({ name: "air" }, { keys });
      const events: WatchEvent[] = [];
      for (let at = 0; at < octets.length; at += 1000) {
        events.push(...live.push(octets.subarray(at, at + 1000), at / 100));
      }
      events.push(...live.end());
      const { exchanges } = analyze(octets, { keys });
      const told = verdictsIn(events);
      expect([...told.keys()].toSorted()).toEqual(exchanges.map(({ id }) => id).toSorted());
      for (const { id, verdict } of exchanges) {
        const { kind, culprit, rule } = told.get(id) as Verdict;
        expect({ kind, culprit, rule }).toEqual({
          kind: verdict.kind,
          culprit: verdict.culprit,
          rule: verdict.rule,
        });
      }
      expect(live.summary().inputs[0]).toMatchObject({ path: "air", sizeBytes: octets.length });
    },
  );

  test("tells what timed out while no frame arrives", () => {
    const octets = octetsOf("ftpsk-ap-ignores-auth");
    const { exchanges } = analyze(octets);
    const unanswered = exchanges.find(({ outcome }) => outcome === "unanswered");
    const live = createLiveAnalyzer({ name: "air" });
    const events: WatchEvent[] = [...live.push(octets, 0)];
    for (let nowMs = 100; nowMs < 60_000; nowMs += 100) events.push(...live.tick(nowMs));
    expect(verdictsIn(events).get(unanswered?.id ?? "")?.rule).toBe(unanswered?.verdict.rule);
    expect(live.status().frames).toBeGreaterThan(100);
  });

  test("an option that is none throws, and no key is shown", () => {
    expect(() => createLiveAnalyzer({ name: "air" }, { keys: ["sesame:hunter2"] })).toThrow(
      /^keys\[0\]: (?!.*hunter2)/,
    );
  });
});
