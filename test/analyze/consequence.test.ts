import { describe, expect, test } from "vitest";
import { textReport } from "../../src/report/text-parts.ts";
import { currentAp, targetAp } from "../builders/network.ts";
import { analyzeRoam, type RoamStory, tellRoam } from "../builders/roam.ts";
import type { Stage } from "../builders/stage.ts";
import { lost, refusing, roam } from "../diagnosis/cases/breaking.ts";

/** What is said of the first FT exchange of a story. */
function after(story: RoamStory) {
  const { exchanges } = analyzeRoam(tellRoam(story));
  const failed = exchanges.find(({ kind }) => kind.startsWith("ft-"));
  if (failed === undefined) throw new Error("the story has no FT exchange");
  return failed.consequence;
}

/** The target refuses, and then. */
const refusedThen = (ending: (stage: Stage) => void, more: RoamStory = {}) =>
  after({ ...more, ending, sendings: { "ft-response": refusing(53), ...more.sendings } });

describe("the outage", () => {
  test("is from the last data to the first data, with whichever AP", () => {
    const consequence = refusedThen((stage) => {
      stage.recorder.pass(100);
      stage.associate(targetAp);
      stage.data("up");
    });
    // A second of silence in the story, the exchange, 100 ms, the association.
    expect(consequence?.outageMs).toBeGreaterThan(1100);
    expect(consequence?.outageMs).toBeLessThan(1150);
    expect(consequence?.felt).toBe("long");
  });

  test.each([
    [20, "none"],
    [100, "noticeable"],
    [200, "long"],
  ])("a pause of about %i ms is felt: %s", (ms, felt) => {
    const consequence = refusedThen(
      (stage) => {
        stage.recorder.pass(ms - 10);
        stage.data("up");
      },
      { before: { "ft-request": (stage) => stage.data("up") } },
    );
    expect(consequence).toMatchObject({ felt });
    expect(Math.abs((consequence?.outageMs ?? 0) - ms)).toBeLessThan(8);
  });

  test("data to the station count when it acknowledged them", () => {
    const consequence = refusedThen((stage) => {
      stage.data("down");
    });
    expect(consequence?.outageMs).toBeDefined();
  });

  test("is not known, nor how long the recovery took, when the recorder's clock was set meanwhile", () => {
    const told = tellRoam({
      sendings: { "ft-response": refusing(53) },
      ending: (stage) => {
        stage.associate(targetAp);
        stage.data("up");
      },
    });
    const [refusal = 0] = told.frames("ft-response");
    const failedAt = (aheadNs: bigint) => {
      const records = told.records.map((record) =>
        record.frame > refusal ? { ...record, time: record.time + aheadNs } : record,
      );
      return analyzeRoam({ records }).exchanges.find(({ kind }) => kind.startsWith("ft-"));
    };
    expect(failedAt(0n)?.consequence).toMatchObject({ recoveredBy: "full" });
    expect(failedAt(5_000_000_000n)?.consequence).toBeUndefined();
    expect(failedAt(-5_000_000_000n)?.consequence).toBeUndefined();
  });

  test("is not known when no data were captured before", () => {
    const consequence = refusedThen(
      (stage) => {
        stage.associate(currentAp);
        stage.data("up");
      },
      { association: "before-the-capture" },
    );
    expect(consequence).toMatchObject({ recoveredBy: "full" });
    expect(consequence).not.toHaveProperty("outageMs");
  });
});

describe("the recovery", () => {
  test("by a full association ends with message 4", () => {
    const consequence = refusedThen((stage) => {
      stage.recorder.pass(300);
      stage.associate(targetAp);
    });
    expect(consequence).toMatchObject({ recoveredBy: "full", felt: "long" });
    expect(consequence?.recoveredAfterMs).toBeGreaterThan(300);
    expect(consequence?.recoveredAfterMs).toBeLessThan(330);
  });

  test("by FT", () => {
    const consequence = refusedThen((stage) => {
      stage.begin(currentAp);
      for (const label of [
        "ft-request",
        "ft-response",
        "reassociation-request",
        "reassociation-response",
      ] as const) {
        stage.send(label);
      }
      stage.arrive();
      stage.data("up");
    });
    expect(consequence).toMatchObject({ recoveredBy: "ft" });
  });

  test("by staying where it was", () => {
    expect(refusedThen((stage) => stage.data("up"))).toMatchObject({ recoveredBy: "return" });
  });

  test("is not an attempt that fails as well", () => {
    const consequence = refusedThen((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.send("ft-response", refusing(53));
      stage.recorder.pass(400);
      stage.associate(targetAp);
    });
    expect(consequence?.recoveredAfterMs).toBeGreaterThan(400);
  });
});

describe("a lost connection", () => {
  const silence = (stage: Stage) => {
    stage.recorder.pass(4000);
    stage.beacons();
  };

  test("needs somebody who was heard for 3 s more", () => {
    expect(refusedThen(silence)).toEqual({ felt: "lost" });
    expect(refusedThen(() => {}, { beacons: "missed" })).toBeUndefined();
  });

  test("is not said of a station that was accepted somewhere", () => {
    const consequence = refusedThen((stage) => {
      stage.associate(targetAp, { "message-4": lost });
      silence(stage);
    });
    expect(consequence?.felt).not.toBe("lost");
  });
});

test("an exchange that was completed has no consequence", () => {
  expect(after({})).toBeUndefined();
});

test("the text says it in the paragraph on what followed", () => {
  const analysis = analyzeRoam(
    roam({
      sendings: { "ft-response": refusing(53) },
      before: { "ft-request": (stage) => stage.data("up") },
      ending: (stage) => {
        stage.recorder.pass(100);
        stage.data("up");
      },
    })(),
  );
  const text = JSON.stringify(textReport(analysis, { verbose: false }));
  expect(text).toMatch(
    /The station stayed with its current AP\. Its data paused for at most 10\d ms\./,
  );
});
