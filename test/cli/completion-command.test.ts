import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ruleList } from "../../src/diagnosis/explain.ts";
import { runCli } from "./test-io.ts";

const folder = mkdtempSync(join(tmpdir(), "ftscope-completion-"));
afterAll(() => rmSync(folder, { recursive: true }));

const shells = ["bash", "zsh", "fish"] as const;
type Shell = (typeof shells)[number];

const scripts = Object.fromEntries(
  await Promise.all(
    shells.map(async (shell) => {
      const path = join(folder, `completion.${shell}`);
      writeFileSync(path, (await runCli(["completion", shell])).out);
      return [shell, path] as const;
    }),
  ),
) as Record<Shell, string>;

function run(file: string, words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(file, words, {
    cwd: folder,
    encoding: "utf8",
    timeout: 50_000,
    env: { PATH: process.env["PATH"], HOME: folder, TERM: "dumb", LC_ALL: "C.UTF-8" },
  });
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  return stdout;
}

const isThere = (shell: Shell) =>
  spawnSync(shell, ["-c", "exit"], { stdio: "ignore" }).error === undefined;

/** What each shell offers for the last word of each of some lines. */
const asked: Readonly<Record<Shell, (lines: readonly string[]) => readonly string[][]>> = {
  bash: (lines) =>
    lines.map((line) => {
      // As readline cuts it: at blanks, and at "=".
      const words = line.split(/ +|(?<==)|(?==)/);
      const quoted = words.map((word) => `'${word}'`).join(" ");
      const ask = `source ${scripts.bash}; COMP_WORDS=(${quoted}); COMP_CWORD=${words.length - 1}; _ftscope; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return run("bash", ["--norc", "--noprofile", "-c", ask]).split("\n");
    }),
  zsh(lines) {
    // A zsh in a terminal of its own: what it would offer, it prints between two marks.
    const path = join(folder, "ask.zsh");
    writeFileSync(
      path,
      `zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner 'unsetopt beep; PS1= PS2= RPS1=; autoload -Uz compinit; compinit -u -D; source ${scripts.zsh}'
zpty -w inner 'compadd() { if [[ \${@[(I)-[OAD]]} -gt 0 ]]; then builtin compadd "$@"; else local -a hits; builtin compadd -O hits "$@"; print -rn -- "<"$^hits">"; fi }'
zpty -w inner 'answer() { print -n "BEGIN"; zle complete-word; print -n "END"; zle kill-buffer }; zle -N answer; bindkey "^I" answer; print REA""DY'
zpty -r -m inner said '*READY*'
${lines
  .map(
    (line) => `zpty -w -n inner $'${line}\\t'
zpty -r -m inner said '*BEGIN*END*'
print -r -- "\${\${\${said##*BEGIN}%%END*}//$'\\n'/ }"`,
  )
  .join("\n")}
zpty -d inner
`,
    );
    return run("zsh", ["-f", path])
      .trimEnd()
      .split("\n")
      .map((answer) => [...answer.matchAll(/<([^>]*)>/g)].map(([, word]) => word as string));
  },
  fish: (lines) =>
    lines.map((line) =>
      run("fish", ["--no-config", "-c", `source ${scripts.fish}; complete -C '${line}'`])
        .split("\n")
        .map((offer) => offer.split("\t")[0] as string),
    ),
};

/** All that is asked, since a shell in a terminal takes its time to begin. */
const lines = [
  "ftscope ",
  "ftscope ex",
  "ftscope analyze roam.pcap --fo",
  "ftscope verify --",
  "ftscope analyze --format ",
  "ftscope roams --format ",
  "ftscope analyze --color a",
  "ftscope audit roam.pcap --fail-on n",
  "ftscope completion ",
  "ftscope analyze --format=m",
  "ftscope explain ",
  "ftscope explain r1-key-u",
  "ftscope analyze roa",
  "ftscope analyze --output roa",
];

for (const shell of shells) {
  const skipped = !isThere(shell);
  if (skipped) process.stderr.write(`SKIPPED: no ${shell} found, its completion is not tested\n`);

  describe.skipIf(skipped)(`completion in ${shell}`, () => {
    let answers: readonly string[][] = [];
    const offers = (line: string) =>
      (answers[lines.indexOf(line)] ?? []).filter((word) => word !== "").toSorted();
    beforeAll(() => {
      writeFileSync(join(folder, "roam.pcap"), "");
      answers = asked[shell](lines);
    }, 60_000);

    test("answers each line", () => {
      expect(answers).toHaveLength(lines.length);
    });

    test("of commands", () => {
      const commands = offers("ftscope ").filter((word) => !word.startsWith("-"));
      expect(commands).toEqual(
        expect.arrayContaining(["analyze", "audit", "completion", "explain", "verify"]),
      );
      expect(offers("ftscope ex")).toEqual(["explain", "extract"]);
    });

    test("of options", () => {
      expect(
        offers("ftscope analyze roam.pcap --fo").map((word) => word.replace(/=$/, "")),
      ).toEqual(["--format"]);
      expect(offers("ftscope verify --")).toEqual(["--help"]);
    });

    test("of values", () => {
      const formats = ["html", "json", "markdown", "ndjson", "text"];
      expect(offers("ftscope analyze --format ")).toEqual(formats);
      expect(offers("ftscope roams --format ")).toEqual(["csv", "json", "text"]);
      expect(offers("ftscope analyze --color a")).toEqual(["always", "auto"]);
      expect(offers("ftscope audit roam.pcap --fail-on n")).toEqual(["never"]);
      expect(offers("ftscope completion ")).toEqual(["bash", "fish", "zsh"]);
    });

    test("of values behind =", () => {
      const typed = offers("ftscope analyze --format=m").map((word) => word.replace(/^.*=/, ""));
      expect(typed).toEqual(["markdown"]);
    });

    test("of every rule", () => {
      const ids = ruleList()
        .map(({ id }) => id)
        .toSorted();
      expect(offers("ftscope explain ")).toEqual(ids);
      expect(offers("ftscope explain r1-key-u")).toEqual(["r1-key-unknown-to-target"]);
    });

    test("of files elsewhere", () => {
      // bash completes files where the script has nothing to say.
      const files = shell === "bash" ? [] : ["roam.pcap"];
      expect(offers("ftscope analyze roa")).toEqual(files);
      expect(offers("ftscope analyze --output roa")).toEqual(files);
    });
  });
}

test("another shell is refused", async () => {
  const { code, err } = await runCli(["completion", "tcsh"]);
  expect(code).toBe(2);
  expect(err).toContain("bash, zsh, fish");
});
