import type { ExchangeReport } from "../../analyze/analysis.ts";
import type { Check } from "../../exchange/check.ts";
import { type ChainStep, keyChain } from "../key-chain.ts";
import type { View } from "../view.ts";
import { checkName, resultName } from "../words.ts";
import { el, type VNode } from "./element.ts";

/** The key hierarchy step by step: which name or MIC verified, and where it broke. */
export function keyChainHtml(exchange: ExchangeReport, view: View): VNode | undefined {
  const steps = keyChain(exchange);
  if (steps.length === 0) return undefined;
  const reached = steps.slice(0, steps.findLastIndex(({ result }) => result !== undefined) + 1);
  const rest = steps.slice(reached.length);
  return el(
    "ol",
    { class: "chain" },
    ...reached.map((step) => stepHtml(step, view)),
    rest.length === 0
      ? undefined
      : el(
          "li",
          { class: "not-reached" },
          el("strong", {}, "Not reached"),
          el("span", { class: "muted" }, rest.map(({ name }) => name).join(", ")),
        ),
  );
}

function stepHtml({ name, madeOf, checks, result, breaksHere }: ChainStep, view: View): VNode {
  return el(
    "li",
    { class: result ?? "not-reached" },
    el("strong", {}, name),
    el("span", { class: "made-of" }, madeOf),
    breaksHere ? el("span", { class: "badge fault" }, "Breaks here") : undefined,
    result === undefined
      ? el("span", { class: "muted" }, "not reached")
      : el("ul", {}, ...distinct(checks).map((check) => checkHtml(check, checks, view))),
  );
}

/** One line for each check and result, whatever number of frames it was made on. */
function distinct(checks: readonly Check[]): readonly Check[] {
  return checks.filter(
    (check, i) =>
      checks.findIndex(({ id, result }) => id === check.id && result === check.result) === i,
  );
}

function checkHtml(check: Check, all: readonly Check[], view: View): VNode {
  const frames = all
    .filter(({ id, result }) => id === check.id && result === check.result)
    .map((each) => view.frameName(each));
  return el(
    "li",
    { class: check.result },
    el("span", { class: `mark ${check.result}` }, marks[check.result]),
    ` ${checkName(check.id)} ${resultName(check.result)} `,
    el("span", { class: "muted" }, [...new Set(frames)].join(", ")),
  );
}

const marks = { sound: "✓", fault: "✗", "cannot-tell": "?", "not-applicable": "-" } as const;
