import { equalOctets, formatHex } from "../../bytes/octets.ts";
import { type Rsne, rsneWithDefaults } from "../../elements/rsne.ts";
import { akmName, cipherName } from "../../spec/suites.ts";
import { type Check, type CheckId, checkOn, referenceTo } from "../check.ts";
import type { Sighting } from "../sighting.ts";

/**
 * Compares octets of one frame with those of an earlier one. A value that the recorder cut away on
 * either side decides nothing; a value that is simply not in a whole frame is a fault.
 */
export function compareOctets(
  sighting: Sighting,
  id: CheckId,
  {
    name,
    seen,
    expected,
    from,
    format = formatHex,
  }: {
    readonly name: string;
    readonly seen: Uint8Array | undefined;
    readonly expected: Uint8Array | undefined;
    readonly from: Sighting | undefined;
    readonly format?: (octets: Uint8Array) => string;
  },
): Check {
  if (from === undefined || expected === undefined) {
    return checkOn(sighting, id, {
      result: "cannot-tell",
      ...(seen === undefined ? {} : { seen: format(seen) }),
      needs: ["the frame it must be the same as"],
      text: `the frame that the ${name} must be the same as was not captured`,
    });
  }
  const against = [referenceTo(from)];
  if (seen === undefined) {
    return { ...missingField(sighting, id, { name, expected: format(expected) }), against };
  }
  const isSame = equalOctets(seen, expected);
  return checkOn(sighting, id, {
    result: isSame ? "sound" : "fault",
    seen: format(seen),
    expected: format(expected),
    text: isSame
      ? `the ${name} of frame ${from.air.frame}`
      : `another ${name} than that of frame ${from.air.frame}`,
    against,
  });
}

/**
 * A field that a frame must have and that was not found: a fault, unless the recorder cut the frame
 * before the place where it stands.
 */
export function missingField(
  sighting: Sighting,
  id: CheckId,
  {
    name,
    variant = "absent",
    expected,
  }: { readonly name: string; readonly variant?: string; readonly expected?: string },
): Check {
  return sighting.air.cut
    ? checkOn(sighting, id, {
        result: "cannot-tell",
        needs: ["a capture without snap length"],
        text: `the recorder cut the frame before the ${name}`,
      })
    : checkOn(sighting, id, {
        result: "fault",
        ...(expected === undefined ? {} : { expected }),
        text: `the frame has no ${name}`,
        variant,
      });
}

/** An RSNE in words, without its PMKIDs: "FT-PSK, CCMP-128, group CCMP-128, capabilities 000c". */
export function describeRsne(rsne: Rsne): string {
  const meaning = rsneWithDefaults(rsne);
  const parts = [
    meaning.akms.map(akmName).join("+"),
    meaning.pairwiseCiphers.map(cipherName).join("+"),
    `group ${cipherName(meaning.groupCipher)}`,
    `capabilities ${meaning.capabilities.toString(16).padStart(4, "0")}`,
  ];
  if (rsne.groupManagementCipher !== undefined) {
    parts.push(`group management ${cipherName(rsne.groupManagementCipher)}`);
  }
  return parts.join(", ");
}

/** Two RSNEs mean the same apart from their PMKIDs, as the stations compare them (13.5, 13.7). */
export function isSameRsne(a: Rsne, b: Rsne): boolean {
  const x = rsneWithDefaults(a);
  const y = rsneWithDefaults(b);
  return (
    x.groupCipher === y.groupCipher &&
    x.pairwiseCiphers.join() === y.pairwiseCiphers.join() &&
    x.akms.join() === y.akms.join() &&
    x.capabilities === y.capabilities &&
    x.groupManagementCipher === y.groupManagementCipher
  );
}

/**
 * Two independent random nonces differ in about half of their bits; values that differ in less than
 * a third are one value, garbled: the odds of the contrary are below 2^-30 for 32 octets.
 */
export function isGarbledCopy(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  if (a === undefined || b === undefined || a.length !== b.length || a.length < 32) return false;
  let bits = 0;
  for (let i = 0; i < a.length; i++) {
    let difference = (a[i] as number) ^ (b[i] as number);
    for (; difference !== 0; difference &= difference - 1) bits++;
  }
  return bits * 3 < a.length * 8;
}
