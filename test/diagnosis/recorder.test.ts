import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { rememberedPbkdf2 } from "../builders/network.ts";
import { analyzeRoam, keysOf, talk, tell } from "../builders/roam.ts";
import { createStage, currentAp, type Sending, type Stage, targetAp } from "../builders/stage.ts";
import { hollow, lost, refusing } from "./cases/breaking.ts";

// Whoever looks guilty only because of how the capture was made: recorders that hear themselves, that cut frames
// without saying so, and that were not there all the time.

const unheard = false;
const radiotapLength = 15;

function begin(stage: Stage): void {
  stage.beacons();
  stage.associate(currentAp);
  talk(stage);
  stage.recorder.pass(500);
}

function roam(stage: Stage, ap = targetAp, sending: Sending = {}): void {
  stage.begin(ap);
  stage.send("ft-request", sending);
  stage.send("ft-response", sending);
  stage.send("reassociation-request", sending);
  stage.send("reassociation-response", sending);
  stage.arrive();
}

function recordsOf(script: (stage: Stage) => void): readonly CaptureRecord[] {
  const { records } = tell((stage) => {
    begin(stage);
    script(stage);
    stage.recorder.pass(200);
  });
  return records;
}

const analyze = (records: readonly CaptureRecord[]): Analysis => analyzeRoam({ records });

function roamIn({ exchanges }: Analysis) {
  const last = exchanges.findLast(({ kind }) => kind.startsWith("ft"));
  if (last === undefined) throw new Error("no FT exchange");
  return last;
}

const faultsOf = ({ exchanges }: Analysis) =>
  exchanges.flatMap(({ verdict, checks }) => [
    ...(verdict.kind === "fault" ? [verdict.summary] : []),
    ...checks.filter(({ result }) => result === "fault").map(({ id, text }) => `${id}: ${text}`),
  ]);

const rulesOf = ({ findings }: Analysis) => findings.map(({ rule }) => rule);

const octetOf = ({ octets }: CaptureRecord, at: number) => octets[radiotapLength + at] ?? 0;
const isAck = (record: CaptureRecord) => octetOf(record, 0) === 0xd4;
const isData = (record: CaptureRecord) => (octetOf(record, 0) & 0x0c) === 8;
const isProtected = (record: CaptureRecord) => (octetOf(record, 1) & 0x40) !== 0;

/** As a sender's own recorder has a frame before the hardware has numbered it. */
function withoutNumber(record: CaptureRecord): CaptureRecord {
  const octets = record.octets.slice();
  octets.fill(0, radiotapLength + 22, radiotapLength + 24);
  return { ...record, octets, time: record.time + 30_000n };
}

const numbered = (records: readonly CaptureRecord[]) =>
  records.map((record, i) => ({ ...record, frame: i + 1 }));

describe("a recorder that hears what it sends itself", () => {
  const sound = recordsOf((stage) => {
    roam(stage);
    talk(stage);
  });

  test("has frames twice, once without a sequence number: no key was installed again", () => {
    const echoed = sound.flatMap((record) =>
      isAck(record) ? [record] : [record, withoutNumber(record)],
    );
    const analysis = analyze(numbered(echoed));
    expect(faultsOf(analysis)).toEqual([]);
    expect(roamIn(analysis).verdict).toMatchObject({ kind: "sound", confidence: "proven" });
  });

  test("has one late, of which the numbered copy was missed", () => {
    const records = recordsOf((stage) => {
      roam(stage);
      for (let i = 0; i < 3000; i++) stage.recorder.skipSequenceNumber(targetAp.bssid);
      for (let i = 0; i < 3; i++) stage.data("down");
    });
    const [first, second] = records.filter(isData).filter(isProtected).slice(-3);
    const late = records.flatMap((record) =>
      record === first
        ? []
        : record === second
          ? [record, { ...withoutNumber(first as CaptureRecord), time: record.time + 1000n }]
          : [record],
    );
    expect(late).toHaveLength(records.length);
    expect(faultsOf(analyze(numbered(late)))).toEqual([]);
  });
});

describe("a recorder that cuts frames and writes the new length as the original one", () => {
  const sound = recordsOf((stage) => {
    roam(stage);
    talk(stage);
  });

  test.each([64, 80, 96, 97, 112, 130, 150, 170, 190, 210])("after %i octets", (length) => {
    const cut = sound
      .filter((record) => !isProtected(record))
      .map((record) => {
        const octets = record.octets.subarray(0, length);
        return { ...record, octets, originalLength: octets.length };
      });
    expect(faultsOf(analyze(cut))).toEqual([]);
  });
});

test("an FCS that nobody declared is nothing that a target says", () => {
  const { records } = tell(
    (stage) => {
      begin(stage);
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.recorder.pass(1500);
      stage.send("ft-response", hollow);
      stage.recorder.pass(200);
    },
    { via: "ds" },
  );
  // The last but the ACK.
  const answer = records.at(-2) as CaptureRecord;
  const octets = concatOctets(answer.octets, Uint8Array.of(7, 2, 0x5a, 0xc3));
  const withFcs = { ...answer, octets, originalLength: octets.length };
  const said = [records, records.map((record) => (record === answer ? withFcs : record))].map(
    (all) => roamIn(analyze(all)).verdict,
  );
  expect(said.map(({ culprit, rule }) => ({ culprit, rule }))).toEqual([
    { culprit: "key-distribution", rule: "r1-key-pull-timeout" },
    { culprit: "key-distribution", rule: "r1-key-pull-timeout" },
  ]);
});

