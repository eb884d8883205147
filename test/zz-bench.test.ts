import { test } from "vitest";
import { createReceiver } from "../src/radiotap/receive.ts";
import { createReceiver as old } from "../../../tmp/oldsrc/radiotap/receive.ts";
import { beacon } from "./radiotap/packets.ts";
test("b", () => {
  const p = { linkType: 127, octets: beacon, originalLength: beacon.length, fcsLength: undefined, crcError: false };
  for (let k = 0; k < 3; k++) for (const [n, c] of [["old", old], ["new", createReceiver]] as const) {
    const r = (c as any)(); const t = performance.now();
    for (let i = 0; i < 1_000_000; i++) r.receive(p);
    console.log(n, performance.now() - t);
  }
});
