import { describe, expect, test } from "vitest";
import type { Analysis, ExchangeReport } from "../../src/analyze/analysis.ts";
import type { TextPart } from "../../src/report/part.ts";
import { textReport } from "../../src/report/text-parts.ts";
import {
  analysisOf,
  anonceFault,
  anonceOfStation,
  anonceOfTarget,
  cannotTell,
  documents,
  exchangeOf,
  firstAssociation,
  frameOf,
  inputOf,
  keyDistributionFault,
  returnToCurrentAp,
  soundVerdict,
  wideSsid,
} from "../builders/analysis.ts";

const hostile = "\u001b[31m\u202e\u2066\u200f\u0085\n";

function textsOf(part: TextPart): readonly string[] {
  switch (part.kind) {
    case "headline":
      return [part.text];
    case "paragraph":
      return [part.label, part.text];
    case "table":
      return [...part.columns.map(({ head }) => head), ...part.rows.flatMap(({ cells }) => cells)];
    case "octets":
      return part.rows.flatMap(({ label, digits }) => [label, digits]);
    case "blank":
      return [];
  }
}

function report(analysis: Analysis, { verbose = false } = {}): readonly TextPart[] {
  return textReport(analysis, { verbose });
}

function ofExchange(exchange: ExchangeReport, options = {}): readonly TextPart[] {
  return report(analysisOf({ exchanges: [exchange] }), options);
}

function allText(parts: readonly TextPart[]): string {
  return parts.flatMap(textsOf).join("\n");
}

function headlines(parts: readonly TextPart[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === "headline" ? [`${part.tone}: ${part.text}`] : []));
}

function labelled(parts: readonly TextPart[], label: string): readonly string[] {
  return parts.flatMap((part) =>
    part.kind === "paragraph" && part.label === label ? [part.text] : [],
  );
}

function tableWith(parts: readonly TextPart[], head: string): readonly (readonly string[])[] {
  const table = parts.find(
    (part) => part.kind === "table" && part.columns.some((column) => column.head === head),
  );
  return table?.kind === "table" ? table.rows.map(({ cells }) => cells) : [];
}

/** The document with `text` in every string of it that a person reads. */
function spoilt(analysis: Analysis, text: string): Analysis {
  return JSON.parse(JSON.stringify(analysis), (key, value: unknown) =>
    typeof value === "string" &&
    !/^(kind|role|result|outcome|severity|culprit|id|tiedBy)$/.test(key)
      ? `${value}${text}`
      : value,
  ) as Analysis;
}

describe("the verdict", () => {
  test("a fault names the culprit and how sure that is", () => {
    expect(headlines(ofExchange(keyDistributionFault))).toEqual([
      "fault: key distribution (probable): The target AP has no key for this station, which asked correctly and is not at fault.",
    ]);
    expect(headlines(ofExchange(anonceFault))[0]).toMatch(/^fault: the station \(proven\): /);
  });

  test("what cannot be told because of the capture says so", () => {
    expect(headlines(ofExchange(cannotTell))).toEqual([
      "cannot-tell: because of the capture: The station asked 6 times and no answer was captured.",
    ]);
  });

  test("a sound roam says whether that is proven", () => {
    const parts = ofExchange(exchangeOf({ verdict: soundVerdict({ confidence: "probable" }) }));
    expect(headlines(parts)[0]).toMatch(/^sound: \(probable\) /);
  });

  test("faults come first, then what cannot be told, then what is sound", () => {
    expect(headlines(report(documents.severalInputs)).map((text) => text.split(":")[0])).toEqual([
      "fault",
      "cannot-tell",
      "sound",
    ]);
  });

  test("says why, what else, what to do, what is missing and which rule", () => {
    const parts = ofExchange(keyDistributionFault);
    expect(labelled(parts, "Why")).toEqual([keyDistributionFault.verdict.why]);
    expect(labelled(parts, "Or")).toEqual([
      "The target AP was restarted, or its PMK-R1 expired. Settled by: the uptime of the target AP at 11:11:49 UTC.",
    ]);
    expect(labelled(parts, "Do")).toEqual(keyDistributionFault.verdict.fix);
    expect(labelled(parts, "Proof")).toEqual([
      "Would settle it: a log of the target AP or a capture of the wire at 11:11:49 UTC.",
    ]);
    expect(labelled(parts, "Rule")).toEqual(["r1-key-unknown-to-target"]);
  });
});

