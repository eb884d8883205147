import { describe, expect, test } from "vitest";
import { analyzeRoam, tellRoam } from "../builders/roam.ts";
import { currentAp, type Stage } from "../builders/stage.ts";

/** What is said of a roam that went no further than the target's answer. */
function verdictWhen({
  answerAfterMs = 1,
  isAcknowledged = true,
  ending = () => {},
}: {
  readonly answerAfterMs?: number;
  readonly isAcknowledged?: boolean;
  readonly ending?: (stage: Stage) => void;
}) {
  const { exchanges } = analyzeRoam(
    tellRoam({
      sendings: { "ft-response": { isAcknowledged } },
      before: { "ft-response": ({ recorder }) => recorder.pass(answerAfterMs) },
      until: "ft-response",
      ending,
    }),
  );
  const verdict = exchanges[1]?.verdict;
  expect(verdict).toMatchObject({ rule: "abandoned", kind: "cannot-tell" });
  return {
    culprit: verdict?.culprit,
    summary: verdict?.summary ?? "",
    alternatives: verdict?.alternatives.map(({ culprit }) => culprit),
  };
}

/** The station sends so many frames that nobody hears, and then one that is heard. */
const goingOnAfter = (unheard: number) => (stage: Stage) => {
  for (let i = 0; i < unheard; i++) stage.recorder.skipSequenceNumber(stage.station);
  stage.associate(currentAp);
};

describe("a roam that goes no further than the answer", () => {
  test("is the recorder's gap where the station is known to have sent more", () => {
    const { culprit, summary, alternatives } = verdictWhen({ ending: goingOnAfter(2) });
    expect(culprit).toBe("capture");
    expect(summary).toContain("jump by 3");
    expect(summary).toContain("it sent 2 frames that were not captured");
    expect(alternatives).toContain("capture");
    expect(verdictWhen({ ending: goingOnAfter(1) }).summary).toContain(
      "it sent 1 frame that was not captured",
    );
  });

  test("is no gap where the station is known to have sent nothing", () => {
    const { culprit, summary, alternatives } = verdictWhen({ ending: goingOnAfter(0) });
    expect(culprit).not.toBe("capture");
    expect(summary).toContain("it sent none");
    expect(alternatives).not.toContain("capture");
  });

  test("may be one where nothing more was heard of the station", () => {
    const { culprit, summary, alternatives } = verdictWhen({});
    expect(culprit).not.toBe("capture");
    expect(summary).not.toContain("sequence numbers");
    expect(alternatives).toContain("capture");
  });

  test("names an answer that came when stations have given up, and was not acknowledged", () => {
    const late = verdictWhen({ answerAfterMs: 400, isAcknowledged: false });
    expect(late.summary).toMatch(/only 40\d ms after the request/);
    expect(late.alternatives).toContain("target-ap");
    for (const inTime of [
      verdictWhen({ answerAfterMs: 200, isAcknowledged: false }),
      verdictWhen({ answerAfterMs: 400, isAcknowledged: true }),
    ]) {
      expect(inTime.summary).not.toContain("given up");
      expect(inTime.alternatives).not.toContain("target-ap");
    }
  });
});
