import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Exchange, mostSightings } from "../../src/exchange/exchange.ts";
import { isAcknowledged } from "../../src/exchange/sighting.ts";
import type { Draft } from "../builders/draft.ts";
import { ap1, buildAuthentication, mac, station as usualStation } from "../builders/frames.ts";
import type { Label } from "../builders/honest-frames.ts";
import { type Ap, currentAp, targetAp } from "../builders/network.ts";
import { createRecorder } from "../builders/recorder.ts";
import { talk, tell, tellRoam } from "../builders/roam.ts";
import { createStage, type Sending, type Stage } from "../builders/stage.ts";
import { follow, together } from "./follow.ts";

const rolesOf = (exchange: Exchange | undefined) => exchange?.sightings.map(({ role }) => role);

const followed = (script: (stage: Stage) => void) => follow(tell(script).records).exchanges;

const ftRoles = [
  "ft-authentication-request",
  "ft-authentication-response",
  "reassociation-request",
  "reassociation-response",
];

describe("a whole story", () => {
  const { exchanges } = follow(tellRoam().records);

  test("is an initial association and an FT exchange with all their frames in order", () => {
    expect(exchanges.map(({ kind }) => kind)).toEqual([
      "initial-mobility-domain-association",
      "ft-over-the-air",
    ]);
    expect(rolesOf(exchanges[0])).toEqual([
      "authentication-request",
      "authentication-response",
      "association-request",
      "association-response",
      "eapol-1",
      "eapol-2",
      "eapol-3",
      "eapol-4",
    ]);
    expect(rolesOf(exchanges[1])).toEqual(ftRoles);
  });

  test("tells where the station comes from and goes to", () => {
    expect(exchanges[0]).toMatchObject({ targetAp: currentAp.bssid, currentAp: undefined });
    expect(exchanges[1]).toMatchObject({ targetAp: targetAp.bssid, currentAp: currentAp.bssid });
  });

  test("counts the protected data after each exchange by direction", () => {
    expect(exchanges.map(({ uplink, downlink }) => [uplink.frames, downlink.frames])).toEqual([
      [2, 2],
      [2, 2],
    ]);
  });

  test("over the DS is one exchange with the AP the Action frames name", () => {
    const [, roam] = follow(tellRoam({ via: "ds" }).records).exchanges;
    expect(roam).toMatchObject({
      kind: "ft-over-the-ds",
      targetAp: targetAp.bssid,
      currentAp: currentAp.bssid,
    });
    expect(rolesOf(roam)).toEqual(["ft-action-request", "ft-action-response", ...ftRoles.slice(2)]);
  });
});

test("a reassociation with nonces of its own is no continuation of one whose answer was missed", () => {
  const lost = { isLost: true };
  const [, first, second] = followed((stage) => {
    stage.associate(currentAp);
    stage.begin(targetAp);
    for (const label of ["ft-request", "ft-response", "reassociation-request"] as const) {
      stage.send(label);
    }
    stage.send("reassociation-response", lost);
    stage.begin(targetAp);
    stage.send("ft-request", lost);
    stage.send("ft-response", lost);
    stage.send("reassociation-request");
    stage.send("reassociation-response");
  });
  expect(rolesOf(first)).toEqual(ftRoles.slice(0, 3));
  expect(rolesOf(second)).toEqual(ftRoles.slice(2));
});

describe("what kind of association it is", () => {
  const kindOf = (sendings: Partial<Record<Label, Sending>>) =>
    followed((stage) => stage.associate(currentAp, sendings)).map(({ kind }) => kind);
  const lost = { isLost: true };
  const withoutFt = {
    change: (draft: Draft) => {
      draft.rsne = { akms: ["00-0f-ac:2"] };
      draft.mde = undefined;
      draft.fte = undefined;
    },
  };

  test("is told by the AKM of the request", () => {
    expect(kindOf({})).toEqual(["initial-mobility-domain-association"]);
    expect(kindOf({ "association-request": withoutFt, "message-2": withoutFt })).toEqual([
      "association",
    ]);
  });

  test("is told by message 2 when the request was not captured", () => {
    const missed = { "association-request": lost, "association-response": lost };
    expect(kindOf(missed)).toEqual(["initial-mobility-domain-association"]);
    expect(kindOf({ ...missed, "message-2": withoutFt })).toEqual(["association"]);
    expect(kindOf({ ...missed, "message-2": lost })).toEqual(["association"]);
  });
});

