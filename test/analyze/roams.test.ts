import { describe, expect, test } from "vitest";
import type { RoamReport } from "../../src/analyze/roam-report.ts";
import { type MacAddress, macOctets } from "../../src/bytes/mac-address.ts";
import { concatOctets } from "../../src/bytes/octets.ts";
import type { Draft } from "../builders/draft.ts";
import { buildElement, u8, u16le } from "../builders/elements.ts";
import { buildBeacon, buildDataFrame, buildManagementFrame, mac } from "../builders/frames.ts";
import { analyzeRoam, type RoamStory, tell, tellRoam } from "../builders/roam.ts";
import { type Ap, currentAp, type Stage, targetAp } from "../builders/stage.ts";
import { refusing } from "../diagnosis/cases/breaking.ts";

function roamsIn(story: RoamStory): readonly RoamReport[] {
  return analyzeRoam(tellRoam(story), { keys: [] }).roams;
}

function onlyRoam(story: RoamStory): RoamReport {
  const roams = roamsIn(story);
  expect(roams).toHaveLength(1);
  return roams[0] as RoamReport;
}

interface NeighborFields {
  readonly bssid?: MacAddress;
  readonly channel?: number;
  readonly information?: number;
}

function neighbor({ bssid = targetAp.bssid, channel = 36, information = 0 }: NeighborFields = {}) {
  return buildElement(
    52,
    concatOctets(
      macOctets(bssid),
      u16le(information & 0xffff),
      u16le(information >>> 16),
      Uint8Array.of(115, channel, 9),
      Uint8Array.of(3, 1, 255),
    ),
  );
}

/** An Action frame between the station and its current AP. */
function act(stage: Stage, isFromAp: boolean, ...body: readonly Uint8Array[]): void {
  const { station, recorder } = stage;
  const { bssid, frequencyMhz } = currentAp;
  const [from, to] = isFromAp ? [bssid, station] : [station, bssid];
  recorder.pass(2);
  recorder.transmit({
    label: "action",
    from,
    to,
    frequencyMhz,
    build: (header) =>
      buildManagementFrame(
        { ...header, subtype: 13, receiver: to, transmitter: from, bssid },
        ...body,
      ),
  });
}

const transitionRequest = (mode: number, timer: number, ...candidates: readonly Uint8Array[]) =>
  concatOctets(Uint8Array.of(10, 7, 5, mode), u16le(timer), u8(200), ...candidates);
const transitionResponse = (status: number) =>
  concatOctets(
    Uint8Array.of(10, 8, 5, status, 0),
    status === 0 ? macOctets(targetAp.bssid) : new Uint8Array(0),
  );
const neighborResponse = (...neighbors: readonly Uint8Array[]) =>
  concatOctets(Uint8Array.of(5, 5, 1), ...neighbors);

const beforeRequest = (script: (stage: Stage) => void): Pick<RoamStory, "before"> => ({
  before: { "ft-request": script },
});

