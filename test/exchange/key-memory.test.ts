import { expect, test } from "vitest";
import type { Exchange } from "../../src/exchange/exchange.ts";
import { KeyMemory } from "../../src/exchange/key-memory.ts";
import type { KeyPath } from "../../src/exchange/key-path.ts";
import type { PtkGuess } from "../../src/exchange/mic-search.ts";

const exchange = { number: 1 } as Exchange;
const other = { number: 2 } as Exchange;

test("finds once for each exchange and its surroundings, and again after forgetting", () => {
  const memory = new KeyMemory();
  const here = {};
  const there = {};
  let asked = 0;
  const find = (of: Exchange, within: object) =>
    memory.found(of, within, { find: () => ({ asked: ++asked }), isValid: () => true }).asked;
  expect([find(exchange, here), find(exchange, here), find(exchange, there)]).toEqual([1, 1, 2]);
  expect([find(other, here), find(exchange, here)]).toEqual([3, 1]);
  memory.forget();
  expect([find(exchange, here), find(exchange, here)]).toEqual([4, 4]);
});

test("finds again when what was found is no longer valid", () => {
  const memory = new KeyMemory();
  const knowledge = { now: 1 };
  const find = () =>
    memory.found(exchange, knowledge, {
      find: () => ({ seen: knowledge.now }),
      isValid: ({ seen }) => seen === knowledge.now,
    }).seen;
  expect(find()).toBe(1);
  knowledge.now = 2;
  expect(find()).toBe(2);
});

test.each([
  ["keeps the PTKs of an exchange under one path", 32, 1],
  ["does not keep the hundreds of a hostile one", 33, 2],
])("%s", (_, count, calls) => {
  const memory = new KeyMemory();
  const path = {} as KeyPath;
  let asked = 0;
  const guess = () => {
    asked++;
    return Array.from({ length: count }, () => ({}) as PtkGuess);
  };
  for (const _ of [1, 2]) memory.guesses(exchange, "00-0f-ac:4", path, guess);
  expect(asked).toBe(calls);
  memory.guesses(exchange, "00-0f-ac:9", path, guess);
  memory.guesses(exchange, "00-0f-ac:9", { ...path }, guess);
  memory.guesses(other, "00-0f-ac:9", path, guess);
  expect(asked).toBe(calls + 3);
});
