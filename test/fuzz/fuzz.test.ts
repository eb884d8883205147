import { expect, test } from "vitest";
import { fuzz } from "../../scripts/fuzz/fuzz.mjs";
import { targets } from "./targets.ts";

/** Another one for every commit in CI; a failure tells it. */
const seed = Number(process.env["FUZZ_SEED"] ?? 1);

test.each(Object.entries(targets))(
  "1000 mutated inputs: %s",
  async (name, target) => {
    const { shapes, failures } = await fuzz(name, target, { inputs: 1000, seed });
    const told = [...failures.values()].map(({ failure, detail, input }) => ({
      failure,
      detail,
      repeat: `npm run fuzz -- --only ${name} --inputs 1000 --pipeline 1000 --seed ${seed}`,
      octets: Buffer.from(input).toString("hex"),
    }));
    expect(told).toEqual([]);
    // They are not all of one kind: the mutators reach something.
    expect(shapes).toBeGreaterThan(10);
  },
  300_000,
);
