import { describe, expect, test } from "vitest";
import { cleanLine } from "../../src/logs/log-line.ts";

function clean(line: string) {
  const { text, command, repeated } = cleanLine(1, line, line);
  return { text, command, repeated };
}

const record = "*spamApTask0: Aug 13 00:50:21.189: 02:00:00:00:00:01 Sending";

describe("what terminals and web pages add is taken away", () => {
  test.each([
    ["a prompt glued to a record", `(Cisco Controller) >${record}`],
    ["a prompt of a named host", `(WLC1) >${record}`],
    ["pager text glued to a record", `--More-- or (q)uit${record}`],
    ["pager text that was erased with backspaces", `--More-- or (q)uit${"\b".repeat(18)}${record}`],
    ["erase codes", `\u001b[K\u001b[1m${record}\u001b[0m`],
    ["a window title", `\u001b]0;putty\u0007${record}`],
    ["a list number", `12. ${record}`],
    ["a bullet", `- ${record}`],
    ["a quotation mark", `> ${record}`],
    ["blanks at the end", `${record}   `],
    ["blanks that do not break", record.replaceAll(" ", "\u00a0")],
  ])("%s", (_, line) => {
    expect(clean(line).text.trimStart()).toBe(record);
  });

  test("typographic quotes and dashes become plain", () => {
    expect(clean("Can\u2019t do \u2013\u2014> \u201cx\u201d").text).toBe(`Can't do --> "x"`);
  });

  test("what is typed at a prompt is a command, not a record", () => {
    expect(clean("(Cisco Controller) >show wlan 2")).toEqual({
      text: "",
      command: "show wlan 2",
      repeated: undefined,
    });
    expect(clean("WLC1>show wlan 2").command).toBe("show wlan 2");
    expect(clean("(WLC1) >dbe\b\bebug client 02:00:00:00:00:01").command).toBe(
      "debug client 02:00:00:00:00:01",
    );
  });

  test("repetitions are counted and unpacked", () => {
    expect(clean("Nov  7 09:13:14 ap hostapd: message repeated 3 times: [ wlan0: STA x]")).toEqual({
      text: "Nov  7 09:13:14 ap hostapd: wlan0: STA x",
      command: undefined,
      repeated: 3,
    });
  });

  test("a plain line stays as it is, indentation included", () => {
    expect(clean("      WPA2 (RSN IE).............................. Enabled").text).toBe(
      "      WPA2 (RSN IE).............................. Enabled",
    );
    expect(clean(record).text).toBe(record);
  });
});
