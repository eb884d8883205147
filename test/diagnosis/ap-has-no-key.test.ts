import { describe, expect, test } from "vitest";
import { stationA } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const holder = "02:00:00:00:03:00";
const own = "02:00:00:00:04:00";
const asked = `FT: Send PMK-R1 pull request from ${own} to remote R0KH address ${holder}`;
const missing = "FT: No PMK-R1 available in local cache for the requested PMKR1Name";
const unknown = "FT: No matching R0KH found";
const denied = `FT: Missing required pairwise in pull response from ${holder}`;
const answer = "FT: Received PMK-R1 pull response";
const notMade = "FT: Did not find PSK to generate PMK-R1 locally";
const found = "FT: Requested PMKR0Name found in local cache";
const refused =
  "FT: Did not have matching PMK-R1 and either unknown or blocked R0KH-ID or NAK from R0KH";

/** hostapd's log of one request for each list of records. */
const hostapd = (...attempts: readonly (readonly string[])[]) =>
  [
    "wlan1: interface state UNINITIALIZED->ENABLED",
    ...attempts.flatMap((texts) => [
      `authentication: STA=${stationA} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
      ...texts,
    ]),
  ]
    .map((text, i) => `1795345907.7${String(i).padStart(5, "0")}: ${text}`)
    .join("\n");

const findingIn = (...texts: readonly string[]) => logFindings(hostapd(texts))[0];

describe("an AP that says that it has no key", () => {
  test.each([
    [
      "its cache has none",
      [missing],
      "possible",
      "it is not in its cache, and the log does not say more",
    ],
    [
      "it knows no such holder",
      [missing, unknown],
      "possible",
      "it knows no key holder of the R0KH-ID that the station names",
    ],
    [
      "it asked once",
      [asked],
      "probable",
      `it asked the key holder ${holder}, and no answer is logged`,
    ],
    [
      "it asked twice",
      [missing, asked, asked],
      "probable",
      `it asked the key holder ${holder} 2 times, and no answer is logged`,
    ],
    [
      "an answer came",
      [missing, asked, answer],
      "possible",
      `it asked the key holder ${holder}, and an answer came; for which station it was, and why it did not do, the log does not say`,
    ],
    [
      "an answer came, and it asked once more",
      [asked, answer, asked, `FT: Timeout pending pull request for ${stationA}`],
      "possible",
      `it asked the key holder ${holder} 2 times, and an answer came; for which station it was, and why it did not do, the log does not say`,
    ],
    [
      "an answer came to what it did not ask",
      [missing, answer],
      "possible",
      "it is not in its cache, and the log does not say more",
    ],
    [
      "an answer came before it asked",
      [answer, asked],
      "probable",
      `it asked the key holder ${holder}, and no answer is logged`,
    ],
    [
      "the holder answered that it has none",
      [asked, answer, `FT: S1KH-ID=${stationA}`, denied],
      "possible",
      `the key holder ${holder} answered that it has no such key`,
    ],
    [
      "it waited in vain",
      [`FT: Timeout pending pull request for ${stationA}`],
      "probable",
      "it asked the key holder, and no answer is logged",
    ],
    [
      "the holder has none",
      [missing, asked, denied],
      "possible",
      `the key holder ${holder} answered that it has no such key`,
    ],
    [
      "no passphrase fits",
      [missing, notMade],
      "possible",
      "no passphrase of its own gives the name that the station offers",
    ],
    [
      "it found one",
      [found],
      "possible",
      "yet it says that it found it, and not why that did not do",
    ],
  ] as const)("%s", (_, texts, confidence, words) => {
    const isAccused = confidence === "probable";
    const finding = findingIn(...texts, refused);
    expect(finding).toMatchObject({
      rule: "ap-has-no-key",
      confidence,
      severity: isAccused ? "fault" : "warning",
      culprit: isAccused ? "key-distribution" : "undetermined",
      station: stationA,
    });
    expect(finding?.summary).toMatch(/ refused 1 attempt of .* for want of its FT key: /);
    expect(finding?.summary.endsWith(`: ${words}.`)).toBe(true);
  });

  test("shows where its search ended and where it refused", () => {
    const evidence = (...texts: readonly string[]) =>
      findingIn(...texts)?.evidence.map(({ line, field, text }) => [line, field, text]);
    expect(evidence(missing, asked, asked, refused)).toEqual([
      [4, "key", `it asked the key holder ${holder} 2 times, and no answer is logged`],
      [6, "FT", "the AP refuses"],
    ]);
  });

  test("asks for what the station offers, and names what would explain it", () => {
    expect(findingIn(missing, refused)?.questions).toEqual([
      {
        question: "Is the name (PMKR0Name, R0KH-ID) that the station offers the right one?",
        answeredBy: "ftscope analyze on a capture of its last full association and of this roam",
      },
    ]);
    const others = (...texts: readonly string[]) =>
      findingIn(...texts, refused)?.alternatives?.map(({ culprit, rule }) => [culprit, rule]);
    expect(others(missing)).toEqual([["station", "station-pmkr0name-wrong"]]);
    expect(others(unknown)).toEqual([["station", "station-r0kh-id-wrong"]]);
    expect(others(notMade)).toEqual([
      ["station", "station-pmkr0name-wrong"],
      ["configuration", undefined],
    ]);
  });

  test("all attempts count that it refused so, and none that it accepted", () => {
    const log = hostapd([missing, refused], [missing, refused], [missing, unknown, refused]);
    expect(logFindings(log)[0]?.summary).toContain("refused 3 attempts of");
    const bare = logFindings(hostapd([refused], [missing, unknown, refused]));
    expect(bare.find(({ rule }) => rule === "ap-has-no-key")?.summary).toMatch(
      /refused 1 attempt of .* it knows no key holder/,
    );
    const answered = (code: number) =>
      `authentication reply: STA=${stationA} auth_alg=2 auth_transaction=2 resp=${code}`;
    const mixed = hostapd([found, answered(0)], [missing, refused], [missing, answered(17)]);
    expect(logFindings(mixed).find(({ rule }) => rule === "ap-has-no-key")?.summary).toContain(
      "refused 1 attempt of",
    );
  });

  test.each([
    ["that it found", [found]],
    ["whose search the log does not have", [refused]],
    ["that it was still looking for", [missing, asked]],
  ])("accuses nobody for a key %s", (_, texts) => {
    const rules = logFindings(hostapd(texts)).map(({ rule }) => rule);
    expect(rules.filter((rule) => rule !== "flex-ap-has-no-key")).toEqual([]);
  });
});

test("an answer after questions for two stations may be for either", () => {
  const other = stationA.replace(/..$/, "7b");
  const asking = (station: string) => [
    `authentication: STA=${station} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl=0x70`,
    asked,
  ];
  const refusing = (station: string) => [`FT: S1KH-ID=${station}`, refused];
  const texts = [
    "wlan1: interface state UNINITIALIZED->ENABLED",
    ...[stationA, other].flatMap(asking),
    ...["FT: RRB received packet 02:00:00:00:03:00 -> 02:00:00:00:04:00", answer],
    ...[stationA, other].flatMap(refusing),
  ];
  const log = texts.map((text, i) => `1795345907.7${String(i).padStart(5, "0")}: ${text}`);
  const findings = logFindings(log.join("\n")).filter(({ rule }) => rule === "ap-has-no-key");
  expect(findings.map(({ station }) => station)).toEqual([stationA, other]);
  for (const { summary } of findings) expect(summary).toContain("and an answer came");
});
