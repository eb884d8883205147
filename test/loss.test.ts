import { describe, expect, test } from "vitest";
import type { Case } from "../scripts/loss/judge.mjs";
import { analyze, casesIn, complaintsOf, judgeVariant, readCase } from "../scripts/loss/judge.mjs";
import { type Variant, variantsOf, withFewBeacons } from "../scripts/loss/variants.mjs";
import { ownCases } from "./cases.ts";
import { ftscope } from "./loss-library.ts";

test("this repository has captures to lose frames of", () => {
  expect(casesIn(ownCases).length).toBeGreaterThan(0);
});

describe("no single lost frame makes anybody innocent the culprit", () => {
  test.each(casesIn(ownCases))("captures/%s", { timeout: 300_000 }, (name) => {
    const subject = withFewBeacons(readCase(ftscope, ownCases, name));
    const variants = variantsOf(subject, ["drop-one"]);
    expect(variants.length).toBeGreaterThan(10);
    const wrong = variants.flatMap((variant) =>
      (["right", "none"] as const).flatMap((mode) => complaintsOf(ftscope, subject, mode, variant)),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the variants", () => {
  const own = withFewBeacons(readCase(ftscope, ownCases, "ftpsk-ap-mic"));
  const of = (kind: string) => variantsOf(own, [kind]);
  const named = (kind: string, part: string) =>
    of(kind).find(({ name }) => name.includes(part)) as Variant;
  const analysisOf = (variant: Variant) => analyze(ftscope, variant.inputs(), own.keys.none);
  const bssidsIn = (variant: Variant) => analysisOf(variant).networks.flatMap((n) => n.bssids);

  test("lose the frame they name, and only that", () => {
    for (const variant of of("drop-one")) {
      const frames = variant.inputs()[0]?.map(({ frame }) => frame) ?? [];
      expect(frames).toHaveLength(own.records.length - 1);
      expect(frames).not.toContain(Number(variant.name.match(/\d+/)?.[0]));
    }
  });

  test("are cut short from both ends", () => {
    const lengths = (kind: string) => of(kind).map((variant) => variant.inputs()[0]?.length ?? 0);
    expect(lengths("prefix")).toEqual(lengths("prefix").toSorted((a, b) => a - b));
    expect(lengths("suffix")).toEqual(lengths("suffix").toSorted((a, b) => b - a));
  });

  test("hold one frame with a bad FCS", () => {
    for (const variant of of("bad-fcs")) expect(analysisOf(variant).inputs[0]?.badFcs).toBe(1);
  });

  test("hold the beacon of a stranger, also under another name and domain", () => {
    const stranger = "02:f0:e1:90:00:01";
    expect(bssidsIn(named("foreign-beacon", "of the same network"))).toContain(stranger);
    const { networks } = analysisOf(named("foreign-beacon", "of another SSID and MDID"));
    const foreign = networks.find(({ bssids }) => bssids.includes(stranger));
    expect(foreign?.ssid).not.toBe("lab-ft");
    expect(foreign?.bssids).toEqual([stranger]);
  });

  test("hold an exchange with a third AP", () => {
    const { exchanges } = analysisOf(named("third-ap", "algorithm 2"));
    expect(exchanges.map(({ targetAp }) => targetAp)).toContain("02:f0:e1:90:00:03");
  });

  test("keep to one channel, or have a capture for each", () => {
    expect(analysisOf(named("one-channel", "only 2437")).inputs[0]?.channels).toEqual([2437]);
    const [inOrder, swapped] = of("inputs").map((variant) =>
      analysisOf(variant).inputs.map(({ channels }) => channels),
    );
    expect(inOrder).toEqual([[2412], [2437]]);
    expect(swapped).toEqual([[2437], [2412]]);
  });

  test("change the order in the file by less than 5 ms", () => {
    for (const variant of of("reordered")) {
      const times = (variant.inputs()[0] ?? []).map(({ time }) => time);
      const steps = times.slice(1).map((time, i) => time - (times[i] as bigint));
      expect(steps.some((step) => step < 0n)).toBe(true);
      expect(steps.every((step) => step > -5_000_000n)).toBe(true);
    }
  });
});

describe("the judge", () => {
  const subject = (accept: Partial<Case["truth"]["accept"]>): Case => {
    const own = readCase(ftscope, ownCases, "ftpsk-ap-mic");
    return { ...own, truth: { ...own.truth, accept: { ...own.truth.accept, ...accept } } };
  };
  const whole = (of: Case) => variantsOf(of, ["whole"])[0] as Variant;

  test("accepts the culprit of the ground truth", () => {
    const own = subject({});
    expect(judgeVariant(ftscope, own, "right", whole(own)).result).toBe("accepted");
  });

  test("calls another culprit a wrong accusation", () => {
    const own = subject({ withKey: ["station"] });
    const { result, complaints } = judgeVariant(ftscope, own, "right", whole(own));
    expect(result).toBe("wrong");
    expect(complaints).toHaveLength(1);
  });

  test("calls a fault at another AP a wrong accusation", () => {
    const own = subject({ targets: ["02:00:00:00:00:01"] });
    expect(judgeVariant(ftscope, own, "right", whole(own)).result).toBe("wrong");
  });

  test("reports an analyzer that throws and goes on", () => {
    const own = subject({});
    const broken = {
      ...ftscope,
      createAnalyzer: () => {
        throw new Error("broken");
      },
    };
    expect(judgeVariant(broken, own, "right", whole(own)).result).toBe("error");
  });
});
