import { expect, test } from "vitest";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { buildAuthentication, mac } from "../builders/frames.ts";
import { rememberedPbkdf2 } from "../builders/network.ts";
import { keysOf, tellRoam } from "../builders/roam.ts";
import { watching } from "./watching.ts";

const target = mac("02:aa:bb:cc:dd:02");
const keys = { keys: keysOf("right"), pbkdf2: rememberedPbkdf2 };
const hexOf = (octet: number) => (octet & 255).toString(16).padStart(2, "0");

/** More strangers than there are numbers for addresses, in the midst of a roam. */
function amongStrangers(roam: readonly CaptureRecord[], strangers: number): CaptureRecord[] {
  const [first] = roam as [CaptureRecord];
  // Flags, channel and signal, as the recorder writes them.
  const radiotap = first.octets.subarray(0, first.octets[2]);
  const half = roam.length - 12;
  return roam.flatMap((record, place) => [
    record,
    ...Array.from({ length: place === half ? strangers : 0 }, (_, i) => {
      const from = mac(`0a:00:00:${[16, 8, 0].map((by) => hexOf(i >> by)).join(":")}`);
      const frame = buildAuthentication(
        { from, to: target, bssid: target },
        { algorithm: 0, sequence: 1 },
      );
      const octets = new Uint8Array([...radiotap, ...frame]);
      return { ...record, octets, originalLength: octets.length };
    }),
  ]);
}

test("a roam is followed on when strangers have used up all numbers in the midst of it", () => {
  const { records } = tellRoam();
  const checksOf = (live: ReturnType<typeof watching>) =>
    live.events.flatMap((event) =>
      event.event === "exchange" && event.exchange.kind === "ft-over-the-air"
        ? event.exchange.checks.map(({ id, result }) => `${id} ${result}`)
        : [],
    );
  const alone = watching(keys);
  alone.hear(records);
  alone.end();
  const live = watching(keys);
  live.hear(amongStrangers(records, 66_000));
  live.end();
  expect(live.watcher.status().evicted.strangers).toBeGreaterThan(60_000);
  expect(checksOf(alone)).toContain("tk-downlink sound");
  expect(checksOf(live)).toEqual(checksOf(alone));
});
