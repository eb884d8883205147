import { expect, test } from "vitest";
import { createStatusLine, statusWords } from "../../src/cli/status-line.ts";

const status = {
  frames: 1,
  stations: 2,
  bsss: 1,
  exchanges: 1,
  faults: 0,
  roams: 3,
  notTold: 0,
  evicted: { stations: 0, bsss: 0, exchanges: 0, strangers: 0 },
};

function terminal() {
  const written: string[] = [];
  const stream = { write: (text: string) => written.push(text) > 0 };
  return { written, stream: stream as unknown as NodeJS.WritableStream };
}

test("the status names what was seen, and what was let go only when there is any", () => {
  expect(statusWords(status, 1500)).toBe(
    "1 frame, 2 stations, 1 BSS, 1 exchange (0 at fault), 3 roams, lag 1.5 s",
  );
  const full = { ...status, notTold: 4, evicted: { ...status.evicted, strangers: 2, bsss: 1 } };
  expect(statusWords(full, 0)).toMatch(/3 roams, 4 not told, 3 evicted, lag 0\.0 s$/);
});

test("the status is one line of the terminal, is not drawn at every frame, and goes away", () => {
  const { written, stream } = terminal();
  const line = createStatusLine(stream, 12);
  line.draw(() => status, 0);
  line.draw(() => status, 0);
  line.clear();
  line.clear();
  expect(written).toEqual(["\r1 frame, 2 \u001b[K", "\r\u001b[K"]);
});

test("without a terminal the status is not even asked for", () => {
  createStatusLine(undefined, 80).draw(() => {
    throw new Error("asked");
  }, 0);
});
