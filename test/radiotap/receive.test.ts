import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import type { ReceivedFrame } from "../../src/radiotap/radio.ts";
import type { NotWifi } from "../../src/radiotap/radio-header.ts";
import { createReceiver, type ReceivedPacket } from "../../src/radiotap/receive.ts";
import { bits, hex, radiotap, withFcs, withWrongFcs } from "./packets.ts";

const frame = hex(
  "80000000ffffffffffff0200000001000200000001001000 0000000000000000 64001104 0000",
);

function packet(
  linkType: number,
  octets: Uint8Array,
  rest: Partial<ReceivedPacket> = {},
): ReceivedPacket {
  return {
    linkType,
    octets,
    originalLength: octets.length,
    fcsLength: undefined,
    crcError: false,
    ...rest,
  };
}

function bare(octets: Uint8Array, rest?: Partial<ReceivedPacket>): ReceivedPacket {
  return packet(105, octets, rest);
}

/** A packet with nothing but Flags in its radiotap header. */
function flagged(flags: number, octets: Uint8Array, rest?: Partial<ReceivedPacket>) {
  const text = flags.toString(16).padStart(2, "0");
  return packet(127, radiotap([bits(1)], text, octets), rest);
}

/** A packet with a signal and no Flags. */
function unflagged(octets: Uint8Array, rest?: Partial<ReceivedPacket>) {
  return packet(127, radiotap([bits(5)], "c4", octets), rest);
}

/** The packet as it is when its last octets were not kept. */
function cutBy(missing: number, whole: ReceivedPacket): ReceivedPacket {
  return { ...whole, octets: whole.octets.subarray(0, whole.octets.length - missing) };
}

function isFrame(result: ReceivedFrame | NotWifi): result is ReceivedFrame {
  return "fcs" in result;
}

/** Octets, FCS state and cut of the last of these packets on one interface. */
function receive(...packets: readonly ReceivedPacket[]) {
  const receiver = createReceiver();
  const result = packets.map((each) => receiver.receive(each)).at(-1);
  if (result === undefined || !isFrame(result)) throw new RangeError("no frame received");
  expect(result.faults).toEqual([]);
  return { octets: result.octets, fcs: result.fcs, cut: result.cut };
}

describe("the link type", () => {
  test("105 is a bare frame", () => {
    expect(createReceiver().receive(bare(frame))).toEqual({
      radio: {},
      octets: frame,
      fcs: "absent",
      cut: false,
      faults: [],
    });
  });

  test("127 is a frame behind a radiotap header", () => {
    expect(createReceiver().receive(unflagged(frame))).toEqual({
      radio: { signalDbm: -60 },
      octets: frame,
      fcs: "absent",
      cut: false,
      faults: [],
    });
  });

  test.each([
    [0, "BSD loopback (link type 0): no 802.11 inside"],
    [147, "link type 147: not supported"],
  ])("%i is no 802.11", (linkType, notWifi) => {
    expect(createReceiver().receive(packet(linkType, frame))).toEqual({ notWifi, faults: [] });
  });

  test("127 with a header that cannot be read is no frame, and the fault says why", () => {
    const result = createReceiver().receive(packet(127, hex("0000ff0000000000")));
    expect(result).toMatchObject({
      notWifi: "unreadable radiotap header",
      faults: [{ kind: "truncated" }],
    });
  });

  test("127 with a zero-length PSDU is no frame", () => {
    const result = createReceiver().receive(packet(127, radiotap([bits(26)], "00")));
    expect(result).toEqual({ notWifi: "no frame (sounding PPDU)", faults: [] });
  });

  test("a fault in the radiotap header does not lose the frame", () => {
    const result = createReceiver().receive(packet(127, radiotap([bits(5, 31), 1], "c4", frame)));
    expect(result).toMatchObject({ octets: frame, faults: [{ kind: "unsupported" }] });
  });
});

