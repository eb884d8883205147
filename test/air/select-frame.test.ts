import { describe, expect, test } from "vitest";
import { createFrameSelector } from "../../src/air/select-frame.ts";
import { macOctets } from "../../src/bytes/mac-address.ts";
import { airFrame, type Recording } from "../builders/air.ts";
import {
  ap1,
  ap2,
  buildAuthentication,
  buildBeacon,
  buildDataFrame,
  buildDeauthentication,
  buildEapolFrame,
  buildEapolKey,
  buildFtAction,
  buildManagementFrame,
  buildMde,
  buildReassociationRequest,
  buildRsne,
  buildSsid,
  eapolLlc,
  hex,
  mac,
  station,
  u16le,
  u64le,
} from "../builders/frames.ts";

const up = { from: station, to: ap1, bssid: ap1 };
const announced = [buildSsid("lab"), buildRsne(), buildMde()];
const other = [buildSsid("lab"), buildRsne({ akms: ["00-0f-ac:2"] })];

function probeResponse(...elements: readonly Uint8Array[]): Uint8Array {
  return buildManagementFrame(
    { subtype: 5, receiver: station, transmitter: ap1, bssid: ap1 },
    u64le(1n),
    u16le(100),
    u16le(0x0411),
    ...elements,
  );
}

/** Which of the frames are selected, given one after the other. */
function selected(
  frames: readonly (Uint8Array | readonly [Uint8Array, Recording])[],
  limits: Parameters<typeof createFrameSelector>[0] = {},
): readonly boolean[] {
  const matters = createFrameSelector(limits);
  return frames.map((frame) =>
    matters(frame instanceof Uint8Array ? airFrame(frame) : airFrame(...frame)),
  );
}

describe("createFrameSelector", () => {
  test("takes management frames and EAPOL, and leaves probe requests, data and control frames", () => {
    const data = { toDs: true, address1: ap1, address2: station, address3: ap2 };
    const probeRequest = buildManagementFrame(
      { subtype: 4, receiver: ap1, transmitter: station, bssid: ap1 },
      buildSsid(""),
    );
    expect(
      selected([
        buildAuthentication(up, { algorithm: 2, sequence: 1 }),
        buildDeauthentication(up, 3),
        buildEapolFrame(up, buildEapolKey({ keyInformation: 0x010b })),
        buildManagementFrame(
          { subtype: 13, receiver: ap1, transmitter: station, bssid: ap1, isProtected: true },
          new Uint8Array(30),
        ),
      ]),
    ).toEqual([true, true, true, true]);
    const ack = hex("d4000000021122334455");
    expect(selected([probeRequest, buildDataFrame(data, hex("aaaa030000000800")), ack])).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("takes what was meant to be a management frame or EAPOL and could not be read", () => {
    const cutEapol = buildDataFrame(
      { toDs: true, address1: ap1, address2: station, address3: ap2 },
      eapolLlc,
      hex("0203"),
    );
    expect(selected([cutEapol, hex("b0003a01"), [hex("b0003a01"), { isFcsBad: true }]])).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("takes frames with a bad FCS, but no beacon with one", () => {
    const isFcsBad = true;
    expect(
      selected([
        [buildAuthentication(up, { algorithm: 2, sequence: 1 }), { isFcsBad }],
        [buildBeacon(ap1, {}, ...announced), { isFcsBad }],
        buildBeacon(ap1, {}, ...announced),
        [buildBeacon(ap1, {}, ...other), { isFcsBad }],
        buildBeacon(ap1, {}, ...announced),
      ]),
    ).toEqual([true, false, true, false, false]);
  });

  test("takes the first beacon of each BSS and each change of what it announces", () => {
    expect(
      selected([
        buildBeacon(ap1, {}, ...announced),
        buildBeacon(ap1, { timestampUs: 99n }, ...announced),
        buildBeacon(ap2, {}, ...announced),
        buildBeacon(ap1, {}, ...other),
        buildBeacon(ap1, {}, ...other),
        buildBeacon(ap2, {}, ...announced),
        buildBeacon(ap1, {}, ...announced),
      ]),
    ).toEqual([true, false, true, true, false, false, true]);
  });

  test.each([
    ["SSID", [buildSsid("lab2"), buildRsne(), buildMde()]],
    ["RSNE", [buildSsid("lab"), buildRsne({ capabilities: 0x80 }), buildMde()]],
    ["MDE", [buildSsid("lab"), buildRsne(), buildMde("a1b2", 0)]],
    ["RSNXE", [buildSsid("lab"), buildRsne(), buildMde(), hex("f40120")]],
    ["an end within an element", [...announced, hex("dd0900")]],
  ])("a change of %s is one", (_, changed) => {
    expect(
      selected([buildBeacon(ap1, {}, ...announced), buildBeacon(ap1, {}, ...changed)]),
    ).toEqual([true, true]);
  });

  test("takes a probe response only when it says something else than the beacons", () => {
    const hidden = [buildSsid(""), buildRsne(), buildMde()];
    expect(
      selected([
        buildBeacon(ap1, {}, ...hidden),
        probeResponse(...announced),
        buildBeacon(ap1, {}, ...hidden),
        probeResponse(...announced),
      ]),
    ).toEqual([true, true, false, false]);
    expect(selected([buildBeacon(ap1, {}, ...announced), probeResponse(...announced)])).toEqual([
      true,
      false,
    ]);
  });

  test("a beacon that the recorder cut changes nothing, and is better than none", () => {
    const whole = buildBeacon(ap1, {}, ...announced);
    const cut = [whole.subarray(0, 50), { originalLength: whole.length }] as const;
    expect(selected([cut, cut, whole, cut, whole])).toEqual([true, false, true, false, false]);
  });

  test("limits to the frames that name a station", () => {
    const another = mac("02:11:22:33:44:bb");
    const ftRequest = { action: 1, station, targetAp: ap2 };
    expect(
      selected(
        [
          buildAuthentication(up, { algorithm: 2, sequence: 1 }),
          buildAuthentication({ ...up, from: another }, { algorithm: 2, sequence: 1 }),
          buildFtAction({ from: another, to: ap1, bssid: ap1 }, ftRequest),
          buildBeacon(ap1, {}, ...announced),
          probeResponse(...announced),
        ],
        { station },
      ),
    ).toEqual([true, false, true, false, true]);
  });

  test("limits to the frames that name an access point, also as current or target AP", () => {
    expect(
      selected(
        [
          buildAuthentication(up, { algorithm: 2, sequence: 1 }),
          buildBeacon(ap2, {}, ...announced),
          buildReassociationRequest(up, ap2),
          buildFtAction(up, { action: 1, station, targetAp: ap2 }),
          buildDeauthentication(up, 3),
        ],
        { bssid: ap2 },
      ),
    ).toEqual([false, true, true, true, false]);
  });

  test("forgets the BSS that was silent longest when there are too many", () => {
    const matters = createFrameSelector();
    const hears = (octets: Uint8Array) => matters(airFrame(octets));
    const beacon = buildBeacon(ap1, {}, buildSsid("lab"));
    const from = (number: number) => {
      const octets = beacon.slice();
      const address = macOctets(ap1);
      address.set([number >> 8, number & 255], 1);
      octets.set(address, 10);
      return octets;
    };
    for (let number = 0; number < 4096; number++) expect(hears(from(number))).toBe(true);
    expect(hears(from(0))).toBe(false);
    expect(hears(from(4096))).toBe(true);
    expect(hears(from(0))).toBe(false);
    expect(hears(from(1))).toBe(true);
  });
});
