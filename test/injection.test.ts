import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { concatOctets, utf8Octets } from "../src/bytes/octets.ts";
import { writePcapng } from "../src/capture/pcapng-writer.ts";
import { buildElement } from "./builders/elements.ts";
import { currentAp, passphrase, targetAp } from "./builders/network.ts";
import { tellRoam } from "./builders/roam.ts";
import { runCli } from "./cli/test-io.ts";

/** What a stranger may put into a name. */
const hostile = {
  "escape sequences": "\u001b[2J\u001b]0;x\u0007\u001b[31m",
  "C1 control characters": "\u009b31m\u0090x\u009c\u0085",
  "bidirectional marks": "\u202eevil\u2066\u200f\u061c",
  "invisible characters": "a\u200b\u2060\ufeff\u00ad\u2028",
  "line ends": "x\r\nFORGED\nFORGED",
  HTML: "<img src=x onerror=alert(1)>",
  "a closed script": "</script><svg onload=a()>\"'",
  Markdown: "|`*_[x](http://x)![y](//x)",
  "shell words": "';touch x;'$(touch x)`touch x`",
  "a shell variable": '"$(touch x)"\\"$IFS',
  "a formula": '=HYPERLINK("//x",1)',
  "an octet string that is no text": "\u0000\u007f",
};

const folder = mkdtempSync(join(tmpdir(), "ftscope-injection-"));
const keys = join(folder, "keys.txt");
afterAll(() => rmSync(folder, { recursive: true }));

/** A roam in which everything that has a name has this one, in a file of that name. */
function captureOf(
  text: string,
  place: string,
): { readonly capture: string; readonly log: string } {
  mkdirSync(place, { recursive: true });
  const name = Buffer.from(utf8Octets(text).subarray(0, 32))
    .toString("utf8")
    .replace(/\ufffd+$/, "");
  const holder = utf8Octets(text).subarray(0, 48);
  const apName = concatOctets(
    new Uint8Array(10),
    utf8Octets(text).subarray(0, 16),
    new Uint8Array(4),
  );
  const more = [
    buildElement(133, apName),
    buildElement(
      221,
      concatOctets(Uint8Array.of(0, 0x0b, 0x86, 1, 3, 0), utf8Octets(text).subarray(0, 30)),
    ),
  ];
  const escaped = [...utf8Octets(name)].map((octet) => `%${octet.toString(16).padStart(2, "0")}`);
  writeFileSync(keys, `psk:${escaped.join("")}:${passphrase}\n`, { mode: 0o600 });
  const { records } = tellRoam({
    ssid: name,
    current: { ...currentAp, r0khId: holder, more },
    target: { ...targetAp, more },
    sendings: {
      "reassociation-response": {
        change: (draft) => {
          draft.status = 53;
        },
      },
    },
  });
  const section = {
    application: text,
    comments: [text],
    interfaces: [
      { linkType: 127, timeDigits: 6, fcsLength: undefined, description: text, comments: [text] },
    ],
    packets: records.map((record) => ({ ...record, interfaceIndex: 0, comments: [text] })),
  };
  const file = text.replaceAll("/", "\u2215").replaceAll("\u0000", "\u0001");
  const capture = join(place, `${file}.pcapng`);
  writeFileSync(capture, writePcapng(section));
  const log = join(place, `${file}.log`);
  writeFileSync(
    log,
    [
      `1795346000.100000: wlan0: SME: Trying to authenticate with 02:aa:bb:cc:dd:02 (SSID='${text}' freq=5180 MHz)`,
      `1795346000.200000: wlan0: CTRL-EVENT-CONNECTED - Connection to 02:aa:bb:cc:dd:02 completed [id=0 id_str=${text}]`,
      `1795346000.300000: wlan0: ${text}`,
      `1795346000.400000: wlan0: STA 02:11:22:33:44:aa IEEE 802.11: ${text}`,
    ].join("\n"),
  );
  return { capture, log };
}

/** Everything that acts on the text around it; a line end where the format has one. */
const acting = /[^\p{L}\p{M}\p{N}\p{P}\p{S} \n]/u;

function expectHarmless(what: string, text: string): void {
  const at = text.search(acting);
  expect(at === -1 ? "" : JSON.stringify(text.slice(Math.max(0, at - 30), at + 10)), what).toBe("");
  expect(/^FORGED/m.test(text), what).toBe(false);
}

const html = (text: string) => expect(text).not.toMatch(/<(?:img|svg onload)|<\/script><svg/);

