import { expect, test } from "vitest";
import type { Analysis, LogReport, TimelineEntry } from "../../../src/analyze/analysis.ts";
import { layLadder } from "../../../src/report/html/ladder-layout.ts";
import { htmlReport } from "../../../src/report/html/page.ts";
import { markdownReport } from "../../../src/report/markdown.ts";
import { viewOf } from "../../../src/report/view.ts";
import { analysisOf, exchangeOf, inputOf } from "../../builders/analysis.ts";

const exchange = exchangeOf({});

function entry(atMs: number, parts: Partial<TimelineEntry>): TimelineEntry {
  return {
    exchangeId: exchange.id,
    time: "2026-11-22T11:11:49.898Z",
    atMs,
    sources: ["ap"],
    text: "key found",
    frames: [],
    lines: [{ log: 0, line: 7 }],
    ...parts,
  };
}

function logOf(parts: Partial<LogReport>): LogReport {
  return {
    path: "logs/ap1.log",
    dialect: "hostapd",
    records: 584,
    unrecognised: 3,
    alignment: "aligned",
    offsetMs: -0.3,
    residualMs: 0.2,
    matched: 5,
    events: [
      { line: 7, raw: "FT: found the key in line 7", kind: "ft-key-found" },
      { line: 9, raw: "association OK in line 9", kind: "assoc-ok" },
    ],
    contradictions: [
      { line: 9, exchangeId: exchange.id, text: "log: accepted; air: the answer is wrong" },
    ],
    ...parts,
  } as LogReport;
}

/** The roam of the builder with a record on its own, a message of the wire and a record of its last frame. */
function witnessed(parts: Partial<Analysis> = {}): Analysis {
  return analysisOf({
    inputs: [inputOf({}), inputOf({ path: "wired.pcap", wireMessages: 12 })],
    exchanges: [exchange],
    logs: [logOf({})],
    wire: { messages: 12, matched: 6, offsetMs: 0 },
    timeline: [
      entry(0, {
        sources: ["air"],
        text: "Request",
        frames: [{ input: 0, frame: 116 }],
        lines: [],
      }),
      entry(0.4, {}),
      entry(0.9, {
        sources: ["wire"],
        text: `PMK-R1 pushed, ${exchange.currentAp} to ${exchange.targetAp}`,
        frames: [{ input: 1, frame: 2 }],
        lines: [],
      }),
      entry(1, { text: "answer put off", isDetail: true }),
      entry(7.335, {
        sources: ["air", "ap"],
        text: "Response",
        frames: [{ input: 0, frame: 122 }],
        lines: [{ log: 0, line: 9 }],
      }),
    ],
    ...parts,
  });
}

/** The rows of the list of frames, each as its text. */
function rowsOf(html: string): readonly string[] {
  const list = html.slice(html.indexOf('<div class="frames">'));
  return list
    .slice(0, list.indexOf("Key hierarchy"))
    .split(/<(?:details|div) class="frame[ "]/)
    .slice(1)
    .map((row) =>
      row
        .replace(/^[^>]*>/, "")
        .replace(/<[^>]+>/g, " ")
        .replace(/\s+/g, " "),
    );
}

test("records stand with their frame, others and the wire in rows of their own at their time", () => {
  const rows = rowsOf(htmlReport(witnessed()));
  expect(rows.map((row) => /A\d+|B\d+|log/.exec(row)?.[0])).toEqual([
    "A116",
    "log",
    "B2",
    "A118",
    "A120",
    "A122",
  ]);
  expect(rows[1]).toContain("key found AP log ap1.log:7");
  expect(rows[1]).toContain("FT: found the key in line 7");
  expect(rows[2]).toContain("PMK-R1 pushed, current AP to target on the wire");
  expect(rows[5]).toContain("also in ap1.log:9 contradicts the air");
  expect(rows[5]).toContain("Not shown: 1 record of inner workings");
});