describe("a recorder that was away for a while", () => {
  test("knows no new key: data after an association that it missed accuse nobody", () => {
    for (const direction of ["up", "down"] as const) {
      const records = recordsOf((stage) => {
        roam(stage);
        talk(stage);
        stage.associate(targetAp, {}, unheard);
        stage.data(direction);
      });
      // The side that goes on was not heard under the key before.
      const toOrFromDs = direction === "up" ? 1 : 2;
      const data = records.filter((record) => isData(record) && isProtected(record));
      const missed = data.slice(4, 8).filter((record) => (octetOf(record, 1) & 3) === toOrFromDs);
      expect(missed).toHaveLength(2);
      const heard = records.filter((record) => !missed.includes(record));
      const { verdict } = roamIn(analyze(heard));
      expect(verdict.kind).toBe("sound");
    }
  });

  test("has message 3 of a handshake of which it missed the nonces: its MIC is not wrong", () => {
    const records = recordsOf((stage) => {
      const missed = { "message-1": lost, "message-2": lost };
      stage.associate(currentAp, {
        "authentication-request": lost,
        "authentication-response": lost,
        "association-request": lost,
        "association-response": lost,
        ...missed,
      });
    });
    expect(faultsOf(analyze(records))).toEqual([]);
  });

  test("has the handshake of a second association only: the data before it are under another key", () => {
    const { records } = tell((stage) => {
      const missed = { "message-1": lost, "message-2": lost, "message-3": lost };
      stage.associate(currentAp, { ...missed, "message-4": lost });
      for (let i = 0; i < 4; i++) stage.data("up");
      stage.recorder.pass(500);
      stage.associate(currentAp, {
        "authentication-request": lost,
        "authentication-response": lost,
        "association-request": lost,
        "message-4": lost,
      });
      stage.data("down");
    });
    expect(faultsOf(analyze(records))).toEqual([]);
  });

  test("takes no refusal of a repeated request for that of the roam, whose acceptance it missed", () => {
    const records = recordsOf((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.send("ft-response");
      stage.send("reassociation-request");
      stage.recorder.pass(100);
      stage.send("reassociation-request", lost);
      stage.send("reassociation-response", lost);
      stage.recorder.pass(100);
      stage.send("reassociation-response", refusing(17));
    });
    expect(faultsOf(analyze(records))).toEqual([]);
  });

  test("cannot say that the station chose a full association where it missed the roam", () => {
    const analysis = analyze(
      recordsOf((stage) => {
        roam(stage, targetAp, lost);
        stage.send("message-1");
        talk(stage);
      }),
    );
    expect(rulesOf(analysis)).not.toContain("ft-not-tried");
  });
});

test("data that stand in the file long after their time are under the key of their time", () => {
  const records = recordsOf((stage) => {
    stage.recorder.pass(1000);
    stage.associate(currentAp);
    stage.recorder.pass(1000);
    stage.data("up");
  });
  const isDown = (record: CaptureRecord) => isData(record) && (octetOf(record, 1) & 3) === 2;
  const old = records.find((record) => isProtected(record) && isDown(record));
  expect(old).toBeDefined();
  const analyzer = createAnalyzer({ inputs: 1, keys: keysOf("right"), pbkdf2: rememberedPbkdf2 });
  // In parts, as a file is read: within a part frames are put in order.
  analyzer.push(
    0,
    records.filter((record) => record !== old),
  );
  analyzer.push(0, [old as CaptureRecord]);
  analyzer.end(0, {
    path: "story.pcap",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  expect(faultsOf(analyzer.finish())).toEqual([]);
});

describe("data from the AP that a station has left", () => {
  /** What the current AP of before sends while the station is with the target. */
  function sendFromOldAp(stage: Stage): void {
    const { recorder, station } = stage;
    const other = createStage({ recorder, station });
    other.associate(currentAp, {}, unheard);
    other.data("down");
  }

  test("show that the network has not followed, when the station still talks to the target", () => {
    const analysis = analyze(
      recordsOf((stage) => {
        roam(stage);
        talk(stage);
        stage.recorder.pass(1500);
        sendFromOldAp(stage);
        stage.data("up");
      }),
    );
    expect(rulesOf(analysis)).toContain("old-ap-keeps-sending");
  });

  test.each([[], ["up"]] as const)(
    "show nothing when the station may have gone back unheard",
    (...afterwards) => {
      const analysis = analyze(
        recordsOf((stage) => {
          roam(stage);
          talk(stage);
          stage.recorder.pass(1500);
          roam(stage, currentAp, lost);
          for (const direction of ["down", ...afterwards] as const) stage.data(direction);
        }),
      );
      expect(rulesOf(analysis)).not.toContain("old-ap-keeps-sending");
    },
  );
});
