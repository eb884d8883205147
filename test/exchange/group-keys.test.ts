import { describe, expect, test } from "vitest";
import { concatOctets } from "../../src/bytes/octets.ts";
import type { Check } from "../../src/exchange/check.ts";
import { type Draft, ptkOf } from "../builders/draft.ts";
import { buildSubelement, hex, u8, u16le } from "../builders/elements.ts";
import { analyzeRoam, keysOf, tellRoam } from "../builders/roam.ts";
import { scatter } from "../builders/stage.ts";
import { wrapKey } from "../crypto/vectors.ts";

const subelementIds = { igtk: 4, bigtk: 6 } as const;
type Kind = keyof typeof subelementIds;

const bigKey = scatter("a group management key");
const key = bigKey.subarray(0, 16);

interface Wrapping {
  readonly wrapped: Uint8Array;
  /** What the sub-element says of the key; default: 16. */
  readonly keyLength?: number;
}

/** The checks of a response whose FTE carries a group management key. */
function checksOf(
  kind: Kind,
  wrap: (kek: Uint8Array) => Wrapping,
  keys = keysOf("right"),
): readonly Check[] {
  const told = tellRoam({
    sendings: {
      "reassociation-response": {
        change: (draft: Draft) => {
          const { wrapped, keyLength = 16 } = wrap(ptkOf(draft.key).kek.reveal());
          const data = concatOctets(u16le(4), new Uint8Array(6), u8(keyLength), wrapped);
          if (draft.fte === undefined) throw new Error("the response has no FTE");
          draft.fte.subelements = [buildSubelement(subelementIds[kind], data)];
        },
      },
    },
  });
  const { exchanges } = analyzeRoam(told, { keys });
  return exchanges.find((exchange) => exchange.kind === "ft-over-the-air")?.checks ?? [];
}

function checkOf(kind: Kind, wrap: (kek: Uint8Array) => Wrapping): Check | undefined {
  return checksOf(kind, wrap).find(({ id }) => id === `${kind}-unwrap`);
}

describe.each(["igtk", "bigtk"] as const)("the %s of the response", (kind) => {
  test("unwraps with the KEK of the exchange", () => {
    const checks = checksOf(kind, (kek) => ({ wrapped: wrapKey(kek, key) }));
    expect(checks.filter(({ id }) => id.endsWith("unwrap"))).toMatchObject([
      { id: "gtk-unwrap", result: "sound" },
      { id: `${kind}-unwrap`, result: "sound", seen: "16 octets", text: "unwraps" },
    ]);
    expect(checks.filter(({ result }) => result === "fault")).toEqual([]);
  });

  test("of 32 octets unwraps", () => {
    const check = checkOf(kind, (kek) => ({ wrapped: wrapKey(kek, bigKey), keyLength: 32 }));
    expect(check).toMatchObject({ result: "sound", seen: "32 octets" });
  });

  test("of 22 octets may be padded with dd and a zero", () => {
    const padded = concatOctets(bigKey.subarray(0, 22), hex("dd00"));
    const check = checkOf(kind, (kek) => ({ wrapped: wrapKey(kek, padded), keyLength: 22 }));
    expect(check).toMatchObject({ result: "sound" });
  });

  test("that is wrapped with another key is a fault", () => {
    const wrapped = wrapKey(scatter("another KEK", 16), key);
    expect(checkOf(kind, () => ({ wrapped }))).toMatchObject({
      result: "fault",
      text: `the ${kind.toUpperCase()} does not unwrap with the key of this exchange`,
    });
  });

  test("that is longer than it says, without padding, is a fault", () => {
    const check = checkOf(kind, (kek) => ({ wrapped: wrapKey(kek, bigKey) }));
    expect(check).toMatchObject({
      result: "fault",
      text: "unwraps to 32 octets",
      variant: "length",
    });
  });

  test("that is cut or no key wrap at all is a fault", () => {
    const whole = (kek: Uint8Array) => wrapKey(kek, key);
    for (let length = 0; length < 24; length++) {
      const check = checkOf(kind, (kek) => ({ wrapped: whole(kek).subarray(0, length) }));
      expect(check, `${length} octets`).toMatchObject({ result: "fault" });
    }
  });

  test("is not looked at without a key", () => {
    const checks = checksOf(kind, (kek) => ({ wrapped: wrapKey(kek, key) }), keysOf("none"));
    expect(checks.some(({ id }) => id === `${kind}-unwrap`)).toBe(false);
    expect(checks.find(({ id }) => id === "gtk-unwrap")?.result).toBe("cannot-tell");
  });
});