test("a contradiction is told at the head of the exchange and with the log", () => {
  const html = htmlReport(witnessed());
  expect(html).toMatch(/class="odds"><b>ap1\.log:9 contradicts the air: <\/b>Log: accepted; air/i);
  const inputs = html.slice(html.indexOf('id="inputs"'));
  expect(inputs).toContain("12 messages of APs about roams and keys; 6 of 12 belong");
  expect(inputs).toContain("584 records, 3 not understood");
  expect(inputs).toContain("Clock 0.3 ms ahead, records within 0.2 ms of their frames");
  expect(inputs).toMatch(/Line 9, <a href="#x2">x2<\/a>: log: accepted/i);
});

test("the ladder has a lane for logs and the wire only where there is one", () => {
  const lanes = (analysis: Analysis) =>
    layLadder(exchange, viewOf(analysis, { verbose: false })).lanes.map(({ name }) => name);
  expect(lanes(witnessed())).toEqual(["Current AP", "Station", "Target AP", "Logs"]);
  expect(lanes(analysisOf({ exchanges: [exchange] }))).toHaveLength(3);
  expect(lanes(witnessed({ timeline: [entry(1, { sources: ["controller"] })] })).at(-1)).toBe(
    "Controller",
  );
});

test("records are drawn in order of time, marked where they contradict; of many the first and the last", () => {
  const { timeline = [] } = witnessed();
  const many = Array.from({ length: 30 }, (_, i) => entry(0.4 + i / 100, { text: `record ${i}` }));
  const { rows } = layLadder(
    exchange,
    viewOf(witnessed({ timeline: [...timeline, ...many] }), { verbose: false }),
  );
  const times = rows.flatMap(({ atMs }) => atMs ?? []);
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(rows.filter(({ kind }) => kind === "frame")).toHaveLength(4);
  expect(rows.find(({ frame }) => frame?.frame === 122)?.logged).toBe("contradicts");
  const labels = rows.filter(({ kind }) => kind === "witnessed").map(({ label }) => label);
  expect(labels).toHaveLength(5);
  expect(labels[3]).toBe("28 more not drawn");
  expect(labels[4]).toContain("B2 PMK-R1 pushed");
});

test("every row of the ladder that leads somewhere leads to a row of the list", () => {
  const html = htmlReport(witnessed());
  const targets = [...html.matchAll(/href="#(x2-w\d+)"/g)].map((match) => match[1] as string);
  expect(targets).toHaveLength(2);
  for (const target of targets) expect(html).toContain(`id="${target}"`);
});

test("what a log says is text, and no more of it than there is room for", () => {
  const hostile = "</script><img src=x onerror=alert(1)>\u202e";
  const html = htmlReport(
    witnessed({
      logs: [
        logOf({
          path: `${hostile}.log`,
          events: [{ line: 7, raw: hostile, kind: hostile }] as never,
          contradictions: [{ line: 9, exchangeId: exchange.id, text: hostile }],
        }),
      ],
      timeline: [entry(1, { text: hostile })],
    }),
  );
  expect(html).not.toContain("<img");
  expect(html).not.toContain("\u202e");
  expect(html.match(/&lt;img src=x/g)?.length).toBeGreaterThan(4);
  const timeline = Array.from({ length: 3000 }, (_, i) => entry(i, {}));
  const long = htmlReport(witnessed({ timeline }));
  expect(long).toContain("2880 more records of logs and the wire");
  expect(long.length).toBeLessThan(200_000);
});

test("in Markdown the logs are among the inputs, and the timeline and the contradiction with the roam", () => {
  const text = markdownReport(witnessed(), { verbose: false });
  expect(text).toMatch(
    /\| logs\/ap1\.log \| hostapd \| 584 \| Clock 0\.3 ms ahead, [^|]+ \| 5 \| 1 \|/,
  );
  expect(text).toContain("a wire with 12 messages of APs");
  expect(text).toMatch(/\| 0\.400 \| ap \| ap1\.log&#58;7 \| key found \|/);
  expect(text).toMatch(/\*\*ODDS:\*\* Logs\/ap1\.log line 9: log: accepted/i);
});