describe("the ladder", () => {
  test("has who sent what to whom, when, and with which status", () => {
    expect(tableWith(ofExchange(keyDistributionFault), "Who")).toEqual([
      ["116", "0.000", "station -> target", "FT Authentication Request", ""],
      [
        "118",
        "2.066",
        "target -> station",
        "FT Authentication Response",
        "53 Invalid PMKID, 1 retry",
      ],
    ]);
  });

  test("frames carry the letter of their input when there are several", () => {
    const frames = report(documents.severalInputs).flatMap((part) =>
      part.kind === "table" ? part.rows.map(({ cells }) => cells[0]) : [],
    );
    expect(frames).toEqual(["A116", "A118", "A120", "A122", "A200", "A205", "B7", "B9"]);
    expect(labelled(report(documents.severalInputs), "READ")[0]).toMatch(/^A: air\.pcap/);
  });

  test("more than 3 frames alike are told by the first and the last, all of them with verbose", () => {
    expect(tableWith(ofExchange(cannotTell), "Who").map((cells) => cells[3])).toEqual([
      "FT Request",
      "FT Request, the last of 6 alike",
    ]);
    expect(tableWith(ofExchange(cannotTell, { verbose: true }), "Who")).toHaveLength(6);
  });

  test("retries of frames that are told together are added up", () => {
    const frames = [0, 1, 2, 3].map((i) =>
      frameOf(50 + i, "ft-authentication-request", i, { retries: 2 }),
    );
    const rows = tableWith(ofExchange(exchangeOf({ frames })), "Who");
    expect(rows.map((cells) => cells[4])).toEqual(["2 retries", "6 retries"]);
  });

  test("an address without a part in the exchange stands as it is", () => {
    const frames = [
      frameOf(1, "deauthentication", 0, { sender: "02:00:00:00:00:99", reason: 7 }),
      frameOf(2, "deauthentication", 1200, { receiver: "ff:ff:ff:ff:ff:ff", reason: 200 }),
    ];
    expect(tableWith(ofExchange(exchangeOf({ frames })), "Who")).toEqual([
      [
        "1",
        "0.000",
        "02:00:00:00:00:99 -> station",
        "Deauthentication",
        "reason 7 Class 3 frame from unassociated station",
      ],
      ["2", "1200.0", "target -> everyone", "Deauthentication", "Reason 200"],
    ]);
  });

  test("verbose adds ACK, channel and signal", () => {
    const frames = [
      frameOf(1, "ft-authentication-request", 0, {
        acknowledged: true,
        frequencyMhz: 5180,
        signalDbm: -61,
      }),
    ];
    const [row] = tableWith(ofExchange(exchangeOf({ frames }), { verbose: true }), "Who");
    expect(row?.[4]).toBe("ACK, 5 GHz channel 36, -61 dBm");
  });

  test("frames that were not kept are counted", () => {
    expect(allText(ofExchange(exchangeOf({ framesNotShown: 4000 })))).toContain(
      "4000 more frames of this exchange not shown.",
    );
  });

  test("an exchange without a frame says so", () => {
    expect(allText(ofExchange(exchangeOf({ frames: [] })))).toContain("No frame of this exchange");
  });
});

describe("the evidence", () => {
  test("octets stand side by side with their frames, the differing digit marked", () => {
    const octets = ofExchange(anonceFault).filter((part) => part.kind === "octets");
    expect(octets).toEqual([
      {
        kind: "octets",
        rows: [
          { label: "frame 120", digits: anonceOfStation },
          { label: "frame 118", digits: anonceOfTarget },
        ],
        marks: ` ^${" ".repeat(62)}`,
      },
    ]);
  });

  test("the frame the expected value comes from is named once and not repeated", () => {
    expect(labelled(ofExchange(anonceFault), "Seen")).toEqual([
      "Frame 120, ANonce. Reassociation Request: another ANonce than that of frame 118. Frame 118: FT Authentication Response.",
    ]);
  });

  test("octets of different length are marked to the end of the longer", () => {
    const evidence = {
      input: 0,
      frame: 1,
      field: "FTE MIC",
      seen: "ab".repeat(8),
      expected: "ab".repeat(10),
      text: "the MIC is short",
    };
    const parts = ofExchange(
      exchangeOf({ verdict: { ...anonceFault.verdict, evidence: [evidence] } }),
    );
    expect(parts.find((part) => part.kind === "octets")).toMatchObject({
      rows: [{ label: "seen" }, { label: "expected" }],
      marks: `${" ".repeat(16)}^^^^`,
    });
  });

  test("short values stand in the sentence", () => {
    expect(labelled(ofExchange(keyDistributionFault), "Seen")).toEqual([
      "Frame 118, Status Code: seen 53, expected 0. FT Authentication Response: Invalid PMKID.",
    ]);
  });
});

