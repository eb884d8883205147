import { describe, expect, test } from "vitest";
import { aireosLog, flexAp, oldAp, stationA, targetAp } from "../builders/aireos-log.ts";
import { logFindings } from "../builders/log-findings.ts";

const thirdAp = flexAp("02:a0:00:00:03:3");

function findingIn(...texts: readonly string[]) {
  return logFindings(...texts).find(({ rule }) => rule === "flex-key-not-at-target");
}

const refused = (target = targetAp, path: "Air" | "DS" = "Air") =>
  aireosLog().request(0, target, path).lookupFailed(3, target);

const dump = (label: string, value: string) => `${label}.... ${value}`;
const wlan = (...rows: readonly string[]) =>
  ["WLAN Identifier.... 2", "Network Name (SSID).... voice", ...rows, ""].join("\n");
const switching = (value: string) => dump("FlexConnect Local Switching", value);
const central = (value: string) => dump("FlexConnect Central Association", value);

const apDump = (name: string, group: string) =>
  `Cisco AP Name.... ${name}\nAP Mode.... FlexConnect\nFlexConnect Group.... ${group}\n`;
/** By which the dump of an AP is known to be that of the radio in the log. */
const clientDump = (name: string, { radio }: { readonly radio: string }) =>
  `Client MAC Address.... ${stationA}\nAP MAC Address.... ${radio}\nAP Name.... ${name}\n`;
const named = [clientDump("old", oldAp), clientDump("new", targetAp)];
const groups = (ofOld: string, ofTarget: string) => [apDump("old", ofOld), apDump("new", ofTarget)];
/** A log that says at which AP the station is while it is refused. */
const told = () => refused().apDelete(4, targetAp, oldAp);

const withDumps = (...dumps: readonly string[]) => findingIn(told().text(), ...dumps);
const seen = (finding: ReturnType<typeof findingIn>) =>
  finding?.evidence.map(({ line, field, seen: value, text }) => [line, field, value, text]);
const excluded = (finding: ReturnType<typeof findingIn>) =>
  finding?.excluded?.map(({ text, because }) => `${text}: ${because}`) ?? [];
const questions = (finding: ReturnType<typeof findingIn>) =>
  finding?.questions?.map(({ question }) => question) ?? [];
const answers = (finding: ReturnType<typeof findingIn>) =>
  finding?.questions?.map(({ answeredBy }) => answeredBy).join("\n");
const others = (finding: ReturnType<typeof findingIn>) =>
  finding?.alternatives?.map(({ culprit, rule, text }) => [culprit, rule, text]) ?? [];

describe("nobody is accused of withholding the key", () => {
  const asks = () => aireosLog().request(0, targetAp);
  const says = (text: string) => asks().say("spamApTask3", 3, text);
  const onAp = `Association Failed on REAP AP BSSID ${targetAp.bssid} (slot 1), status 17 0`;
  const mismatch = "RSNIE AKM does not match with PMK cache entry";

  test.each([
    ["where the roam succeeds", aireosLog().success(0, targetAp), ["ft-roams-in-log"]],
    ["where the log does not say how it ends", asks(), []],
    [
      "where the controller has no key itself",
      aireosLog().requestWithoutKey(0).lookupFailed(3, targetAp),
      ["ft-without-controller-key"],
    ],
    [
      "where the log says nothing of the controller's key",
      aireosLog().lookupFailed(3, targetAp),
      ["flex-ap-has-no-key"],
    ],
    [
      "where the report is of another AP than the one that was asked",
      asks().lookupFailed(3, thirdAp),
      ["flex-ap-has-no-key"],
    ],
    ["where the AP gives another cause", says(`${onAp} too many stations`), ["ft-refused-by-ap"]],
    ["where the AKM of the key is another", says(mismatch), ["ft-refused-by-ap"]],
    [
      "where the report comes too late for it",
      asks().lookupFailed(1001, targetAp),
      ["flex-ap-has-no-key"],
    ],
  ])("%s", (_, log, rules) => {
    expect(logFindings(log.text()).map(({ rule }) => rule)).toEqual(rules);
  });
});

