import { expect, test, vi } from "vitest";
import { analyzeRoam, tellRoam } from "../builders/roam.ts";

vi.mock(import("../../src/exchange/checks/check-exchange.ts"), async (original) => {
  const { checkExchange } = await original();
  return {
    checkExchange: (context) => {
      if (context.exchange.kind === "ft-over-the-air") throw new RangeError("offset out of bounds");
      return checkExchange(context);
    },
  };
});

test("an exchange whose checks break is not judged, and takes no other verdict with it", () => {
  const { exchanges, findings } = analyzeRoam(tellRoam({}));
  expect(exchanges.map(({ id, verdict }) => [id, verdict.kind, verdict.rule])).toEqual([
    ["x1", "sound", "sound-association"],
    ["x2", "cannot-tell", "undecided"],
  ]);
  expect(findings).toContainEqual(
    expect.objectContaining({
      severity: "warning",
      summary: "Internal error in the checks of x2: offset out of bounds. It is not judged.",
    }),
  );
});
