import { describe, expect, test } from "vitest";
import { formatHex } from "../../src/bytes/octets.ts";
import type { Told } from "../builders/roam.ts";
import { talk, tell, tellRoam } from "../builders/roam.ts";
import { currentAp, type Sending, scatter, targetAp } from "../builders/stage.ts";
import { draftWith, fteWith, refusing, saying, spoiled } from "../diagnosis/cases/breaking.ts";
import { analyzeWithFacts } from "../diagnosis/test-rule.ts";

/** The checks of the last exchange with this id. */
function checksOf(told: Told, id: string, keys: "right" | "none" = "none") {
  const { facts } = analyzeWithFacts(told, keys);
  return facts.at(-1)?.checks.filter((check) => check.id === id) ?? [];
}

/** The ANonce that the reassociation request should have carried. */
function anonceExpectedIn(told: Told): string | undefined {
  const check = checksOf(told, "anonce").at(-1);
  expect(check?.role).toBe("reassociation-request");
  return check?.expected;
}

describe("a reassociation request", () => {
  test("is not judged by an answer that refused", () => {
    const told = tell((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.send("ft-response", refusing(53));
      stage.send("reassociation-request", saying(fteWith({ anonce: scatter("another") })));
    });
    expect(anonceExpectedIn(told)).toBeUndefined();
  });

  test("is not judged by an answer that came after it", () => {
    const told = tell((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.send("ft-response", { isLost: true });
      stage.send("reassociation-request");
      stage.send("ft-response", saying(fteWith({ anonce: scatter("another") })));
    });
    expect(anonceExpectedIn(told)).toBeUndefined();
  });

  test("may have taken up an answer that the recorder cut before its nonce", () => {
    const resultWhen = (first: Sending) => {
      const told = tell((stage) => {
        stage.associate(currentAp);
        stage.begin(targetAp);
        stage.send("ft-request");
        stage.send("ft-response", first);
        stage.send("ft-response", saying(fteWith({ anonce: scatter("second answer") })));
        stage.send("reassociation-request", saying(fteWith({ anonce: scatter("another") })));
      });
      return checksOf(told, "anonce").at(-1)?.result;
    };
    expect(resultWhen({})).toBe("fault");
    expect(resultWhen({ cutTo: 80 })).toBe("cannot-tell");
  });

  test("is judged by the last answer when it takes up none", () => {
    const told = tell((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.send("ft-response");
      stage.send("ft-response", saying(fteWith({ anonce: scatter("second answer") })));
      stage.send("reassociation-request", saying(fteWith({ anonce: scatter("another") })));
    });
    expect(anonceExpectedIn(told)).toBe(formatHex(scatter("second answer")));
  });
});

test("without the AKM no key is asked for but the AKM itself", () => {
  const silent = saying(draftWith({ rsne: undefined }));
  const told = tellRoam({
    association: "before-the-capture",
    beacons: "missed",
    sendings: {
      "ft-request": silent,
      "ft-response": silent,
      "reassociation-request": silent,
      "reassociation-response": silent,
    },
  });
  expect(checksOf(told, "fte-mic-request")).toMatchObject([
    {
      result: "cannot-tell",
      needs: ["the AKM of the station"],
      text: "the AKM is in none of the captured frames",
    },
  ]);
});

describe("data after an attempt with several answers", () => {
  test("decrypt with the key of the answer that the station took up", () => {
    for (const place of [0, 1]) {
      const told = tell((stage) => {
        stage.associate(currentAp);
        stage.begin(targetAp);
        stage.send("ft-request");
        const answers = [
          stage.send("ft-response"),
          stage.send("ft-response", saying(fteWith({ anonce: scatter("second answer") }))),
        ];
        const anonce = answers[place]?.fte?.anonce ?? new Uint8Array(32);
        const taking = saying((draft) => {
          fteWith({ anonce })(draft);
          draft.key.anonce = anonce;
        });
        stage.send("reassociation-request", taking);
        stage.send("reassociation-response", taking);
        stage.arrive();
        talk(stage);
      });
      const results = ["fte-mic-request", "tk-uplink", "tk-downlink"].map(
        (id) => checksOf(told, id, "right")[0]?.result,
      );
      expect(results).toEqual(["sound", "sound", "sound"]);
    }
  });
});

test("a wrong MIC is judged where the frames before lack the elements that could explain it", () => {
  const told = tellRoam({
    sendings: {
      "ft-request": spoiled(draftWith({ rsne: undefined, mde: undefined })),
      "ft-response": spoiled(draftWith({ rsne: undefined, mde: undefined, rsnxe: undefined })),
      "reassociation-request": spoiled(fteWith({ mic: scatter("no MIC", 16) })),
    },
  });
  const { analysis, facts } = analyzeWithFacts(told);
  expect(analysis.findings).toEqual([]);
  expect(facts.at(-1)?.checks.filter(({ id }) => id === "fte-mic-request")).toMatchObject([
    { result: "fault" },
  ]);
});
