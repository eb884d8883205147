/** When one frame was heard by two recorders, in nanoseconds of either's own clock since its own first frame. */
export interface HeardTwice {
  readonly own: number;
  readonly reference: number;
}

/** How one clock runs beside another. */
export interface ClockFit {
  /** Reference time minus own time, nanoseconds, at an own time. */
  correctionAt(own: number): number;
  /** How much faster the own clock is than the reference; undefined when the frames do not tell. */
  readonly driftPpm: number | undefined;
  /** 95 % of the frames in common are this near to each other afterwards, nanoseconds. */
  readonly residualNs: number;
  /** Frames that agree. */
  readonly matched: number;
}

/** Fewer frames in common may be chance. */
export const fewestMatches = 3;

/** Clocks of computers do not differ by more. */
const mostDrift = 0.005;

/** A drift that is less certain than this is not told, and not extrapolated. */
const worstDriftError = 50e-6;

/** Frames in common that a line leaves this far off are others that look alike. */
const leastTolerance = 3_000_000;

/** Two recorders that hear the same frames and still disagree by more have no common time to speak of. */
const worstResidual = 20_000_000;

/** Samples for the first, outlier-proof estimate: its cost is their square. */
const mostSamples = 200;

/** A bend of one of the clocks shows where so many frames in common lie off the line together. */
const framesPerKnot = 25;
const mostKnots = 1024;

/**
 * The line through the differences of two clocks (Theil and Sen first, since half of the frames may be
 * mistaken; least squares over those that agree), and where the clocks bend, what is left over along
 * it. Undefined when the frames do not agree on anything.
 */
export function fitClock(pairs: readonly HeardTwice[]): ClockFit | undefined {
  const points = pairs
    .map(({ own, reference }) => ({ x: own, y: reference - own }))
    .sort((a, b) => a.x - b.x);
  let line = robustLine(points);
  let inliers: readonly Point[] = points;
  for (let round = 0; round < 3; round++) {
    const left = points.map((point) => Math.abs(point.y - heightAt(line, point.x)));
    const tolerance = Math.max(leastTolerance, 5 * median(left));
    inliers = points.filter((_, i) => (left[i] as number) <= tolerance);
    if (inliers.length < fewestMatches || inliers.length * 2 < points.length) return undefined;
    line = leastSquares(inliers);
  }
  const knots = bendsOf(inliers, line);
  const correctionAt = (own: number) => heightAt(line, own) + between(knots, own);
  const residualNs = quantile(
    inliers.map(({ x, y }) => Math.abs(y - correctionAt(x))),
    0.95,
  );
  if (residualNs > worstResidual) return undefined;
  return {
    correctionAt,
    // The reference loses on a clock that is fast: the correction falls.
    driftPpm: line.isSloped ? (1 / (1 + line.slope) - 1) * 1e6 : undefined,
    residualNs,
    matched: inliers.length,
  };
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Line {
  readonly slope: number;
  /** At `middle`. */
  readonly height: number;
  readonly middle: number;
  /** The slope is known well enough to be told. */
  readonly isSloped: boolean;
}

function heightAt({ slope, height, middle }: Line, x: number): number {
  return height + slope * (x - middle);
}

function robustLine(points: readonly Point[]): Line {
  const step = Math.max(1, points.length / mostSamples);
  const samples: Point[] = [];
  for (let i = 0; i < points.length; i += step) samples.push(points[Math.floor(i)] as Point);
  const span = (samples.at(-1)?.x ?? 0) - (samples[0]?.x ?? 0);
  const slopes: number[] = [];
  for (const [i, a] of samples.entries()) {
    for (const b of samples.slice(i + 1)) {
      if ((b.x - a.x) * 4 < span || b.x === a.x) continue;
      const slope = (b.y - a.y) / (b.x - a.x);
      if (Math.abs(slope) <= mostDrift) slopes.push(slope);
    }
  }
  const slope = slopes.length === 0 ? 0 : median(slopes);
  const middle = samples[0]?.x ?? 0;
  const height = median(samples.map(({ x, y }) => y - slope * (x - middle)));
  return { slope, height, middle, isSloped: slopes.length > 0 };
}

function leastSquares(points: readonly Point[]): Line {
  const count = points.length;
  const middle = points.reduce((sum, { x }) => sum + x, 0) / count;
  const height = points.reduce((sum, { y }) => sum + y, 0) / count;
  const spread = points.reduce((sum, { x }) => sum + (x - middle) ** 2, 0);
  const flat: Line = { slope: 0, height, middle, isSloped: false };
  if (spread === 0) return flat;
  const slope = points.reduce((sum, { x, y }) => sum + (x - middle) * (y - height), 0) / spread;
  const sloped: Line = { slope, height, middle, isSloped: true };
  const variance =
    points.reduce((sum, { x, y }) => sum + (y - heightAt(sloped, x)) ** 2, 0) /
    Math.max(1, count - 2);
  const slopeError = Math.sqrt(variance / spread);
  return slopeError > worstDriftError || Math.abs(slope) > mostDrift ? flat : sloped;
}

/** What the line leaves over, as medians along it: clocks warm up, and hosts steer theirs. */
function bendsOf(points: readonly Point[], line: Line): readonly Point[] {
  const size = Math.max(framesPerKnot, Math.ceil(points.length / mostKnots));
  const knots: Point[] = [];
  for (let start = 0; start + size <= points.length; start += size) {
    const group = points.slice(start, start + size);
    knots.push({
      x: median(group.map(({ x }) => x)),
      y: median(group.map(({ x, y }) => y - heightAt(line, x))),
    });
  }
  // A few microseconds are the jitter of the recorders, not a bend.
  return knots.some(({ y }) => Math.abs(y) > 100_000) ? knots : [];
}

/** The height of a chain of points at `x`; level beyond its ends. */
function between(knots: readonly Point[], x: number): number {
  let low = 0;
  let high = knots.length - 1;
  const first = knots[low];
  const last = knots[high];
  if (first === undefined || last === undefined) return 0;
  if (x <= first.x) return first.y;
  if (x >= last.x) return last.y;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((knots[middle] as Point).x <= x) low = middle;
    else high = middle;
  }
  const a = knots[low] as Point;
  const b = knots[high] as Point;
  return b.x === a.x ? a.y : a.y + ((b.y - a.y) * (x - a.x)) / (b.x - a.x);
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}
