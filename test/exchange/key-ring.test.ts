import { describe, expect, test } from "vitest";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { utf8Octets } from "../../src/bytes/octets.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import type { Pbkdf2 } from "../../src/crypto/psk.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import { KeyRing, type KeySpec } from "../../src/exchange/key-ring.ts";
import { buildBeacon, buildSsid, mac, station } from "../builders/frames.ts";
import { currentAp, rememberedPbkdf2, ssid, targetAp } from "../builders/network.ts";
import { createRecorder } from "../builders/recorder.ts";
import { keysOf, tell, tellRoam } from "../builders/roam.ts";
import { createStage } from "../builders/stage.ts";
import { together } from "./follow.ts";

/** How often each passphrase and SSID were put through PBKDF2 in an analysis. */
function derivations(
  records: readonly CaptureRecord[],
  keys: readonly KeySpec[],
): { readonly calls: readonly string[]; readonly rules: readonly string[] } {
  const calls: string[] = [];
  const counting: Pbkdf2 = (passphrase, salt, iterations, length) => {
    calls.push(`${String.fromCharCode(...passphrase)} @ ${String.fromCharCode(...salt)}`);
    return rememberedPbkdf2(passphrase, salt, iterations, length);
  };
  const analyzer = createAnalyzer({ inputs: 1, keys, pbkdf2: counting });
  analyzer.push(0, records);
  analyzer.end(0, {
    path: "",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  return { calls, rules: analyzer.finish().exchanges.map(({ verdict }) => verdict.rule) };
}

const passphrases = [...keysOf("right"), ...keysOf("wrong")];

describe("PBKDF2", () => {
  test("is done once for each passphrase and SSID, however many exchanges there are", () => {
    const stories = [1, 2, 3, 4].map((index) => {
      const recorder = createRecorder();
      const stage = createStage({ recorder, station: mac(`02:11:22:33:44:0${index}`) });
      stage.associate(currentAp);
      stage.begin(targetAp);
      stage.send("ft-request");
      return recorder.records;
    });
    const { calls } = derivations(together(...stories), passphrases);
    expect(calls).toHaveLength(2);
    expect(new Set(calls).size).toBe(2);
  });

  test("is not done for networks without an FT exchange", () => {
    const told = tell((stage) => {
      for (let i = 0; i < 50; i++) {
        const foreign = mac(`02:00:00:00:00:${i.toString(16).padStart(2, "0")}`);
        stage.recorder.transmit({
          label: "foreign beacon",
          from: foreign,
          to: mac("ff:ff:ff:ff:ff:ff"),
          frequencyMhz: 2412,
          build: () => buildBeacon(foreign, {}, buildSsid(`foreign ${i}`)),
        });
      }
      stage.associate(
        { ...currentAp, rsne: { akms: ["00-0f-ac:2"] } },
        {
          "association-request": {
            change: (draft) => {
              draft.mde = undefined;
              draft.rsne = { akms: ["00-0f-ac:2"] };
            },
          },
          "message-2": {
            change: (draft) => {
              draft.mde = undefined;
              draft.fte = undefined;
              draft.rsne = { akms: ["00-0f-ac:2"] };
            },
          },
        },
      );
    });
    const { calls, rules } = derivations(told.records, passphrases);
    expect(rules).toEqual(["sound-association"]);
    expect(calls).toEqual([]);
  });

  test("is done for each of several networks with FT exchanges, and for no other", () => {
    const first = tellRoam();
    const second = tellRoam({ ssid: "another", station: mac("02:11:22:33:44:bb") });
    const { calls } = derivations(together(first.records, second.records), keysOf("right"));
    expect(calls.map((call) => call.split(" @ ")[1]).toSorted()).toEqual(["another", ssid]);
  });

  test("is spared for passphrases bound to another SSID", () => {
    const bound = keysOf("right").map((spec) => ({ ...spec, ssid: utf8Octets("elsewhere") }));
    expect(derivations(tellRoam().records, bound).calls).toEqual([]);
  });
});

const network = { akm: "00-0f-ac:4", ssid: utf8Octets(ssid), station };

function spec(kind: KeySpec["kind"], length: number, more: Partial<KeySpec> = {}): KeySpec {
  return {
    kind,
    label: kind,
    secret: new SecretKey(kind, new Uint8Array(length).fill(7)),
    ...more,
  };
}

const found = (given: KeySpec, at: Partial<typeof network> = {}) =>
  new KeyRing([given], rememberedPbkdf2)
    .xxKeys({ ...network, ...at })
    .map((key) => key.xxKey.length);

describe("which key may be the XXKey", () => {
  test("a passphrase or PSK serves AKMs with a PSK, and no other", () => {
    expect(found(spec("passphrase", 12))).toEqual([32]);
    expect(found(spec("psk", 32))).toEqual([32]);
    expect(found(spec("passphrase", 12), { akm: "00-0f-ac:9" })).toEqual([]);
    expect(found(spec("psk", 32), { akm: "00-0f-ac:3" })).toEqual([]);
  });

  test("an MSK of 64 octets serves EAP, with the octets that the AKM takes", () => {
    expect(found(spec("msk", 64), { akm: "00-0f-ac:3" })).toEqual([32]);
    expect(found(spec("msk", 64), { akm: "00-0f-ac:13" })).toEqual([48]);
    expect(found(spec("msk", 32), { akm: "00-0f-ac:3" })).toEqual([]);
    expect(found(spec("msk", 64))).toEqual([]);
  });

  test("a PMK serves where it has the right length", () => {
    expect(found(spec("pmk", 32), { akm: "00-0f-ac:9" })).toEqual([32]);
    expect(found(spec("pmk", 48), { akm: "00-0f-ac:9" })).toEqual([]);
    expect(found(spec("pmk", 64), { akm: "00-0f-ac:25" })).toEqual([64]);
  });

  test("a key bound to a station or an SSID serves no other", () => {
    expect(found(spec("psk", 32, { station }))).toEqual([32]);
    expect(found(spec("psk", 32, { station: mac("02:11:22:33:44:bb") }))).toEqual([]);
    expect(found(spec("psk", 32, { ssid: utf8Octets("elsewhere") }))).toEqual([]);
  });

  test("keys of lower levels are given as they are, and never as XXKey", () => {
    for (const kind of ["pmk-r0", "pmk-r1", "tk"] as const) {
      const ring = new KeyRing([spec(kind, 32)]);
      expect(ring.xxKeys(network)).toEqual([]);
      expect(ring.lowerKeys(kind, network)).toHaveLength(1);
    }
  });
});

test("a key is confirmed for a station, by that for its network, and for no other network", () => {
  const given = spec("psk", 32);
  const ring = new KeyRing([given]);
  const other = mac("02:11:22:33:44:bb");
  expect(ring.unconfirmed()).toEqual([given]);
  ring.confirm(given, network.ssid, station);
  expect(ring.unconfirmed()).toEqual([]);
  expect(ring.confirmation(given, network.ssid, station)).toBe("station");
  expect(ring.confirmation(given, network.ssid, other)).toBe("network");
  expect(ring.confirmation(given, utf8Octets("elsewhere"), other)).toBe("none");
  expect(ring.confirmation(given, undefined, other)).toBe("none");
});

test("confirmations count what is new, and nothing twice", () => {
  const given = spec("psk", 32);
  const ring = new KeyRing([given]);
  ring.confirm(given, network.ssid, station);
  const first = ring.confirmations;
  ring.confirm(given, network.ssid, station);
  expect([first > 0, ring.confirmations]).toEqual([true, first]);
  ring.confirm(given, network.ssid, mac("02:11:22:33:44:bb"));
  expect(ring.confirmations).toBeGreaterThan(first);
});
