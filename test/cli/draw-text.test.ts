import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { drawText } from "../../src/cli/draw-text.ts";
import type { TextPart } from "../../src/report/part.ts";
import { textReport } from "../../src/report/text-parts.ts";
import { textWidth } from "../../src/report/wrap.ts";
import { anonceOfStation, documents, wideSsid } from "../builders/analysis.ts";

const plain = { columns: 80, color: false };

function linesOf(text: string): readonly string[] {
  expect(text.endsWith("\n")).toBe(true);
  return text.slice(0, -1).split("\n");
}

describe.each(Object.entries(documents))("the report of %s", (_, document) => {
  test.each([60, 80, 120])("fits into %i columns", (columns) => {
    for (const verbose of [false, true]) {
      const drawn = drawText(textReport(document, { verbose }), { columns, color: false });
      for (const line of linesOf(drawn)) {
        expect(textWidth(line)).toBeLessThanOrEqual(columns);
        expect(line).toBe(line.trimEnd());
      }
    }
  });

  test("has no escape sequence without colour, and the same text with it", () => {
    const parts = textReport(document, { verbose: true });
    const drawn = drawText(parts, plain);
    expect(drawn).not.toContain("\u001b");
    const colored = drawText(parts, { columns: 80, color: true });
    expect(colored).toContain("\u001b[");
    expect(colored.replaceAll(/\u001b\[\d+m/g, "")).toBe(drawn);
  });
});

test("a roam that failed for want of a key reads like this", () => {
  const parts = textReport(documents.keyDistribution, { verbose: false });
  expect(
    drawText(parts, plain),
  ).toBe(`READ   air.pcap, 328 frames, pcap, from 2026-11-22 11:11:47.350 UTC for 10.9 s,
       2.4 GHz channels 1 and 6.
FOUND  2 FT exchanges: 1 fault, 1 sound; 1 initial mobility domain association
       (1 sound).

FAULT  key distribution (probable): The target AP has no key for this station,
       which asked correctly and is not at fault.
ROAM   x2: 02:5a:00:09:00:10 from 02:a0:00:09:00:10 to 02:a0:00:09:00:20
       2026-11-22 11:11:49.897 UTC, FT-PSK over the air, "lab-ft", MDID a1b2
       CCMP-128, R0KH-ID ap0.lab.example, R1KH-ID 02a100090002

   #     ms  Who                What                        Status
 116  0.000  station -> target  FT Authentication Request
 118  2.066  target -> station  FT Authentication Response  53 Invalid PMKID, 1
                                                            retry

Then   The target AP refused: first answer after 2.1 ms. 246 ms later the
       station tried 02:a0:00:09:00:10 (x3: FT over the air, completed, sound).
       Built on x1, the association with 02:a0:00:09:00:10 1.5 s before (known
       by the PMKR0Name).
Seen   Frame 118, Status Code: seen 53, expected 0. FT Authentication Response:
       Invalid PMKID.

 Check      Frame  Result       What it shows
 RSNE       116    cannot tell  no beacon of the target was heard; needs beacon
                                of the target AP
 PMKR0Name  116    sound        317f4e2a..: what the key gives
 R0KH-ID    116    sound        ap0.lab.example: as in the initial association
 MDID       116    sound        a1b2: as the target announces it

Why    The target AP answered after 2 ms: too fast to have asked the R0KH and
       waited. Either it has no entry for ap0.lab.example, or the R0KH said no
       at once.
Or     The target AP was restarted, or its PMK-R1 expired. Settled by: the
       uptime of the target AP at 11:11:49 UTC.
Do     On the target AP: is ap0.lab.example among its R0KHs, with the right
       address and key?
Do     On ap0.lab.example: is the target AP among its R1KHs?
Proof  Would settle it: a log of the target AP or a capture of the wire at
       11:11:49 UTC.
Heard  2.4 GHz channels 1 and 6 from 11:11:47.350 to 11:11:58.351: the station,
       the target AP and the current AP throughout. ACKs were captured.
Rule   r1-key-unknown-to-target

SOUND  (proven) The station reassociated and every MIC verifies.
ROAM   x3: 02:5a:00:09:00:10 back to 02:a0:00:09:00:10, its current AP
       2026-11-22 11:11:50.145 UTC, FT-PSK over the air, "lab-ft", MDID a1b2

   #      ms  Who                What                        Status
 130   0.000  station -> target  FT Authentication Request
 134  26.704  target -> station  FT Authentication Response  0 Success
 136  35.563  station -> target  Reassociation Request
 138  39.191  target -> station  Reassociation Response      0 Success

Then   The exchange was completed: first answer after 2.1 ms, the station went
       on after 2.9 ms, 7.3 ms in all. Protected data afterwards: 12 frames from
       the station, 9 to it.
Checks 3 sound (MDID, SNonce).
       2 not decided (FTE MIC of request, FTE MIC of response): needs passphrase
       of "lab-ft".
Heard  2.4 GHz channels 1 and 6 from 11:11:47.350 to 11:11:58.351: the station,
       the target AP and the current AP throughout. ACKs were captured.

JOIN   x1: 02:5a:00:09:00:10 with 02:a0:00:09:00:10, FT-PSK, "lab-ft", MDID
       a1b2, 2026-11-22 11:11:48.437 UTC: completed, sound.
`);
});

test("fewer than 60 columns are drawn as 60", () => {
  const parts = textReport(documents.keyDistribution, { verbose: false });
  expect(drawText(parts, { columns: 10, color: false })).toBe(
    drawText(parts, { columns: 60, color: false }),
  );
});

describe("octets", () => {
  test("64 hex digits come back whole from the lines, at every width", () => {
    const parts = textReport(documents.severalInputs, { verbose: false });
    for (let columns = 60; columns <= 130; columns++) {
      const digits = linesOf(drawText(parts, { columns, color: false }))
        .map((line) => /^ {9}(?:frame A120| {10}) {2}([0-9a-f ]+)$/.exec(line)?.[1])
        .filter((line) => line !== undefined);
      // Under each line of the first frame stands one of the second.
      const first = digits.filter((_, i) => i === 0 || i % 2 === 1);
      expect(first.join("").replaceAll(" ", "")).toContain(anonceOfStation);
    }
  });

  test("each mark stands under the digit it means", () => {
    const part: TextPart = {
      kind: "octets",
      rows: [
        { label: "seen", digits: "00000000111111112222222233333333" },
        { label: "expected", digits: "00000000111111122222222233333343" },
      ],
      marks: "               ^              ^ ",
    };
    expect(linesOf(drawText([part], plain))).toEqual([
      "         seen      00000000 11111111 22222222 33333333",
      "         expected  00000000 11111112 22222222 33333343",
      "                                   ^                ^",
    ]);
  });

  test("are broken at a power of 2 of groups", () => {
    const digits = "0123456789abcdef".repeat(5);
    const part: TextPart = {
      kind: "octets",
      rows: [{ label: "seen", digits }],
      marks: " ".repeat(digits.length),
    };
    expect(linesOf(drawText([part], plain)).map((line) => line.trim().split(/ +/).length)).toEqual([
      5, 4, 2,
    ]);
  });
});

describe("tables", () => {
  const table = (cells: readonly string[]): TextPart => ({
    kind: "table",
    columns: [
      { head: "#", align: "right" },
      { head: "Check", align: "left", most: 20 },
      { head: "What", align: "left" },
    ],
    rows: [{ cells, tone: "fault" }],
  });

  test("align numbers to the right", () => {
    const part: TextPart = {
      kind: "table",
      columns: [
        { head: "#", align: "right" },
        { head: "What", align: "left" },
      ],
      rows: [{ cells: ["7", "a"] }, { cells: ["116", "b"] }],
    };
    expect(linesOf(drawText([part], plain))).toEqual(["   #  What", "   7  a", " 116  b"]);
  });

  test("a wide SSID and 64 hex digits come back whole from the cells", () => {
    const value = `${"0123456789abcdef".repeat(4)}${wideSsid}`;
    const lines = linesOf(drawText([table(["1", "x", value])], { columns: 60, color: true }));
    const cells = lines.slice(1).map((line) => line.replaceAll(/\u001b\[\d+m/g, "").slice(11));
    expect(cells.join("")).toBe(value);
  });

  test("no cell loses a character and no line is too wide, whatever the text", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "b ", "無", "😀"), maxLength: 60 });
    const prose = fc.string({
      unit: fc.constantFrom("a", "b ", "無", "e\u0301", "\u0e33", "\u0e34", "😀", "7".repeat(30)),
      maxLength: 60,
    });
    fc.assert(
      fc.property(name, prose, fc.integer({ min: 60, max: 120 }), (one, two, columns) => {
        const drawn = drawText([table(["1", one, two])], { columns, color: false });
        for (const line of linesOf(drawn)) {
          expect(textWidth(line)).toBeLessThanOrEqual(columns);
        }
        const sorted = (text: string) => [...text.replaceAll(/\s/g, "")].sort().join("");
        expect(sorted(linesOf(drawn).slice(1).join(""))).toBe(sorted(`1${one}${two}`));
      }),
      { numRuns: 60 },
    );
  });
});