describe("what made the station go", () => {
  test("is its own decision when nothing else was heard, and only inferred", () => {
    const { trigger, method, ft } = onlyRoam({});
    expect(trigger).toMatchObject({ kind: "own-decision", certainty: "inferred" });
    expect([method, ft.reason]).toEqual(["ft-over-the-air", "used"]);
  });

  test("is a request of the AP that the station accepted", () => {
    const roam = onlyRoam(
      beforeRequest((stage) => {
        act(stage, true, transitionRequest(5, 50, neighbor()));
        act(stage, false, transitionResponse(0));
      }),
    );
    expect(roam.trigger).toMatchObject({ kind: "btm-request", certainty: "proven" });
    expect(roam.transitionRequest).toMatchObject({
      namesTarget: true,
      disassociationImminent: true,
      disassociationTimer: 50,
      wrong: [],
      response: { status: 0, target: targetAp.bssid },
    });
    expect(roam.collision).toBeUndefined();
  });

  test("is not a request that the station turned down", () => {
    const roam = onlyRoam(
      beforeRequest((stage) => {
        act(stage, true, transitionRequest(1, 0, neighbor()));
        act(stage, false, transitionResponse(7));
      }),
    );
    expect(roam.trigger.kind).toBe("own-decision");
    expect(roam.transitionRequest?.response).toMatchObject({
      status: 7,
      text: "rejected: no suitable candidates",
    });
  });

  test("is a deauthentication by the AP", () => {
    const roam = onlyRoam(beforeRequest((stage) => stage.leave("ap", 5, currentAp)));
    expect(roam.trigger).toMatchObject({ kind: "deauthentication", certainty: "proven" });
  });

  test("is a deauthentication of all stations", () => {
    const roam = onlyRoam(beforeRequest((stage) => stage.dismissAll(currentAp)));
    expect(roam.trigger).toMatchObject({
      kind: "deauthentication",
      certainty: "proven",
      text: "the current AP deauthenticated all its stations",
    });
  });

  test("is its own decision, proven, when the station itself took leave", () => {
    const roam = onlyRoam(beforeRequest((stage) => stage.leave("station", 3, currentAp)));
    expect(roam.trigger).toMatchObject({ kind: "own-decision", certainty: "proven" });
  });

  test("is no deauthentication or request that was long ago", () => {
    const trigger = (script: (stage: Stage) => void, ms: number) =>
      onlyRoam(
        beforeRequest((stage) => {
          script(stage);
          stage.recorder.pass(ms);
          stage.beacons();
        }),
      ).trigger.kind;
    const dismiss = (stage: Stage) => stage.leave("ap", 5, currentAp);
    const ask = (stage: Stage) => act(stage, true, transitionRequest(5, 50, neighbor()));
    expect(trigger(dismiss, 29_000)).toBe("deauthentication");
    expect(trigger(dismiss, 31_000)).not.toBe("deauthentication");
    expect(trigger(ask, 19_000)).toBe("btm-request");
    expect(trigger(ask, 21_000)).not.toBe("btm-request");
  });

  test("is the loss of the AP's beacons only where its channel was heard meanwhile", () => {
    const neighborAp = mac("02:00:00:00:77:01");
    const silent = (ms: number, isChannelHeard: boolean) =>
      onlyRoam(
        beforeRequest(({ recorder }) => {
          recorder.pass(ms);
          recorder.transmit({
            label: "beacon of a neighbor",
            from: neighborAp,
            to: mac("ff:ff:ff:ff:ff:ff"),
            frequencyMhz: isChannelHeard ? currentAp.frequencyMhz : 2462,
            build: ({ sequenceNumber }) => buildBeacon(neighborAp, { sequenceNumber }),
          });
        }),
      ).trigger;
    expect(silent(3000, true)).toMatchObject({ kind: "lost-beacons", certainty: "inferred" });
    expect(silent(3000, false).kind).not.toBe("lost-beacons");
    expect(silent(900, true).kind).not.toBe("lost-beacons");
  });

  test("is not known when the AP left was not heard", () => {
    const roam = onlyRoam({ association: "before-the-capture", beacons: "missed" });
    expect(roam.trigger.kind).toBe("unknown");
    expect(roam.fromKnownBy).toBe("request");
  });
});

describe("steering that gets in the way", () => {
  test("throws a station out that had declined", () => {
    const roam = onlyRoam(
      beforeRequest((stage) => {
        act(stage, true, transitionRequest(5, 5, neighbor()));
        act(stage, false, transitionResponse(7));
        stage.leave("ap", 12, currentAp);
      }),
    );
    expect(roam.collision).toMatch(/no suitable candidates/);
    expect(roam.trigger.kind).toBe("deauthentication");
  });

  test("does not wait as long as it had said", () => {
    const roam = onlyRoam(
      beforeRequest((stage) => {
        act(stage, true, transitionRequest(5, 100, neighbor()));
        stage.leave("ap", 12, currentAp);
      }),
    );
    expect(roam.collision).toMatch(/before the 10240 ms it had given/);
  });

  test("asks a station to move that is already moving", () => {
    const roam = onlyRoam({
      before: { "ft-response": (stage) => act(stage, true, transitionRequest(1, 0, neighbor())) },
    });
    expect(roam.collision).toMatch(/already roaming/);
    expect(roam.trigger.kind).toBe("own-decision");
  });
});

describe("several requests", () => {
  test("are all told, the last one as what the station followed", () => {
    const roam = onlyRoam(
      beforeRequest((stage) => {
        act(stage, true, transitionRequest(1, 0, neighbor({ bssid: stage.station })));
        act(stage, false, transitionResponse(7));
        stage.recorder.pass(500);
        act(stage, true, transitionRequest(5, 50, neighbor()));
        act(stage, false, transitionResponse(0));
      }),
    );
    expect(roam.earlierTransitionRequests).toHaveLength(1);
    expect(roam.earlierTransitionRequests?.[0]).toMatchObject({ namesTarget: false });
    expect(roam.transitionRequest).toMatchObject({ namesTarget: true });
    expect(roam.trigger.kind).toBe("btm-request");
  });

  test("and what each party can do is told from its own announcements", () => {
    expect(onlyRoam({}).capabilities).toEqual({
      station: { neighborReport: false, bssTransition: false },
      fromAp: { neighborReport: false, bssTransition: false },
      toAp: { neighborReport: false, bssTransition: false },
    });
    const more = [buildElement(70, Uint8Array.of(2, 0, 0, 0, 0))];
    expect(onlyRoam({ target: { ...targetAp, more } }).capabilities.toAp).toEqual({
      neighborReport: true,
      bssTransition: false,
    });
  });
});

