/** A frame that an event may be about. */
export interface Candidate {
  /** Whoever aligns knows the frame by this number. */
  readonly frame: number;
  /** Microseconds since 1970 on the capture's clock. */
  readonly timeUs: number;
}

/** An event of a log with the frames it may be about, in the order of the log. */
export interface Alignable {
  /** Microseconds on the log's own clock. */
  readonly timeUs: number;
  /** Microseconds of the last digit written. */
  readonly resolutionUs: number;
  /** The log itself shows that its clock was set between events of different numbers. */
  readonly stretch: number;
  readonly candidates: readonly Candidate[];
  /** How much one meeting says: see {@link certainties}. */
  readonly certainty: number;
}

/**
 * What a candidate has in common with the event: its kind and its parties; the sequence number of the
 * frame as well, with which two meetings cannot be chance; its nonce, which is in no other exchange.
 */
export const certainties = { kind: 1, sequenceNumber: 3, nonce: 12 } as const;

/** A run of events whose clock keeps one distance to the capture's. */
export interface AlignedStretch {
  /** Index of the first and of the last event that shows it. */
  readonly first: number;
  readonly last: number;
  /** To be added to the log's time: microseconds. */
  readonly offsetUs: number;
  /** Median distance of the matched events from that offset, in microseconds. */
  readonly residualUs: number;
  /** Events matched. */
  readonly matched: number;
}

export interface AlignOptions {
  /** The log states year and zone: of several explanations the one without an offset is the likeliest. */
  readonly isAbsolute: boolean;
}

/** Events are written this long after their frame, or before it, at most; in microseconds. */
const toleranceUs = 15_000;
/** An absolute clock this near is taken to be right when the events cannot tell. */
const nearUs = 500_000;
const smallestStepUs = 500_000;
/** Records that are not late lie this close to each other. */
const coreUs = 5_000;
/** Pairs beyond which the commonest kinds of event are left out of the search. */
const mostPairs = 300_000;

/**
 * Finds how a log's clock stands to the capture's: the offset at which the most events meet a frame they
 * may be about. A stretch is told only when one offset is clearly better than every other; too few events
 * give none. Where the clock was set, or steps, there are several stretches.
 */
export function alignClocks(
  events: readonly Alignable[],
  { isAbsolute }: AlignOptions,
): readonly AlignedStretch[] {
  const found: AlignedStretch[] = [];
  const open: (readonly [number, number])[] = stretchesOf(events);
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const [from, to] = range;
    const stretch = alignRange(events, from, to, isAbsolute);
    if (stretch === undefined || !found.every((other) => isStep(stretch, other))) continue;
    found.push(stretch);
    open.push([from, stretch.first], [stretch.last + 1, to]);
  }
  return found.toSorted((a, b) => a.first - b.first);
}

/** Small differences are rather records written late than a clock that was set, unless they are many. */
function isStep(stretch: AlignedStretch, other: AlignedStretch): boolean {
  const step = Math.abs(stretch.offsetUs - other.offsetUs);
  return step > smallestStepUs ? stretch.matched >= 3 : stretch.matched >= 6;
}

/** Ranges of indices, the end not included, within which the log's clock was not seen to be set. */
function stretchesOf(events: readonly Alignable[]): [number, number][] {
  const ranges: [number, number][] = [];
  for (let from = 0; from < events.length; ) {
    let to = from + 1;
    while (to < events.length && events[to]?.stretch === events[from]?.stretch) to++;
    ranges.push([from, to]);
    from = to;
  }
  return ranges;
}

interface Pair {
  readonly event: number;
  readonly frame: number;
  readonly offsetUs: number;
  readonly weight: number;
}

function alignRange(
  events: readonly Alignable[],
  from: number,
  to: number,
  isAbsolute: boolean,
): AlignedStretch | undefined {
  const pairs = pairsOf(events, from, to);
  if (pairs.length === 0) return undefined;
  const coarsest = pairs.reduce(
    (most, { event }) => Math.max(most, (events[event] as Alignable).resolutionUs),
    0,
  );
  const width = 2 * toleranceUs + (coarsest > 1000 ? coarsest : 0);
  const peaks = peaksOf(pairs, width);
  const chosen = chooseWindow(peaks, isAbsolute);
  if (chosen === undefined) return undefined;
  const isCoarse = coarsest > 1000;
  const core = isCoarse ? chosen : (bestWindow(chosen.pairs, coreUs, () => true) ?? chosen);
  const asked = new Set(pairs.map(({ event }) => event));
  const matches = bestRun(from, to, asked, nearest({ ...chosen, centreUs: core.centreUs }));
  if (!isEnough(matches, isAbsolute)) return undefined;
  const offsets = matches.map(({ offsetUs }) => offsetUs).toSorted((a, b) => a - b);
  const offsetUs = isCoarse ? centre(offsets, coarsest) : core.centreUs;
  return {
    first: (matches[0] as Pair).event,
    last: (matches.at(-1) as Pair).event,
    offsetUs,
    residualUs: median(
      offsets.map((offset) => Math.abs(offset - offsetUs)).toSorted((a, b) => a - b),
    ),
    matched: matches.length,
  };
}

function pairsOf(events: readonly Alignable[], from: number, to: number): readonly Pair[] {
  // Events that may be about very many frames say little, and cost most.
  const telling = Array.from({ length: to - from }, (_, i) => from + i)
    .filter((event) => (events[event] as Alignable).candidates.length > 0)
    .toSorted(
      (a, b) =>
        (events[a] as Alignable).candidates.length - (events[b] as Alignable).candidates.length,
    );
  const pairs: Pair[] = [];
  for (const event of telling) {
    const { timeUs, candidates, certainty } = events[event] as Alignable;
    if (pairs.length > 0 && pairs.length + candidates.length > mostPairs) break;
    for (const candidate of candidates) {
      pairs.push({
        event,
        frame: candidate.frame,
        offsetUs: candidate.timeUs - timeUs,
        weight: certainty,
      });
    }
  }
  return pairs.sort((a, b) => a.offsetUs - b.offsetUs);
}

