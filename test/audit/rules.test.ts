import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Analysis } from "../../src/analyze/analysis.ts";
import { auditDocument } from "../../src/analyze/audit-document.ts";
import { utf8Octets } from "../../src/bytes/octets.ts";
import { audit } from "../../src/diagnosis/audit.ts";
import { auditRules } from "../../src/diagnosis/audit-rules/index.ts";
import { BssTable } from "../../src/exchange/bss.ts";
import { airFrame } from "../builders/air.ts";
import { buildElement, hex } from "../builders/elements.ts";
import { buildBeacon } from "../builders/frames.ts";
import { createRecorder } from "../builders/recorder.ts";
import { tell } from "../builders/roam.ts";
import {
  type Announcing,
  analyzed,
  auditOf,
  bssidOf,
  findingsOf,
  transmitBeacon,
  transmitProbeResponse,
} from "../builders/site.ts";
import { currentAp, type Stage, targetAp } from "../builders/stage.ts";
import { runCli } from "../cli/test-io.ts";

const one: Announcing = { bssid: bssidOf(1), ssid: "corp", mdid: "a1b2", rsne: {} };
const two: Announcing = { ...one, bssid: bssidOf(2), channel: 6 };
const ciscoElement = buildElement(221, hex("0040960c01"));

const rulesOf = (analysis: Analysis) => findingsOf(auditDocument(analysis)).map(({ rule }) => rule);

describe("the list of audit rules", () => {
  test("holds every file of the folder under the name of the file, and nothing else", () => {
    const files = readdirSync(new URL("../../src/diagnosis/audit-rules/", import.meta.url))
      .filter((name) => name !== "index.ts")
      .map((name) => name.replace(/\.ts$/, ""));
    expect(auditRules.map(({ id }) => id).toSorted()).toEqual(files.toSorted());
  });

  test.each(auditRules.map((rule) => [rule.id, rule] as const))(
    "%s is explained by its own texts, in plain sentences",
    async (id, rule) => {
      const { code, out } = await runCli(["explain", id, "--color", "never"]);
      const printed = out.replace(/\s+/g, " ");
      expect(code).toBe(0);
      for (const text of [id, rule.title, rule.why, rule.decides, ...rule.fix, ...rule.confirm]) {
        expect(printed).toContain(text);
        expect(text).not.toMatch(/!|\b(we|our|us|I)\b/);
      }
      for (const text of [rule.decides, ...rule.fix, ...rule.confirm]) expect(text).toMatch(/\.$/);
      if (rule.severity !== "note") expect(rule.why).not.toBe("");
    },
  );

  test("a rule that fails is named, and the others go on", () => {
    const table = new BssTable();
    const beacon = buildBeacon(one.bssid, {}, buildElement(0, utf8Octets("x")));
    const air = airFrame(beacon);
    if (air.decoded.frame.kind === "beacon") table.announce(one.bssid, air, air.decoded.frame);
    const [first] = auditRules;
    const broken = {
      ...(first as (typeof auditRules)[number]),
      id: "broken",
      judge: () => {
        throw new Error("no such thing");
      },
    };
    const { failures, results } = audit(table.all(), [broken, ...auditRules]);
    expect(failures).toEqual([{ rule: "broken", message: "no such thing" }]);
    expect(results).toEqual([]);
  });
});

describe("adaptive 802.11r", () => {
  const adaptive = { ...one, rsne: { akms: ["00-0f-ac:1"] }, more: [ciscoElement] };

  test("an MDE without FT AKM by a maker that means it is a note", () => {
    const findings = findingsOf(auditOf([adaptive, { ...adaptive, bssid: bssidOf(2) }]));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["adaptive-11r", "note"],
    ]);
  });

  test("without a sign of that maker it is a warning", () => {
    expect(rulesOf(auditOf([{ ...adaptive, more: [] }]))).toEqual(["mde-without-ft-akm"]);
  });

  test("beside BSSs that do offer the FT AKM it is a warning, whoever made it", () => {
    expect(rulesOf(auditOf([adaptive, { ...two, rsne: {} }]))).toContain("mde-without-ft-akm");
  });
});