describe("a neighbor report", () => {
  const reported = (...neighbors: readonly Uint8Array[]) =>
    onlyRoam(
      beforeRequest((stage) => {
        act(stage, false, Uint8Array.of(5, 4, 1));
        act(stage, true, neighborResponse(...neighbors));
      }),
    ).neighborReport;

  test("names the target on its channel and in its domain", () => {
    const report = reported(neighbor({ information: 0x400 }));
    expect(report).toMatchObject({ namesTarget: true, wrong: [] });
    expect(report?.neighbors).toEqual([
      {
        bssid: targetAp.bssid,
        operatingClass: 115,
        channel: 36,
        sameMobilityDomain: true,
        preference: 255,
      },
    ]);
  });

  test("can lack the target", () => {
    expect(reported(neighbor({ bssid: currentAp.bssid, channel: 1 }))?.namesTarget).toBe(false);
  });

  test("can name a channel on which the target is not", () => {
    expect(reported(neighbor({ channel: 40 }))?.wrong).toEqual([
      `${targetAp.bssid} is on channel 36, not 40`,
    ]);
  });

  test("can claim a mobility domain that is another", () => {
    const target = { ...targetAp, mdid: "c3d4" };
    const roams = roamsIn({
      target,
      ...beforeRequest((stage) =>
        act(stage, true, neighborResponse(neighbor({ information: 0x400 }))),
      ),
    });
    expect(roams[0]?.neighborReport?.wrong).toEqual([
      `${targetAp.bssid} is in mobility domain c3d4, not in a1b2 as said`,
    ]);
  });
});

/** One protected QoS frame of the voice class on the link with `ap`. */
function say(stage: Stage, ap: typeof currentAp, direction: "up" | "down", length = 200): void {
  const isUp = direction === "up";
  const { station, recorder } = stage;
  const [from, to] = isUp ? [station, ap.bssid] : [ap.bssid, station];
  recorder.transmit({
    label: `voice ${direction}`,
    from,
    to,
    frequencyMhz: ap.frequencyMhz,
    build: (header) =>
      buildDataFrame(
        {
          ...header,
          subtype: 8,
          tid: 6,
          isProtected: true,
          toDs: isUp,
          fromDs: !isUp,
          address1: to,
          address2: from,
          address3: ap.bssid,
        },
        new Uint8Array(length).fill(0x20),
      ),
  });
}

/** A call of one frame every 20 ms, with a roam of `silenceMs` in its middle. */
function call(silenceMs: number, length = 200) {
  const frames = (stage: Stage, ap: typeof currentAp) => {
    for (let i = 0; i < 50; i++) {
      say(stage, ap, "up", length);
      stage.recorder.pass(20 - 0.26);
    }
  };
  return tell((stage) => {
    stage.beacons();
    stage.associate(currentAp);
    frames(stage, currentAp);
    stage.recorder.pass(silenceMs / 2);
    stage.begin(targetAp);
    for (const label of [
      "ft-request",
      "ft-response",
      "reassociation-request",
      "reassociation-response",
    ] as const) {
      stage.send(label);
    }
    stage.arrive();
    stage.recorder.pass(silenceMs / 2);
    frames(stage, targetAp);
  });
}

describe("voice", () => {
  test("is told by its pace, and its gap is that of the roam", () => {
    const { voice, roams } = analyzeRoam(call(200), { keys: [] });
    expect(voice).toHaveLength(1);
    const [stream] = voice;
    expect(stream?.frames).toBe(100);
    expect(stream?.periodMs).toBeCloseTo(20, 0);
    expect(stream?.gaps).toHaveLength(1);
    expect(stream?.gaps[0]?.roamId).toBe(roams[0]?.id);
    expect(stream?.gaps[0]?.lostMs).toBeGreaterThan(195);
    expect(stream?.gaps[0]?.lostMs).toBeLessThan(215);
    expect(stream?.gaps[0]?.lostFrames).toBe(10);
    expect(stream?.lostInRoamsMs).toBe(stream?.lostMs);
    expect(roams[0]?.voiceOutageMs?.uplink).toBeCloseTo((stream?.lostMs ?? 0) + 20, 0);
  });

  test("a roam faster than its pace costs it nothing", () => {
    const { voice } = analyzeRoam(call(1), { keys: [] });
    expect(voice[0]?.gaps).toEqual([]);
  });

  test("large frames are no voice, whatever their class", () => {
    expect(analyzeRoam(call(200, 1200), { keys: [] }).voice).toEqual([]);
  });
});

