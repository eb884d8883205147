import { createCipheriv } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis, ExchangeReport } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import { decodeFrame } from "../../src/dot11/frame.ts";
import type { MacHeader } from "../../src/dot11/mac-header.ts";
import { readProtection } from "../../src/dot11/protection.ts";
import { unprotect } from "../../src/exchange/protection-check.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab, truthOf } from "../cases.ts";
import { hex, secret } from "../crypto/vectors.ts";

const ccmp = "00-0f-ac:4";

interface Options {
  readonly withKeys?: boolean;
  readonly folder?: string;
  readonly change?: (records: readonly CaptureRecord[]) => readonly CaptureRecord[];
}

function analyze(
  scenario: string,
  { withKeys = true, folder = ownCases, change = (records) => records }: Options = {},
): Analysis {
  const path = join(folder, scenario);
  const { keys } = parseKeyFile(readFileSync(join(path, "keys.txt")), "keys.txt");
  const analyzer = createAnalyzer({
    inputs: 1,
    keys: withKeys ? keys : [],
    pbkdf2: nativePbkdf2,
    showSecrets: true,
  });
  const reader = createCaptureReader();
  const records = reader.push(readFileSync(join(path, "air.pcap")));
  analyzer.push(0, change(records));
  analyzer.end(0, { path: "air.pcap", sizeBytes: 0, compression: null, ...reader.end() });
  return analyzer.finish();
}

function roamOf({ exchanges }: Analysis): ExchangeReport {
  const roam = exchanges.find(({ kind }) => kind.startsWith("ft-over"));
  if (roam === undefined) throw new Error("no roam");
  return roam;
}

function tkOf(exchange: ExchangeReport | undefined): Uint8Array {
  return hex(exchange?.secrets?.["tk"] ?? "none");
}

const results = (exchange: ExchangeReport, id: string) =>
  exchange.checks.filter((check) => check.id === id).map(({ result }) => result);

interface DataFrame {
  readonly record: CaptureRecord;
  readonly radioLength: number;
  readonly octets: Uint8Array;
  readonly header: MacHeader;
}

/** A protected data frame between two addresses, in the order of the capture. */
function dataFrame(record: CaptureRecord, from: string, to: string): DataFrame | undefined {
  const radioLength = (record.octets[2] as number) | ((record.octets[3] as number) << 8);
  const octets = record.octets.subarray(radioLength);
  const { header, frame } = decodeFrame(octets, { limitedBy: "frame" });
  return frame.kind === "data" &&
    frame.isProtected &&
    header?.transmitter === from &&
    header.receiver === to
    ? { record, radioLength, octets, header }
    : undefined;
}

function withOctets({ record, radioLength }: DataFrame, octets: Uint8Array): CaptureRecord {
  const all = concatOctets(record.octets.subarray(0, radioLength), octets);
  return { ...record, octets: all, originalLength: all.length };
}

/** The frame with another plaintext or under another key, with the packet number that it has. */
function protect({ octets, header }: DataFrame, tk: Uint8Array, plaintext: Uint8Array): Uint8Array {
  const protection = readProtection(octets, header);
  if (protection === undefined) throw new Error("no protected frame");
  const cipher = createCipheriv("aes-128-ccm", tk, protection.ccmNonce, { authTagLength: 8 });
  cipher.setAAD(protection.aad, { plaintextLength: plaintext.length });
  return concatOctets(
    octets.subarray(0, header.length + 8),
    cipher.update(plaintext),
    cipher.final(),
    cipher.getAuthTag(),
  );
}

function plaintextOf({ octets, header }: DataFrame, tk: Uint8Array): Uint8Array {
  const plaintext = unprotect({ octets, header }, { cipher: ccmp, tk: secret(tk) });
  if (plaintext === undefined) throw new Error("not under this key");
  return plaintext;
}

function eachData(
  { station, targetAp }: ExchangeReport,
  direction: "uplink" | "downlink",
  change: (frame: DataFrame) => Uint8Array,
) {
  const [from, to] = direction === "uplink" ? [station, targetAp] : [targetAp, station];
  return (records: readonly CaptureRecord[]) =>
    records.map((record) => {
      const frame = dataFrame(record, from, to);
      return frame === undefined ? record : withOctets(frame, change(frame));
    });
}

const sound = "ftpsk-ota-success";

function garble({ octets }: DataFrame): Uint8Array {
  const changed = octets.slice();
  changed[octets.length - 1] = (changed[octets.length - 1] as number) ^ 1;
  return changed;
}

