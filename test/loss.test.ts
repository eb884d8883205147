import { describe, expect, test } from "vitest";
import type { Case } from "../scripts/loss/judge.mjs";
import { casesIn, complaintsOf, judgeVariant, readCase } from "../scripts/loss/judge.mjs";
import { type Variant, variantsOf, withFewBeacons } from "../scripts/loss/variants.mjs";
import * as ftscope from "../src/index.ts";
import { ownCases } from "./cases.ts";

test("this repository has captures to lose frames of", () => {
  expect(casesIn(ownCases).length).toBeGreaterThan(0);
});

describe("no single lost frame makes anybody innocent the culprit", () => {
  test.each(casesIn(ownCases))("captures/%s", (name) => {
    const subject = withFewBeacons(readCase(ftscope, ownCases, name));
    const variants = variantsOf(subject, ["drop-one"]);
    expect(variants.length).toBeGreaterThan(10);
    const wrong = variants.flatMap((variant) =>
      (["right", "none"] as const).flatMap((mode) => complaintsOf(ftscope, subject, mode, variant)),
    );
    expect(wrong).toEqual([]);
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
