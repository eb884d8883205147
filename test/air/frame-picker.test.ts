import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FramePicker } from "../../src/air/frame-picker.ts";
import { createIngest } from "../../src/air/ingest.ts";
import { createMerger } from "../../src/air/merge.ts";
import { createFrameSelector, type FrameLimits } from "../../src/air/select-frame.ts";
import { Packet } from "../../src/capture/packet.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { recordsOf } from "../builders/sniffers.ts";
import { hasSharedCaptures, ownCases, scenariosIn, sharedLab } from "../cases.ts";
import { carriers, rewrapped } from "../radiotap/carriers.ts";

/** The frames that are chosen of some records, and how many had to be decoded for that. */
function chosenOf(records: readonly CaptureRecord[], isPicked: boolean, limits: FrameLimits = {}) {
  const ingest = createIngest(0);
  const picker = new FramePicker(ingest, limits);
  const packet = new Packet();
  const frames = records.flatMap((record) => {
    packet.set(record);
    const air = isPicked ? picker.take(packet) : ingest.take(record);
    return air === undefined ? [] : [air];
  });
  const merger = createMerger(1);
  merger.push(0, frames);
  merger.end(0);
  const chosen = merger
    .drain()
    .filter(createFrameSelector(limits))
    .map(({ frame, acknowledged, octets }) => ({ frame, acknowledged, octets }));
  return { chosen, decoded: frames.length };
}

/** Some packets are marked as damaged: in Flags, behind TSFT where that is there. */
function damaged(records: readonly CaptureRecord[]): readonly CaptureRecord[] {
  return records.map((record, i) => {
    const hasFlags = ((record.octets[4] ?? 0) & 2) !== 0;
    if (i % 5 !== 0 || !hasFlags) return record;
    const octets = record.octets.slice();
    const at = ((octets[4] ?? 0) & 1) !== 0 ? 16 : 8;
    octets[at] = (octets[at] ?? 0) | 0x40;
    return { ...record, octets };
  });
}

function expectSame(folder: string): void {
  const whole = recordsOf(join(folder, "air.pcap"));
  for (const records of [whole, damaged(whole)]) {
    const all = chosenOf(records, false);
    const picked = chosenOf(records, true);
    expect(picked.chosen).toEqual(all.chosen);
    expect(picked.decoded).toBeLessThan(all.decoded);
  }
  const from = whole[whole.length >> 1]?.time ?? 0n;
  expect(chosenOf(whole, true, { from }).chosen).toEqual(chosenOf(whole, false, { from }).chosen);
}

describe("what is passed over would not have been chosen", () => {
  test.each(scenariosIn(ownCases))("captures/%s", (scenario) => {
    expectSame(join(ownCases, scenario));
  });
  test.skipIf(!hasSharedCaptures).each(scenariosIn(sharedLab))("%s", (scenario) => {
    expectSame(join(sharedLab, scenario));
  });

  describe.each(carriers)("nor of %s", (_, carrier) => {
    test.each(scenariosIn(ownCases).slice(0, 2))("captures/%s", (scenario) => {
      const original = recordsOf(join(ownCases, scenario, "air.pcap"));
      const records = rewrapped(original, carrier);
      const picked = chosenOf(records, true);
      expect(picked.chosen).toEqual(chosenOf(records, false).chosen);
      // A few more, by which it is found out whether there is an FCS, and damage that is not marked.
      const fewMore = 10 + original.length / 31;
      expect(picked.decoded).toBeLessThan(chosenOf(original, true).decoded + fewMore);
    });
  });
});
