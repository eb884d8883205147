import { describe, expect, test } from "vitest";
import { formatHex } from "../../src/bytes/octets.ts";
import type { Told } from "../builders/roam.ts";
import { talk, tell, tellRoam } from "../builders/roam.ts";
import { currentAp, type Sending, scatter, targetAp } from "../builders/stage.ts";
import {
  draftWith,
  fteWith,
  refusing,
  rsneWith,
  saying,
  spoiled,
} from "../diagnosis/cases/breaking.ts";
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
      expect(checksOf(told, "anonce").at(-2)).toMatchObject({
        role: "reassociation-request",
        result: "sound",
        against: [{ frame: told.frames("ft-response")[place] }],
      });
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

describe("every check of a sound roam with its key", () => {
  const rsnxe = Uint8Array.of(0x21, 0x04);
  const told = tellRoam({
    current: { ...currentAp, rsnxe },
    target: { ...targetAp, rsnxe },
  });
  const { facts } = analyzeWithFacts(told);

  test("is sound, and says what was seen", () => {
    const checks = facts.flatMap((each) => each.checks);
    expect(checks.filter(({ result }) => result !== "sound")).toEqual([]);
    expect(checks.filter(({ text }) => text === undefined || text === "")).toEqual([]);
  });

  test("compares what was seen with what had to be", () => {
    const roam = facts.at(-1)?.checks ?? [];
    const compared = roam.filter(
      ({ seen, expected }) => seen !== undefined && expected !== undefined,
    );
    const idsOf = (role: string) =>
      compared.filter((check) => check.role === role).map(({ id }) => id);
    const names = ["mdid", "rsne-consistency", "r0kh-id"];
    expect(idsOf("ft-authentication-request").toSorted()).toEqual(
      [...names, "pmkr0name"].toSorted(),
    );
    expect(idsOf("ft-authentication-response").toSorted()).toEqual(
      [...names, "pmkr0name", "snonce"].toSorted(),
    );
    const second = [
      ...names,
      "r1kh-id",
      "anonce",
      "snonce",
      "pmkr1name-derivation",
      "element-count",
    ];
    expect(idsOf("reassociation-request").toSorted()).toEqual(
      [...second, "pmkr1name", "fte-mic-request", "reassociation-deadline"].toSorted(),
    );
    expect(idsOf("reassociation-response").toSorted()).toEqual(
      [...second, "rsnxe-consistency", "fte-mic-response"].toSorted(),
    );
  });
});

test("an FT request without an RSNE has no PMKR0Name that could be wrong", () => {
  const told = tellRoam({
    sendings: { "ft-request": spoiled(draftWith({ rsne: undefined })) },
    until: "ft-request",
  });
  expect(checksOf(told, "rsne-consistency")[0]?.result).toBe("fault");
  expect(checksOf(told, "pmkr0name")[0]?.result).toBe("cannot-tell");
});

test("an FT request that asks for one AKM too many is not what the target offers", () => {
  const asking = (akms: readonly string[]) =>
    checksOf(
      tellRoam({
        sendings: { "ft-request": saying(rsneWith({ akms })) },
        until: "ft-request",
      }),
      "rsne-consistency",
    )[0]?.result;
  expect(asking(["00-0f-ac:4"])).toBe("sound");
  expect(asking(["00-0f-ac:4", "00-0f-ac:9"])).toBe("fault");
});

describe("the MIC of a handshake message", () => {
  const micResult = (label: "message-1" | "message-2", sending: Sending) => {
    const told = tell((stage) => stage.associate(currentAp, { [label]: sending }));
    return ["eapol-mic-2", "eapol-mic-3", "eapol-mic-4"].map(
      (id) => checksOf(told, id, "right")[0]?.result,
    );
  };

  test("is a fault only where the nonces that it covers were captured", () => {
    const wrong = saying(draftWith({ eapolMic: scatter("no MIC", 16) }));
    expect(micResult("message-1", {})).toEqual(["sound", "sound", "sound"]);
    expect(micResult("message-2", wrong)).toEqual(["fault", "sound", "sound"]);
    const told = tell((stage) =>
      stage.associate(currentAp, { "message-1": { isLost: true }, "message-2": wrong }),
    );
    expect(checksOf(told, "eapol-mic-2", "right")[0]?.result).toBe("cannot-tell");
  });
});
