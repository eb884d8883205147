/**
 * Sends captures without a pause through `ftscope watch` by a pipe, and looks at memory, at the processor
 * time of a frame, and at whether every roam was found and judged right. Exit code 1 when one was not.
 *
 *   npm run soak [-- day|flood] [--frames <millions>] [--hours 24] [--roams <n>] [--stations <n>] [--seed <n>]
 *
 * day: 100 million frames of a busy channel over 24 hours, with roams all along. flood: 5 million frames from
 * as many invented addresses while 100 roams take place.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { fileHeader, recordOf } from "./blocks.mjs";
import { floodBlock, invent } from "./flood.mjs";
import { noiseBlock } from "./noise.mjs";
import { roamsOf } from "./roams.mjs";

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    frames: { type: "string" },
    hours: { type: "string" },
    roams: { type: "string" },
    stations: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
  },
});
const startMs = 1_790_000_000_000;
const root = new URL("../..", import.meta.url).pathname;
const passphrase = "a story told in frames";
const soaks = {
  day: { frames: 100, hours: 24, roams: 1440 },
  flood: { frames: 5, hours: 1 / 6, roams: 100 },
};
for (const name of positionals.length > 0 ? positionals : Object.keys(soaks)) await soak(name);

async function soak(name) {
  const given = soaks[name];
  if (given === undefined) throw new Error(`no such soak: ${name}`);
  const frames = Number(options.frames ?? given.frames) * 1e6;
  const spanMs = Number(options.hours ?? given.hours) * 3_600_000;
  const { records, expected } = await roamsOf({
    stations: Number(options.stations),
    roams: Number(options.roams ?? given.roams),
    startMs,
    spanMs,
  });
  const watch = spawn(
    process.execPath,
    ["dist/cli/main.js", "watch", "-", "--psk", passphrase, "--format", "ndjson"],
    { cwd: root, stdio: ["pipe", "pipe", "inherit"] },
  );
  const told = new Map();
  let summary;
  createInterface({ input: watch.stdout }).on("line", (line) => {
    const event = JSON.parse(line);
    if (event.event === "summary") summary = event;
    if (event.event !== "exchange" || !event.exchange.kind.startsWith("ft-")) return;
    const { station, startTime, verdict } = event.exchange;
    if (station.startsWith("02:5a:")) told.set(`${station} ${startTime}`, verdict.rule);
  });
  const samples = [];
  const sampling = setInterval(() => {
    const sample = sampleOf(watch.pid);
    if (sample !== undefined) samples.push(sample);
  }, 500);
  const begun = performance.now();
  const source = {
    frames,
    spanMs,
    records: records.map((record) => recordOf(record)),
    times: records,
  };
  const sent = await send(watch.stdin, name === "day" ? dayOf(source) : floodOf(source));
  watch.stdin.end();
  await once(watch, "close");
  clearInterval(sampling);
  report(name, {
    sent,
    told,
    expected,
    summary,
    samples,
    seconds: (performance.now() - begun) / 1000,
  });
}

/** Noise with the records of the roams between, as chunks that may be sent again once the next but one is asked for. */
function* dayOf({ frames, spanMs, records, times }) {
  const blocks = [1, 2].map((seed) => noiseBlock(20_000, Number(options.seed) + seed));
  yield* between({ frames, spanMs, records, times, blocks }, (block, i, _, timeUs) => {
    if (block.isTimed[i]) block.buffer.writeBigUInt64LE(BigInt(timeUs), block.frame(i) + 24);
  });
}

function* floodOf({ frames, spanMs, records, times }) {
  const blocks = [1, 2].map((seed) => floodBlock(10_000, Number(options.seed) + seed));
  yield* between({ frames, spanMs, records, times, blocks }, invent);
}