describe("data of a sound roam", () => {
  const analysis = analyze(sound);
  const roam = roamOf(analysis);
  const [association] = analysis.exchanges;

  test("decrypt with the temporal key of the exchange, in both directions", () => {
    for (const exchange of [association as ExchangeReport, roam]) {
      expect(results(exchange, "tk-uplink")).toEqual(["sound"]);
      expect(results(exchange, "tk-downlink")).toEqual(["sound"]);
    }
    expect(roam.verdict.kind).toBe("sound");
  });

  test("say nothing without the key, and the check says which key it needs", () => {
    const keyless = roamOf(analyze(sound, { withKeys: false }));
    const [check] = keyless.checks.filter(({ id }) => id === "tk-uplink");
    expect(check?.result).toBe("cannot-tell");
    expect(check?.needs).toEqual(['the passphrase of "lab-ft"']);
    expect(keyless.verdict.kind).toBe("sound");
  });

  test("with garbled downlink: the AP uses another key", () => {
    const { verdict, ...changed } = roamOf(
      analyze(sound, { change: eachData(roam, "downlink", garble) }),
    );
    expect(changed.outcome).toBe("completed");
    expect(verdict).toMatchObject({
      kind: "fault",
      culprit: "target-ap",
      rule: "target-tk-not-installed",
    });
  });

  test("with one garbled frame in a direction: nobody is accused", () => {
    let frames = 0;
    const garbleFirst = (frame: DataFrame) => (frames++ === 0 ? garble(frame) : frame.octets);
    const changed = roamOf(analyze(sound, { change: eachData(roam, "downlink", garbleFirst) }));
    expect(frames).toBeGreaterThan(1);
    expect(results(changed, "tk-downlink")).toEqual(["sound"]);
    expect(changed.verdict.kind).toBe("sound");
  });

  test("with both directions garbled: a later handshake may have been missed, nobody is accused", () => {
    const change = (records: readonly CaptureRecord[]) =>
      eachData(roam, "uplink", garble)(eachData(roam, "downlink", garble)(records));
    const changed = roamOf(analyze(sound, { change }));
    expect(results(changed, "tk-uplink")).toEqual(["cannot-tell"]);
    expect(results(changed, "tk-downlink")).toEqual(["cannot-tell"]);
    expect(changed.verdict.kind).toBe("sound");
  });

  test("from a station that kept its previous key: the station did not install the new one", () => {
    const previous = tkOf(association);
    const tk = tkOf(roam);
    const change = eachData(roam, "uplink", (frame) =>
      protect(frame, previous, plaintextOf(frame, tk)),
    );
    const changed = roamOf(analyze(sound, { change }));
    const [check] = changed.checks.filter(({ id }) => id === "tk-uplink");
    expect(check).toMatchObject({ result: "fault", variant: "previous-tk" });
    expect(changed.verdict).toMatchObject({
      kind: "fault",
      culprit: "station",
      rule: "station-tk-not-installed",
      confidence: "proven",
    });
  });

  test("fragments and frames that the recorder cut are not judged", () => {
    const change = (records: readonly CaptureRecord[]) =>
      records.map((record) =>
        dataFrame(record, roam.targetAp, roam.station) === undefined
          ? record
          : { ...record, octets: record.octets.subarray(0, -1) },
      );
    expect(results(roamOf(analyze(sound, { change })), "tk-downlink")).toEqual([]);
  });
});

describe("packet numbers", () => {
  const analysis = analyze(sound);
  const roam = roamOf(analysis);
  const tk = tkOf(roam);

  /** Downlink frames after the first `kept` that repeat the packet number of the first. */
  function replaying(kept: number, change: (first: DataFrame, frame: DataFrame) => Uint8Array) {
    let first: DataFrame | undefined;
    let count = 0;
    return eachData(roam, "downlink", (frame) => {
      first ??= frame;
      return count++ < kept ? frame.octets : change(first, frame);
    });
  }

  /** Header of the later frame, CCMP header of the first one. */
  function renumbered(first: DataFrame, frame: DataFrame): DataFrame {
    const octets = concatOctets(
      frame.octets.subarray(0, frame.header.length),
      first.octets.subarray(first.header.length, first.header.length + 8),
      frame.octets.subarray(frame.header.length + 8),
    );
    return { ...frame, octets };
  }

  const reinstalling = replaying(2, (first, frame) =>
    protect(renumbered(first, frame), tk, concatOctets(plaintextOf(frame, tk), hex("00"))),
  );

  test("of a sound roam are sound, without a key too", () => {
    for (const withKeys of [true, false]) {
      expect(results(roamOf(analyze(sound, { withKeys })), "packet-number")).toEqual([
        "sound",
        "sound",
      ]);
    }
  });

  test("that come again under the same key: the AP installed it again", () => {
    const { verdict } = roamOf(analyze(sound, { change: reinstalling }));
    expect(verdict).toMatchObject({
      kind: "fault",
      culprit: "target-ap",
      rule: "key-reinstalled",
      confidence: "proven",
    });
    expect(verdict.evidence.length).toBeGreaterThanOrEqual(2);
  });

  test("that come again are no fault without the key: a new key may have been agreed on", () => {
    const changed = roamOf(
      analyze(sound, {
        withKeys: false,
        change: replaying(2, (first, frame) => renumbered(first, frame).octets),
      }),
    );
    expect(results(changed, "packet-number")).toContain("cannot-tell");
    expect(changed.verdict.kind).toBe("sound");
  });

  test("that begin anew under another key are no reinstallation", () => {
    const changed = roamOf(
      analyze(sound, {
        change: replaying(2, (first, frame) =>
          protect(renumbered(first, frame), hex("77".repeat(16)), plaintextOf(frame, tk)),
        ),
      }),
    );
    expect(results(changed, "packet-number")).toContain("cannot-tell");
    expect(changed.verdict.kind).toBe("sound");
  });

  test("of retransmissions count for nothing", () => {
    const change = (records: readonly CaptureRecord[]) =>
      records.flatMap((record) => {
        const frame = dataFrame(record, roam.targetAp, roam.station);
        if (frame === undefined) return [record];
        const again = frame.octets.slice();
        again[1] = (again[1] as number) | 0x08;
        return [record, withOctets(frame, again)];
      });
    const changed = roamOf(analyze(sound, { change }));
    expect(results(changed, "packet-number")).toEqual(["sound", "sound"]);
    expect(changed.verdict.kind).toBe("sound");
  });

  test("of one encrypted frame under a second sequence number prove no second encryption", () => {
    const changed = roamOf(
      analyze(sound, {
        change: replaying(2, (first) => {
          const again = first.octets.slice();
          again[22] = (again[22] as number) ^ 0xf0;
          return again;
        }),
      }),
    );
    expect(results(changed, "packet-number")).toEqual(["sound", "sound"]);
    expect(changed.verdict.kind).toBe("sound");
  });
});