describe("the checks", () => {
  test("of a fault stand in a table, what is wrong or open first", () => {
    const rows = tableWith(ofExchange(keyDistributionFault), "Check");
    expect(rows.map((cells) => `${cells[0]} ${cells[2]}`)).toEqual([
      "RSNE cannot tell",
      "PMKR0Name sound",
      "R0KH-ID sound",
      "MDID sound",
    ]);
    expect(rows[1]?.[3]).toBe("317f4e2a..: what the key gives");
  });

  test("verbose shows whole values and what does not apply", () => {
    const rows = tableWith(ofExchange(keyDistributionFault, { verbose: true }), "Check");
    expect(rows[1]?.[3]).toBe("317f4e2a2621634e6b3a021b927c2466: what the key gives");
    expect(rows.at(-1)).toEqual(["FTE MIC of request", "116", "-", "not reached"]);
  });

  test("of a sound roam are counted by name, with what would decide the rest", () => {
    const parts = ofExchange(returnToCurrentAp);
    expect(labelled(parts, "Checks")).toEqual(["3 sound (MDID, SNonce)."]);
    expect(allText(parts)).toContain(
      '2 not decided (FTE MIC of request, FTE MIC of response): needs passphrase of "lab-ft".',
    );
  });

  test("a fault that the verdict does not cite shows its values, and never vanishes", () => {
    const check = {
      id: "snonce",
      role: "reassociation-request",
      input: 0,
      frame: 120,
      result: "fault",
      seen: "11".repeat(32),
      expected: "22".repeat(32),
      text: "another SNonce",
    } as const;
    const words = `another SNonce; seen ${check.seen}; expected ${check.expected}`;
    const { verdict } = anonceFault;
    expect(tableWith(ofExchange(exchangeOf({ verdict, checks: [check] })), "Check")).toEqual([
      ["SNonce", "120", "FAULT", words],
    ]);
    expect(labelled(ofExchange(exchangeOf({ checks: [check] })), "Checks")).toEqual([
      `FAULT in frame 120 (SNonce): ${words}.`,
    ]);
  });
});

describe("what followed and what was heard", () => {
  test("the next attempt is named with its result", () => {
    const parts = report(documents.keyDistribution);
    expect(labelled(parts, "Then")[0]).toBe(
      "The target AP refused: first answer after 2.1 ms. 246 ms later the station tried 02:a0:00:09:00:10 (x3: FT over the air, completed, sound).",
    );
  });

  test("a completed roam without data says so", () => {
    const parts = ofExchange(exchangeOf({ data: { uplink: 0, downlink: 0 }, timing: {} }));
    expect(labelled(parts, "Then")).toEqual([
      "The exchange was completed. No protected data was captured afterwards.",
    ]);
  });

  test("who was not heard is said", () => {
    expect(labelled(ofExchange(cannotTell), "Heard")).toEqual([
      "5 GHz channel 36 from 11:11:47.350 to 11:11:58.351: the station throughout, not the target AP nor the current AP. No ACKs were captured on the channel of the target AP.",
    ]);
  });

  test("channels are told by band, and off the raster by frequency", () => {
    const coverage = { ...cannotTell.coverage, channels: [2412, 5180, 2437, 2462, 1234] };
    expect(labelled(ofExchange({ ...cannotTell, coverage }), "Heard")[0]).toMatch(
      /^2\.4 GHz channels 1, 6 and 11, 5 GHz channel 36, 1234 MHz from /,
    );
  });
});

