import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { concatOctets } from "../src/bytes/octets.ts";
import { createCaptureReader } from "../src/capture/reader.ts";
import type { CaptureRecord } from "../src/capture/record.ts";
import { createReceiver } from "../src/radiotap/receive.ts";
import { buildPcapng } from "./builders/capture-file.ts";
import { buildPeek } from "./builders/peek-file.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "./cases.ts";
import { runCli } from "./cli/test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-"));
afterAll(() => rmSync(folder, { recursive: true }));

const comment = { code: 1, value: new TextEncoder().encode("somebody's remark") };
const noFlags = { code: 2, value: new Uint8Array(4) };

/** The same packets in a pcapng file, every other one with a comment and flags that say nothing. */
function rewritten(octets: Uint8Array): Uint8Array {
  const reader = createCaptureReader();
  const records: readonly CaptureRecord[] = reader.push(octets);
  reader.end();
  return buildPcapng({
    interfaces: [{ linkType: records[0]?.linkType ?? 127, tsresol: 6 }],
    packets: records.map((record, i) => ({
      interfaceId: 0,
      timeNs: record.time,
      octets: record.octets,
      originalLength: record.originalLength,
      options: i % 2 === 0 ? [comment, noFlags] : [],
    })),
  });
}

/** The same frames as OmniPeek keeps them, which tells less of their reception. */
function asPeek(octets: Uint8Array): Uint8Array {
  const records = createCaptureReader().push(octets);
  const receiver = createReceiver();
  return buildPeek({
    mediaSubType: 1,
    packets: records.flatMap((record) => {
      const received = receiver.receive(record);
      if ("notWifi" in received) return [];
      const { frequencyMhz = 0, signalDbm = 0 } = received.radio;
      const crcError = received.fcs === "bad" ? 2 : 0;
      return [
        {
          timeNs: record.time,
          octets: concatOctets(received.octets, new Uint8Array(4)),
          tags: { 3: crcError, 7: signalDbm, 13: frequencyMhz },
        },
      ];
    }),
  });
}

async function documentOf(
  path: string,
  keys: string,
  stdin?: Uint8Array,
  more: readonly string[] = [],
): Promise<{ rest: Omit<Analysis, "inputs">; verdicts: unknown }> {
  const { out } = await runCli(
    ["analyze", path, "--keys", keys, ...more, "--format", "json"],
    stdin === undefined ? {} : { stdin },
  );
  const { inputs: _, ...rest } = JSON.parse(out) as Analysis;
  const verdicts = rest.exchanges.map(({ station, targetAp, kind, outcome, verdict }) => ({
    station,
    targetAp,
    kind,
    outcome,
    kindOfVerdict: verdict.kind,
    culprit: verdict.culprit,
    rule: verdict.rule,
    confidence: verdict.confidence,
  }));
  return { rest, verdicts };
}

async function isSameByEveryWay(from: string, scenario: string): Promise<void> {
  const path = join(from, scenario, "air.pcap");
  const keys = join(from, scenario, "keys.txt");
  const octets = new Uint8Array(readFileSync(path));
  const byPath = await documentOf(path, keys);
  const gzipped = join(folder, "air.pcap.gz");
  writeFileSync(gzipped, gzipSync(octets));
  const pcapng = join(folder, "air.pcapng");
  writeFileSync(pcapng, rewritten(octets));
  expect((await documentOf("-", keys, octets)).rest).toEqual(byPath.rest);
  expect((await documentOf(gzipped, keys)).rest).toEqual(byPath.rest);
  expect((await documentOf(pcapng, keys)).rest).toEqual(byPath.rest);
  const pkt = join(folder, "air.pkt");
  writeFileSync(pkt, asPeek(octets));
  expect((await documentOf(pkt, keys)).verdicts).toEqual(byPath.verdicts);
}

test("the same capture compressed with zstd gives the same document", async () => {
  const scenario = join(ownCases, "ftpsk-ota-success");
  const keys = join(scenario, "keys.txt");
  const path = new URL("vectors/ftpsk-ota-success.pcap.zst", import.meta.url).pathname;
  const byPath = await documentOf(join(scenario, "air.pcap"), keys);
  expect((await documentOf(path, keys)).rest).toEqual(byPath.rest);
  const piped = await documentOf("-", keys, new Uint8Array(readFileSync(path)));
  expect(piped.rest).toEqual(byPath.rest);
});

describe("the same capture by path, by standard input, gzipped, as pcapng and as OmniPeek keeps it", () => {
  test.each(scenariosIn(ownCases))("gives the same document: captures/%s", (scenario) =>
    isSameByEveryWay(ownCases, scenario),
  );
  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))(
    "gives the same document: %s",
    (scenario) => isSameByEveryWay(sharedLab, scenario),
  );
});

describe.skipIf(!hasSharedCaptures)(
  "a lab folder with a second sniffer and a wired capture",
  () => {
    test.each(scenariosIn(sharedLab))(
      "gives the verdicts of its air.pcap beside the wire: %s",
      async (scenario) => {
        const folder = join(sharedLab, scenario);
        const keys = join(folder, "keys.txt");
        const wired = ["--wired", join(folder, "wired.pcap")];
        const named = await documentOf(join(folder, "air.pcap"), keys, undefined, wired);
        const together = await documentOf(folder, keys);
        expect(together.verdicts).toEqual(named.verdicts);
      },
    );
  },
);