describe("what must not be called a mistake", () => {
  test("one MDID on several SSIDs is a note only", () => {
    const findings = findingsOf(auditOf([one, { ...two, ssid: "guest" }]));
    expect(findings.map(({ rule, severity }) => [rule, severity])).toEqual([
      ["mdid-shared", "note"],
    ]);
  });

  test("networks of other people are not compared with each other", () => {
    const foreign = { bssid: bssidOf(3), ssid: "neighbour", rsne: { akms: ["00-0f-ac:2"] } };
    expect(rulesOf(auditOf([one, two, foreign]))).toEqual([]);
  });

  test("a beacon that the recorder cut says nothing about what it lacks", () => {
    const recorder = createRecorder();
    transmitBeacon(recorder, two);
    const whole = recorder.records[0];
    if (whole === undefined) throw new Error("no record");
    const { octets } = whole;
    const cut = { ...whole, octets: octets.subarray(0, octets.length - 8) };
    expect(findingsOf(analyzed([cut]))).toEqual([]);
  });
});

describe("a hidden SSID", () => {
  const hidden = { ...one, isHidden: true };

  test("is resolved by a probe response", () => {
    const recorder = createRecorder();
    transmitBeacon(recorder, hidden);
    transmitProbeResponse(recorder, hidden);
    const { networks } = analyzed(recorder.records);
    expect(networks.map(({ ssid, bsss }) => [ssid, bsss[0]?.hidden])).toEqual([
      ["corp", "resolved"],
    ]);
  });

  test("stays open when nothing resolves it", () => {
    const { networks } = auditOf([hidden]);
    expect(networks.map(({ ssid, bsss }) => [ssid, bsss[0]?.hidden])).toEqual([["", "unresolved"]]);
  });

  test("is resolved by an association", () => {
    const ap = { ...currentAp, isHidden: true };
    const told = tell(
      (stage) => {
        stage.beacons();
        stage.associate(ap);
      },
      { aps: [ap, targetAp] },
    );
    const network = analyzed(told.records).networks.find(({ bssids }) => bssids.includes(ap.bssid));
    expect(network?.ssid).toBe("story");
  });
});

describe("changes over time", () => {
  test("a restart is told from timestamps that begin anew", () => {
    const recorder = createRecorder();
    transmitBeacon(recorder, one, { timestampUs: 90_000_000_000n });
    transmitBeacon(recorder, one, { timestampUs: 1_000_000n });
    const analysis = analyzed(recorder.records);
    expect(rulesOf(analysis)).toEqual(["restarted"]);
    expect(analysis.networks[0]?.bsss[0]?.uptimeS).toBe(1);
    expect(analysis.networks[0]?.bsss[0]?.restarts).toHaveLength(1);
  });

  test.each([
    ["back", -5000],
    ["ahead", 3_600_000],
  ])("a recorder's clock that is set %s is told from timestamps that go on", (which, ms) => {
    const recorder = createRecorder();
    let timestampUs = 90_000_000n;
    const beacons = (...bsss: readonly Announcing[]) => {
      for (const bss of bsss) transmitBeacon(recorder, bss, { timestampUs });
      recorder.pass(100);
      timestampUs += 100_000n;
    };
    beacons(one, two);
    recorder.pass(ms);
    beacons(one, two);
    beacons(one, two);
    const [finding, ...rest] = findingsOf(analyzed(recorder.records));
    expect(rest).toEqual([]);
    expect(finding).toMatchObject({
      rule: "clock-set",
      culprit: "capture",
      summary: expect.stringMatching(
        `^The recorder's clock was set [\\d.]+ s ${which} \\(by the beacons of ${one.bssid} and ${two.bssid}\\).$`,
      ),
    });
  });

  test("a clock that one radio alone shows may be the AP's", () => {
    const recorder = createRecorder();
    const other = { ...one, bssid: bssidOf(2) };
    for (const bss of [one, other]) transmitBeacon(recorder, bss, { timestampUs: 90_000_000n });
    recorder.pass(100);
    for (const bss of [one, other]) transmitBeacon(recorder, bss, { timestampUs: 150_100_000n });
    const [finding] = findingsOf(analyzed(recorder.records));
    expect(finding).toMatchObject({
      rule: "clock-set",
      culprit: "none",
      summary: `The recorder's clock was set 60.0 s back, or that of ${one.bssid} and ${other.bssid} the other way.`,
    });
  });

  test("another channel, country or RSNE is a reconfiguration", () => {
    const recorder = createRecorder();
    transmitBeacon(recorder, one);
    transmitBeacon(recorder, { ...one, channel: 11, country: "DE" });
    transmitBeacon(recorder, { ...one, channel: 11, country: "DE", mdid: "c3d4" });
    const [finding, ...rest] = findingsOf(analyzed(recorder.records));
    expect(rest).toEqual([]);
    expect(finding?.rule).toBe("reconfigured");
    expect(finding?.evidence.map(({ field }) => field)).toEqual([
      "channel",
      "country",
      "RSNE, MDE, RSNXE",
    ]);
  });

  test("the start of an AP is no restart: it deauthenticates everybody before its first beacon", () => {
    const dismissed = (isInOperation: boolean) =>
      tell((stage) => {
        if (isInOperation) stage.beacons();
        stage.dismissAll(currentAp);
        stage.beacons();
      });
    expect(rulesOf(analyzed(dismissed(false).records))).toEqual([]);
    expect(rulesOf(analyzed(dismissed(true).records))).toEqual(["restarted"]);
  });
});

