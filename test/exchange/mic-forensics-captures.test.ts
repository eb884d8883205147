import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Analysis, ExchangeReport } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { parseKeyFile } from "../../src/analyze/key-file.ts";
import { macOctets } from "../../src/bytes/mac-address.ts";
import { createCaptureReader } from "../../src/capture/reader.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { nativePbkdf2 } from "../../src/cli/native-pbkdf2.ts";
import type { FteMicParts } from "../../src/crypto/mic.ts";
import { decodeFrame } from "../../src/dot11/frame.ts";
import { findElement } from "../../src/elements/find.ts";
import { fteWithZeroedMic } from "../../src/elements/fte.ts";
import { ownCases, sharedLab } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";
import { hex, secret } from "../crypto/vectors.ts";
import { type Making, micOf, type Slip, taking } from "./forged-mic.ts";
import { countsElements, swapAddresses } from "./mic-mistake-cases.ts";

function recordsOf(scenario: string): readonly CaptureRecord[] {
  const file = readFileSync(join(ownCases, scenario, "air.pcap"));
  return createCaptureReader().push(new Uint8Array(file));
}

function analyze(scenario: string, records: readonly CaptureRecord[]): Analysis {
  const { keys } = parseKeyFile(readFileSync(join(ownCases, scenario, "keys.txt")), "keys.txt");
  const analyzer = createAnalyzer({ inputs: 1, keys, pbkdf2: nativePbkdf2, showSecrets: true });
  analyzer.push(0, records);
  return analyzer.finish();
}

function roamOf({ exchanges }: Analysis): ExchangeReport {
  const roam = exchanges.find(({ kind }) => kind.startsWith("ft-over"));
  if (roam === undefined) throw new Error("no roam");
  return roam;
}

const sides = {
  station: { role: "reassociation-request", sequence: 5, check: "fte-mic-request" },
  target: { role: "reassociation-response", sequence: 6, check: "fte-mic-response" },
} as const;

/** Frame and FTE of one side, as views into a record. */
function protectedFrameOf(
  roam: ExchangeReport,
  records: readonly CaptureRecord[],
  { role, sequence }: (typeof sides)[keyof typeof sides],
) {
  const number = roam.frames.find((frame) => frame.role === role)?.frame;
  const record = records.find(({ frame }) => frame === number);
  if (record === undefined || roam.akm === undefined) throw new Error(`no ${role}`);
  const radioLength = (record.octets[2] as number) | ((record.octets[3] as number) << 8);
  const { frame } = decodeFrame(record.octets.subarray(radioLength), {
    limitedBy: "frame",
    akm: roam.akm,
  });
  const elements = "elements" in frame ? frame.elements : [];
  const [rsne, mde, fte, rsnxe] = [
    findElement(elements, "rsne"),
    findElement(elements, "mde"),
    findElement(elements, "fte"),
    findElement(elements, "rsnxe"),
  ];
  if (rsne === undefined || mde === undefined || fte?.mic === undefined) throw new Error("no FTE");
  const parts: FteMicParts = {
    stationAddress: macOctets(roam.station as Parameters<typeof macOctets>[0]),
    targetApAddress: macOctets(roam.targetAp as Parameters<typeof macOctets>[0]),
    transactionSequence: sequence,
    rsne: rsne.octets,
    mde: mde.octets,
    fte: fteWithZeroedMic(fte),
    ric: [],
    ...(rsnxe === undefined ? {} : { rsnxe: rsnxe.octets }),
  };
  return { record, mic: fte.mic, parts };
}

interface Captured {
  readonly records: readonly CaptureRecord[];
  readonly roam: ExchangeReport;
}

const captured = new Map<string, Captured>();

function capturedRoam(scenario: string): Captured {
  const known = captured.get(scenario);
  if (known !== undefined) return known;
  const records = recordsOf(scenario);
  const fresh = { records, roam: roamOf(analyze(scenario, records)) };
  captured.set(scenario, fresh);
  return fresh;
}