test("frames to or from a group address begin nothing", () => {
  const group = mac("ff:ff:ff:ff:ff:ff");
  const frames = [
    { from: ap1, to: group, bssid: ap1 },
    { from: group, to: ap1, bssid: ap1 },
    { from: mac("03:11:22:33:44:aa"), to: ap1, bssid: ap1 },
  ];
  const recorder = createRecorder();
  for (const direction of frames) {
    recorder.transmit({
      ...direction,
      label: "odd",
      frequencyMhz: 2412,
      build: () => buildAuthentication(direction, { algorithm: 0, sequence: 1 }),
    });
  }
  expect(follow(recorder.records).exchanges).toEqual([]);
});

describe("repeated frames", () => {
  test("retries of the MAC are folded into their first copy, and the ACK of any copy counts", () => {
    const told = tellRoam({ sendings: { "ft-request": { retries: 3 } } });
    const [, roam] = follow(told.records).exchanges;
    const [request] = roam?.sightings ?? [];
    expect(rolesOf(roam)).toEqual(ftRoles);
    expect(request?.air.frame).toBe(told.frames("ft-request")[0]);
    expect(request?.retries.map(({ frame }) => frame)).toEqual(
      [1, 2, 3].map((step) => (told.frames("ft-request")[0] ?? 0) + step),
    );
    expect(request?.air.acknowledged).toBe(false);
    expect(request && isAcknowledged(request)).toBe(true);
  });

  test("a new frame with the same SNonce is the host trying again: one exchange", () => {
    const exchanges = followed((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.recorder.pass(100);
      stage.send("ft-request");
      stage.send("ft-response");
    });
    expect(exchanges.map(rolesOf)).toEqual([
      ["ft-authentication-request", "ft-authentication-request", "ft-authentication-response"],
    ]);
  });

  test("a new SNonce is another attempt", () => {
    const exchanges = followed((stage) => {
      for (let attempt = 0; attempt < 3; attempt++) {
        stage.begin(targetAp);
        stage.send("ft-request");
        stage.recorder.pass(200);
      }
      stage.send("ft-response");
    });
    expect(exchanges.map(rolesOf)).toEqual([
      ["ft-authentication-request"],
      ["ft-authentication-request"],
      ["ft-authentication-request", "ft-authentication-response"],
    ]);
  });

  test("a reassociation request sent again stays with its exchange", () => {
    const [roam] = followed((stage) => {
      stage.begin(targetAp);
      for (const label of ["ft-request", "ft-response", "reassociation-request"] as const) {
        stage.send(label);
      }
      stage.recorder.pass(100);
      stage.send("reassociation-request");
      stage.send("reassociation-response");
    });
    expect(rolesOf(roam)).toEqual([...ftRoles.slice(0, 3), ...ftRoles.slice(2)]);
  });
});

describe("answers", () => {
  const answeredAfter = (ms: number) =>
    followed((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.recorder.pass(ms);
      stage.send("ft-response");
    });

  test("that come seconds late are joined to their exchange", () => {
    expect(answeredAfter(4000).map(rolesOf)).toEqual([ftRoles.slice(0, 2)]);
  });

  test("that come too late begin an exchange of their own", () => {
    expect(answeredAfter(11_000).map(rolesOf)).toEqual([
      ["ft-authentication-request"],
      ["ft-authentication-response"],
    ]);
  });

  test("to an older attempt are joined to that one, by their SNonce", () => {
    const exchanges = followed((stage) => {
      stage.begin(targetAp);
      const { fte } = stage.send("ft-request");
      stage.begin(targetAp);
      stage.send("ft-request");
      stage.send("ft-response", {
        change: (draft) => {
          if (draft.fte && fte?.snonce) draft.fte.snonce = fte.snonce;
        },
      });
    });
    expect(exchanges.map(rolesOf)).toEqual([ftRoles.slice(0, 2), ftRoles.slice(0, 1)]);
  });

  test("after a completed roam belong to an attempt whose request was missed", () => {
    const exchanges = followed((stage) => {
      for (const isFirst of [true, false]) {
        stage.begin(targetAp);
        stage.send("ft-request", { isLost: !isFirst });
        for (const label of [
          "ft-response",
          "reassociation-request",
          "reassociation-response",
        ] as const) {
          stage.send(label);
        }
        stage.arrive();
        stage.recorder.pass(2000);
      }
    });
    expect(exchanges.map(rolesOf)).toEqual([ftRoles, ftRoles.slice(1)]);
  });
});

