import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { ruleList } from "../../src/diagnosis/explain.ts";

/** Ids of rules that tell it, or why neither air nor log can. */
type Told = readonly [string, ...string[]] | { readonly notVisible: string };

/** Observations that a capture of the air may show, by number. */
const observations: Readonly<Record<string, Told>> = {
  D1: ["ft-not-tried"],
  D2: ["mobility-domains-differ", "mdid-differs"],
  D3: ["no-answer", "r1-key-pull-timeout", "abandoned"],
  D4: ["request-not-acknowledged"],
  D5: ["r1-key-unknown-to-target", "r0-key-expired", "r0-holder-restarted"],
  D6: ["station-pmkr0name-wrong", "station-r0kh-id-wrong"],
  D7: ["r1-key-unknown-to-target"],
  D8: ["station-mdid-wrong", "mobility-domains-differ"],
  D9: ["station-fte-missing", "r1-key-unknown-to-target", "refused"],
  D10: ["ft-disabled-at-target"],
  D11: [
    "station-rsne-not-offered",
    "station-rsne-changed",
    "target-refused-right-rsne",
    "security-differs",
  ],
  D12: ["refused-by-policy", "station-denied-at-target"],
  D13: ["station-element-count-wrong", "security-differs", "refused"],
  D14: [
    "target-mdid-wrong",
    "target-pmkr0name-changed",
    "target-r0kh-id-changed",
    "target-snonce-changed",
    "target-answer-incomplete",
    "target-rsne-mismatch",
    "abandoned",
  ],
  D15: ["station-deadline-missed"],
  D16: ["station-pmkr1name-wrong"],
  D17: ["station-anonce-wrong", "station-snonce-wrong", "station-r1kh-id-wrong"],
  D18: ["station-fte-mic-wrong"],
  D19: ["target-holds-another-pmk-r1", "target-lost-state"],
  D20: ["target-holds-another-pmk-r1"],
  D21: ["target-fte-mic-wrong"],
  D22: [
    "rejected-by-station",
    "target-rsnxe-mismatch",
    "target-nonce-changed",
    "target-pmkr1name-changed",
    "target-r1kh-id-changed",
  ],
  D23: ["target-rsne-mismatch"],
  D24: ["station-element-count-wrong", "target-element-count-wrong"],
  D25: ["r1-key-unknown-to-target", "flex-key-not-at-target"],
  D26: ["ft-reassociation-deferred"],
  D27: ["target-tk-not-installed", "data-stalled"],
  D28: ["station-tk-not-installed"],
  D29: ["key-reinstalled"],
  D30: ["eapol-after-ft"],
  D31: ["target-lost-state"],
  D32: ["old-ap-keeps-sending"],
  D33: ["no-answer"],
  D34: ["target-lost-state"],
  D35: {
    notVisible:
      "FT Action frames under PMF need the TK of the current AP: checks say what is needed",
  },
  D36: ["target-anonce-race"],
  D37: ["association-without-r0kh-id"],
  D38: ["station-r0kh-id-wrong"],
  D39: ["key-distribution-partitioned"],
};

