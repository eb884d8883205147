import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseKeySpec, parsePsk, parseSsid } from "../../src/analyze/key-spec.ts";
import { formatHex, utf8Octets } from "../../src/bytes/octets.ts";
import type { KeySpec } from "../../src/exchange/key-ring.ts";

const hex = (octets: number) => "0123456789abcdef".repeat(8).slice(0, 2 * octets);

/** A key with its secret in hex, so that it can be compared. */
function shown({ kind, label, secret, ssid, station }: KeySpec) {
  return {
    kind,
    label,
    name: secret.name,
    secret: formatHex(secret.reveal()),
    ...(ssid === undefined ? {} : { ssid: formatHex(ssid) }),
    ...(station === undefined ? {} : { station }),
  };
}

function keyOf(text: string) {
  const parsed = parseKeySpec(text, "the key");
  if ("error" in parsed) throw new Error(`${text}: ${parsed.error}`);
  return shown(parsed.key);
}

function errorOf(text: string): string {
  const parsed = parseKeySpec(text, "the key");
  if ("key" in parsed) throw new Error(`${text} was taken for a ${parsed.key.kind}`);
  return parsed.error;
}

const textHex = (text: string) => formatHex(utf8Octets(text));

describe("psk:<ssid>:<passphrase>", () => {
  test("the first ':' ends the SSID and the passphrase runs verbatim to the end", () => {
    expect(keyOf("psk:office:a:b@c %41# ")).toEqual({
      kind: "passphrase",
      label: "the key",
      name: "passphrase",
      secret: textHex("a:b@c %41# "),
      ssid: textHex("office"),
    });
  });

  test("the SSID may have %XX for any octet, in either case of digits", () => {
    expect(keyOf("psk:a%3Ab%3ac%25%00%ff:password").ssid).toBe("613a623a632500ff");
  });

  test("64 hex digits are the PSK itself, also with blanks after them", () => {
    const psk = { kind: "psk", name: "PSK", secret: hex(32), label: "the key", ssid: "61" };
    expect(keyOf(`psk:a:${hex(32)}`)).toEqual(psk);
    expect(keyOf(`psk:a:${hex(32).toUpperCase()} \t`)).toEqual(psk);
  });

  test("63 hex digits are a passphrase, 64 other characters are an error", () => {
    expect(keyOf(`psk:a:${hex(32).slice(1)}`).kind).toBe("passphrase");
    expect(errorOf(`psk:a:${"x".repeat(64)}`)).toMatch(/8 to 63 octets.*64 octets were given/);
  });

  test("a passphrase has 8 to 63 octets", () => {
    expect(keyOf(`psk:a:${"x".repeat(8)}`).secret).toHaveLength(16);
    expect(keyOf(`psk:a:${"x".repeat(63)}`).secret).toHaveLength(126);
    expect(errorOf("psk:a:seven77")).toMatch(/8 to 63 octets.*7 octets were given/);
    expect(errorOf("psk:a:")).toMatch(/0 octets were given/);
  });

  test("characters outside ASCII are their UTF-8 octets, in SSID and passphrase", () => {
    expect(keyOf("psk:Café:größer!")).toMatchObject({
      ssid: "436166c3a9",
      secret: "6772c3b6c39f657221",
    });
    expect(errorOf(`psk:a:${"ä".repeat(32)}`)).toMatch(/64 octets were given/);
  });

  test("an SSID has 1 to 32 octets after its escapes are read", () => {
    expect(keyOf(`psk:${"%61".repeat(32)}:password`).ssid).toBe("61".repeat(32));
    for (const ssid of ["", "a".repeat(33), "ä".repeat(17), "50%", "50%2", "50%zz", "tab\there"]) {
      expect(errorOf(`psk:${ssid}:password`)).toMatch(/SSID.*1 to 32 octets.*%XX/);
    }
  });

  test("a missing SSID is explained", () => {
    expect(errorOf("psk:password")).toContain("psk:<ssid>:<passphrase>");
  });
});

describe("keys in hex", () => {
  test.each([
    ["pmk", "PMK", [32, 48, 64]],
    ["msk", "MSK", [64]],
    ["pmk-r0", "PMK-R0", [32, 48, 64]],
    ["pmk-r1", "PMK-R1", [32, 48, 64]],
    ["tk", "TK", [16, 32]],
  ])("%s has the lengths of a %s and no others", (kind, name, lengths) => {
    for (let octets = 0; octets <= 64; octets++) {
      const text = `${kind}:${hex(octets)}`;
      if (lengths.includes(octets)) {
        expect(keyOf(text)).toEqual({ kind, label: "the key", name, secret: hex(octets) });
      } else {
        expect(errorOf(text)).toContain(`${kind}: expected ${lengths[0]}`);
        expect(errorOf(text)).toContain(`; ${octets} octets were given`);
      }
    }
    expect(errorOf(`${kind}:${hex(lengths[0] as number).slice(1)}`)).toMatch(/in hex digits$/);
    expect(errorOf(`${kind}:${hex(15)}xy`)).toMatch(/in hex digits$/);
  });

  test.each(["pmk", "msk", "pmk-r0", "pmk-r1", "tk"])("%s can be bound to a station", (kind) => {
    const octets = kind === "tk" ? 16 : 64;
    expect(keyOf(`${kind}:${hex(octets)}@02:5A:00:00:00:0f`).station).toBe("02:5a:00:00:00:0f");
    expect(keyOf(`${kind}:${hex(octets)}@02:5a:00:00:00:0f \t`).station).toBe("02:5a:00:00:00:0f");
  });

  test("only a PMK can be bound to an SSID", () => {
    expect(keyOf(`pmk:${hex(32)}@caf%C3%A9`)).toMatchObject({ ssid: "636166c3a9" });
    expect(keyOf(`pmk:${hex(32)}@voilà`).ssid).toBe("766f696cc3a0");
    for (const kind of ["msk", "pmk-r0", "pmk-r1", "tk"]) {
      expect(errorOf(`${kind}:${hex(64)}@office`)).toBe(
        `${kind}: after '@' comes a station: six octets with ':'`,
      );
    }
  });

  test("a station with a slip is no SSID", () => {
    for (const where of [
      "02:5a:00:00:00",
      "02:5a:00:00:00:0g",
      "02:5a:00:00:00:0f:01",
      "a@b",
      "",
    ]) {
      expect(errorOf(`pmk:${hex(32)}@${where}`)).toMatch(/after '@' comes a station/);
    }
  });

  test("six octets written otherwise are an SSID", () => {
    expect(keyOf(`pmk:${hex(32)}@02-5a-00-00-00-0f`).ssid).toBe(textHex("02-5a-00-00-00-0f"));
    expect(keyOf(`pmk:${hex(32)}@02%3a5a`).ssid).toBe(textHex("02:5a"));
  });
});