describe("an AP that flipped a bit of the key it installed", () => {
  test("with the key it is proven, in the frames of both directions", () => {
    const { verdict, outcome, checks } = roamOf(analyze("ftpsk-ap-tk"));
    expect(outcome).toBe("completed");
    expect(verdict).toMatchObject({
      kind: "fault",
      culprit: "target-ap",
      rule: "target-tk-not-installed",
      confidence: "proven",
    });
    const [downlink] = checks.filter(({ id }) => id === "tk-downlink");
    expect(downlink).toMatchObject({ result: "fault", variant: "no-known-key" });
    expect(checks.find(({ id }) => id === "tk-uplink")?.result).toBe("sound");
  });

  test("without the key nobody is accused", () => {
    expect(roamOf(analyze("ftpsk-ap-tk", { withKeys: false })).verdict.kind).not.toBe("fault");
  });
});

describe("FT over the DS under management frame protection", () => {
  test("with the key of the current association the FT Action frames are read", () => {
    const { frames, currentAp, checks, ...roam } = roamOf(analyze("ftsae-ds-success"));
    expect(roam.kind).toBe("ft-over-the-ds");
    expect(frames.slice(0, 2).map(({ role }) => role)).toEqual([
      "ft-action-request",
      "ft-action-response",
    ]);
    expect(currentAp).toBe("02:a0:00:1f:00:10");
    expect(roam.startTime).toBe(frames[0]?.time);
    expect(checks.filter(({ result }) => result === "cannot-tell")).toEqual([]);
    expect(roam.verdict).toMatchObject({ kind: "sound", confidence: "proven" });
  });

  test("without it the checks say that the key of the current association is needed", () => {
    const { checks, kind } = roamOf(analyze("ftsae-ds-success", { withKeys: false }));
    expect(kind).toBe("ft-over-the-ds");
    const snonce = checks.find(
      ({ id, role }) => id === "snonce" && role === "reassociation-request",
    );
    expect(snonce).toMatchObject({
      result: "cannot-tell",
      needs: ["key of the station's current association with 02:a0:00:1f:00:10"],
    });
  });

  test("a capture that cuts the Action frames says the same", () => {
    const change = (records: readonly CaptureRecord[]) =>
      records.map((record) => {
        const radioLength = record.octets[2] as number;
        const isProtectedAction =
          record.octets[radioLength] === 0xd0 &&
          ((record.octets[radioLength + 1] as number) & 0x40) !== 0;
        return isProtectedAction ? { ...record, octets: record.octets.subarray(0, -3) } : record;
      });
    const { frames, checks } = roamOf(analyze("ftsae-ds-success", { change }));
    expect(frames[0]?.role).toBe("reassociation-request");
    expect(checks.some(({ needs }) => needs?.[0]?.includes("current association"))).toBe(true);
  });
});

describe.skipIf(!hasSharedCaptures)("the whole lab", () => {
  const soundScenarios = scenariosIn(sharedLab).filter((name) =>
    truthOf(sharedLab, name).expected_outcome.startsWith("success"),
  );

  test("there are sound scenarios to look at", () => {
    expect(soundScenarios.length).toBeGreaterThan(20);
  });

  test.each(soundScenarios)("%s: every key that can be tested is the right one", (scenario) => {
    const { exchanges } = analyze(scenario, { folder: sharedLab });
    const ids = ["tk-uplink", "tk-downlink", "packet-number"];
    const faults = exchanges.flatMap(({ id, checks }) =>
      checks
        .filter((check) => ids.includes(check.id) && check.result !== "sound")
        .map((check) => `${id} ${check.frame} ${check.id} ${check.result}`),
    );
    expect(faults).toEqual([]);
  });
});
