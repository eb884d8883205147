/**
 * What may happen to a capture on its way from the air to the file, and what else may be in the air:
 * each variant is the records of one capture, lost, cut, repeated, out of order or with strangers among
 * them. None of it changes who broke the exchange.
 */
import {
  authenticationRequest,
  beaconElementAt,
  frameOf,
  frequencyOf,
  isAck,
  isBeacon,
  isProbeResponse,
  isRelevant,
  macAt,
} from "./frames.mjs";

const ackDelayNs = 2_000_000n;
const reorderNs = 5_000_000;
const beaconEveryNs = 1_000_000_000n;
const foreignAp = Uint8Array.of(0x02, 0xf0, 0xe1, 0x90, 0x00, 0x01);
const thirdAp = Uint8Array.of(0x02, 0xf0, 0xe1, 0x90, 0x00, 0x03);

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomNumbers(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * The capture with one beacon a second from each AP. Beacons are most of all frames and say the same
 * again and again: this changes nothing for a verdict but the time it takes.
 */
export function withFewBeacons(capture) {
  const last = new Map();
  const records = capture.records.filter((record) => {
    const frame = frameOf(record);
    if (!isBeacon(frame)) return true;
    const before = last.get(frame.bssid);
    if (before !== undefined && record.time - before < beaconEveryNs) return false;
    last.set(frame.bssid, record.time);
    return true;
  });
  return { ...capture, records };
}

/** The variants of a capture, by kind; `sniffers` are other recordings of the same time. */
export const kinds = {
  whole: ({ records }) => [one("as it is", () => records)],
  "drop-one": dropOne,
  "drop-two": dropTwo,
  prefix: ({ records, relevant }) =>
    relevant.map((i) => one(`up to frame ${number(records, i)}`, () => records.slice(0, i + 1))),
  suffix: ({ records, relevant }) =>
    relevant.map((i) => one(`from frame ${number(records, i)}`, () => records.slice(i))),
  direction: oneDirection,
  acks: ({ records, frames }) => [without("without ACKs", records, (i) => isAck(frames[i]))],
  beacons: ({ records, frames }) => [
    without("without beacons", records, (i) => isBeacon(frames[i])),
    without(
      "without beacons and probe responses",
      records,
      (i) => isBeacon(frames[i]) || isProbeResponse(frames[i]),
    ),
  ],
  "snap-length": ({ records }) =>
    [64, 128, 256].map((length) =>
      one(`snap length ${length}`, () =>
        records.map((record) => ({ ...record, octets: record.octets.subarray(0, length) })),
      ),
    ),
  "unsaid-cut": ({ records }) =>
    [64, 96, 128, 200, 256].map((length) =>
      one(`cut to ${length} octets, which the file calls whole`, () =>
        records.map((record) => {
          const octets = record.octets.subarray(0, length);
          return { ...record, octets, originalLength: octets.length };
        }),
      ),
    ),
  "cut-one": cutOne,
  "cut-some": cutSome,
  "one-channel": oneChannel,
  hopping,
  duplicates,
  echoes,
  reordered,
  "bad-fcs": ({ records, relevant }) =>
    relevant.map((bad) =>
      one(`bad FCS on frame ${number(records, bad)}`, () =>
        records.map((record, i) => (i === bad ? { ...record, crcError: true } : record)),
      ),
    ),
  "foreign-beacon": foreignBeacon,
  "hidden-ssid": hiddenSsid,
  "third-ap": anotherAp,
  inputs: splitInputs,
};

/**
 * All variants of a capture as `{ kind, name, inputs }`; `inputs()` makes the records of each input.
 * `copy` is there when the station's own request also went to another AP, with the faults it may have.
 * Only of the `wanted` kinds, when given.
 */
export function variantsOf({ records, sniffers = [] }, wanted = Object.keys(kinds)) {
  const frames = records.map(frameOf);
  const capture = { records, frames, relevant: relevantIn(records, frames), sniffers };
  return wanted.flatMap((kind) => kinds[kind](capture).map((variant) => ({ kind, ...variant })));
}

function relevantIn(records, frames) {
  return [...records.keys()].filter((i) => isRelevant(records[i], frames[i]));
}

function one(name, make, also) {
  return { name, inputs: () => [make()], ...also };
}

const number = (records, i) => records[i].frame;

function without(name, records, isLost) {
  return one(name, () => records.filter((_, i) => !isLost(i)));
}

/** The relevant frames and the ACK behind each, as indexes. */
function losable({ records, frames, relevant }) {
  return relevant.flatMap((i) => {
    const ack = ackOf(i, records, frames);
    return ack === undefined ? [i] : [i, ack];
  });
}

function ackOf(i, records, frames) {
  for (let next = i + 1; next < records.length; next++) {
    if (records[next].time - records[i].time > ackDelayNs) return undefined;
    if (isAck(frames[next]) && frames[next].receiver === frames[i].transmitter) return next;
  }
  return undefined;
}

function dropOne(capture) {
  const { records } = capture;
  return losable(capture).map((lost) =>
    without(`without frame ${number(records, lost)}`, records, (i) => i === lost),
  );
}

/** Pairs are most of all variants: they are made of the capture with few beacons. */
function dropTwo(capture) {
  const { records } = withFewBeacons(capture);
  const frames = records.map(frameOf);
  const relevant = relevantIn(records, frames);
  const candidates = losable({ records, frames, relevant });
  return candidates.flatMap((a, at) =>
    candidates
      .slice(at + 1)
      .map((b) =>
        without(
          `without frames ${number(records, a)} and ${number(records, b)}`,
          records,
          (i) => i === a || i === b,
        ),
      ),
  );
}

const cut = (record, length) => ({ ...record, octets: record.octets.subarray(0, length) });

/** One relevant frame that the recorder kept up to somewhere, at places spread over the frame. */
function cutOne({ records, relevant }) {
  return relevant.flatMap((at) => {
    const random = randomNumbers(number(records, at));
    return [0, 1, 2, 3, 4, 5].map((place) => {
      const length = Math.floor(((place + random()) / 6) * records[at].octets.length);
      return one(`frame ${number(records, at)} cut to ${length} octets`, () =>
        records.map((record, i) => (i === at ? cut(record, length) : record)),
      );
    });
  });
}

/** Frames cut here and there, each at another place, as a recorder cuts that is short of room. */
function cutSome({ records, relevant }) {
  const isRelevantAt = new Set(relevant);
  return Array.from({ length: 24 }, (_, seed) =>
    one(`cut here and there, seed ${seed}`, () => {
      const random = randomNumbers(seed);
      return records.map((record, i) =>
        isRelevantAt.has(i) && random() < 0.4
          ? cut(record, Math.floor(random() * record.octets.length))
          : record,
      );
    }),
  );
}

/** Each party unheard: its frames, and its frames together with its ACKs. */
function oneDirection({ records, frames, relevant }) {
  const parties = new Set(relevant.map((i) => frames[i].transmitter));
  return [...parties].flatMap((party) => {
    const isSent = (i) => frames[i].transmitter === party;
    const isAckOf = (i) => isAck(frames[i]) && frames[i - 1]?.receiver === party;
    return [
      without(`without the frames of ${party}`, records, isSent),
      without(`without the frames and ACKs of ${party}`, records, (i) => isSent(i) || isAckOf(i)),
    ];
  });
}

function oneChannel({ records, sniffers }) {
  const frequencies = new Set(records.map(frequencyOf));
  return [
    ...sniffers.map(({ name, records: heard }) => one(name, () => heard)),
    ...[...frequencies].map((mhz) =>
      without(`only ${mhz} MHz`, records, (i) => frequencyOf(records[i]) !== mhz),
    ),
  ];
}

/** Copies as another interface of the recorder has them, or as one that is fed twice has them. */
function duplicates({ records }) {
  const copied = (name, share, offset, interfaceId) => (seed) =>
    one(`${name}, seed ${seed}`, () => {
      const random = randomNumbers(seed);
      return records.flatMap((record) =>
        random() < share
          ? [record, { ...record, time: record.time + offset, interfaceId }]
          : [record],
      );
    });
  return [
    copied("all also from another interface, 3 µs later", 1, 3_000n, 1)(1),
    copied("all also from another interface, 40 µs later", 1, 40_000n, 1)(1),
    copied("all also from another interface, 3 µs earlier", 1, -3_000n, 1)(1),
    copied("all twice from one interface, 3 µs apart", 1, 3_000n, 0)(1),
    ...[1, 2, 3, 4].map(copied("half also from another interface", 0.5, 3_000n, 1)),
    ...[1, 2, 3, 4].map(copied("half twice from one interface", 0.5, 3_000n, 0)),
  ];
}

/** A party that records itself: its frames again or only, before the hardware has numbered them, and some ms late. */
function echoes({ records, frames, relevant }) {
  const parties = new Set(relevant.map((i) => frames[i].transmitter));
  return [...parties].flatMap((party) => {
    const echo = (record, i, delay) => {
      const octets = record.octets.slice();
      octets.fill(0, frames[i].start + 22, frames[i].start + 24);
      return { ...record, octets, time: record.time + delay };
    };
    const told = (delay, isAlso) =>
      one(
        `what ${party} sends ${isAlso ? "also" : "only"} without a number, ${delay} µs late`,
        () =>
          records
            .flatMap((record, i) => {
              if (frames[i].transmitter !== party) return [record];
              const own = echo(record, i, BigInt(delay) * 1000n);
              return isAlso ? [record, own] : [own];
            })
            .sort((a, b) => Number(a.time - b.time)),
      );
    return [told(30, true), told(900, true), told(0, false), told(5000, false)];
  });
}

/** A recorder that goes round the channels, and may also visit one on which nothing happens. */
function hopping({ records }) {
  const channels = [...new Set(records.map(frequencyOf))];
  return [100n, 250n, 500n].flatMap((slotMs) =>
    [channels.length, channels.length + 1].flatMap((round) =>
      Array.from({ length: round }, (_, first) => {
        const listensTo = (time) =>
          (Number((time - records[0].time) / (slotMs * 1_000_000n)) + first) % round;
        return without(
          `${slotMs} ms on each of ${round} channels, from the ${first + 1}. on`,
          records,
          (i) => listensTo(records[i].time) !== channels.indexOf(frequencyOf(records[i])),
        );
      }),
    ),
  );
}

/** The order in the file changed, the times kept: each frame moves by less than 5 ms. */
function reordered({ records }) {
  return Array.from({ length: 8 }, (_, seed) =>
    one(`re-ordered within 5 ms, seed ${seed}`, () => {
      const random = randomNumbers(seed);
      return records
        .map((record) => ({ record, place: Number(record.time) + random() * reorderNs }))
        .sort((a, b) => a.place - b.place)
        .map(({ record }) => record);
    }),
  );
}

const strangersNumber = (records) => number(records, records.length - 1) + 1;

/** Puts a record of a stranger behind the relevant frame `i`. */
function inserted(records, i, stranger) {
  const record = {
    ...stranger,
    frame: strangersNumber(records),
    time: records[i].time + 1_000n,
  };
  return [...records.slice(0, i + 1), record, ...records.slice(i + 1)];
}

function foreignBeacon({ records, frames, relevant }) {
  const beacon = [...records.keys()].find((i) => isBeacon(frames[i]));
  if (beacon === undefined) return [];
  const strangers = [
    ["of the same network", foreign(records[beacon], frames[beacon], {})],
    ["of another SSID", foreign(records[beacon], frames[beacon], { ssid: true })],
    ["of another MDID", foreign(records[beacon], frames[beacon], { mdid: true })],
    [
      "of another SSID and MDID",
      foreign(records[beacon], frames[beacon], { ssid: true, mdid: true }),
    ],
  ];
  return relevant.flatMap((i) =>
    strangers.map(([what, stranger]) =>
      one(`foreign beacon ${what} after frame ${number(records, i)}`, () =>
        inserted(records, i, stranger),
      ),
    ),
  );
}

/** A beacon as another AP would send it, with an SSID or an MDID of its own when asked. */
function foreign(record, frame, { ssid = false, mdid = false }) {
  const octets = record.octets.slice();
  octets.set(foreignAp, frame.start + 10);
  octets.set(foreignAp, frame.start + 16);
  const change = (id, length) => {
    const element = beaconElementAt(octets, frame, id);
    if (element === undefined) return;
    for (let i = 0; i < Math.min(length, element.length); i++) octets[element.at + i] ^= 0x15;
  };
  if (ssid) change(0, 32);
  if (mdid) change(54, 2);
  return { ...record, octets };
}

function hiddenSsid({ records, frames }) {
  const hide = (record, i) => {
    const ssid = isBeacon(frames[i]) ? beaconElementAt(record.octets, frames[i], 0) : undefined;
    if (ssid === undefined) return record;
    return { ...record, octets: record.octets.slice().fill(0, ssid.at, ssid.at + ssid.length) };
  };
  return [
    one("SSID hidden in beacons", () => records.map(hide)),
    one("SSID hidden in beacons, no probe responses", () =>
      records.map(hide).filter((_, i) => !isProbeResponse(frames[i])),
    ),
  ];
}

/** The station also asks an AP that never appears otherwise; a fault of its own request goes with it. */
function anotherAp({ records, frames, relevant }) {
  const asks = relevant.filter((i) => authenticationRequest(records[i], frames[i]) !== undefined);
  const algorithms = new Set(
    asks.map((i) => authenticationRequest(records[i], frames[i]).algorithm),
  );
  return [...algorithms].flatMap((algorithm) => {
    const request = asks.find(
      (i) => authenticationRequest(records[i], frames[i]).algorithm === algorithm,
    );
    const octets = records[request].octets.slice();
    octets.set(thirdAp, frames[request].start + 4);
    octets.set(thirdAp, frames[request].start + 16);
    const stranger = { ...records[request], octets };
    return relevant.map((i) =>
      one(
        `authentication (algorithm ${algorithm}) to a third AP after frame ${number(records, i)}`,
        () => inserted(records, i, stranger),
        { copy: { bssid: macAt(thirdAp, 0), frame: strangersNumber(records) } },
      ),
    );
  });
}

/** A capture a channel, named in both orders. */
function splitInputs({ records }) {
  const frequencies = [...new Set(records.map(frequencyOf))];
  if (frequencies.length < 2) return [];
  const inputs = frequencies.map((mhz) => records.filter((record) => frequencyOf(record) === mhz));
  return [
    { name: "a capture a channel", inputs: () => inputs },
    { name: "a capture a channel, in the wrong order", inputs: () => inputs.toReversed() },
  ];
}