describe("answers whose exchange is over", () => {
  test("are not given to an attempt that was accepted although its first answer was missed", () => {
    const exchanges = followed((stage) => {
      for (const isFirst of [true, false]) {
        stage.begin(targetAp);
        stage.send("ft-request", { isLost: !isFirst });
        stage.send("ft-response", { isLost: isFirst });
        if (!isFirst) continue;
        stage.send("reassociation-request");
        stage.send("reassociation-response");
        stage.arrive();
      }
    });
    expect(exchanges.map(rolesOf)).toEqual([
      [ftRoles[0], ftRoles[2], ftRoles[3]],
      ["ft-authentication-response"],
    ]);
  });
});

test("an answer with another SNonce after the right one is of an attempt whose request was missed", () => {
  const exchanges = followed((stage) => {
    for (const isFirst of [true, false]) {
      stage.begin(targetAp);
      stage.send("ft-request", { isLost: !isFirst });
      stage.send("ft-response");
    }
  });
  expect(exchanges.map(rolesOf)).toEqual([ftRoles.slice(0, 2), ftRoles.slice(1, 2)]);
});

test("a request without an FTE is answered all the same", () => {
  const exchanges = followed((stage) => {
    stage.begin(targetAp);
    stage.send("ft-request", {
      spoil: (draft) => {
        draft.fte = undefined;
      },
    });
    stage.send("ft-response");
  });
  expect(exchanges.map(rolesOf)).toEqual([ftRoles.slice(0, 2)]);
});

describe("a full association", () => {
  test("begins anew when the station authenticates again after its request", () => {
    const exchanges = followed((stage) => {
      stage.begin(targetAp);
      for (let attempt = 0; attempt < 2; attempt++) {
        stage.send("authentication-request");
        stage.send("authentication-response");
        stage.send("association-request");
      }
    });
    const roles = ["authentication-request", "authentication-response", "association-request"];
    expect(exchanges.map(rolesOf)).toEqual([roles, roles]);
  });

  test("is one, however many frames its authentication has", () => {
    const exchanges = followed((stage) => {
      stage.begin(targetAp);
      for (let round = 0; round < 2; round++) {
        stage.send("authentication-request");
        stage.send("authentication-response");
      }
      stage.send("association-request");
    });
    expect(exchanges).toHaveLength(1);
  });

  test("that was asked for in place of the second FT request ends the FT exchange", () => {
    const withoutMic = (draft: Draft) => {
      draft.fte = undefined;
    };
    const asked = (status: number) =>
      followed((stage) => {
        stage.begin(targetAp);
        stage.send("ft-request");
        stage.send("ft-response", {
          change: (draft) => {
            draft.status = status;
          },
        });
        stage.send("reassociation-request", { change: withoutMic });
      }).map(({ kind, sightings }) => [kind, sightings.length]);
    expect(asked(0)).toEqual([["ft-over-the-air", 3]]);
    expect(asked(53)).toEqual([
      ["ft-over-the-air", 2],
      ["initial-mobility-domain-association", 1],
    ]);
  });

  test("is no part of FT, also when its authentication was not captured", () => {
    const exchanges = followed((stage) => {
      stage.begin(targetAp);
      for (const label of ["ft-request", "ft-response", "association-request"] as const) {
        stage.send(label);
      }
      stage.send("association-response");
      stage.send("message-1");
    });
    expect(exchanges.map(rolesOf)).toEqual([
      ["ft-authentication-request", "ft-authentication-response"],
      ["association-request", "association-response", "eapol-1"],
    ]);
  });

  test("answers that come again with the Retry bit are one frame", () => {
    const [exchange] = followed((stage) =>
      stage.associate(targetAp, { "association-response": { retries: 2 } }),
    );
    expect(rolesOf(exchange)?.filter((role) => role === "association-response")).toHaveLength(1);
    expect(exchange?.sightings[3]?.retries).toHaveLength(2);
  });

  test("of which only the handshake was captured is one", () => {
    const exchanges = followed((stage) => {
      stage.begin(targetAp);
      for (const label of ["message-1", "message-2", "message-3", "message-4"] as const) {
        stage.send(label);
      }
    });
    expect(exchanges.map(rolesOf)).toEqual([["eapol-1", "eapol-2", "eapol-3", "eapol-4"]]);
  });
});