describe("how sure the key distribution is accused", () => {
  test.each([
    ["nothing but the log", [], "probable"],
    ["two groups of the two APs of the roam", [...groups("a", "b"), ...named], "proven"],
    ["no group of one of them", [...groups("a", "Not a member of any group"), ...named], "proven"],
    ["two groups, whose is not known", groups("a", "b"), "probable"],
    ["no group, whose is not known", groups("a", "none"), "probable"],
    ["one group", [...groups("a", "a"), ...named], "possible"],
    ["one group, whose is not known", groups("a", "a"), "possible"],
    ["the default group", [...groups("default", "default"), ...named], "probable"],
    ["local switching on", [wlan(switching("Enabled"))], "probable"],
    ["local switching off", [wlan(switching("Disabled"))], "possible"],
    [
      "two groups, but local switching off",
      [...groups("a", "b"), ...named, wlan(switching("Disabled"))],
      "possible",
    ],
    ["a WLAN that does not say", [wlan("FT Support.... Enabled")], "probable"],
    ["switching of no known value", [wlan(switching("Unknown"))], "probable"],
    ["one of two WLANs off", [wlan(switching("Disabled")), wlan(switching("Enabled"))], "probable"],
    ["one of two WLANs off, one silent", [wlan(switching("Disabled")), wlan()], "probable"],
    ["both WLANs off", [wlan(switching("Disabled")), wlan(switching("Disabled"))], "possible"],
    [
      "a row of a like name",
      [wlan(dump("Old FlexConnect Local Switching", "Disabled"))],
      "probable",
    ],
    [
      "a row of a longer name",
      [wlan(dump("FlexConnect Local Switching State", "Disabled"))],
      "probable",
    ],
  ])("%s", (_, dumps, confidence) => {
    expect(withDumps(...dumps)).toMatchObject({ culprit: "key-distribution", confidence });
  });

  test("the AP that the station has left since proves nothing of the roam", () => {
    const dumps = [...groups("a", "b"), ...named];
    const confidence = (log: ReturnType<typeof aireosLog>) =>
      findingIn(log.text(), ...dumps)?.confidence;
    const refusedEarlier = () => aireosLog().requestWithoutKey(0).apDelete(5, thirdAp, oldAp);
    const failing = (log: ReturnType<typeof aireosLog>) =>
      log.request(60_000, targetAp).lookupFailed(60_003, targetAp);
    expect(confidence(failing(refusedEarlier()))).toBe("proven");
    expect(confidence(failing(refusedEarlier().requestWithoutKey(30_000)))).toBe("proven");
    expect(confidence(failing(refusedEarlier().success(30_000, thirdAp)))).toBe("probable");
    const joined = `Association received from mobile on BSSID ${thirdAp.bssid}`;
    expect(confidence(failing(refusedEarlier().say("x", 30_000, joined)))).toBe("probable");
    const before = aireosLog().success(-90_000, thirdAp).say("x", -60_000, joined);
    before.requestWithoutKey(0).apDelete(5, thirdAp, oldAp);
    expect(confidence(failing(before))).toBe("proven");
    expect(confidence(told().success(30_000, thirdAp).say("x", 60_000, joined))).toBe("proven");
    const later = refused().success(30_000, thirdAp).requestWithoutKey(60_000);
    expect(confidence(later.apDelete(60_005, thirdAp, oldAp))).toBe("probable");
  });

  test("a station that has roamed is at its new AP, not at its old one", () => {
    const roamed = (from: typeof oldAp, to: typeof oldAp) =>
      findingIn(
        aireosLog()
          .say("x", 0, `Updated location for station old AP ${from.radio}-1, new AP ${to.radio}-1`)
          .request(9000, targetAp)
          .lookupFailed(9003, targetAp)
          .text(),
        ...groups("a", "b"),
        ...named,
      );
    expect(roamed(thirdAp, oldAp)?.confidence).toBe("proven");
    expect(roamed(oldAp, thirdAp)?.confidence).toBe("probable");
  });
});