describe("the FCS by the radiotap flags", () => {
  test("is good when it is right", () => {
    expect(receive(flagged(0x10, withFcs(frame)))).toEqual({
      octets: frame,
      fcs: "good",
      cut: false,
    });
  });

  test("is bad when it is wrong, though nothing marks it", () => {
    expect(receive(flagged(0x10, withWrongFcs(frame)))).toEqual({
      octets: frame,
      fcs: "bad",
      cut: false,
    });
  });

  test("is bad when it is marked, though it is right", () => {
    expect(receive(flagged(0x50, withFcs(frame)))).toMatchObject({ octets: frame, fcs: "bad" });
  });

  test("is absent without the flag, though the last octets match and the file declares it", () => {
    const whole = withFcs(frame);
    expect(receive(flagged(0x00, whole, { fcsLength: 4 }))).toMatchObject({
      octets: whole,
      fcs: "absent",
    });
  });

  test("is bad when it was marked and cut off before it was recorded", () => {
    expect(receive(flagged(0x40, frame))).toMatchObject({ octets: frame, fcs: "bad" });
  });

  test("is unchecked when the frame is cut, and what is left of it is no part of the frame", () => {
    for (let missing = 1; missing <= frame.length + 4; missing++) {
      expect(receive(cutBy(missing, flagged(0x10, withFcs(frame))))).toEqual({
        octets: frame.subarray(0, Math.min(frame.length, frame.length + 4 - missing)),
        fcs: "unchecked",
        cut: true,
      });
    }
  });

  test("is bad when marked, cut or not", () => {
    expect(receive(cutBy(9, flagged(0x50, withFcs(frame))))).toMatchObject({
      fcs: "bad",
      cut: true,
    });
  });

  test("is bad when there is no room for it", () => {
    for (let length = 0; length <= 4; length++) {
      expect(receive(flagged(0x10, new Uint8Array(length)))).toEqual({
        octets: new Uint8Array(),
        fcs: "bad",
        cut: false,
      });
    }
  });

  test("counts for nothing when the receiver could not trust the PLCP header", () => {
    const octets = radiotap([bits(1, 14)], "10 ff 0200", withFcs(frame));
    expect(receive(packet(127, octets))).toMatchObject({ octets: frame, fcs: "bad" });
  });
});

describe("the FCS by the capture file", () => {
  test.each([
    ["link type 105", bare],
    ["radiotap without Flags", unflagged],
  ])("of %s is there or not as declared", (_, make) => {
    const whole = withFcs(frame);
    const wrong = withWrongFcs(frame);
    expect(receive(make(whole, { fcsLength: 4 }))).toMatchObject({ octets: frame, fcs: "good" });
    expect(receive(make(wrong, { fcsLength: 4 }))).toMatchObject({ octets: frame, fcs: "bad" });
    expect(receive(make(whole, { fcsLength: 0 }))).toMatchObject({ octets: whole, fcs: "absent" });
    expect(receive(cutBy(1, make(whole, { fcsLength: 4 })))).toMatchObject({
      octets: frame,
      fcs: "unchecked",
    });
  });

  test("of a length that 802.11 does not have is not believed", () => {
    expect(receive(bare(withFcs(frame), { fcsLength: 2 }))).toMatchObject({
      octets: frame,
      fcs: "good",
    });
    expect(receive(bare(frame, { fcsLength: 2 }))).toMatchObject({ octets: frame, fcs: "absent" });
  });

  test("is bad when the file marks a CRC error, with and without an FCS", () => {
    const marked = { crcError: true };
    expect(receive(flagged(0x10, withFcs(frame), marked))).toMatchObject({
      octets: frame,
      fcs: "bad",
    });
    expect(receive(flagged(0x00, frame, marked))).toMatchObject({ octets: frame, fcs: "bad" });
    expect(receive(bare(frame, marked))).toMatchObject({ octets: frame, fcs: "bad" });
    expect(receive(bare(withWrongFcs(frame), { ...marked, fcsLength: 4 }))).toMatchObject({
      octets: frame,
      fcs: "bad",
    });
  });
});

describe.each([
  ["link type 105", bare],
  ["radiotap without Flags", unflagged],
])("the FCS that nothing declares, in %s,", (_, make) => {
  const right = make(withFcs(frame));
  const wrong = make(withWrongFcs(frame));
  const times = (count: number, each: ReceivedPacket) => Array.from({ length: count }, () => each);

  test("is there when it matches, on the first frame and after any others", () => {
    expect(receive(right)).toEqual({ octets: frame, fcs: "good", cut: false });
    expect(receive(...times(50, make(frame)), right)).toMatchObject({ octets: frame, fcs: "good" });
  });

  test("is absent when it does not match on an interface that never had it", () => {
    expect(receive(...times(50, make(frame)), make(frame))).toMatchObject({
      octets: frame,
      fcs: "absent",
    });
  });

  test("is bad when it does not match on an interface that was seen to have it 8 times", () => {
    const expected = { octets: frame, fcs: "bad", cut: false };
    expect(receive(...times(8, right), wrong)).toEqual(expected);
    expect(receive(...times(8, right), wrong, wrong)).toEqual(expected);
  });

  test("is absent when it does not match and fewer than 8 frames were seen", () => {
    expect(receive(...times(7, right), wrong).fcs).toBe("absent");
  });

  test("is expected as long as 4 of 5 frames matched", () => {
    expect(receive(...times(8, right), ...times(2, wrong), wrong).fcs).toBe("bad");
    expect(receive(...times(8, right), ...times(3, wrong), wrong).fcs).toBe("absent");
  });

  test("is stripped unchecked from a cut frame when the interface has it", () => {
    expect(receive(right, cutBy(2, right))).toEqual({ octets: frame, fcs: "unchecked", cut: true });
    expect(receive(right, cutBy(10, right))).toEqual({
      octets: frame.subarray(0, frame.length - 6),
      fcs: "unchecked",
      cut: true,
    });
  });

  test("is absent from a cut frame of an interface that is not known to have it", () => {
    const cut = cutBy(2, right);
    const expected = { octets: withFcs(frame).subarray(0, -2), fcs: "absent", cut: true };
    expect(receive(cut)).toEqual(expected);
    expect(receive(make(frame), cut)).toEqual(expected);
  });

  test("is not judged by cut or marked frames", () => {
    const marked = { ...wrong, crcError: true };
    expect(receive(...times(8, right), ...times(9, cutBy(1, right)), wrong).fcs).toBe("bad");
    expect(receive(...times(8, right), ...times(9, marked), wrong).fcs).toBe("bad");
    expect(receive(...times(8, right), marked)).toEqual({ octets: frame, fcs: "bad", cut: false });
  });

  test("is known for one interface and not for another", () => {
    expect(receive(...times(8, right), wrong).fcs).toBe("bad");
    expect(receive(wrong).fcs).toBe("absent");
  });
});