/** Commands that print, and what else must hold of that. */
type Check = (text: string) => void;
const printing: readonly (readonly [args: readonly string[], check?: Check])[] = [
  [["analyze", "CAPTURE", "--keys", keys, "--log", "LOG"]],
  [["analyze", "CAPTURE", "--keys", keys, "--log", "LOG", "--verbose"]],
  [["analyze", "CAPTURE", "--keys", keys, "--log", "LOG", "--format", "json", "--show-secrets"]],
  [["analyze", "CAPTURE", "--keys", keys, "--format", "ndjson"]],
  [["analyze", "CAPTURE", "--keys", keys, "--log", "LOG", "--format", "html"], html],
  [
    ["analyze", "CAPTURE", "--keys", keys, "--log", "LOG", "--format", "markdown", "--verbose"],
    html,
  ],
  [["audit", "CAPTURE", "--verbose"]],
  [["audit", "CAPTURE", "--format", "json"]],
  [["roams", "CAPTURE", "--verbose"]],
  [["roams", "CAPTURE", "--format", "json"]],
  [["roams", "CAPTURE", "--format", "csv"], (text) => expect(text).not.toMatch(/(?:^|,)"?[=+@-]/m)],
  [["compare", "CAPTURE", "CAPTURE"]],
  [["frames", "CAPTURE", "--verbose"]],
  [["frames", "CAPTURE", "CAPTURE"]],
  [["frames", "CAPTURE", "--format", "ndjson"]],
  [["frames", "CAPTURE", "--filter-hint"]],
  [["frames", "CAPTURE", "--filter-hint", "--format", "ndjson"]],
  [["log", "LOG", "--verbose"]],
  [["log", "LOG", "--format", "json"]],
  [["watch", "CAPTURE", "--once", "--keys", keys, "--verbose"]],
  [["watch", "CAPTURE", "--once", "--keys", keys, "--format", "ndjson"]],
  // Errors name the file.
  [["analyze", "CAPTURE.none"]],
  [["analyze", "LOG"]],
  [["analyze", "CAPTURE", "--keys", "LOG"]],
  [["log", "CAPTURE"]],
  [["verify", "CAPTURE"]],
  [["analyze", "CAPTURE", "--output", "CAPTURE/x"]],
  [["explain", "CAPTURE"]],
  [["prove", "CAPTURE", "--exchange", "CAPTURE"]],
  [["CAPTURE"]],
];

describe.each(Object.entries(hostile))("%s", (what, text) => {
  const place = join(folder, what.replaceAll(" ", "-"));
  let capture = "";
  let log = "";

  beforeAll(() => {
    ({ capture, log } = captureOf(text, place));
  });

  const filled = (args: readonly string[]) =>
    args.map((arg) => arg.replace("CAPTURE", () => capture).replace(/^LOG/, () => log));

  test.each(printing.map(([args, check]) => ({ args, check })))(
    "$args",
    async ({ args, check }) => {
      const { out, err } = await runCli(filled(args), { columns: 100, env: { NO_COLOR: "1" } });
      // CSV ends its lines with both (RFC 4180).
      expectHarmless("stdout", out.replaceAll("\r\n", "\n"));
      expectHarmless("stderr", err);
      check?.(out);
    },
  );

  test("bundle: names and texts of all members, and what is said of it", async () => {
    const zip = join(place, `${text.replaceAll("/", "").replaceAll("\u0000", "")}.zip`);
    const args = ["bundle", capture, "--keys", keys, "--log", log, "--output", zip];
    const { code, err } = await runCli(args);
    expect({ code, err: err.slice(0, 200) }).toMatchObject({ code: 0 });
    expectHarmless("stderr", err);
    for (const [name, octets] of Object.entries(unzipSync(readFileSync(zip)))) {
      expect(name).toMatch(/^[\w./-]+$/);
      if (!name.endsWith(".pcapng")) expectHarmless(name, Buffer.from(octets).toString("utf8"));
      if (name.endsWith(".html") || name.endsWith(".md"))
        html(Buffer.from(octets).toString("utf8"));
    }
  });

  test("verify: members of a zip", async () => {
    const zip = join(place, "other.zip");
    writeFileSync(zip, zipSync({ [text]: new Uint8Array(1), "manifest.json": utf8Octets("{}") }));
    const { out, err } = await runCli(["verify", zip]);
    expectHarmless("stdout", out);
    expectHarmless("stderr", err);
  });

  test("extract: comments of the frames", async () => {
    const path = join(place, "extract.pcapng");
    const { err } = await runCli(["extract", capture, "--keys", keys, "--output", path]);
    expectHarmless("stderr", err);
    // The frames themselves are evidence and stay as they are; what is written about them is ours.
    const comments = commentsOf(readFileSync(path));
    expect(comments.length).toBeGreaterThan(5);
    for (const comment of comments) expectHarmless("a comment", comment);
  });

  test("prove: a script that does what it says and nothing else", async () => {
    const script = join(place, "proof.sh");
    const args = ["prove", capture, "--keys", keys, "--exchange", "x2", "--output", script];
    const { code, err } = await runCli(args);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expectHarmless("the script", readFileSync(script, "utf8"));
    const empty = join(place, "empty");
    mkdirSync(empty);
    spawnSync("sh", [script], { cwd: empty, input: `${passphrase}\n`, timeout: 30_000 });
    expect(readdirSync(empty)).toEqual([]);
  });
});

/** The comments of all blocks of a pcapng file that we wrote: little-endian, options last. */
function commentsOf(file: Uint8Array): readonly string[] {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  const comments: string[] = [];
  for (let at = 0; at < file.length; at += view.getUint32(at + 4, true)) {
    const type = view.getUint32(at, true);
    const end = at + view.getUint32(at + 4, true) - 4;
    const captured = type === 6 ? view.getUint32(at + 20, true) : 0;
    let option = at + (type === 6 ? 28 + captured + (-captured & 3) : type === 1 ? 16 : 24);
    while (option + 4 <= end) {
      const [code, length] = [view.getUint16(option, true), view.getUint16(option + 2, true)];
      if (code === 0) break;
      const value = Buffer.from(file.subarray(option + 4, option + 4 + length)).toString("utf8");
      if (code === 1 || code === 3) comments.push(value);
      option += 4 + length + (-length & 3);
    }
  }
  return comments;
}