describe("what is told of it", () => {
  test("the APs that refused, the attempts, and nothing of APs that did not", () => {
    expect(findingIn(refused().text())?.summary).toBe(
      `The target AP ${targetAp.bssid} (BSSID, slot 1) refused 1 attempt of ${stationA} for want of its FT key, while the controller held one (FT-802.1X). The likeliest reason: the two APs are not in one FlexConnect group that is not the default one.`,
    );
    const mixed = refused().success(30_000, oldAp).request(60_000, thirdAp);
    mixed.lookupFailed(60_004, thirdAp).request(60_400, thirdAp).lookupFailed(60_404, thirdAp);
    expect(findingIn(mixed.text())?.summary).toContain(
      `The target AP ${targetAp.bssid} (BSSID, slot 1) and ${thirdAp.bssid} (BSSID, slot 1) refused 3 attempts of ${stationA} for want of its FT key, while the controller held one (FT-802.1X); to ${oldAp.bssid} (BSSID, slot 1) 1 of 1 succeeded. The likeliest`,
    );
  });

  test("attempts for which the controller held no key, and other refusals, do not count", () => {
    const log = refused().requestWithoutKey(500).lookupFailed(505, thirdAp).request(900, thirdAp);
    log.say(
      "x",
      905,
      `Association Failed on REAP AP BSSID ${thirdAp.bssid} (slot 1), status 17 0 no`,
    );
    const summary = findingIn(log.text())?.summary;
    expect(summary).toContain("refused 1 attempt of");
    expect(summary).not.toContain(thirdAp.bssid);
  });

  test.each([
    [
      "a",
      "b",
      'The two APs are not in one FlexConnect group: old is in FlexConnect group "a", new in FlexConnect group "b"',
    ],
    [
      "a",
      "none",
      'The two APs are not in one FlexConnect group: old is in FlexConnect group "a", new in no FlexConnect group',
    ],
    [
      "default",
      "default",
      "The two APs are in the default group, which Cisco's guides exclude from fast roaming: old",
    ],
    [
      "a",
      "a",
      'Yet old is in FlexConnect group "a", new in FlexConnect group "a": the group is not the reason, the key was lost or never sent otherwise',
    ],
  ])("groups %s and %s", (ofOld, ofTarget, words) => {
    const whose = ", if these dumps are of the two APs of the roam.";
    const tied = withDumps(...groups(ofOld, ofTarget), ...named)?.summary;
    expect(tied).toContain(words);
    expect(tied).not.toContain(whose);
    const untied = withDumps(...groups(ofOld, ofTarget))?.summary;
    expect(untied).toContain(words);
    expect(untied?.endsWith(whose)).toBe(true);
  });

  test("the lines that say that the controller has the key and the AP has none", () => {
    expect(seen(findingIn(refused().text()))).toEqual([
      [
        4,
        "PMK cache",
        "FT-802.1X",
        "the controller holds a key of the station, of the AKM it asks with",
      ],
      [
        6,
        "Status Code",
        "11 Reassociation denied, no association to confirm",
        'the AP reports 3 ms after the request: "802.11r Key Cache look up failed in (re)-assoc req"',
      ],
    ]);
  });

  test("no delay where the clock was set between request and refusal", () => {
    const finding = findingIn(
      aireosLog().request(0, targetAp).lookupFailed(-3_600_000, targetAp).text(),
    );
    expect(finding?.evidence.map(({ text }) => text)).toContain(
      'the AP reports: "802.11r Key Cache look up failed in (re)-assoc req"',
    );
    expect(excluded(finding)).toEqual(
      excluded(findingIn(refused().text())).filter(
        (text) => !/deadline|without its controller/.test(text),
      ),
    );
  });

  test("rows of the dumps: the groups, and local switching where it matters", () => {
    const rows = (...dumps: readonly string[]) => seen(withDumps(...dumps))?.slice(2);
    expect(rows(wlan(switching("Enabled")))).toEqual([
      [3, "FlexConnect Local Switching", "Enabled", "the AP answers from its own key cache"],
    ]);
    const doubt = "the controller should answer, yet an AP reports the refusal";
    expect(rows(wlan(switching("Disabled")))).toEqual([
      [3, "FlexConnect Local Switching", "Disabled", doubt],
    ]);
    expect(rows(wlan(switching("Unknown")))).toEqual([]);
    expect(rows(wlan("FT Support.... Enabled"))).toEqual([]);
    expect(rows(wlan(switching("Disabled")), wlan(switching("Enabled")))).toEqual([
      [3, "FlexConnect Local Switching", "Enabled", "the AP answers from its own key cache"],
    ]);
    expect(rows(...groups("a", "b"))).toEqual([
      [3, "FlexConnect Group", "a", "the group of AP old"],
      [3, "FlexConnect Group", "b", "the group of AP new"],
    ]);
  });
});

