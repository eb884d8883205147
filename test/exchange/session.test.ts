import { describe, expect, test } from "vitest";
import type { ExchangeContext } from "../../src/exchange/context.ts";
import { isFt } from "../../src/exchange/exchange.ts";
import { announcedMdids, nameHashes } from "../../src/exchange/session.ts";
import { mac } from "../builders/frames.ts";
import { type Ap, currentAp, scatter, targetAp } from "../builders/network.ts";
import { type RoamStory, type Told, talk, tell, tellRoam } from "../builders/roam.ts";
import type { Stage } from "../builders/stage.ts";
import { refusing } from "../diagnosis/cases/breaking.ts";
import { analyzeWithFacts } from "../diagnosis/test-rule.ts";
import { follow, together } from "./follow.ts";

/** The last FT exchange as it is judged without any key. */
function roamOf(told: Told): ExchangeContext {
  const contexts = analyzeWithFacts(told, "none").facts.map(({ context }) => context);
  const roam = contexts.findLast(({ exchange }) => isFt(exchange));
  if (roam === undefined) throw new Error("the story has no roam");
  return roam;
}

const tiedIn = (story: RoamStory) => roamOf(tellRoam(story)).link?.isTied;

describe("the tie between a roam and its association, without a key", () => {
  test("holds when PMKR1Name of message 2 follows from the PMKR0Name of the roam", () => {
    expect(tiedIn({})).toBe("yes");
    expect(tiedIn({ via: "ds" })).toBe("yes");
  });

  test("there is none with an association whose key has another name", () => {
    const change = ({ rsne }: { rsne: { pmkids?: readonly Uint8Array[] } | undefined }) => {
      if (rsne !== undefined) rsne.pmkids = [scatter("another name", 16)];
    };
    expect(tiedIn({ sendings: { "ft-request": { change } } })).toBeUndefined();
  });

  test("is unknown when message 2 or the request was not captured", () => {
    expect(tiedIn({ sendings: { "message-2": { isLost: true } } })).toBe("unknown");
    expect(tiedIn({ sendings: { "ft-request": { isLost: true } } })).toBe("unknown");
  });

  test("is not looked for where no association was captured", () => {
    expect(roamOf(tellRoam({ association: "before-the-capture" })).link).toBeUndefined();
  });

  test("carries SSID, MDID, key holders and ciphers of the association", () => {
    expect(roamOf(tellRoam()).link?.session).toMatchObject({
      mdid: currentAp.mdid,
      r0khId: currentAp.r0khId,
      r1khId: currentAp.r1khId,
      akm: "00-0f-ac:4",
      pairwiseCipher: "00-0f-ac:4",
    });
  });

  test("uses one hash where the AKM has one, and all where it may have several", () => {
    expect(nameHashes("00-0f-ac:4")).toEqual(["sha256"]);
    expect(nameHashes("00-0f-ac:13")).toEqual(["sha384"]);
    expect(nameHashes("00-0f-ac:25")).toHaveLength(3);
    expect(nameHashes(undefined)).toHaveLength(3);
  });
});

const thirdAp: Ap = {
  ...currentAp,
  bssid: mac("02:aa:bb:cc:dd:03"),
  r0khId: scatter("the third holder", 12),
  r1khId: scatter("the third", 6),
};

test("the association whose key the roam uses is taken, not the latest", () => {
  const told = tell((stage) => {
    stage.associate(currentAp);
    stage.begin(targetAp);
    const ofFirst = stage.send("ft-request", { isLost: true });
    stage.associate(thirdAp);
    stage.begin(targetAp);
    stage.send("ft-request", {
      change: (draft) => {
        Object.assign(draft, { rsne: ofFirst.rsne });
      },
    });
  });
  const { link } = roamOf(told);
  expect(link?.isTied).toBe("yes");
  expect(link?.session.association.targetAp).toBe(currentAp.bssid);
});

test("without a tie it is the latest association", () => {
  const told = tell((stage) => {
    stage.associate(currentAp, { "message-2": { isLost: true } });
    stage.associate(thirdAp, { "message-2": { isLost: true } });
    stage.begin(targetAp);
    stage.send("ft-request");
  });
  expect(roamOf(told).link).toMatchObject({
    isTied: "unknown",
    session: { association: { targetAp: thirdAp.bssid } },
  });
});

test("an association after the roam is not its session", () => {
  const told = tell((stage) => {
    stage.associate(currentAp, {}, false);
    stage.begin(targetAp);
    stage.send("ft-request");
    stage.associate(targetAp);
  });
  expect(roamOf(told).link).toBeUndefined();
});

describe("an association that was refused", () => {
  const request = (stage: Stage) => {
    stage.begin(currentAp);
    stage.send("association-request");
    stage.send("association-response", refusing(30));
  };

  test("is no session", () => {
    const told = tell((stage) => {
      request(stage);
      stage.begin(targetAp);
      stage.send("ft-request");
    });
    expect(roamOf(told).link).toBeUndefined();
  });

  test("and then accepted is one, with what the accepting answer says", () => {
    const told = tell((stage) => {
      request(stage);
      stage.send("association-request");
      stage.send("association-response");
      stage.begin(targetAp);
      stage.send("ft-request");
    });
    expect(roamOf(told).link?.session.r0khId).toEqual(currentAp.r0khId);
  });
});

test("the MDIDs of a BSS are all that it announced, each once", () => {
  const { tracker } = follow(
    together(
      tell((stage) => stage.beacons()).records,
      tell((stage) => stage.beacons(), { aps: [{ ...currentAp, mdid: "c3d4" }] }).records,
      tell((stage) => stage.beacons(), { aps: [{ ...currentAp, isWithoutMde: true }] }).records,
    ),
  );
  expect(announcedMdids(tracker.bsss.get(currentAp.bssid)).toSorted()).toEqual(["a1b2", "c3d4"]);
  expect(announcedMdids(undefined)).toEqual([]);
});

describe("an earlier roam under the same name", () => {
  const roams = (...completed: readonly boolean[]) =>
    tell((stage) => {
      stage.associate(currentAp, {}, false);
      for (const isCompleted of completed) {
        stage.begin(targetAp);
        stage.send("ft-request");
        stage.send("ft-response");
        if (isCompleted) {
          stage.send("reassociation-request");
          stage.send("reassociation-response");
          stage.arrive();
          talk(stage);
        }
        stage.recorder.pass(3000);
      }
      stage.begin(thirdAp);
      stage.send("ft-request");
    });

  test("is found when it succeeded, the latest of several", () => {
    expect(roamOf(roams(true)).sameNameRoam?.number).toBe(1);
    expect(roamOf(roams(true, true, false)).sameNameRoam?.number).toBe(2);
  });

  test("proves nothing when it did not", () => {
    expect(roamOf(roams(false)).sameNameRoam).toBeUndefined();
  });
});