describe("key holders, where an association was captured", () => {
  function associations(first: typeof currentAp, second: typeof targetAp) {
    const script = (stage: Stage) => {
      stage.beacons();
      stage.associate(first);
      stage.associate(second);
    };
    return rulesOf(analyzed(tell(script, { aps: [first, second] }).records));
  }

  test("of their own are no finding", () => {
    expect(associations(currentAp, targetAp)).toEqual([]);
  });

  test("one R0KH-ID for two APs is a note", () => {
    expect(associations(currentAp, { ...targetAp, r0khId: currentAp.r0khId })).toEqual([
      "r0kh-id-shared",
    ]);
  });

  test("one R1KH-ID for two APs is a note", () => {
    expect(associations(currentAp, { ...targetAp, r1khId: currentAp.r1khId })).toEqual([
      "r1kh-id-shared",
    ]);
  });
});

describe("FT-SAE refused where FT-PSK is taken", () => {
  const rsne = { akms: ["00-0f-ac:4", "00-0f-ac:9"], capabilities: 0x000c };
  const aps = [
    { ...currentAp, rsne },
    { ...targetAp, rsne },
  ];

  function story(refusals: number) {
    const recorder = createRecorder();
    const ask = (akm: string, status: number, place: number) => {
      tell(
        (stage) => {
          stage.begin(aps[1] as typeof targetAp);
          const as = (draft: { rsne?: object | undefined }) => {
            draft.rsne = { ...draft.rsne, akms: [akm] };
          };
          stage.send("ft-request", { change: as });
          stage.send("ft-response", {
            change: (draft) => {
              as(draft);
              draft.status = status;
            },
          });
        },
        { recorder, aps, station: bssidOf(0x70 + place) } as Parameters<typeof tell>[1],
      );
    };
    return { recorder, ask, refusals };
  }

  test("comes out as keys generated locally, from two refusals on", () => {
    for (const refusals of [1, 2]) {
      const { recorder, ask } = story(refusals);
      tell((stage) => stage.beacons(), { recorder, aps } as Parameters<typeof tell>[1]);
      ask("00-0f-ac:4", 0, 0);
      for (let i = 0; i < refusals; i++) ask("00-0f-ac:9", 53, i + 1);
      const rules = rulesOf(analyzed(recorder.records));
      expect(rules.includes("sae-keys-generated-locally"), `${refusals}`).toBe(refusals === 2);
    }
  });
});
