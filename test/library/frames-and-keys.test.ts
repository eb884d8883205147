import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type CapturedFrame,
  createFrameReader,
  derivePmkR0,
  derivePmkR1,
  derivePsk,
  derivePtk,
  type EapolKey,
  findElement,
  findRule,
  ftAkmLengths,
  macOctets,
  parseHex,
  ruleList,
  SecretKey,
  verifyEapolMic,
  verifyFteMic,
} from "../../src/index.ts";
import { ownCases } from "../cases.ts";

const octets = new Uint8Array(readFileSync(join(ownCases, "ftpsk-ota-success", "air.pcap")));

function framesIn(...chunks: readonly Uint8Array[]): readonly CapturedFrame[] {
  const reader = createFrameReader();
  return chunks.flatMap((chunk) => reader.push(chunk));
}

/** A (re)association frame of the roam, and the keys of the whole exchange. */
function roam() {
  const frames = framesIn(octets);
  const request = frames.find(({ frame }) => frame.kind === "reassociation-request");
  if (request?.frame.kind !== "reassociation-request") throw new Error("no roam");
  const { elements } = request.frame;
  const response = frames.find(({ frame }) => frame.kind === "reassociation-response");
  if (response?.frame.kind !== "reassociation-response") throw new Error("no answer");
  const station = request.header?.transmitter;
  const targetAp = request.header?.receiver;
  const fte = findElement(elements, "fte");
  const mdid = parseHex(findElement(elements, "mde")?.mdid ?? "");
  const lengths = ftAkmLengths("00-0f-ac:4");
  if (!station || !targetAp || !fte?.r0khId || !fte.r1khId || !fte.anonce || !fte.snonce) {
    throw new Error("an FTE without its values");
  }
  if (mdid === undefined || lengths === undefined) throw new Error("no MDE");
  const ssid = new TextEncoder().encode("lab-ft");
  const passphrase = new TextEncoder().encode("correct horse battery");
  const s0khId = macOctets(station);
  const { hash } = lengths;
  const xxKey = derivePsk({ passphrase, ssid });
  const { pmkR0 } = derivePmkR0({ hash, xxKey, ssid, mdid, r0khId: fte.r0khId, s0khId });
  const pmkR1 = derivePmkR1({ hash, pmkR0, r1khId: fte.r1khId, s1khId: s0khId });
  const { anonce, snonce } = fte;
  const ptk = derivePtk({
    lengths,
    pmkR1,
    anonce,
    snonce,
    bssid: macOctets(targetAp),
    stationAddress: s0khId,
    tkLength: 16,
  });
  return { frames, station, targetAp, elements, answer: response.frame.elements, lengths, ptk };
}

describe("verifyFteMic", () => {
  const { station, targetAp, elements, answer, lengths, ptk } = roam();
  const request = { station, targetAp, transactionSequence: 5, elements };

  test("holds for the request and the answer of a sound roam", () => {
    expect(verifyFteMic(request, { lengths, ptk })).toBe(true);
    const response = { ...request, transactionSequence: 6, elements: answer };
    expect(verifyFteMic(response, { lengths, ptk })).toBe(true);
  });

  test("does not hold for another frame, or with another key", () => {
    expect(verifyFteMic({ ...request, transactionSequence: 6 }, { lengths, ptk })).toBe(false);
    const kck = new SecretKey("KCK", new Uint8Array(16));
    expect(verifyFteMic(request, { lengths, ptk: { ...ptk, kck } })).toBe(false);
  });

  test("has nothing to say where an element is missing", () => {
    for (const kind of ["rsne", "mde", "fte"]) {
      const fewer = elements.filter((element) => element.kind !== kind);
      expect(verifyFteMic({ ...request, elements: fewer }, { lengths, ptk })).toBeUndefined();
    }
  });

  test("a key of another length throws", () => {
    const kck = new SecretKey("KCK", new Uint8Array(24));
    expect(() => verifyFteMic(request, { lengths, ptk: { ...ptk, kck } })).toThrow(RangeError);
  });
});

describe("verifyEapolMic", () => {
  const { frames, lengths, ptk } = roam();
  const messages = frames.flatMap(({ frame }) => (frame.kind === "eapol-key" ? [frame] : []));
  const [first, second] = messages as [EapolKey, EapolKey];

  test("does not hold with the keys of another exchange", () => {
    expect(verifyEapolMic(second, { lengths, ptk })).toBe(false);
  });

  test("has nothing to say of a frame without MIC, or with one of another length", () => {
    expect(verifyEapolMic(first, { lengths, ptk })).toBeUndefined();
    const sha384 = ftAkmLengths("00-0f-ac:13");
    if (sha384 === undefined) throw new Error("no AKM 13");
    expect(verifyEapolMic(second, { lengths: sha384, ptk })).toBeUndefined();
  });
});

describe("createFrameReader", () => {
  test("gives every 802.11 frame in its order, in chunks of any size", () => {
    const whole = framesIn(octets);
    expect(whole.map(({ number }) => number)).toEqual(whole.map((_, index) => index + 1));
    const chunks = Array.from({ length: Math.ceil(octets.length / 11) }, (_, i) =>
      octets.subarray(11 * i, 11 * i + 11),
    );
    expect(framesIn(...chunks)).toEqual(whole);
  });

  test("what is cut is told", () => {
    const reader = createFrameReader();
    expect(reader.push(octets.subarray(0, octets.length - 1)).length).toBeGreaterThan(100);
    expect(reader.end().faults).toMatchObject([{ kind: "truncated", limitedBy: "capture-file" }]);
  });
});

describe("rules", () => {
  test("each has an id of its own by which it is found", () => {
    const list = ruleList();
    expect(new Set(list.map(({ id }) => id)).size).toBe(list.length);
    for (const rule of list) expect(findRule(rule.id)).toBe(rule);
    expect(findRule("no-such-rule")).toBeUndefined();
  });
});