describe("what else could be the cause", () => {
  const defect = (...dumps: readonly string[]) =>
    others(withDumps(...dumps)).filter(([culprit]) => culprit === "target-ap");

  test("a lost key, a defect, a wrong name, a malformed request, the likeliest first", () => {
    expect(others(findingIn(refused().text())).map(([culprit, rule]) => [culprit, rule])).toEqual([
      ["key-distribution", undefined],
      ["target-ap", undefined],
      ["station", "station-pmkr0name-wrong"],
      ["station", undefined],
    ]);
  });

  test("a defect together with Central Association, unless that is off", () => {
    expect(defect()[0]?.[2]).toContain("Central Association, if that is enabled:");
    expect(defect(wlan(central("Enabled")))[0]?.[2]).toContain(", which is enabled:");
    expect(defect(wlan(central("Disabled")), wlan(central("Enabled")))).toHaveLength(1);
    expect(defect(wlan(central("Disabled")))).toEqual([]);
    expect(others(withDumps(wlan(central("Unknown"))))).toHaveLength(3);
    expect(defect(wlan(dump("Old FlexConnect Central Association", "Enabled")))).toEqual([]);
    expect(defect(wlan(dump("FlexConnect Central Association State", "Enabled")))).toEqual([]);
  });

  test("the group is called right only where the dumps do not tell of it", () => {
    const first = (...dumps: readonly string[]) => others(withDumps(...dumps))[0]?.[2];
    expect(first()).toMatch(/^The group is right, but the target AP joined/);
    expect(first(...groups("a", "b"))).toMatch(/^The group is right, but the target AP joined/);
    expect(first(...groups("a", "a"))).toMatch(/^The target AP joined/);
    expect(first(...groups("a", "b"), ...named)).toMatch(/^The target AP joined/);
  });
});

describe("what it is not", () => {
  test("by the log: the AKM, the DS, another controller, the deadline, a lost request", () => {
    expect(excluded(findingIn(refused().text()))).toEqual([
      "another AKM or cipher than the network's: the controller finds that the AKM of the request is that of the key, FT-802.1X",
      "trouble on the way over the DS: the station asked over the air",
      "a roam between controllers: the controller calls it local",
      "the reassociation deadline: the refusal came 3 ms after the request",
      "the target AP without its controller, or a lost request: the AP heard the station and reports to the controller at once",
    ]);
    expect(
      findingIn(refused().text())?.excluded?.map(({ evidence }) => [
        evidence?.line,
        evidence?.field,
        evidence?.seen,
        evidence?.text,
      ]),
    ).toEqual([
      [4, "AKM", "FT-802.1X", "matches the PMK cache entry"],
      [1, "path", undefined, "over the air"],
      [undefined, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined],
      [undefined, undefined, undefined, undefined],
    ]);
  });

  test("a request over the DS, or beyond this controller, leaves those open", () => {
    const all = excluded(findingIn(refused().text()));
    const without = (part: string) => all.filter((text) => !text.includes(part));
    expect(excluded(findingIn(refused(targetAp, "DS").text()))).toEqual(without("over the DS"));
    const foreign = refused().text().replace("Doing local roaming", "Doing remote roaming");
    expect(excluded(findingIn(foreign))).toEqual(without("between controllers"));
  });

  const rows = [
    dump("FT Support", "Enabled"),
    dump("FT Reassociation Timeout", "20"),
    dump("Load Balancing", "Disabled"),
  ];

  test("by the WLAN: FT off, the deadline, load", () => {
    const finding = findingIn(refused().text(), wlan(...rows));
    expect(excluded(finding)).toContain(
      "the reassociation deadline: the refusal came 3 ms after the request, the limit is 20 s",
    );
    expect(
      finding?.excluded
        ?.filter(({ evidence }) => evidence?.log === 1)
        .map(({ text, evidence }) => [text, evidence?.line, evidence?.text]),
    ).toEqual([
      [
        "FT off, or another mobility domain, at the target AP",
        3,
        "one setting for all APs of the WLAN",
      ],
      ["load balancing or admission", 5, "no station is turned away for load"],
    ]);
  });

  test.each([
    [
      "says the opposite",
      [wlan(dump("FT Support", "Disabled"), dump("Load Balancing", "Enabled"))],
    ],
    ["says nothing", [wlan()]],
    [
      "has rows of like names",
      [
        wlan(
          ...rows.map((row) => `Old ${row}`),
          ...rows.map((row) => row.replace("....", " State....")),
        ),
      ],
    ],
    ["is not known to be the station's", [wlan(...rows), wlan(...rows)]],
  ])("a WLAN that %s excludes nothing", (_, dumps) => {
    expect(excluded(findingIn(refused().text(), ...dumps))).toEqual(
      excluded(findingIn(refused().text())),
    );
  });

  test("a removal that followed is a consequence, one that went before is not", () => {
    const removal = (log: ReturnType<typeof aireosLog>) =>
      findingIn(log.text())?.excluded?.filter(({ text }) => text.startsWith("the removal"));
    expect(removal(refused())).toEqual([]);
    expect(removal(refused().removal(3, 900, oldAp))).toMatchObject([
      {
        because: "attempt 1 had failed before it: it is a consequence",
        evidence: { line: 7, field: "deletion", text: "decided after the refusal" },
      },
    ]);
    expect(removal(refused().removal(700, 900, oldAp))).toEqual([]);
    const before = aireosLog()
      .requestWithoutKey(0)
      .lookupFailed(3, targetAp)
      .removal(4, 900, oldAp);
    before.request(60_000, targetAp).lookupFailed(60_003, targetAp).removal(60_004, 60_900, oldAp);
    expect(removal(before)).toEqual([]);
  });
});