describe("outages", () => {
  test("are told by direction, and absent where no data followed", () => {
    const roam = onlyRoam({ ending: (stage) => stage.data("up") });
    expect(roam.outageMs.uplink).toBeGreaterThan(1000);
    expect(roam.outageMs.downlink).toBeUndefined();
  });

  test("end with the first data, also when the AP answers once more", () => {
    const roam = onlyRoam({
      ending: (stage) => {
        stage.data("up");
        stage.send("reassociation-response");
        stage.data("up");
      },
    });
    expect(roam.outageMs.uplink).toBeGreaterThan(1000);
  });

  test("downlink that nobody acknowledged after the station had left does not count", () => {
    const late = (isAcknowledged: boolean) =>
      onlyRoam(
        beforeRequest(({ recorder, station }) => {
          const { bssid, frequencyMhz } = currentAp;
          recorder.transmit({
            label: "late",
            from: bssid,
            to: station,
            frequencyMhz,
            isAcknowledged,
            build: (header) =>
              buildDataFrame(
                {
                  ...header,
                  fromDs: true,
                  isProtected: true,
                  address1: station,
                  address2: bssid,
                  address3: bssid,
                },
                new Uint8Array(40),
              ),
          });
        }),
      ).outageMs.downlink;
    expect(late(true)).toBeLessThan(100);
    expect(late(false)).toBeGreaterThan(1000);
  });
});

describe("whether FT had a chance", () => {
  const pskOnly = { akms: ["00-0f-ac:2"] };
  /** Associations without FT, though the APs may offer it. */
  const unwilling = {
    "association-request": {
      change: (draft: Draft) => {
        draft.rsne = { ...pskOnly };
        draft.mde = undefined;
      },
    },
    "message-2": {
      change: (draft: Draft) => {
        draft.rsne = { ...pskOnly };
        draft.mde = undefined;
        draft.fte = undefined;
      },
    },
  };
  const withoutFt = (
    story: RoamStory,
    {
      to = story.target ?? targetAp,
      between = () => {},
    }: { readonly to?: Ap; readonly between?: (stage: Stage) => void } = {},
  ) =>
    analyzeRoam(
      tell(
        (stage) => {
          const beacons = () => {
            if (story.beacons !== "missed") stage.beacons();
          };
          beacons();
          stage.associate(story.current ?? currentAp, story.sendings);
          stage.recorder.pass(1000);
          beacons();
          between(stage);
          stage.associate(to, story.sendings);
        },
        { aps: [story.current ?? currentAp, story.target ?? targetAp] },
      ),
      { keys: [] },
    ).roams[0]?.ft;

  test("it was tried, and a full association had to make up for it", () => {
    const roam = onlyRoam({
      sendings: { "ft-response": refusing(53) },
      ending: (stage) => stage.associate(targetAp),
    });
    expect(roam).toMatchObject({ method: "full", fellBack: true, ft: { reason: "failed" } });
  });

  test("the station had been disconnected, or came back to the same AP", () => {
    const between = (stage: Stage) => stage.leave("ap", 5, currentAp);
    expect(withoutFt({}, { between })?.reason).toBe("disconnected");
    expect(withoutFt({}, { to: currentAp })?.reason).toBe("same-ap");
  });

  test("the station does not use FT, or its AP does not offer it", () => {
    expect(withoutFt({ sendings: unwilling })).toEqual({
      reason: "association-without-ft",
      text: `the station associated with PSK although ${currentAp.bssid} offers FT-PSK: it does not use FT, which is no fault`,
    });
    const plain = { ...currentAp, rsne: pskOnly, isWithoutMde: true };
    expect(withoutFt({ sendings: unwilling, current: plain })).toMatchObject({
      reason: "association-without-ft",
      text: expect.stringContaining("offers no FT"),
    });
    const adaptive = { ...currentAp, rsne: pskOnly };
    expect(withoutFt({ sendings: unwilling, current: adaptive })?.reason).toBe("adaptive");
  });

  test("nobody can tell without a beacon of the target", () => {
    expect(withoutFt({ beacons: "missed" })?.reason).toBe("unknown");
  });

  test("it had, and the station chose otherwise: no fault", () => {
    expect(withoutFt({})?.reason).toBe("not-chosen");
  });

  test("the target is in another domain, or in none", () => {
    expect(withoutFt({ target: { ...targetAp, mdid: "c3d4" } })?.reason).toBe(
      "other-mobility-domain",
    );
    expect(withoutFt({ target: { ...targetAp, isWithoutMde: true } })?.reason).toBe(
      "target-without-ft",
    );
  });

  test("the target has adaptive 802.11r", () => {
    const target = { ...targetAp, rsne: { akms: ["00-0f-ac:2"] } };
    expect(withoutFt({ target })?.reason).toBe("adaptive");
  });
});