/** The captured roam, with the MIC of one side made anew with a slip. */
function forge(scenario: string, side: keyof typeof sides, slip: Slip): ExchangeReport {
  const { records, roam } = capturedRoam(scenario);
  const { record, mic, parts } = protectedFrameOf(roam, records, sides[side]);
  const making: Making = {
    parts,
    key: secret(hex(roam.secrets?.["kck"] ?? "no KCK")),
    kek: secret(hex(roam.secrets?.["kek"] ?? "no KEK")),
    algorithm: "hmac-sha384",
  };
  expect(mic).toEqual(micOf(making, mic.length));
  const octets = record.octets.slice();
  octets.set(
    micOf({ ...making, ...slip(making) }, mic.length),
    mic.byteOffset - record.octets.byteOffset,
  );
  return roamOf(
    analyze(
      scenario,
      records.map((other) => (other === record ? { ...record, octets } : other)),
    ),
  );
}

const slips: Readonly<Record<string, { readonly slip: Slip; readonly says: string }>> = {
  "sequence-3": {
    slip: taking(() => ({ transactionSequence: 3 })),
    says: "the transaction sequence number 3 is taken",
  },
  "addresses-swapped": { slip: swapAddresses, says: "the two addresses are swapped" },
  "element-count-0": { slip: countsElements(0), says: "the element count is 0" },
  "algorithm-hmac-sha256": {
    slip: () => ({ algorithm: "hmac-sha256" }),
    says: "the MIC is made with HMAC-SHA256",
  },
  "sequence-3+algorithm-hmac-sha256": {
    slip: ({ parts }) => ({
      algorithm: "hmac-sha256",
      parts: { ...parts, transactionSequence: 3 },
    }),
    says: "number 3 is taken, and the MIC is made with HMAC-SHA256",
  },
};

describe.each(["fteap-sha384-success", "ftsaeext-g20-success"])(
  "a MIC of 24 octets, HMAC-SHA-384, of captures/%s",
  (scenario) => {
    describe.each(["station", "target"] as const)("made by the %s", (side) => {
      const checkOf = (slip: Slip) =>
        forge(scenario, side, slip).checks.find(({ id }) => id === sides[side].check);

      test.each(Object.entries(slips))("with the slip %s is explained", (id, { slip, says }) => {
        expect(checkOf(slip)).toMatchObject({
          result: "fault",
          text: expect.stringContaining(says),
          variant: side === "station" ? id : "holds-the-key",
        });
      });

      test("without a slip is sound", () => {
        expect(checkOf(() => ({}))).toMatchObject({ result: "sound" });
      });
    });
  },
);

/** What the text says of the scenarios in which a MIC is made or changed wrongly. */
const said: Readonly<Record<string, readonly string[]>> = {
  "ftpsk-sta-mic": [
    "The MIC in the station's Reassociation Request (frame 115) is wrong: it differs from the right one in 4 of 128 bits: computed right and changed afterwards",
  ],
  "ftsae-sta-mic": [
    "The MIC in the station's Reassociation Request (frame 121) is wrong: it differs from the right one in 4 of 128 bits: computed right and changed afterwards",
  ],
  "ftpsk-ap-mic": [
    "although the target holds the right key: it differs from the right one in 1 of 128 bits: computed right and changed afterwards",
  ],
  "ftpsk-sta-rsncap": [
    "carries another RSNE than its first frame",
    "it verifies if the RSNE of frame 110 (with the PMKR1Name) is taken: it was changed after the MIC was computed",
  ],
  "ftpsk-sta-pmkr1-corrupt": [
    "it verifies if 1 bit of PMK-R1 is flipped (octet 0): the sender holds a damaged PMK-R1",
  ],
};

describe.each(Object.entries(said))("the text on %s", (scenario, sentences) => {
  const own = join(ownCases, scenario);
  const path = existsSync(own) ? own : join(sharedLab, scenario);

  test.skipIf(!existsSync(path))("names the mistake", async () => {
    const { out } = await runCli([
      "analyze",
      join(path, "air.pcap"),
      "--keys",
      join(path, "keys.txt"),
      "--color",
      "never",
    ]);
    const text = out.replaceAll(/\s+/g, " ");
    for (const sentence of sentences) expect(text).toContain(sentence);
  });
});
