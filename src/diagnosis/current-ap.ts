import type { Attempt, CurrentAp, StationStory } from "../logs/story/story.ts";

/**
 * The AP that a log names as the station's own, if it was that still, or already, when an attempt began: a
 * station that roamed or associated between the two was elsewhere.
 */
export function currentApAt(station: StationStory, attempt: Attempt): CurrentAp | undefined {
  const { currentAp, runs, joins } = station;
  if (currentAp === undefined) return undefined;
  const from = Math.min(currentAp.said.line, attempt.begun.line);
  const to = Math.max(currentAp.said.line, attempt.begun.line);
  const hasMoved =
    runs.some(
      ({ first, last }) =>
        first.outcome === "accepted" && first.begun.line < to && last.begun.line >= from,
    ) || joins.some(({ begun }) => begun.line >= from && begun.line < to);
  return hasMoved ? undefined : currentAp;
}
