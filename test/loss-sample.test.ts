import { describe, expect, test } from "vitest";
import { casesIn, complaintsOf, keyModes, readCase } from "../scripts/loss/judge.mjs";
import { randomNumbers, variantsOf, withFewBeacons } from "../scripts/loss/variants.mjs";
import { hasSharedCaptures, sharedLab } from "./cases.ts";
import { ftscope } from "./loss-library.ts";

const sampleSize = 2_000;
const seed = 20_260_823;

describe.skipIf(!hasSharedCaptures)("a sample of all that may happen to a lab capture", () => {
  const names = casesIn(sharedLab);
  const share = Math.ceil(sampleSize / Math.max(1, names.length));

  test.each(names)("accuses nobody innocent: %s", (name) => {
    const subject = withFewBeacons(readCase(ftscope, sharedLab, name));
    const variants = variantsOf(subject);
    const random = randomNumbers(seed + names.indexOf(name));
    const anyOf = <Item>(items: readonly Item[]) =>
      items[Math.floor(random() * items.length)] as Item;
    const wrong = Array.from({ length: share }).flatMap(() =>
      complaintsOf(ftscope, subject, anyOf(keyModes), anyOf(variants)),
    );
    expect(wrong).toEqual([]);
  });
});