function* between({ frames, spanMs, records, times, blocks }, change) {
  const stepUs = (spanMs * 1000) / frames;
  const random = (number) => (Math.imul(number, 0x85eb_ca6b) >>> 16) / 65_536;
  let next = 0;
  let sent = 0;
  for (let turn = 0; sent < frames; turn++) {
    const block = blocks[turn % blocks.length];
    const parts = [];
    let from = 0;
    for (let i = 0; i < block.length; i++, sent++) {
      const timeUs = Math.floor(startMs * 1000 + (sent + random(sent)) * stepUs);
      while (next < records.length && Number(times[next].time / 1000n) <= timeUs) {
        if (block.starts[i] > from) parts.push(block.buffer.subarray(from, block.starts[i]));
        from = block.starts[i];
        parts.push(records[next++]);
      }
      block.stamp(i, timeUs);
      change(block, i, sent, timeUs);
    }
    parts.push(block.buffer.subarray(from));
    yield { parts, frames: block.length };
  }
  if (next < records.length) yield { parts: records.slice(next), frames: 0 };
}

async function send(pipe, chunks) {
  let frames = 0;
  let octets = 0;
  const written = [];
  pipe.on("error", () => {});
  pipe.write(fileHeader);
  for (const chunk of chunks) {
    frames += chunk.frames;
    pipe.cork();
    for (const part of chunk.parts) {
      octets += part.length;
      if (part !== chunk.parts.at(-1)) pipe.write(part);
    }
    written.push(new Promise((resolve) => pipe.write(chunk.parts.at(-1), resolve)));
    pipe.uncork();
    // One chunk lies in the pipe while the next is made; its block is used again after that.
    if (written.length > 1) await written.shift();
  }
  await Promise.all(written);
  return { frames, octets };
}

/** Resident memory in MB, and seconds of processor time so far; Linux tells both. */
function sampleOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return {
      rss: Number(/VmRSS:\s+(\d+)/.exec(status)[1]) / 1024,
      cpu: (Number(stat[11]) + Number(stat[12])) / 100,
    };
  } catch {
    return undefined;
  }
}

function report(name, { sent, told, expected, summary, samples, seconds }) {
  const timeOf = (us) => new Date(us / 1000).toISOString().slice(0, 23);
  const wrong = [];
  for (const { station, timeUs, rule } of expected) {
    const key = [...told.keys()].find((one) => one.startsWith(`${station} ${timeOf(timeUs)}`));
    if (told.get(key) !== rule)
      wrong.push({ station, time: timeOf(timeUs), rule, told: told.get(key) });
    told.delete(key);
  }
  const rss = samples.map((sample) => sample.rss);
  const quarter = (n) =>
    rss.slice(Math.floor((rss.length * n) / 4), Math.floor((rss.length * (n + 1)) / 4));
  const mean = (list) => list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length);
  const cpu = samples.at(-1)?.cpu ?? 0;
  console.log(
    `${name}: ${sent.frames} frames, ${(sent.octets / 1e9).toFixed(1)} GB in ${seconds.toFixed(0)} s`,
  );
  console.log(
    `  ${((cpu / sent.frames) * 1e6).toFixed(2)} µs of processor time a frame (${cpu.toFixed(0)} s)`,
  );
  console.log(
    `  memory in MB: mean of each quarter ${[0, 1, 2, 3].map((n) => mean(quarter(n)).toFixed(0)).join(", ")}; peak ${Math.max(...rss).toFixed(0)}`,
  );
  console.log(
    `  ${expected.length - wrong.length} of ${expected.length} roams found and judged right; ${told.size} that nobody made`,
  );
  const { stations, bsss, exchanges, notTold, evicted } = summary ?? {};
  console.log(`  remembered: ${JSON.stringify({ stations, bsss, exchanges, notTold, evicted })}`);
  for (const one of wrong.slice(0, 10)) console.log(`  ${JSON.stringify(one)}`);
  for (const one of [...told].slice(0, 5)) console.log(`  nobody made ${one.join(" ")}`);
  if (wrong.length > 0 || told.size > 0) process.exitCode = 1;
}