describe("what the log leaves open", () => {
  const group = /in one FlexConnect group/;
  const removed = "Did the station hear that it was disconnected from its old AP?";

  test("groups, the frame that was refused, the target's restart, the controller's key", () => {
    expect(questions(findingIn(refused().text()))).toEqual([
      `Are the current AP of the station and ${targetAp.bssid} (BSSID, slot 1) in one FlexConnect group that is not the default one?`,
      "Did the station ever send a Reassociation Request, or was its FT Authentication Request refused already? The log cannot say: the AP's words fit both.",
      "Did the target AP join its controller after the station's last full association?",
      "Does the controller hold an 802.11r key of the station?",
    ]);
    expect(answers(findingIn(refused().text()))).toContain(
      "(11 is what the AP told the controller)",
    );
  });

  test("the groups, until both APs' own dumps tell them", () => {
    expect(questions(withDumps())[0]).toContain(`Are ${oldAp.radio} (radio, slot 1) and`);
    expect(questions(withDumps(...groups("a", "b")))[0]).toMatch(group);
    expect(questions(withDumps(...groups("a", "b"), ...named))).toEqual(
      questions(withDumps()).filter((question) => !group.test(question)),
    );
  });

  test("no word of the request where the log has it", () => {
    const log = aireosLog().request(0, targetAp);
    log.say("x", 5, `Reassociation received from mobile on BSSID ${targetAp.bssid}`);
    expect(questions(findingIn(log.lookupFailed(9, targetAp).text()))).toEqual(
      questions(findingIn(refused().text())).filter(
        (question) => !question.includes("Reassociation Request"),
      ),
    );
  });

  test("whether the station heard of its removal, where it was told", () => {
    const of = (text: string) => findingIn(text);
    const log = refused().removal(3, 900, oldAp).text();
    const without = (wording: RegExp) =>
      log
        .split("\n")
        .filter((line) => !wording.test(line))
        .join("\n");
    expect(questions(of(log))).toContain(removed);
    expect(answers(of(log))).toContain("a capture on the channel of the old AP:");
    expect(questions(of(without(/Sent Disassociate/)))).toContain(removed);
    expect(questions(of(without(/Sent Deauthenticate/)))).toContain(removed);
    expect(questions(of(without(/Sent (?:Disassociate|Deauthenticate)/)))).not.toContain(removed);
    const current = told().removal(3, 900, oldAp).text();
    expect(answers(of(current))).toContain(
      `a capture on the channel of ${oldAp.radio} (radio, slot 1):`,
    );
  });

  test("the controller's key, until its cache shows one of FT for the station", () => {
    const cache = (type: string, station: string = stationA) =>
      `Number of PMK cache entries: 1\n${type}   ${station}   1200   -\n`;
    const asked = (...dumps: readonly string[]) => {
      const all = questions(findingIn(refused().text()));
      const left = questions(findingIn(refused().text(), ...dumps));
      expect(all.slice(0, left.length)).toEqual(left);
      expect(all.slice(left.length).join()).toMatch(/^$|^Does the controller hold an 802.11r key/);
      return left.length === all.length;
    };
    expect(asked(cache("TGR"))).toBe(false);
    expect(asked(cache("DOT11R"))).toBe(false);
    expect(asked(cache("RSN"))).toBe(true);
    expect(asked(cache("TGR", "02:5a:00:00:00:0b"))).toBe(true);
    expect(asked(cache("TGR", "02:5a:00:00:00:0b"), cache("TGR"))).toBe(false);
  });
});
