import { format, inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatHex } from "../../src/bytes/octets.ts";
import { derivePtk } from "../../src/crypto/ft-keys.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import { ftVectors, hex, secret } from "./vectors.ts";

const octets = Uint8Array.from({ length: 32 }, (_, i) => 0xa0 + i);
const key = new SecretKey("PMK-R1", octets);
const shown = "[PMK-R1: 32 octets]";

describe("SecretKey", () => {
  it("shows its name and length wherever it is turned to text", () => {
    expect(String(key)).toBe(shown);
    expect(`${key}`).toBe(shown);
    expect(`key ${key.toString()}`).toBe(`key ${shown}`);
    expect(inspect(key)).toBe(shown);
    expect(inspect(key, { showHidden: true, depth: 9, getters: true })).toBe(shown);
    expect(inspect({ deep: [key] })).toBe(`{ deep: [ ${shown} ] }`);
    expect(format("%o %O %s %j", key, key, key, key)).not.toMatch(/160|a0|161/);
    expect(JSON.stringify({ key })).toBe(`{"key":"${shown}"}`);
  });

  it("has no property that leads to the octets, not even for a clone or an inspector that ignores our own", () => {
    expect(Object.entries(key)).toEqual([["name", "PMK-R1"]]);
    expect(Reflect.ownKeys(key)).toEqual(["name"]);
    expect(structuredClone(key)).toEqual({ name: "PMK-R1" });
    expect({ ...key }).toEqual({ name: "PMK-R1" });
    expect(inspect(key, { customInspect: false, showHidden: true, depth: 9 })).not.toMatch(
      /160|a0a1|Uint8Array/,
    );
    const inherited: unknown[] = [];
    for (const property in key) inherited.push(property);
    expect(inherited).toEqual(["name"]);
  });

  it("keeps its octets whatever becomes of the array it was made of or of one it gave out", () => {
    const source = octets.slice();
    const kept = new SecretKey("TK", source);
    source.fill(0);
    kept.reveal().fill(0);
    expect(kept.reveal()).toEqual(octets);
  });

  it("gives back any octets and their number", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (any) => {
        const made = new SecretKey("KEK", any);
        expect(made.reveal()).toEqual(any);
        expect(made.length).toBe(any.length);
        expect(String(made)).toBe(`[KEK: ${any.length} octets]`);
      }),
    );
  });

  it("keeps every part of a PTK out of a printed or serialized PTK", () => {
    const vector = ftVectors[0];
    if (vector === undefined) throw new Error("no vector A");
    const ptk = derivePtk({
      lengths: vector.lengths,
      pmkR1: secret(hex(vector.step("AP2 PMK-R1"))),
      ...vector.roam,
      bssid: vector.ap2,
      stationAddress: vector.station,
      tkLength: 16,
    });
    const names = Object.values(ptk).map((part) => part instanceof SecretKey && part.name);
    expect(names.filter((name) => name !== false)).toEqual([
      "KCK",
      "KEK",
      "TK",
      "KCK2",
      "KEK2",
      "KDK",
      "PTK",
    ]);
    const text = `${inspect(ptk, { depth: 9, showHidden: true })} ${JSON.stringify(ptk)}`;
    expect(text).toContain("[KCK: 16 octets]");
    for (const part of [ptk.kck, ptk.kek, ptk.tk]) {
      const start = part.reveal().subarray(0, 3);
      expect(text).not.toContain(formatHex(start));
      expect(text).not.toContain([...start].join(", "));
      expect(text).not.toContain([...start].join(","));
    }
  });
});