describe("where the station comes from", () => {
  const roamAfter = (leave: (stage: Stage) => void) =>
    followed((stage) => {
      stage.associate(currentAp);
      leave(stage);
      stage.begin(targetAp);
      stage.send("ft-request");
    }).at(-1)?.currentAp;

  test("is its last association, until one of both ends it", () => {
    expect(roamAfter(() => {})).toBe(currentAp.bssid);
    expect(roamAfter((stage) => stage.leave("station", 3, currentAp))).toBeUndefined();
    expect(roamAfter((stage) => stage.leave("ap", 4, currentAp))).toBeUndefined();
    expect(roamAfter((stage) => stage.leave("ap", 7, targetAp))).toBe(currentAp.bssid);
  });

  test("is what a reassociation request says, whatever was captured before", () => {
    const [roam] = followed((stage) => {
      stage.begin(targetAp);
      stage.send("reassociation-request");
    });
    expect(roam).toMatchObject({ kind: "ft-over-the-air", currentAp: currentAp.bssid });
  });
});

test("frames 3 and 4 of an FT authentication stay with frames 1 and 2", () => {
  const { station, bssid } = { station: usualStation, bssid: targetAp.bssid };
  const [roam, ...others] = followed((stage) => {
    stage.begin(targetAp);
    stage.send("ft-request");
    stage.send("ft-response");
    for (const sequence of [3, 4]) {
      const [from, to] = sequence === 3 ? [station, bssid] : [bssid, station];
      stage.recorder.transmit({
        label: "resources",
        from,
        to,
        frequencyMhz: targetAp.frequencyMhz,
        build: (header) =>
          buildAuthentication({ ...header, from, to, bssid }, { algorithm: 2, sequence }),
      });
    }
    stage.send("reassociation-request");
  });
  expect(others).toEqual([]);
  expect(rolesOf(roam)).toEqual([
    ...ftRoles.slice(0, 2),
    "ft-authentication-confirm",
    "ft-authentication-ack",
    "reassociation-request",
  ]);
});

test("a reassociation request goes to the attempt whose nonces it has, not to the latest", () => {
  const exchanges = followed((stage) => {
    stage.begin(targetAp);
    const { fte } = stage.send("ft-request");
    const answer = stage.send("ft-response");
    stage.begin(targetAp);
    stage.send("ft-request");
    stage.send("reassociation-request", {
      change: (draft) => {
        Object.assign(draft.fte ?? {}, { snonce: fte?.snonce, anonce: answer.fte?.anonce });
      },
    });
  });
  expect(exchanges.map(rolesOf)).toEqual([ftRoles.slice(0, 3), ftRoles.slice(0, 1)]);
});

