import { describe, expect, test } from "vitest";
import { type Alignable, alignClocks, certainties } from "../../src/logs/align.ts";

const second = 1_000_000;

/** Frames at these seconds; every event may be about each of them. */
function observed(
  seconds: readonly number[],
  {
    offsetUs = 0,
    resolutionUs = 1,
    certainty = certainties.kind,
    frames = seconds,
    lateUs = () => 0,
  }: {
    readonly offsetUs?: number;
    readonly resolutionUs?: number;
    readonly certainty?: number;
    readonly frames?: readonly number[];
    readonly lateUs?: (index: number) => number;
  } = {},
): Alignable[] {
  return seconds.map((at, i) => {
    const timeUs = at * second - offsetUs + lateUs(i);
    return {
      timeUs: Math.floor(timeUs / resolutionUs) * resolutionUs,
      resolutionUs,
      stretch: 0,
      certainty,
      candidates: frames.map((frame, number) => ({ frame: number, timeUs: frame * second })),
    };
  });
}

const irregular = [10, 10.344, 12.9, 45.05, 45.392, 106.8];
const shift = (8 * 3600 + 37 * 60 + 12) * second;

describe("clocks are aligned", () => {
  test.each([
    ["none", 0],
    ["8 h 37 min 12 s ahead", -shift],
    ["a year behind", 365 * 86_400 * second],
  ])("%s: by the gaps between the events", (_, offsetUs) => {
    const [stretch, ...more] = alignClocks(observed(irregular, { offsetUs }), {
      isAbsolute: false,
    });
    expect(more).toEqual([]);
    expect(stretch).toMatchObject({ first: 0, last: 5, offsetUs, residualUs: 0, matched: 6 });
  });

  test("although the capture has more frames than the log records, and the log more records than frames", () => {
    const events = observed([...irregular, 200.1], {
      offsetUs: -shift,
      frames: [1, 3.3, ...irregular.slice(1), 333],
    });
    const [stretch] = alignClocks(events, { isAbsolute: false });
    expect(stretch).toMatchObject({ offsetUs: -shift, matched: 5 });
  });

  test("in whole seconds to within half a second", () => {
    const [stretch] = alignClocks(observed(irregular, { resolutionUs: second, offsetUs: -shift }), {
      isAbsolute: false,
    });
    expect(Math.abs((stretch?.offsetUs ?? 0) + shift)).toBeLessThanOrEqual(second / 2);
  });

  test("records written late do not move the offset", () => {
    const events = observed(irregular, { lateUs: (i) => (i % 3 === 2 ? 12_000 : 300) });
    const [stretch] = alignClocks(events, { isAbsolute: false });
    expect(stretch?.offsetUs).toBe(-300);
  });

  test("in stretches where the clock was set", () => {
    const later = irregular.map((at, i) => at * 1.3 + i + 400);
    const frames = [...irregular, ...later];
    const events = [
      ...observed(irregular, { offsetUs: -shift, frames }),
      ...observed(later, { offsetUs: 90 * second, frames }),
    ];
    expect(alignClocks(events, { isAbsolute: false })).toMatchObject([
      { first: 0, last: 5, offsetUs: -shift },
      { first: 6, last: 11, offsetUs: 90 * second },
    ]);
  });

  test("by one nonce, by two frames of which one has the sequence number", () => {
    const alone = observed([10], { offsetUs: -shift, certainty: certainties.nonce });
    expect(alignClocks(alone, { isAbsolute: false })).toMatchObject([{ offsetUs: -shift }]);
    const [first, second_] = observed([10, 10.4], { offsetUs: -shift }) as [Alignable, Alignable];
    const exact = {
      ...first,
      certainty: certainties.sequenceNumber,
      candidates: first.candidates.slice(0, 1),
    };
    expect(alignClocks([exact, second_], { isAbsolute: false })).toMatchObject([
      { offsetUs: -shift, matched: 2 },
    ]);
  });
});

describe("clocks are not aligned", () => {
  test.each([
    ["no event", []],
    ["one event", observed([10])],
    ["two events", observed([10, 10.4], { offsetUs: -shift })],
    [
      "attempts so regular that they fit in several places",
      observed([10, 11, 12], { frames: [8, 9, 10, 11, 12, 13] }),
    ],
    ["events that no frame goes with", observed(irregular, { frames: [] })],
  ])("%s", (_, events) => {
    expect(alignClocks(events, { isAbsolute: false })).toEqual([]);
  });

  test("but a clock that is right needs two events only, and decides between equals", () => {
    expect(alignClocks(observed([10, 10.4]), { isAbsolute: true })).toHaveLength(1);
    const regular = observed([10, 11, 12], { frames: [8, 9, 10, 11, 12, 13] });
    expect(alignClocks(regular, { isAbsolute: true })).toMatchObject([{ offsetUs: 0 }]);
  });
});

test("many events beside many frames take no time to speak of", () => {
  const many = Array.from({ length: 3000 }, (_, i) => 10 + i * 1.37 + ((i * 7919) % 101) / 100);
  const [stretch] = alignClocks(observed(many.slice(0, 1000), { frames: many, offsetUs: -shift }), {
    isAbsolute: false,
  });
  expect(stretch === undefined || stretch.offsetUs === -shift).toBe(true);
});
