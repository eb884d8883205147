import type { ExchangeReport } from "../../analyze/analysis.ts";
import type { Verdict } from "../../diagnosis/verdict.ts";
import { isFtExchange, verdictName } from "../words.ts";
import { el, type VNode } from "./element.ts";

/** More APs than this make no table that anybody reads. */
const mostAps = 24;

const kinds = ["fault", "cannot-tell", "sound"] as const satisfies readonly Verdict["kind"][];

/** How the FT exchanges from each AP to each other ended; undefined for a single pair. */
export function apMatrix(exchanges: readonly ExchangeReport[]): VNode | undefined {
  const roams = exchanges.filter(isFtExchange);
  const from = sorted(roams.map(({ currentAp }) => currentAp ?? "unknown"));
  const to = sorted(roams.map(({ targetAp }) => targetAp));
  const pairs = new Set(roams.map(({ currentAp, targetAp }) => `${currentAp} ${targetAp}`));
  if (pairs.size < 2 || from.length > mostAps || to.length > mostAps) return undefined;
  const between = (current: string, target: string) =>
    roams.filter(
      ({ currentAp, targetAp }) => (currentAp ?? "unknown") === current && targetAp === target,
    );
  return el(
    "div",
    { class: "scroll", tabindex: 0, role: "region", "aria-label": "FT exchanges by pair of APs" },
    el(
      "table",
      { class: "matrix" },
      el(
        "thead",
        {},
        el(
          "tr",
          {},
          el("th", { scope: "col" }, "from \\ to"),
          ...to.map((target) => el("th", { scope: "col" }, el("code", {}, target))),
        ),
      ),
      el(
        "tbody",
        {},
        ...from.map((current) =>
          el(
            "tr",
            {},
            el("th", { scope: "row" }, el("code", {}, current)),
            ...to.map((target) => cell(current, target, between(current, target))),
          ),
        ),
      ),
    ),
  );
}

function cell(current: string, target: string, roams: readonly ExchangeReport[]): VNode {
  const counts = kinds
    .map((kind) => ({ kind, number: roams.filter(({ verdict }) => verdict.kind === kind).length }))
    .filter(({ number }) => number > 0);
  const [worst] = counts;
  if (worst === undefined) return el("td", { class: "empty" }, "·");
  const pair = `${current === "unknown" ? "" : current}>${target}`;
  return el(
    "td",
    { class: worst.kind },
    el(
      "button",
      { type: "button", "data-pair-filter": pair },
      ...counts.map(({ kind, number }) =>
        el("span", { class: kind }, `${number} ${verdictName(kind)}`),
      ),
    ),
  );
}

function sorted(addresses: readonly string[]): readonly string[] {
  return [...new Set(addresses)].sort();
}
