import { describe, expect, test } from "vitest";
import { statusMeanings } from "../../src/diagnosis/status-meanings.ts";
import { targetAp } from "../builders/network.ts";
import { analyzeRoam, keysOf, type RoamStory, tellRoam } from "../builders/roam.ts";
import type { Sending, Stage } from "../builders/stage.ts";

/** The target does not answer the reassociation request; it acts before and after it. */
function verdictOf(missed: (stage: Stage) => void) {
  const told = tellRoam({
    until: "reassociation-request",
    ending: (stage) => {
      missed(stage);
      stage.recorder.pass(50);
      stage.act("ap", Uint8Array.of(3, 0, 0, 0, 0), targetAp);
    },
  });
  const verdict = analyzeRoam(told).exchanges.at(-1)?.verdict;
  if (verdict === undefined) throw new Error("the story has no exchange");
  return verdict;
}

const culprits = ({ alternatives }: ReturnType<typeof verdictOf>) =>
  alternatives.map(({ culprit }) => culprit);

describe("silence of a target", () => {
  test("whose sequence numbers run on is neither the radio's nor the recorder's", () => {
    const verdict = verdictOf(() => {});
    expect(verdict.kind).toBe("cannot-tell");
    expect(verdict.summary).toContain("without a gap: it sent no answer until then");
    expect(culprits(verdict)).toEqual(["target-ap", "key-distribution"]);
  });

  test("whose sequence numbers jump is the recorder's", () => {
    const verdict = verdictOf(({ recorder }) => recorder.skipSequenceNumber(targetAp.bssid));
    expect(verdict.culprit).toBe("capture");
    expect(verdict.summary).toContain("it sent 1 frame that was not captured");
    expect(culprits(verdict)).toContain("capture");
  });

  test("names times and channel of what would settle it", () => {
    const [first] = verdictOf(() => {}).alternatives;
    expect(first?.settledBy).toMatch(
      new RegExp(
        `^the debug log of the target AP ${targetAp.bssid} from \\d\\d:\\d\\d:\\d\\d to \\d\\d:\\d\\d:\\d\\d UTC$`,
      ),
    );
  });
});

describe("what may be behind silence", () => {
  const behind = (story: RoamStory, keys: "right" | "none" = "right") => {
    const { exchanges } = analyzeRoam(tellRoam(story), { keys: keysOf(keys) });
    const verdict = exchanges.at(-1)?.verdict;
    expect(verdict).toMatchObject({ kind: "cannot-tell", rule: "no-answer" });
    return {
      summary: verdict?.summary ?? "",
      culprits: verdict?.alternatives.map(({ culprit }) => culprit),
    };
  };

  test("depends on what was asked, and on whether a MIC shows the station's part to be right", () => {
    expect(behind({ until: "ft-request" }).culprits).toEqual([
      "key-distribution",
      "target-ap",
      "configuration",
      "radio",
      "capture",
    ]);
    expect(behind({ via: "ds", until: "ft-request" }).culprits).toEqual([
      "target-ap",
      "current-ap",
      "key-distribution",
      "target-ap",
      "radio",
      "capture",
    ]);
    const second: RoamStory = { until: "reassociation-request" };
    expect(behind(second, "right").culprits?.slice(0, 2)).toEqual([
      "target-ap",
      "key-distribution",
    ]);
    expect(behind(second, "none").culprits?.slice(0, 2)).toEqual(["target-ap", "station"]);
  });

  test("is the station's own doing when it leaves before it has waited", () => {
    const leaving = (ms: number): RoamStory => ({
      until: "ft-request",
      ending: (stage) => {
        stage.recorder.pass(ms);
        stage.leave("station", 3, targetAp);
      },
    });
    const soon = behind(leaving(30));
    expect(soon.summary).toMatch(
      /The station itself ended the attempt 3\d ms after its request \(frame \d+: Deauthentication, reason 3 /,
    );
    expect(soon.culprits?.[0]).toBe("undetermined");
    expect(behind(leaving(300)).summary).not.toContain("ended the attempt");
  });

  test("is told with who acknowledged what", () => {
    const unacknowledged = { isAcknowledged: false };
    const twice = (sending: Sending) => (stage: Stage) => stage.send("ft-request", sending);
    expect(behind({ until: "ft-request" }).summary).toContain(
      "sent its FT Authentication Request once and no answer was captured. The target AP acknowledged it,",
    );
    expect(
      behind({ until: "ft-request", sendings: { "ft-request": unacknowledged } }).summary,
    ).toContain("No acknowledgement was captured either");
    const all = behind({ until: "ft-request", before: { "ft-request": twice({}) } });
    expect(all.summary).toContain(
      "2 times and no answer was captured. The target AP acknowledged all of them",
    );
    const one = behind({ until: "ft-request", before: { "ft-request": twice(unacknowledged) } });
    expect(one.summary).toContain("acknowledged 1 of them");
    expect(behind({ until: "reassociation-request" }).summary).toContain(
      "It had answered the first frame.",
    );
    expect(all.summary).not.toContain("It had answered");
  });
});

test("a status code has one meaning in one answer of one maker's APs", () => {
  const ids = statusMeanings.flatMap(({ status, step, lore }) =>
    (step === undefined ? ["ft-request", "association-request"] : [step]).map(
      (each) => `${each} ${status} ${lore?.vendor ?? ""}`,
    ),
  );
  expect(new Set(ids).size).toBe(ids.length);
});
