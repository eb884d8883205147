import { describe, expect, test } from "vitest";
import { readLog } from "./read-log.ts";

const station = "02:00:00:00:00:01";
const first = `*apfMsConnTask_5: Dec 31 23:59:59.900: ${station} Doing preauth for this client over the Air`;
const second = `*spamApTask0: Jan  1 00:00:00.100: ${station} Received DELETE mobile, reason UNKNOWN, from AP 02:00:00:00:0a:f0, slot 1 ...cleaning up mscb`;
const log = `${first}\n${second}\n`;

function kindsOf(content: string | Uint8Array, chunk?: number) {
  const { events, summary } = readLog(content, chunk);
  return { kinds: events.map(({ line, kind }) => `${line} ${kind}`), summary };
}

const kinds = ["1 ft-preauth-over-air", "2 ap-delete-mobile-received"];

describe("the same log in other clothes", () => {
  test.each([
    ["as it is", log],
    ["without a newline at its end", log.trimEnd()],
    ["with CRLF", log.replaceAll("\n", "\r\n")],
    ["with CR alone", log.replaceAll("\n", "\r")],
    ["with a BOM", `\ufeff${log}`],
    ["in UTF-16", Uint8Array.from(Buffer.from(`\ufeff${log}`, "utf16le"))],
  ])("%s", (_, content) => {
    const { kinds: found, summary } = kindsOf(content);
    expect(found).toEqual(kinds);
    expect(summary).toMatchObject({
      dialect: "aireos-debug-client",
      records: 2,
      unrecognised: 0,
    });
  });

  test("in chunks of any size", () => {
    for (const chunk of [1, 2, 7, 64, 1000]) expect(kindsOf(log, chunk).kinds).toEqual(kinds);
  });
});

test("the year goes on over New Year", () => {
  const [before, after] = readLog(log).events;
  expect((after?.time?.clockUs ?? 0) - (before?.time?.clockUs ?? 0)).toBe(200_000);
  expect(after?.time).toMatchObject({ hasYear: false, resolutionUs: 1000, stretch: 0 });
});

test("a file that is no log has no dialect, and its lines are counted", () => {
  const { summary } = readLog("To be, or not to be,\nthat is the question.\n");
  expect(summary).toMatchObject({ dialect: null, records: 2, unrecognised: 2 });
});

test("octets of any kind do no harm", () => {
  const octets = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 2654435761) >>> 24);
  const { events, summary } = readLog(octets, 4096);
  expect(events).toEqual([]);
  expect(summary.dialect).toBe(null);
});

test("a line without end does not grow in memory, and what follows is read", () => {
  const { kinds: found } = kindsOf(`${first}\n${"x".repeat(1_000_000)}\n${second}\n`, 10_000);
  expect(found).toEqual([kinds[0], "3 ap-delete-mobile-received"]);
});

test("escape sequences do not reach raw lines", () => {
  const { events } = readLog(`${first}\u001b[31m\n${second}`);
  expect(events.map(({ raw }) => /[^\x20-\x7e]/.test(raw))).toEqual([false, false]);
});