describe("the summary", () => {
  test("counts exchanges by verdict", () => {
    expect(labelled(report(documents.severalInputs), "FOUND")).toEqual([
      "3 FT exchanges: 1 fault, 1 cannot tell, 1 sound; 1 association without FT (1 sound).",
    ]);
  });

  test("says plainly that there is no FT exchange, and what there is", () => {
    expect(headlines(report(documents.damagedInput))[0]).toBe(
      "note: No FT exchange was captured: only 1 initial mobility domain association (1 sound).",
    );
    expect(headlines(report(documents.nothing))).toEqual([
      "note: No FT exchange was captured: no association of any kind either.",
    ]);
  });

  test("everything damaged or left aside has a line, and nothing else has", () => {
    expect(labelled(report(documents.damagedInput), "NOTE")).toEqual([
      "truncated file at octet 65000: pcap record: 70 octets needed, 12 there.",
      "3 frames with a bad FCS: evidence of nothing.",
      "1 frame cut by the snap length.",
      "2 frames could not be read to the end.",
      "44 frames dropped by the recorder, as it says.",
      "5 packets without an 802.11 frame: Ethernet.",
      "pcapng blocks that were not needed: 2 of type 0xbad.",
    ]);
    expect(labelled(report(documents.keyDistribution), "NOTE")).toEqual([]);
  });

  test("notes of several inputs carry the letter of theirs", () => {
    const inputs = [inputOf({}), inputOf({ badFcs: 1 })];
    expect(labelled(report(analysisOf({ inputs })), "NOTE")).toEqual([
      "B: 1 frame with a bad FCS: evidence of nothing.",
    ]);
  });

  test("the 27th input is AA", () => {
    const inputs = Array.from({ length: 28 }, (_, i) => inputOf({ path: `${i}.pcap` }));
    expect(allText(report(analysisOf({ inputs })))).toContain("AB: 27.pcap");
  });

  test("findings are headlines with their evidence, those of a network with its SSID", () => {
    const finding = documents.damagedInput.findings[0];
    if (finding === undefined) throw new Error("the document has a finding");
    expect(headlines(report(documents.damagedInput))).toContain(
      "warning: configuration: 2 APs of one SSID announce different MDIDs.",
    );
    expect(labelled(report(documents.damagedInput), "Seen")).toEqual([
      "Frame 3, MDID: a1b3. Beacon.",
    ]);
    const networks = [{ ssid: "lab-ft", mdid: "a1b2", bssids: [], bsss: [], findings: [finding] }];
    expect(headlines(report(analysisOf({ networks })))[1]).toMatch(/^warning: "lab-ft": /);
  });

  test("standard input is called by its name", () => {
    const parts = report(analysisOf({ inputs: [inputOf({ path: "-", compression: "gzip" })] }));
    expect(labelled(parts, "READ")[0]).toMatch(/^standard input, 328 frames, pcap \(gzip\), /);
  });
});

describe("other associations", () => {
  test("an initial one takes one paragraph", () => {
    expect(labelled(report(documents.keyDistribution), "JOIN")).toEqual([
      'x1: 02:5a:00:09:00:10 with 02:a0:00:09:00:10, FT-PSK, "lab-ft", MDID a1b2, 2026-11-22 11:11:48.437 UTC: completed, sound.',
    ]);
  });

  test("one at fault is told in full", () => {
    const { verdict } = anonceFault;
    const parts = ofExchange({ ...firstAssociation, verdict });
    expect(headlines(parts).at(-1)).toMatch(/^fault: the station/);
    expect(tableWith(parts, "Who")).toHaveLength(2);
  });

  test("those without FT are counted, and told with verbose", () => {
    const association = exchangeOf({ kind: "association" });
    expect(labelled(ofExchange(association), "NOTE")).toEqual([
      "1 association without FT not shown (--verbose shows them).",
    ]);
    expect(tableWith(ofExchange(association, { verbose: true }), "Who")).toHaveLength(4);
  });
});

test("secrets are shown when the document has them", () => {
  const parts = ofExchange(exchangeOf({ secrets: { "PMK-R1": "ab".repeat(32) } }));
  expect(labelled(parts, "Secret")).toEqual([`PMK-R1 ${"ab".repeat(32)}`]);
});

test("the SSID stands whole in the report", () => {
  expect(allText(ofExchange(cannotTell))).toContain(`"${wideSsid}"`);
});

describe.each(Object.entries(documents))("hostile text in %s", (_, document) => {
  test.each([false, true])("is made harmless (verbose: %s)", (verbose) => {
    const texts = report(spoilt(document, hostile), { verbose }).flatMap(textsOf);
    expect(texts.join("")).toContain("\\u{1b}[31m\\u{202e}");
    for (const text of texts) expect(text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  });
});
