import { describe, expect, test } from "vitest";
import type { RsneFields } from "../builders/elements.ts";
import { type Announcing, auditOf, bssidOf, findingsOf } from "../builders/site.ts";

const noPmf = { capabilities: 0x0000 };
const pmf = { capabilities: 0x0080 };
const pmfRequired = { capabilities: 0x00c0 };

/** The usual group management cipher, which is told with PMF. */
const bip = " (BIP-CMAC-128)";

/** BSSs of one mobility domain, numbered from 1, with these RSNEs. */
const domainOf = (rsnes: readonly RsneFields[], mdid: string | null = "a1b2") =>
  rsnes.map(
    (rsne, place): Announcing => ({
      bssid: bssidOf(place + 1),
      ssid: "corp",
      ...(mdid === null ? {} : { mdid }),
      rsne,
    }),
  );

function findingIn(bsss: readonly Announcing[], rule: string) {
  const found = findingsOf(auditOf(bsss)).filter((finding) => finding.rule === rule);
  expect(found).toHaveLength(1);
  return found[0];
}

const times = <T>(count: number, what: T): readonly T[] => new Array<T>(count).fill(what);

describe("a difference between BSSs", () => {
  test("is told with the commonest value first, and each odd BSS by its address", () => {
    const finding = findingIn(domainOf([pmfRequired, pmf, pmf, noPmf, pmf]), "pmf-differs");
    expect(finding?.summary).toBe(
      `"corp" (MDID a1b2): PMF optional${bip} on 3 BSSs, PMF required${bip} on ${bssidOf(1)}, no PMF on ${bssidOf(4)}.`,
    );
    expect(finding?.evidence).toEqual([
      {
        input: 0,
        frame: 2,
        field: "RSN Capabilities",
        seen: `PMF optional${bip}`,
        text: `Announced by ${bssidOf(2)}`,
      },
      {
        input: 0,
        frame: 1,
        field: "RSN Capabilities",
        seen: `PMF required${bip}`,
        expected: `PMF optional${bip}`,
        text: `Announced by ${bssidOf(1)}`,
      },
      {
        input: 0,
        frame: 4,
        field: "RSN Capabilities",
        seen: "no PMF",
        expected: `PMF optional${bip}`,
        text: `Announced by ${bssidOf(4)}`,
      },
    ]);
  });

  test("has no expected value where two are equally common", () => {
    const finding = findingIn(domainOf([pmf, noPmf, pmf, noPmf, pmfRequired]), "pmf-differs");
    expect(finding?.summary).toBe(
      `"corp" (MDID a1b2): PMF optional${bip} on 2 BSSs, no PMF on ${bssidOf(2)} and ${bssidOf(4)}, PMF required${bip} on ${bssidOf(5)}.`,
    );
    expect(finding?.evidence.map(({ frame, expected }) => [frame, expected])).toEqual([
      [1, undefined],
      [2, undefined],
      [4, undefined],
      [5, undefined],
    ]);
  });

  test("names 6 BSSs of a value at most, and gives 8 pieces of evidence", () => {
    const six = findingIn(domainOf([...times(7, pmf), ...times(6, noPmf)]), "pmf-differs");
    expect(six?.summary).toContain(`${bssidOf(12)} and ${bssidOf(13)}.`);
    const nine = findingIn(domainOf([...times(12, pmf), ...times(9, noPmf)]), "pmf-differs");
    expect(nine?.summary).toContain(`${bssidOf(17)}, ${bssidOf(18)} and 3 more.`);
    expect(nine?.summary).not.toContain(bssidOf(19));
    expect(nine?.evidence.map(({ frame }) => frame)).toEqual([1, 13, 14, 15, 16, 17, 18, 19]);
  });

  test("outside a mobility domain names none", () => {
    const finding = findingIn(domainOf([noPmf, pmf, pmf], null), "pmf-differs");
    expect(finding?.summary).toBe(`"corp": PMF optional${bip} on 2 BSSs, no PMF on ${bssidOf(1)}.`);
  });
});

describe("different ciphers", () => {
  const ccmp = { pairwiseCiphers: ["00-0f-ac:4"] };
  const gcmp = { pairwiseCiphers: ["00-0f-ac:9"] };
  const both = { pairwiseCiphers: ["00-0f-ac:4", "00-0f-ac:9"] };

  test("are a warning while every two BSSs have one in common", () => {
    expect(findingIn(domainOf([ccmp, both, both]), "cipher-differs")?.severity).toBe("warning");
  });

  test("are a fault where two BSSs have none in common, whatever others have", () => {
    expect(findingIn(domainOf([ccmp, gcmp]), "cipher-differs")?.severity).toBe("fault");
    expect(findingIn(domainOf([ccmp, gcmp, both]), "cipher-differs")?.severity).toBe("fault");
  });

  test("are a warning outside a mobility domain: no roam with FT is at stake", () => {
    expect(findingIn(domainOf([ccmp, gcmp], null), "cipher-differs")?.severity).toBe("warning");
  });
});