/** Failure classes: A key distribution, B configuration, C exchange, D after it, E not tried, F radio and capture. */
const classes: Readonly<Record<string, Told>> = {
  A1: ["r1-key-unknown-to-target", "target-refuses-every-station"],
  A2: ["r0-holder-restarted", "r0-key-expired", "failures-since-restart", "failures-since-key-age"],
  A3: ["r1-key-pull-timeout", "no-answer", "abandoned"],
  A4: ["key-distribution-partitioned", "key-holder-without-reach"],
  A5: ["negative-cache"],
  A6: ["key-distribution-partitioned", "flex-groups-split"],
  A7: ["cold-first-roam"],
  B1: ["mobility-domains-differ", "mdid-differs"],
  B2: ["ft-on-some-bsss", "ft-akm-without-mde", "ft-disabled-at-target"],
  B3: ["r0kh-id-shared", "r1kh-id-shared", "association-without-r0kh-id"],
  B4: ["r1-key-unknown-to-target"],
  B5: ["ft-not-tried"],
  B6: ["adaptive-11r"],
  B7: {
    notVisible:
      "a station that cannot join at all sends no FT frame; its association without FT is listed with its status",
  },
  B8: ["pmf-differs", "station-rsne-not-offered"],
  B9: ["cipher-differs", "ft-akm-differs", "target-refused-right-rsne"],
  B10: ["station-rsne-not-offered", "target-refused-right-rsne"],
  B11: ["wrong-psk-in-log"],
  C1: ["target-anonce-race"],
  C2: ["station-fte-mic-wrong", "target-holds-another-pmk-r1", "refused"],
  C3: ["station-pmkr1name-wrong"],
  C4: ["station-oci-wrong"],
  C5: ["target-rsne-mismatch", "target-rsnxe-mismatch"],
  C6: ["no-answer", "r1-key-unknown-to-target"],
  C7: ["station-deadline-missed", "target-lost-state"],
  C8: {
    notVisible:
      "an EAPOL-Start under the new key is encrypted, and that it is ignored stands in no frame",
  },
  C9: ["rejected-by-station"],
  C10: ["sound-roam", "key-reinstalled"],
  D1: ["target-tk-not-installed", "data-stalled"],
  D2: ["no-answer", "ft-reassociation-deferred"],
  D3: ["data-stalled", "old-ap-keeps-sending"],
  D4: ["data-stalled"],
  D5: ["target-lost-state", "rejected-by-station"],
  D6: ["steering-collision", "steered-roam", "refused-by-policy"],
  D7: ["station-backs-off", "ft-not-tried"],
  "E sticky": {
    notVisible:
      "a station that stays makes no exchange; ftscope roams shows where it was and how loud",
  },
  "E no FT in the driver": ["ft-not-tried"],
  "E changed address": {
    notVisible:
      "another address is another station as far as frames tell; its key names tie to nothing",
  },
  "E multi-link": {
    notVisible:
      "keys use the MLD address, which the Multi-Link element tells; link addresses are not joined",
  },
  "F lost on the air": ["request-not-acknowledged", "no-answer"],
  "F channel change": ["reconfigured", "no-answer"],
  "F capture gap": ["undecided", "no-answer", "abandoned"],
};

const numbered = (letter: string, last: number) =>
  Array.from({ length: last }, (_, i) => `${letter}${i + 1}`);

/** Ids that the analysis gives to findings: they stand beside the text in its sources. */
function findingIds(): ReadonlySet<string> {
  const folder = new URL("../../src/analyze/", import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".ts"),
  );
  const sources = files.map((name) => readFileSync(new URL(name, folder), "utf8"));
  return new Set(
    sources.flatMap((source) =>
      [...source.matchAll(/\brule: "([a-z0-9-]+)"/g)].map(([, id]) => id as string),
    ),
  );
}

describe("the catalogue", () => {
  const known = new Set(ruleList().map(({ id }) => id));

  test("has every observation and every class", () => {
    expect(Object.keys(observations)).toEqual(numbered("D", 39));
    const letters = Object.keys(classes).filter((id) => !/^[EF] /.test(id));
    expect(letters).toEqual([
      ...numbered("A", 7),
      ...numbered("B", 11),
      ...numbered("C", 10),
      ...numbered("D", 7),
    ]);
    expect(Object.keys(classes).filter((id) => id.startsWith("E "))).toHaveLength(4);
    expect(Object.keys(classes).filter((id) => id.startsWith("F "))).toHaveLength(3);
  });

  const entries = [
    ...Object.entries(observations).map(([id, told]) => [`observation ${id}`, told] as const),
    ...Object.entries(classes).map(([id, told]) => [`class ${id}`, told] as const),
  ];

  test.each(entries)("%s is told by rules that exist, or says why not", (_, told) => {
    if ("notVisible" in told) expect(told.notVisible.length).toBeGreaterThan(20);
    else expect(told.filter((id) => !known.has(id))).toEqual([]);
  });

  test("every rule for exchanges and findings has its place, those that speak of success aside", () => {
    const placed = new Set(entries.flatMap(([, told]) => ("notVisible" in told ? [] : [...told])));
    const aside = new Set(["sound-association", "target-restarted", "key-fits-nothing"]);
    const unplaced = ruleList()
      .filter(({ id }) => !placed.has(id) && !aside.has(id))
      .map(({ id }) => id);
    const own = readdirSync(new URL("../../src/diagnosis/rules/", import.meta.url)).map((name) =>
      name.replace(/\.ts$/, ""),
    );
    expect(unplaced.filter((id) => own.includes(id))).toEqual([]);
  });
});

test("every finding of several exchanges can be explained", () => {
  const known = new Set(ruleList().map(({ id }) => id));
  expect([...findingIds()].filter((id) => !known.has(id))).toEqual([]);
});
