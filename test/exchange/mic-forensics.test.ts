import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { ExchangeReport } from "../../src/analyze/analysis.ts";
import { macOctets } from "../../src/bytes/mac-address.ts";
import { utf8Octets } from "../../src/bytes/octets.ts";
import { derivePtk } from "../../src/crypto/ft-keys.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import type { Check } from "../../src/exchange/check.ts";
import { associationRequests, associationResponses, isFt } from "../../src/exchange/exchange.ts";
import type { KeySpec } from "../../src/exchange/key-ring.ts";
import { explainMic } from "../../src/exchange/mic-forensics.ts";
import { type Draft, ftPsk } from "../builders/draft.ts";
import { analyzeRoam, keysOf, type RoamStory, tellRoam } from "../builders/roam.ts";
import { type Label, type Stage, scatter, targetAp } from "../builders/stage.ts";
import { flipBit } from "../crypto/vectors.ts";
import { analyzeWithFacts } from "../diagnosis/test-rule.ts";
import { sign } from "./forged-mic.ts";
import {
  type MicMistakeCase,
  micMistakeCases,
  otherPassphrase,
  r1khId,
  type Side,
  swapNonces,
} from "./mic-mistake-cases.ts";

interface SideOfRoam {
  readonly first: Label;
  readonly second: Label;
  readonly sequence: 5 | 6;
  readonly check: Check["id"];
  readonly culprit: string;
}

const sides: Readonly<Record<Side, SideOfRoam>> = {
  station: {
    first: "ft-request",
    second: "reassociation-request",
    sequence: 5,
    check: "fte-mic-request",
    culprit: "station",
  },
  target: {
    first: "ft-response",
    second: "reassociation-response",
    sequence: 6,
    check: "fte-mic-response",
    culprit: "target-ap",
  },
};

const keys: readonly KeySpec[] = [
  ...keysOf("right"),
  {
    kind: "passphrase",
    label: "the passphrase next door",
    secret: new SecretKey("psk", utf8Octets(otherPassphrase)),
  },
];

const nothing = () => {};

/** A roam in which one side makes a MIC wrongly and the other one does not accept it. */
function storyOf(side: Side, mistake: Omit<MicMistakeCase, "says">): RoamStory {
  const { first, second, sequence } = sides[side];
  const refuses = side === "station";
  return {
    target: { ...targetAp, r1khId, ...mistake.target },
    sendings: {
      [first]: { change: mistake.first ?? nothing },
      [second]: {
        change: mistake.change ?? nothing,
        spoil: (draft: Draft) => {
          sign(draft, sequence, mistake.slip);
          mistake.after?.(draft);
        },
      },
      ...(refuses
        ? {
            "reassociation-response": {
              change: (draft: Draft) => {
                draft.status = 55;
              },
            },
          }
        : {}),
    },
    ending: (stage: Stage) => {
      if (!refuses) stage.leave("station", 13);
    },
  };
}

function roamOf(story: RoamStory): ExchangeReport {
  const roam = analyzeRoam(tellRoam(story), { keys }).exchanges.find(({ kind }) =>
    kind.startsWith("ft-over"),
  );
  if (roam === undefined) throw new Error("the story has no roam");
  return roam;
}

function micCheckOf(side: Side, { checks }: ExchangeReport): Check {
  const check = checks.find(({ id }) => id === sides[side].check);
  if (check === undefined) throw new Error("the MIC was not checked");
  return check;
}

const cases = Object.entries(micMistakeCases).flatMap(([name, mistake]) =>
  (mistake.sides ?? (["station", "target"] as const)).map((side) => ({ name, side, mistake })),
);

test.each(cases)("$name of the $side is found and said", ({ name, side, mistake }) => {
  const roam = roamOf(storyOf(side, mistake));
  const check = micCheckOf(side, roam);
  const { isAnotherPmkR1 = false, says } = mistake;
  expect(check).toMatchObject({ result: "fault", text: expect.stringContaining(says) });
  if (side === "station") {
    expect(check.variant).toBe(mistake.id ?? name);
    expect(roam.verdict.culprit).toBe("station");
  } else {
    // A target that makes its MIC wrongly is told from one that was given another PMK-R1.
    expect(check.variant).toBe(isAnotherPmkR1 ? "no-key-fits" : "holds-the-key");
    expect(roam.verdict.culprit).toBe(isAnotherPmkR1 ? "key-distribution" : "target-ap");
  }
});