interface Peak {
  readonly pairs: readonly Pair[];
  readonly score: number;
  readonly centreUs: number;
}

/** The window of offsets with the most events, and the best one elsewhere that explains the same events. */
function peaksOf(pairs: readonly Pair[], width: number): readonly Peak[] {
  const best = bestWindow(pairs, width, () => true);
  if (best === undefined) return [];
  const explained = new Set(best.pairs.map(({ event }) => event));
  const second = bestWindow(
    pairs,
    width,
    ({ event, offsetUs }) => explained.has(event) && Math.abs(offsetUs - best.centreUs) > width,
  );
  const near = bestWindow(pairs, width, ({ offsetUs }) => Math.abs(offsetUs) <= nearUs);
  return [best, ...(second === undefined ? [] : [second]), ...(near === undefined ? [] : [near])];
}

function bestWindow(
  all: readonly Pair[],
  width: number,
  isWanted: (pair: Pair) => boolean,
): Peak | undefined {
  const pairs = all.filter(isWanted);
  const eventsIn = new Map<number, number>();
  const framesIn = new Map<number, number>();
  let eventScore = 0;
  let best = { score: 0, from: 0, to: 0 };
  for (let to = 0, from = 0; to < pairs.length; to++) {
    const entering = pairs[to] as Pair;
    if (add(eventsIn, entering.event, 1) === 1) eventScore += entering.weight;
    add(framesIn, entering.frame, 1);
    while (entering.offsetUs - (pairs[from] as Pair).offsetUs > width) {
      const leaving = pairs[from++] as Pair;
      if (add(eventsIn, leaving.event, -1) === 0) eventScore -= leaving.weight;
      add(framesIn, leaving.frame, -1);
    }
    // Many lines about one frame are one meeting.
    const score = Math.min(eventScore, framesIn.size * certainties.nonce);
    if (score > best.score) best = { score, from, to: to + 1 };
  }
  if (best.score === 0) return undefined;
  const chosen = pairs.slice(best.from, best.to);
  return {
    pairs: chosen,
    score: best.score,
    centreUs: median(chosen.map(({ offsetUs }) => offsetUs)),
  };
}

function add(counts: Map<number, number>, key: number, change: number): number {
  const count = (counts.get(key) ?? 0) + change;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
  return count;
}

/** The best window if nothing else explains the events nearly as well. */
function chooseWindow(peaks: readonly Peak[], isAbsolute: boolean): Peak | undefined {
  const [best, second] = peaks;
  if (best === undefined) return undefined;
  if (second === undefined || !isNearlyAsGood(second, best)) return best;
  const near = peaks.find(({ centreUs }) => Math.abs(centreUs) <= nearUs);
  return isAbsolute && near !== undefined && isNearlyAsGood(near, best) ? near : undefined;
}

function isNearlyAsGood(other: Peak, best: Peak): boolean {
  return other.score > best.score - 2 || other.score > best.score * 0.75;
}

/** One pair for each event: the one nearest to the middle of the window. */
function nearest({ pairs, centreUs }: Peak): ReadonlyMap<number, Pair> {
  const chosen = new Map<number, Pair>();
  for (const pair of pairs) {
    const other = chosen.get(pair.event);
    const distance = Math.abs(pair.offsetUs - centreUs);
    if (other === undefined || distance < Math.abs(other.offsetUs - centreUs)) {
      chosen.set(pair.event, pair);
    }
  }
  return chosen;
}

/** The run of events in which those that meet a frame outweigh those that should and do not. */
function bestRun(
  from: number,
  to: number,
  asked: ReadonlySet<number>,
  chosen: ReadonlyMap<number, Pair>,
): readonly Pair[] {
  let best = { sum: 0, first: from, last: from - 1 };
  let sum = 0;
  let first = from;
  for (let event = from; event < to; event++) {
    if (sum <= 0) {
      sum = 0;
      first = event;
    }
    const isMatched = chosen.has(event);
    if (!asked.has(event)) continue;
    sum += isMatched ? 1 : -1;
    if (sum > best.sum) best = { sum, first, last: event };
  }
  return [...chosen.values()]
    .filter(({ event }) => event >= best.first && event <= best.last)
    .toSorted((a, b) => a.event - b.event);
}

/**
 * Three meetings at different frames cannot be chance; nor two where one has the sequence number, or on a
 * clock that is right; nor one of a nonce.
 */
function isEnough(matches: readonly Pair[], isAbsolute: boolean): boolean {
  const frames = new Set(matches.map(({ frame }) => frame)).size;
  const surest = Math.max(0, ...matches.map(({ weight }) => weight));
  const isNear = isAbsolute && matches.every(({ offsetUs }) => Math.abs(offsetUs) <= nearUs);
  return (
    frames >= 3 ||
    (frames >= 2 && (isNear || surest >= certainties.sequenceNumber)) ||
    surest >= certainties.nonce
  );
}

/** Coarse times are cut off, not rounded: the true offset lies between what the earliest and the latest event allow. */
function centre(offsets: readonly number[], resolutionUs: number): number {
  const least = (offsets.at(-1) as number) - resolutionUs;
  return (least + (offsets[0] as number)) / 2;
}

function median(sorted: readonly number[]): number {
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}
