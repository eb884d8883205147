import { describe, expect, test } from "vitest";
import type { Analysis } from "../src/analyze/analysis.ts";
import { concatOctets, formatHex, utf8Octets } from "../src/bytes/octets.ts";
import { decodeElements } from "../src/elements/decode.ts";
import type { MultiLink } from "../src/elements/multi-link.ts";
import { linkOrders } from "../src/exchange/multi-link.ts";
import type { Sighting } from "../src/exchange/sighting.ts";
import { analyze as analyzeFiles, markdownReport } from "../src/index.ts";
import { buildPcap } from "./builders/capture-file.ts";
import { mac, station } from "./builders/frames.ts";
import { buildMultiLink, linksOf } from "./builders/multi-link.ts";
import {
  multiLinkDevice,
  multiLinkTarget as ofTarget,
  multiLinkRoam as roam,
} from "./builders/multi-link-roam.ts";
import { currentAp, targetAp } from "./builders/network.ts";
import { analyzeRoam, keysOf, type RoamStory, tellRoam } from "./builders/roam.ts";

// Roams between multi-link devices (Wi-Fi 7). Which addresses and elements keys, names and MICs are made of: 802.11be
// as wlantest (hostap) reads it; what of the device a frame does not carry is never held against anybody.

function analyze(story: RoamStory, keys: "right" | "wrong" | "none" = "right"): Analysis {
  return analyzeRoam(tellRoam(story), { keys: keysOf(keys) });
}

/** The last exchange: the roam. */
function roamOf({ exchanges }: Analysis) {
  const last = exchanges.at(-1);
  if (last === undefined) throw new Error("no exchange");
  return { ...last, of: (id: string) => last.checks.filter((check) => check.id === id) };
}

test("a sound roam is proven sound, with all its names, MICs, group keys and data", () => {
  const { verdict, checks } = roamOf(analyze(roam));
  expect(verdict).toMatchObject({ kind: "sound", rule: "sound-roam", confidence: "proven" });
  expect(checks.filter(({ result }) => result !== "sound")).toEqual([]);
  expect(checks.map(({ id }) => id)).toEqual(
    expect.arrayContaining([
      "pmkr0name",
      "pmkr1name-derivation",
      "pmkr1name",
      "element-count",
      "fte-mic-request",
      "fte-mic-response",
      "gtk-unwrap",
      "tk-uplink",
      "tk-downlink",
    ]),
  );
});

test("the devices are told", () => {
  const analysis = analyze(roam);
  const devices = { station: multiLinkDevice.address, targetAp: ofTarget.address };
  expect(roamOf(analysis).devices).toEqual(devices);
  expect(markdownReport(analysis, { verbose: false })).toContain(
    `links of the multi-link devices \`${devices.station}\` and \`${devices.targetAp}\``,
  );
});

test("so is the association before it", () => {
  const [association] = analyze(roam).exchanges;
  expect(association?.checks.filter(({ result }) => result !== "sound")).toEqual([]);
  const sound = association?.checks.map(({ id }) => id);
  expect(sound).toEqual(expect.arrayContaining(["eapol-mic-3", "gtk-unwrap", "tk-uplink"]));
});

test("where the target is no multi-link device the keys are those of the links", () => {
  const plain = { ...roam, target: targetAp, current: currentAp };
  const { verdict } = roamOf(analyze(plain));
  expect(verdict).toMatchObject({ kind: "sound", confidence: "proven" });
});

test.each(["right", "wrong", "none"] as const)(
  "accuses nobody, whichever frame is missed, with the %s key",
  (keys) => {
    for (const via of ["air", "ds"] as const) {
      const { records } = tellRoam({ ...roam, via });
      for (const missed of [undefined, ...records]) {
        const left = records.filter((record) => record !== missed);
        const { exchanges } = analyzeRoam({ records: left }, { keys: keysOf(keys) });
        const accused = exchanges.filter(({ verdict }) => verdict.kind === "fault");
        expect(
          accused.map(({ verdict }) => verdict.summary),
          `${missed?.frame}`,
        ).toEqual([]);
      }
    }
  },
);

test("accuses nobody when the recorder cut the frames before their last element", () => {
  const { records } = tellRoam(roam);
  for (const kept of [120, 160, 200, 240]) {
    const cut = records.map((record) => ({ ...record, octets: record.octets.slice(0, kept) }));
    const { exchanges } = analyzeRoam({ records: cut }, { keys: keysOf("none") });
    for (const { verdict } of exchanges) expect(verdict.kind).not.toBe("fault");
  }
});

