// Takes the place of vitest in the test files while mutants are tried: it keeps the tests that a file asks
// for, to be run in one warm process as often as there are mutants.
import { JestAsymmetricMatchers, JestChaiExpect, JestExtend } from "@vitest/expect";
import * as chai from "chai";

for (const plugin of [JestExtend, JestChaiExpect, JestAsymmetricMatchers]) chai.use(plugin);

export const { expect } = chai;

const asked = [];
const suites = [];

/** The tests that were asked for since the last call. */
export async function takeTests() {
  // A suite may await something before it asks for its tests, and may hold suites.
  while (suites.length > 0) await Promise.all(suites.splice(0));
  return asked.splice(0);
}

/** The forms of `test` and `describe` of which the tests make use. */
function withForms(declare) {
  return Object.assign(declare, {
    skipIf: (condition) => (condition ? () => {} : declare),
    each: (rows) => (name, body) => {
      for (const row of rows) declare(name, () => body(...(Array.isArray(row) ? row : [row])));
    },
  });
}

export const test = withForms((_name, body) => asked.push(body));
export const describe = withForms((_name, body) => suites.push(body()));