describe("the padding behind the MAC header", () => {
  const header = "0801 0000 020000000100 020000000200 020000000300 1000";
  const body = hex("aaaa03000000888e0203");
  const withControl = (control: string) => control + header.slice(4);

  test.each([
    ["data", header, 0],
    ["QoS data", `${withControl("8801")} 0000`, 2],
    ["four addresses", `${withControl("0803")} 020000000400`, 2],
    ["QoS data with four addresses", `${withControl("8803")} 020000000400 0000`, 0],
    ["QoS data with HT control", `${withControl("8881")} 0000 11223344`, 2],
    ["management", withControl("b000"), 0],
    ["management with HT control", `${withControl("d080")} 00000000`, 0],
  ])("of %s is removed before the FCS is checked", (_, mac, pad) => {
    const sent = concatOctets(hex(mac), body);
    const fcs = withFcs(sent).subarray(-4);
    const recorded = concatOctets(hex(mac), new Uint8Array(pad), body, fcs);
    expect(receive(flagged(0x30, recorded))).toEqual({ octets: sent, fcs: "good", cut: false });
  });

  test("is there only when the flag says so", () => {
    const sent = concatOctets(hex(`${withControl("8801")} 0000`), body);
    expect(receive(flagged(0x10, withFcs(sent)))).toMatchObject({ octets: sent, fcs: "good" });
  });

  test("is not looked for in control frames", () => {
    const rts = hex("b4000000020000000100020000000200");
    expect(receive(flagged(0x20, rts)).octets).toEqual(rts);
    const blockAck = hex("940000000200000001000200000002000500 10000000000000000000");
    expect(receive(flagged(0x20, blockAck)).octets).toEqual(blockAck);
  });

  test("of a frame cut anywhere leaves what was sent", () => {
    const mac = hex(`${withControl("8801")} 0000`);
    const recorded = flagged(0x30, concatOctets(mac, hex("0000"), withFcs(body)));
    const sent = concatOctets(mac, body);
    for (let missing = 1; missing <= sent.length + 6; missing++) {
      const { octets, fcs } = receive(cutBy(missing, recorded));
      const length = sent.length + 6 - missing;
      const withoutPad = length <= mac.length ? length : Math.max(mac.length, length - 2);
      expect(fcs).toBe("unchecked");
      expect(octets).toEqual(sent.subarray(0, Math.min(sent.length, withoutPad)));
    }
  });
});

test("any packets are received without a throw, and a frame is no longer than its packet", () => {
  const anyPacket = fc.record({
    linkType: fc.constantFrom(105, 127, 127, 1),
    octets: fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc
        .tuple(fc.nat({ max: 255 }), fc.uint8Array({ maxLength: 40 }))
        .map(([flags, behind]) => flagged(flags, behind).octets),
    ),
    extra: fc.nat({ max: 8 }),
    fcsLength: fc.constantFrom(undefined, 0, 2, 4),
    crcError: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(anyPacket, { maxLength: 20 }), (packets) => {
      const receiver = createReceiver();
      for (const { extra, ...rest } of packets) {
        const originalLength = rest.octets.length + extra;
        const result = receiver.receive({ ...rest, originalLength });
        if (!isFrame(result)) continue;
        expect(result.octets.length).toBeLessThanOrEqual(rest.octets.length);
        expect(result.cut).toBe(extra > 0);
        if (extra > 0 || rest.crcError) expect(result.fcs).not.toBe("good");
      }
    }),
    { numRuns: 300 },
  );
});
