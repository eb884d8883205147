import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { analyze, createCaptureAnalyzer, jsonReport, parseKeyFile } from "../../src/index.ts";
import { ownCases } from "../cases.ts";
import { runCli } from "../cli/test-io.ts";

const folder = join(ownCases, "ftpsk-cold-first-roam");
const path = join(folder, "air.pcap");
const read = (name: string) => new Uint8Array(readFileSync(join(folder, name)));
const octets = read("air.pcap");
const { keys } = parseKeyFile(read("keys.txt"), "keys.txt");

async function documentOf(...words: readonly string[]): Promise<string> {
  return (await runCli(["analyze", ...words, "--format", "json"])).out;
}

describe("analyze", () => {
  test("gives the document of the command line", async () => {
    const document = analyze([{ name: path, octets }], { keys });
    expect(jsonReport(document)).toBe(await documentOf(path, "--keys", join(folder, "keys.txt")));
  });

  test("the same with logs, the wire and a second recorder", async () => {
    const document = analyze(
      [
        { name: path, octets },
        { name: path, octets },
        { name: join(folder, "wired.pcap"), octets: read("wired.pcap"), isWired: true },
      ],
      { keys, logs: [{ name: join(folder, "sta0.log"), octets: read("sta0.log") }] },
    );
    expect(document.inputs[1]?.clock?.matched).toBeGreaterThan(10);
    expect(document.logs?.[0]?.matched).toBeGreaterThan(5);
    expect(document.wire?.matched).toBeGreaterThan(0);
    const words = [path, path, "--keys", join(folder, "keys.txt")];
    words.push("--wired", join(folder, "wired.pcap"), "--log", join(folder, "sta0.log"));
    expect(jsonReport(document)).toBe(await documentOf(...words));
  });

  test("the same for one station and a time", async () => {
    const all = analyze(octets, { keys });
    const [first] = all.exchanges;
    const last = all.exchanges.at(-1);
    if (first === undefined || last === undefined) throw new Error("no exchange");
    expect(all.exchanges.length).toBeGreaterThan(1);
    const dashes = first.station.replaceAll(":", "-").toUpperCase();
    expect(analyze(octets, { keys, station: dashes }).exchanges).toEqual(all.exchanges);
    expect(analyze(octets, { station: "02:00:00:00:00:01" }).exchanges).toEqual([]);
    const late = analyze(octets, { keys, from: last.startTime }).exchanges.map(({ id }) => id);
    expect(late).toContain(last.id);
    expect(late).not.toContain(first.id);
    const early = analyze(octets, { keys, to: first.startTime }).exchanges.map(({ id }) => id);
    expect(early).toEqual([first.id]);
  });

  test("one machine stamped two captures", () => {
    const inputs = [1, 2].map((number) => ({ name: `${number}.pcap`, octets }));
    const { inputs: reports } = analyze(inputs, { isSameClock: true });
    expect(reports[1]?.clock).toMatchObject({ status: "aligned", by: "declaration" });
    expect(analyze(octets, { isSameClock: true })).toEqual(analyze(octets));
  });

  test("octets that are no capture are told, not thrown", () => {
    for (const strange of [
      new Uint8Array(0),
      new Uint8Array(100).fill(65),
      octets.slice(0, 1000),
    ]) {
      const [input] = analyze(strange).inputs;
      expect(input?.faults).toHaveLength(1);
      expect(input?.sizeBytes).toBe(strange.length);
    }
  });

  test("no capture at all gives an empty document", () => {
    expect(analyze([])).toMatchObject({ inputs: [], exchanges: [], findings: [] });
  });

  test.each([
    [{ station: "nobody" }, "station must be a MAC address"],
    [{ bssid: "02:00" }, "bssid must be a MAC address"],
    [{ from: "yesterday" }, 'from must be a time, as in "2026-11-26T21:05:00Z" or "@1790000000"'],
    [{ to: "2026-13-01" }, 'to must be a time, as in "2026-11-26T21:05:00Z" or "@1790000000"'],
  ])("%j throws", (options, message) => {
    expect(() => analyze(octets, options)).toThrow(new RangeError(message));
  });

  test("a key that is none throws and is not shown", () => {
    const secret = "hunter2hunter2";
    const attempts = [`sesame:${secret}`, `psk:${secret}`, `pmk:${secret}`, `tk:${secret}@x`];
    for (const key of attempts) {
      let message = "";
      try {
        analyze(octets, { keys: ["psk:lab-ft:correct horse battery", key] });
      } catch (error) {
        expect(error).toBeInstanceOf(RangeError);
        message = (error as RangeError).message;
      }
      expect(message).toMatch(/^keys\[1\]: /);
      expect(message).not.toContain("hunter2");
    }
  });
});

describe("createCaptureAnalyzer", () => {
  const inputs = [
    { name: "air.pcap", octets },
    { name: "wired.pcap", octets: read("wired.pcap"), isWired: true },
  ];

  test.each([1, 7, 1000, 1_000_000])("chunks of %i octets give the same document", (length) => {
    const analyzer = createCaptureAnalyzer(inputs, { keys });
    const at = [0, 0];
    for (let input = analyzer.next(); input !== undefined; input = analyzer.next()) {
      const from = at[input] as number;
      const file = inputs[input]?.octets as Uint8Array;
      if (from >= file.length) analyzer.end(input);
      else analyzer.push(file.subarray(from, from + length), input);
      at[input] = from + length;
    }
    expect(analyzer.finish()).toEqual(analyze(inputs, { keys }));
  });

  test("any order gives the same document, and finish ends what has not ended", () => {
    const analyzer = createCaptureAnalyzer(inputs, { keys });
    for (const input of [1, 0]) analyzer.push(inputs[input]?.octets as Uint8Array, input);
    expect(analyzer.finish()).toEqual(analyze(inputs, { keys }));
  });

  test("a capture that was not named, or has ended, throws", () => {
    const analyzer = createCaptureAnalyzer([{ name: "air.pcap" }]);
    expect(() => analyzer.push(octets, 1)).toThrow("input 1 is not among the 1 captures");
    analyzer.end();
    expect(() => analyzer.push(octets)).toThrow("input 0 has ended");
    expect(() => analyzer.end()).toThrow(RangeError);
    expect(analyzer.next()).toBeUndefined();
  });
});