describe("limits of an exchange", () => {
  test("a flood of frames is counted and not kept", () => {
    const flood = 250;
    const [roam] = followed((stage) => {
      stage.begin(targetAp);
      for (let i = 0; i < flood; i++) stage.send("ft-request", { isAcknowledged: false });
    });
    expect(roam?.sightings).toHaveLength(mostSightings);
    expect(roam?.notKept).toBe(flood - mostSightings);
  });

  test("a flood of retries is not kept either", () => {
    const [roam] = followed((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request", { retries: 300 });
    });
    expect(roam?.sightings).toHaveLength(1);
    expect(roam?.sightings[0]?.retries).toHaveLength(mostSightings);
  });

  const leavingAfter = (ms: number) =>
    follow(
      tellRoam({
        ending: (stage) => {
          stage.recorder.pass(ms);
          stage.leave("ap", 7);
        },
      }).records,
    ).exchanges[1];

  test("a deauthentication belongs to it for 5 s", () => {
    expect(rolesOf(leavingAfter(4000))?.at(-1)).toBe("deauthentication");
    expect(rolesOf(leavingAfter(6000))).toEqual(ftRoles);
  });

  test("data belong to it for 10 s", () => {
    const talkAfter = (ms: number) =>
      follow(
        tellRoam({
          ending: (stage) => {
            stage.recorder.pass(ms);
            talk(stage);
          },
        }).records,
      ).exchanges[1]?.uplink.frames;
    expect(talkAfter(9000)).toBe(2);
    expect(talkAfter(11_000)).toBe(0);
  });
});

describe("the sequence counter of the station", () => {
  const missedBefore = (skipped: number, retries = 0) =>
    follow(
      tellRoam({
        sendings: { "ft-request": { retries } },
        before: {
          "reassociation-request": (stage) => {
            for (let i = 0; i < skipped; i++) stage.recorder.skipSequenceNumber(stage.station);
          },
        },
      }).records,
    ).exchanges[1]?.sightings.find(({ role }) => role === "reassociation-request")?.missedBefore;

  test("tells how many of its frames were not captured", () => {
    expect([0, 1, 5].map((skipped) => missedBefore(skipped))).toEqual([0, 1, 5]);
  });

  test("is not moved on by retries", () => {
    expect(missedBefore(2, 3)).toBe(2);
  });

  test("says nothing of the first frame that is heard of a station", () => {
    const [roam] = followed((stage) => {
      stage.begin(targetAp);
      stage.send("ft-request");
    });
    expect(roam?.sightings[0]?.missedBefore).toBeUndefined();
  });
});

const thirdAp: Ap = {
  ...targetAp,
  bssid: mac("02:aa:bb:cc:dd:03"),
  frequencyMhz: 5240,
  channel: 48,
};

/** A station with an association, a failed attempt at one AP and a roam to another. */
function wandering(index: number, startMs: number) {
  const start = 1_795_346_000_000_000_000n + BigInt(startMs) * 1_000_000n;
  const recorder = createRecorder({ start });
  const station = mac(`02:11:22:33:44:${index.toString(16).padStart(2, "0")}`);
  const stage = createStage({ recorder, station });
  stage.associate(currentAp);
  stage.begin(thirdAp);
  stage.send("ft-request");
  stage.begin(targetAp);
  for (const label of ["ft-request", "ft-response"] as const) stage.send(label);
  stage.begin(thirdAp);
  stage.send("ft-request", { retries: 2 });
  stage.send("ft-response", {
    change: (draft) => {
      draft.status = 53;
    },
  });
  return { station, records: recorder.records };
}

const shapeOf = ({ kind, targetAp: target, sightings }: Exchange) => ({
  kind,
  target,
  frames: sightings.map(({ role, retries, air }) => [role, retries.length, air.time]),
});

test("stations and targets interleaved in any way are told apart", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 40 }), { minLength: 2, maxLength: 5 }), (starts) => {
      const stories = starts.map((startMs, index) => wandering(index, startMs));
      const { exchanges } = follow(together(...stories.map(({ records }) => records)));
      for (const { station, records } of stories) {
        const own = exchanges.filter((exchange) => exchange.station === station);
        expect(own.map(shapeOf)).toEqual(follow(records).exchanges.map(shapeOf));
        expect(own).toHaveLength(4);
      }
    }),
    { numRuns: 12 },
  );
});
