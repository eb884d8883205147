import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { commandNames } from "../../src/cli/commands.ts";
import { aireosLog, oldAp, targetAp } from "../builders/aireos-log.ts";
import { ownCases } from "../cases.ts";
import { type Ran, runCli } from "./test-io.ts";

/** A folder with every file that an example names. */
const folder = mkdtempSync(join(tmpdir(), "ftscope-help-"));
afterAll(() => rmSync(folder, { recursive: true }));

const copies: Readonly<Record<string, readonly string[]>> = {
  "ftpsk-sta-anonce/air.pcap": ["roam.pcap", "monday.pcap", "before.pcap", "monday/1.pcap"],
  "ftpsk-sta-anonce/keys.txt": ["keys.txt"],
  "ftpsk-ota-success/air.pcap": ["after.pcap", "friday/1.pcap"],
  "ftpsk-neighbours-and-steering/air.pcap": ["ch1.pcap", "ch6.pcap"],
  "ftpsk-md-mismatch/air.pcap": ["survey.pcap", "site/1.pcap"],
  "ftpsk-cold-first-roam/air.pcap": ["site/2.pcap"],
  "ftpsk-cold-first-roam/wired.pcap": ["wired.pcap"],
  "ftpsk-cold-first-roam/ap0.log": ["ap0.log"],
  "ftpsk-cold-first-roam/ap1.log": ["ap1.log"],
  "ftpsk-cold-first-roam/sta0.log": ["sta0.log"],
};
for (const name of ["monday", "friday", "site"]) mkdirSync(join(folder, name));
for (const [from, names] of Object.entries(copies)) {
  for (const to of names) cpSync(join(ownCases, from), join(folder, to));
}
const log = aireosLog().request(0, targetAp).lookupFailed(3, targetAp).removal(3, 900, oldAp);
writeFileSync(join(folder, "debug-client.txt"), log.text());
writeFileSync(
  join(folder, "show-wlan.txt"),
  `(WLC1) >show wlan 7
WLAN Identifier.................................. 7
Network Name (SSID).............................. lab-ft
   FT Support.................................... Enabled
      PSK Authentication......................... Disabled
      FT-PSK(802.11r)............................ Enabled
`,
);

const pages = await Promise.all(
  ["", ...commandNames].map(async (name) => ({
    name,
    page: (await runCli([...(name === "" ? [] : [name]), "--help"], { columns: 80 })).out,
  })),
);

describe.each(pages)("the help of ftscope $name", ({ name, page }) => {
  test("fits into 80 columns", () => {
    expect(page.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  test("says what the command is for, what it returns, and how it is used", () => {
    const order = ["Usage: ftscope", "Exit codes:", "Example"].map((part) => page.indexOf(part));
    expect(order.every((at, index) => at > (order[index - 1] ?? -1))).toBe(true);
    const [, description = ""] = page.split("\n\n");
    expect(description).toMatch(/^[A-Z][\s\S]{60,}[.:]$/);
  });

  test("is the same by the help command", async () => {
    if (name === "") return;
    expect((await runCli(["help", name], { columns: 80 })).out).toBe(page);
  });

  test("says nothing that only a programmer understands", () => {
    expect(page).not.toMatch(/\[\]|undefined|"text"|\[object/);
  });
});

test("the main help lists every command in a group of its own choosing", () => {
  const [main] = pages;
  for (const name of commandNames) expect(main?.page).toMatch(new RegExp(`^  ${name} `, "m"));
  expect(main?.page).not.toContain("\nCommands:");
});

const examples = pages.flatMap(({ page }) =>
  (page.split(/\nExamples?:\n/)[1] ?? "")
    .replaceAll(/\\\n */g, "")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== ""),
);

/** What a shell does first, or what needs a recorder. */
const isForShell = (line: string) => !line.startsWith("ftscope ");

test("every command has an example, and few of them need a shell", () => {
  for (const name of commandNames) {
    expect(examples.filter((line) => line.includes(`ftscope ${name}`))).not.toEqual([]);
  }
  expect(examples.filter(isForShell).length).toBeLessThanOrEqual(2);
});

/** The words of a line, with files of the folder by their paths. */
function wordsIn(line: string): readonly string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)]
    .map(([, quoted, word]) => quoted ?? (word as string))
    .map((word) => (/^[\w-]+(\.\w+|\/)$/.test(word) ? join(folder, word) : word));
}

// In their order: one verifies what another wrote.
test.each([...new Set(examples)].filter((line) => !isForShell(line)))("%s", async (line) => {
  const [, ...words] = wordsIn(line);
  const output = words[words.indexOf("--output") + 1] ?? "";
  const { code, out, err }: Ran = await runCli(words);
  expect({ err, isWrong: code === 2 }).toEqual({ err: expect.any(String), isWrong: false });
  expect(out !== "" || existsSync(output)).toBe(true);
});
