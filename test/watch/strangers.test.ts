import { expect, test } from "vitest";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { buildAuthentication, mac } from "../builders/frames.ts";
import { rememberedPbkdf2 } from "../builders/network.ts";
import { keysOf, talk, tellRoam } from "../builders/roam.ts";
import { watching } from "./watching.ts";

const target = mac("02:aa:bb:cc:dd:02");
const keys = { keys: keysOf("right"), pbkdf2: rememberedPbkdf2 };
const hexOf = (octet: number) => (octet & 255).toString(16).padStart(2, "0");

/** More strangers than there are numbers for addresses, in the midst of a roam. */
function amongStrangers(
  roam: readonly CaptureRecord[],
  { strangers, after }: { readonly strangers: number; readonly after: number | undefined },
): CaptureRecord[] {
  const [first] = roam as [CaptureRecord];
  // Flags, channel and signal, as the recorder writes them.
  const radiotap = first.octets.subarray(0, first.octets[2]);
  return roam.flatMap((record) => [
    record,
    ...Array.from({ length: record.frame === after ? strangers : 0 }, (_, i) => {
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
  const { records, frames } = tellRoam({
    ending(stage) {
      for (let i = 0; i < 3; i++) talk(stage);
    },
  });
  const checksOf = (live: ReturnType<typeof watching>) =>
    live.events.flatMap((event) =>
      event.event === "exchange" && event.exchange.kind === "ft-over-the-air"
        ? [
            ...event.exchange.checks.map(({ id, result }) => `${id} ${result}`),
            `data ${event.exchange.data.uplink} ${event.exchange.data.downlink}`,
          ]
        : [],
    );
  const alone = watching(keys);
  alone.hear(records);
  alone.end();
  const live = watching(keys);
  live.hear(
    amongStrangers(records, { strangers: 66_000, after: frames("reassociation-response")[0] }),
  );
  live.end();
  expect(live.watcher.status().evicted.strangers).toBeGreaterThan(60_000);
  expect(checksOf(alone)).toEqual(expect.arrayContaining(["tk-downlink sound", "data 6 6"]));
  expect(checksOf(live)).toEqual(checksOf(alone));
});
