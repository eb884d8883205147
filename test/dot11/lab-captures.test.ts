import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { formatHex } from "../../src/bytes/octets.ts";
import { decodeFrame, type Frame } from "../../src/dot11/frame.ts";
import { destinationOf, sourceOf } from "../../src/dot11/mac-header.ts";
import type { Element } from "../../src/elements/decode.ts";
import { findElement } from "../../src/elements/find.ts";
import type { Fte } from "../../src/elements/fte.ts";
import { decodeKeyData } from "../../src/elements/key-data.ts";

const lab = new URL("../../../shared/captures/lab/", import.meta.url);
const isHere = existsSync(lab);

/** A frame as the lab's own decoder saw it. */
interface Truth {
  readonly frame: number;
  readonly type: string;
  readonly src: string;
  readonly dst: string;
  readonly [field: string]: unknown;
}

/** The frames of a little-endian pcap file with radiotap, without the radiotap header. */
function* framesOf(name: string): Generator<Uint8Array> {
  const file = new Uint8Array(readFileSync(new URL(`${name}/air.pcap`, lab)));
  const view = new DataView(file.buffer);
  for (let at = 24; at < file.length; at += 16 + view.getUint32(at + 8, true)) {
    const start = at + 16;
    yield file.subarray(
      start + view.getUint16(start + 2, true),
      start + view.getUint32(at + 8, true),
    );
  }
}

const typeNames: Partial<Record<Frame["kind"], string>> = {
  authentication: "auth",
  "association-request": "assoc-req",
  "association-response": "assoc-resp",
  "reassociation-request": "reassoc-req",
  "reassociation-response": "reassoc-resp",
  deauthentication: "deauth",
  disassociation: "disassoc",
  "ft-action": "action",
  action: "action",
  "eapol-key": "eapol",
  eapol: "eapol",
};

function typeOf(frame: Frame): string | undefined {
  if (frame.kind !== "protected-management") return typeNames[frame.kind];
  return frame.managementSubtype === 13
    ? "action"
    : frame.managementSubtype === 12
      ? "deauth"
      : "disassoc";
}

/** The decoded frame in the words of the lab. */
function inWordsOfTheLab(frame: Frame): object {
  switch (frame.kind) {
    case "authentication":
      return {
        alg: frame.algorithm,
        seq: frame.transactionSequence,
        status: frame.status,
        ...elementsOf(frame.elements),
      };
    case "association-response":
    case "reassociation-response":
      return { status: frame.status, ...elementsOf(frame.elements) };
    case "reassociation-request":
      return { current_ap: frame.currentAp, ...elementsOf(frame.elements) };
    case "association-request":
      return elementsOf(frame.elements);
    case "deauthentication":
    case "disassociation":
      return { reason: frame.reason };
    case "ft-action":
      return {
        category: 6,
        ft_action: frame.action,
        ft_sta: frame.station,
        ft_target: frame.targetAp,
        ...(frame.status !== undefined && { status: frame.status }),
        ...elementsOf(frame.elements),
      };
    case "action":
      return { category: frame.category };
    case "protected-management":
      return { protected: true };
    default:
      return {};
  }
}

function elementsOf(elements: readonly Element[]): object {
  const rsne = findElement(elements, "rsne");
  const mde = findElement(elements, "mde");
  const fte = findElement(elements, "fte");
  return {
    ...(elements.length > 0 && { elements: elements.map(({ id }) => id) }),
    ...(rsne && {
      rsne: {
        akm: rsne.akms.map((akm) => akm.replace(/-|:/g, "").replace(/(?<=^.{6})\d+$/, hexOctet)),
        caps: rsne.capabilities,
        ...(rsne.pmkids[0] && { pmkid: formatHex(rsne.pmkids[0]) }),
      },
    }),
    ...(mde && { mde: formatHex(mde.body) }),
    ...(fte && { fte: fteOf(fte) }),
  };
}

const hexOctet = (decimal: string) => Number(decimal).toString(16).padStart(2, "0");

function fteOf(fte: Fte): object {
  const keys = fte.subelements.filter(({ kind }) => /^(gtk|igtk|bigtk|oci)$/.test(kind));
  return {
    mic_control: formatHex(
      Uint8Array.of((fte.rsnxeUsed ? 1 : 0) | (fte.micLengthField << 1), fte.elementCount),
    ),
    mic: formatHex(fte.mic ?? new Uint8Array()),
    anonce: formatHex(fte.anonce ?? new Uint8Array()),
    snonce: formatHex(fte.snonce ?? new Uint8Array()),
    ...(fte.r1khId && { r1kh_id: formatHex(fte.r1khId) }),
    ...(fte.r0khId && { r0kh_id: String.fromCharCode(...fte.r0khId) }),
    ...Object.fromEntries(keys.map(({ kind, octets }) => [kind, formatHex(octets.subarray(2))])),
  };
}

test.skipIf(!isHere)(
  "every frame of the lab captures is read as the lab's own decoder read it",
  () => {
    let compared = 0;
    let listed = 0;
    for (const name of readdirSync(lab)) {
      if (!existsSync(new URL(`${name}/air.pcap`, lab))) continue;
      const truth = JSON.parse(readFileSync(new URL(`${name}/truth.json`, lab), "utf8"));
      const timeline = new Map<number, Truth>(
        truth.timeline.map((entry: Truth) => [entry.frame, entry]),
      );
      listed += timeline.size;
      let number = 0;
      for (const octets of framesOf(name)) {
        number++;
        const { frame, header, faults } = decodeFrame(octets, { limitedBy: "frame" });
        const found =
          "elements" in frame ? frame.elements.flatMap((element) => element.faults) : [];
        expect([name, number, faults, found]).toEqual([name, number, [], []]);
        expect(frame.kind).not.toBe("undecoded");
        const entry: Partial<Truth> = timeline.get(number) ?? {};
        const { frame: _frame, time: _time, freq: _freq, ...expected } = entry;
        const type = typeOf(frame);
        const isListed = type !== undefined && header !== undefined;
        const seen = isListed
          ? { type, src: sourceOf(header), dst: destinationOf(header), ...inWordsOfTheLab(frame) }
          : {};
        expect([name, number, seen]).toEqual([name, number, expected]);
        if (isListed) compared++;
      }
    }
    expect(compared).toBe(listed);
    expect(compared).toBeGreaterThan(1000);
  },
);

test.skipIf(!isHere)(
  "the 4-way handshakes of the lab captures follow each other and carry what they must",
  () => {
    const messages = new Map<string, number>();
    for (const name of readdirSync(lab)) {
      if (!existsSync(new URL(`${name}/air.pcap`, lab))) continue;
      for (const octets of framesOf(name)) {
        const { frame } = decodeFrame(octets, { limitedBy: "frame" });
        if (frame.kind !== "eapol-key") continue;
        messages.set(frame.message, (messages.get(frame.message) ?? 0) + 1);
        if (frame.message !== "2") continue;
        const { elements, faults } = decodeKeyData(frame.keyData);
        expect([name, faults, elements[0]?.kind]).toEqual([name, [], "rsne"]);
      }
    }
    expect([...messages.keys()].sort()).toEqual(["1", "2", "3", "4"]);
    expect(messages.get("1")).toBeGreaterThanOrEqual(messages.get("2") ?? 0);
  },
);