test("a kind that is none is answered with the kinds there are, not with the text", () => {
  for (const text of ["", "hunter2000", "PSK:a:hunter2000", "sae:hunter2000", ":hunter2000"]) {
    expect(errorOf(text)).toBe("a key begins with psk:, pmk:, msk:, pmk-r0:, pmk-r1: or tk:");
  }
});

describe("parsePsk", () => {
  test("takes a passphrase as it is, for every SSID or for one", () => {
    const all = parsePsk("psk:a:b c%41", undefined, "p");
    expect("key" in all && shown(all.key)).toEqual({
      kind: "passphrase",
      label: "p",
      name: "passphrase",
      secret: textHex("psk:a:b c%41"),
    });
    const one = parsePsk("password", Uint8Array.of(1, 2), "p");
    expect("key" in one && one.key.ssid).toEqual(Uint8Array.of(1, 2));
  });

  test("takes 64 hex digits as the PSK", () => {
    const parsed = parsePsk(hex(32), undefined, "p");
    expect("key" in parsed && shown(parsed.key)).toMatchObject({ kind: "psk", secret: hex(32) });
  });

  test("says what is wrong with the length", () => {
    expect(parsePsk("1234567", undefined, "p")).toEqual({
      error: "a passphrase has 8 to 63 octets and a PSK 64 hex digits; 7 octets were given",
    });
  });
});

describe("parseSsid", () => {
  test("reads %XX and leaves ':' and '@' as they are", () => {
    expect(parseSsid("a%20b:c@d")).toEqual(utf8Octets("a b:c@d"));
  });

  test("any 1 to 32 octets can be written", () => {
    const octets = fc.uint8Array({ minLength: 1, maxLength: 32 });
    fc.assert(
      fc.property(octets, (ssid) => {
        const text = Array.from(ssid, (octet) => `%${formatHex(Uint8Array.of(octet))}`).join("");
        expect(parseSsid(text)).toEqual(ssid);
        expect(keyOf(`psk:${text}:password`).ssid).toBe(formatHex(ssid));
        expect(keyOf(`pmk:${hex(48)}@${text}`).ssid).toBe(formatHex(ssid));
      }),
    );
  });

  test("is undefined for what is no SSID", () => {
    for (const text of ["", "%", "%4", "%g0", "a".repeat(33), "\n", "\x7f"]) {
      expect(parseSsid(text)).toBeUndefined();
    }
  });
});

describe("hostile texts", () => {
  const kind = fc.constantFrom("psk:", "pmk:", "msk:", "pmk-r0:", "pmk-r1:", "tk:", "psk:a:", "");
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.constantFrom(":", "@", "%", "0", "f", "\0", "ä", "\ud800") }),
  );

  test("every text is a key or an error", () => {
    fc.assert(
      fc.property(kind, text, (start, end) => {
        const parsed = parseKeySpec(start + end, "k");
        expect("key" in parsed ? parsed.key.secret.length : parsed.error.length).toBeGreaterThan(7);
        expect(["key", "error"].filter((name) => name in parsed)).toHaveLength(1);
      }),
    );
  });

  test("no error shows what was given", () => {
    const marker = "Zq7XmarkerX9";
    let errors = 0;
    fc.assert(
      fc.property(kind, text, text, (start, before, after) => {
        for (const parsed of [
          parseKeySpec(start + before + marker + after, "k"),
          parsePsk(before + marker + after.repeat(9), undefined, "k"),
        ]) {
          if ("error" in parsed) {
            errors++;
            expect(parsed.error).not.toContain("Zq7X");
          } else {
            expect(JSON.stringify(parsed.key.secret)).not.toContain("Zq7X");
          }
        }
      }),
    );
    expect(errors).toBeGreaterThan(20);
  });

  test("cut short at every length, a spec is a key or an error", () => {
    const whole = `pmk:${hex(64)}@02:5a:00:00:00:0f`;
    const lengths = Array.from({ length: whole.length + 1 }, (_, length) => {
      const parsed = parseKeySpec(whole.slice(0, length), "k");
      return "key" in parsed ? length : undefined;
    }).filter((length) => length !== undefined);
    // Three lengths of a PMK, the two beginnings of the station that are an SSID, and the whole.
    expect(lengths).toEqual([68, 100, 132, 134, 135, whole.length]);
  });
});