describe("what does not verify may be made with what the frames do not carry", () => {
  const wrongMic = Uint8Array.from({ length: 16 }, (_, i) => i);

  test.each(["reassociation-request", "reassociation-response"] as const)(
    "a MIC of the %s",
    (label) => {
      const story: RoamStory = {
        ...roam,
        sendings: {
          [label]: {
            spoil: (draft: { fte?: { mic?: Uint8Array } | undefined }) => {
              if (draft.fte !== undefined) draft.fte.mic = wrongMic;
            },
          },
        },
      };
      const { verdict, of } = roamOf(analyze(story));
      const id = label === "reassociation-request" ? "fte-mic-request" : "fte-mic-response";
      expect(of(id)).toMatchObject([
        { result: "cannot-tell", needs: ["the same roam without multi-link operation"] },
      ]);
      expect(verdict.kind).not.toBe("fault");
    },
  );

  test("an element count", () => {
    const story: RoamStory = {
      ...roam,
      sendings: {
        "reassociation-response": {
          change: ({ fte }) => {
            if (fte !== undefined) fte.elementCount = 4;
          },
        },
      },
    };
    const { verdict, of } = roamOf(analyze(story));
    expect(of("element-count").map(({ result }) => result)).toEqual(["sound", "cannot-tell"]);
    expect(verdict.kind).not.toBe("fault");
  });

  test("a PMKR1Name, and the target refuses it", () => {
    const story: RoamStory = {
      ...roam,
      sendings: {
        "reassociation-request": {
          change: ({ rsne }) => {
            if (rsne !== undefined) rsne.pmkids = [wrongMic];
          },
        },
        "reassociation-response": {
          change: (draft) => {
            draft.status = 53;
          },
        },
      },
    };
    const { verdict, of } = roamOf(analyze(story));
    expect(of("pmkr1name-derivation")).toMatchObject([{ result: "cannot-tell" }]);
    expect(of("pmkr1name")).toMatchObject([{ result: "cannot-tell" }]);
    expect(verdict.kind).toBe("cannot-tell");
  });
});

test("data that come on other links are not missed", () => {
  const ending: RoamStory["ending"] = (stage) => {
    for (let i = 0; i < 6; i++) {
      stage.data("up");
      stage.recorder.pass(500);
    }
  };
  expect(roamOf(analyze({ ...roam, ending })).verdict.rule).toBe("sound-roam");
  const onOneLink = { current: currentAp, target: targetAp, ending };
  expect(roamOf(analyze(onOneLink)).verdict.rule).toBe("data-stalled");
});

test("what has nothing to do with links is a fault all the same: an ANonce of nobody", () => {
  const story: RoamStory = {
    ...roam,
    sendings: {
      "reassociation-request": {
        spoil: ({ fte }) => {
          if (fte !== undefined)
            fte.anonce = concatOctets(fte.anonce ?? new Uint8Array(32)).fill(7);
        },
      },
    },
  };
  const { verdict } = roamOf(analyze(story));
  expect(verdict).toMatchObject({
    kind: "fault",
    culprit: "station",
    rule: "station-anonce-wrong",
  });
});

test("a device that claims more links than there are ids is not tried in every order", () => {
  const claimed = (count: number) => {
    const links = Object.fromEntries(
      Array.from({ length: count }, (_, i) => [i, mac(`02:77:00:00:00:${(i + 16).toString(16)}`)]),
    );
    const device = { address: ofTarget.address, links };
    const element = buildMultiLink(device, { on: targetAp.bssid, profiles: true });
    const { elements } = decodeElements(element);
    const sighting = { sender: targetAp.bssid, body: { kind: "reassociation-request", elements } };
    return linkOrders(sighting as unknown as Sighting, elements[0] as MultiLink);
  };
  expect(claimed(14)).toHaveLength(15);
  expect(claimed(15)).toEqual([]);
  expect(claimed(200)).toEqual([]);
});

test("links that the target does not take are no part of its MIC", () => {
  const statuses = { 2: 1 };
  const story: RoamStory = {
    ...roam,
    sendings: {
      "reassociation-response": {
        change: (draft) => {
          const on = targetAp.bssid;
          draft.more = [buildMultiLink(ofTarget, { on, isAp: true, profiles: true, statuses })];
          draft.key.links = linksOf(ofTarget).slice(0, 2);
        },
      },
    },
  };
  const { verdict, of } = roamOf(analyze(story));
  expect(verdict).toMatchObject({ kind: "sound", confidence: "proven" });
  expect(of("element-count")).toMatchObject([{ result: "sound" }, { seen: "6", result: "sound" }]);
});

test.each([
  ["device", multiLinkDevice.address],
  ["link", station],
])("a log may name the station by its %s", (_, ofStation) => {
  const told = tellRoam(roam);
  const octets = buildPcap({
    records: told.records.map(({ time, octets }) => ({ timeNs: time, octets })),
  });
  const [request] = told.frames("reassociation-request");
  const record = told.records.find(({ frame }) => frame === request);
  if (record === undefined) throw new Error("no request");
  const frame = record.octets.subarray(record.octets[2]);
  const control = formatHex(frame.slice(22, 24).reverse());
  const log = `${seconds(record.time)}: reassociation request: STA=${ofStation} capab_info=0x431 listen_interval=5 current_ap=${currentAp.bssid} seq_ctrl=0x${control}`;
  const { logs } = analyzeFiles([{ name: "air.pcap", octets }], {
    logs: [{ name: "ap1.log", octets: utf8Octets(log) }],
    logOffsetMs: 0,
  });
  expect(logs).toMatchObject([{ dialect: "hostapd", matched: 1 }]);
});

test("a station may be asked for by the address of its device", () => {
  const { records } = tellRoam(roam);
  const octets = buildPcap({
    records: records.map(({ time, octets }) => ({ timeNs: time, octets })),
  });
  const found = (station: string) =>
    analyzeFiles([{ name: "air.pcap", octets }], { station }).exchanges.length;
  expect(found(multiLinkDevice.address)).toBe(2);
  expect(found(station)).toBe(2);
  expect(found("02:11:22:33:44:a1")).toBe(0);
});

function seconds(time: bigint): string {
  return `${time / 1_000_000_000n}.${String((time / 1000n) % 1_000_000n).padStart(6, "0")}`;
}