describe.each(["station", "target"] as const)("a MIC of the %s", (side) => {
  test("that is right has no explanation", () => {
    const check = micCheckOf(side, roamOf(storyOf(side, {})));
    expect(check).toMatchObject({ result: "sound", seen: check.expected });
    expect(check.text).toMatch(/^verifies/);
    expect(check.variant).toBeUndefined();
  });

  test("that is right under RSNXE, RIC and vendor elements has no explanation", () => {
    for (const id of ["without-rsnxe", "without-ric", "with-vendor-elements"]) {
      const { says, slip, ...withoutSlip } = micMistakeCases[id] as MicMistakeCase;
      expect(says).toBeDefined();
      expect(slip).toBeDefined();
      expect(micCheckOf(side, roamOf(storyOf(side, withoutSlip))).result).toBe("sound");
    }
  });

  test("that nothing explains is said to have no explanation", () => {
    const roam = roamOf(
      storyOf(side, {
        after: ({ fte }) => {
          if (fte !== undefined) fte.mic = scatter("no MIC at all", 16);
        },
      }),
    );
    const check = micCheckOf(side, roam);
    expect(check).toMatchObject({
      result: "fault",
      text: "does not verify with the key of this PMKR0Name, nor with any known mistake",
      variant: side === "station" ? "unexplained" : "holds-the-key",
    });
    expect(roam.verdict.culprit).toBe(sides[side].culprit);
  });

  test("with up to 31 bits changed is a garbled one, and the bits are counted", () => {
    const bits = fc.uniqueArray(fc.nat({ max: 127 }), { minLength: 1, maxLength: 31 });
    fc.assert(
      fc.property(bits, (changed) => {
        const after = ({ fte }: { fte: { mic?: Uint8Array } | undefined }) => {
          if (fte?.mic !== undefined) fte.mic = changed.reduce(flipBit, fte.mic);
        };
        const check = micCheckOf(side, roamOf(storyOf(side, { after })));
        expect(check.text).toBe(
          `it differs from the right one in ${changed.length} of 128 bits: computed right and changed afterwards`,
        );
      }),
      { numRuns: 10, examples: [[[...new Array(31).keys()]]] },
    );
  });
});

test("a MIC with 32 bits changed could be any MIC", () => {
  const after: MicMistakeCase["after"] = ({ fte }) => {
    if (fte?.mic !== undefined) fte.mic = [...new Array(32).keys()].reduce(flipBit, fte.mic);
  };
  const check = micCheckOf("station", roamOf(storyOf("station", { after })));
  expect(check.variant).toBe("unexplained");
});

test("a PTK lengthened by a KDK is searched for mistakes as well", () => {
  const check = micCheckOf(
    "station",
    roamOf(
      storyOf("station", {
        change: swapNonces,
        after: (draft) => {
          const { pmkR1, anonce, snonce, bssid, station, tkLength } = draft.key;
          const { kck } = derivePtk({
            lengths: ftPsk,
            pmkR1,
            anonce,
            snonce,
            bssid: macOctets(bssid),
            stationAddress: macOctets(station),
            tkLength,
            kdkLength: 32,
          });
          sign(draft, 5, () => ({ key: kck }));
        },
      }),
    ),
  );
  expect(check.variant).toBe("nonces-swapped");
});

test("asked for a MIC that is right, the search explains nothing", () => {
  const { facts } = analyzeWithFacts(tellRoam());
  const context = facts.map((fact) => fact.context).find(({ exchange }) => isFt(exchange));
  const ptk = context?.keys.ptk;
  if (context === undefined || ptk === undefined) throw new Error("no key");
  const frames = [
    ...associationRequests(context.exchange),
    ...associationResponses(context.exchange),
  ];
  expect(frames.map((frame) => explainMic(context, frame, [ptk]))).toEqual([undefined, undefined]);
});
