import type { Analysis, ExchangeReport } from "../../analyze/analysis.ts";
import { viewOf } from "../view.ts";
import { count, culpritName, isFtExchange, verdictName } from "../words.ts";
import { apMatrix } from "./ap-matrix.ts";
import { custody } from "./custody.ts";
import { constantElement, el, renderHtml, type VNode } from "./element.ts";
import { networksSection, roamsSection } from "./networks.ts";
import { overview } from "./overview.ts";
import { pageScript, pageScriptHash } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";
import { type Extent, roamHtml } from "./roam.ts";

/** So many exchanges are shown in full, and no more once they take so many characters. */
const mostFull = 100;
const mostFullCharacters = 2_000_000;

/** More have their ladder, up to so many characters; of the rest there is a line each. */
const mostLadderCharacters = 2_000_000;

const order: readonly ExchangeReport["verdict"]["kind"][] = ["fault", "cannot-tell", "sound"];

/**
 * The analysis as one page that needs nothing else: no network, no font, no script to be read. Its
 * size is bounded whatever number of exchanges there is.
 */
export function htmlReport(analysis: Analysis): string {
  const view = viewOf(analysis, { verbose: false });
  const title = titleOf(analysis);
  const roams = roamsHtml(analysis, view);
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src '${pageScriptHash}'`;
  const head = el(
    "head",
    {},
    el("meta", { charset: "utf-8" }),
    el("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
    el("meta", { name: "viewport", content: "width=device-width, initial-scale=1" }),
    el("meta", { name: "color-scheme", content: "light dark" }),
    el("meta", { name: "generator", content: `ftscope ${analysis.generator.version}` }),
    el("title", {}, `${title} - ftscope`),
    constantElement("style", pageStyle),
  );
  const opening = [
    el("a", { class: "skip", href: "#roams" }, "Skip to the exchanges"),
    markers(),
    el("header", {}, el("p", { class: "tool" }, "ftscope report"), el("h1", {}, title)),
    overview(analysis, view),
  ];
  const matrix = apMatrix(analysis.exchanges);
  return [
    '<!DOCTYPE html>\n<html lang="en">',
    renderHtml(head),
    "<body>",
    ...opening.map(renderHtml),
    "<main>",
    matrix === undefined
      ? ""
      : renderHtml(el("section", { id: "pairs" }, el("h2", {}, "Between which APs"), matrix)),
    '<section id="roams">',
    renderHtml(el("h2", {}, "Exchanges")),
    analysis.exchanges.length > 1 ? renderHtml(toolbar(analysis)) : "",
    '<div id="list">',
    ...roams,
    "</div></section>",
    ...[roamsSection(analysis, view), networksSection(analysis, view)].map((section) =>
      section === undefined ? "" : renderHtml(section),
    ),
    renderHtml(custody(analysis)),
    "</main>",
    renderHtml(el("div", { id: "tip", role: "tooltip", hidden: true })),
    renderHtml(constantElement("script", pageScript)),
    "</body></html>\n",
  ].join("\n");
}

/** One block after the other, so that no more than one is held as a tree. */
function roamsHtml(analysis: Analysis, view: ReturnType<typeof viewOf>): readonly string[] {
  let full = 0;
  let fullCharacters = 0;
  let ladderCharacters = 0;
  const sorted = [true, false].flatMap((isFt) =>
    order.flatMap((kind) =>
      analysis.exchanges.filter(
        (exchange) => exchange.verdict.kind === kind && isFtExchange(exchange) === isFt,
      ),
    ),
  );
  return sorted.map((exchange) => {
    const extent = extentOf();
    const isOpen =
      extent === "full" &&
      (exchange.verdict.kind !== "sound" || sorted.length === 1) &&
      full < (sorted.length > 10 ? 1 : 3);
    const html = renderHtml(roamHtml(exchange, view, { extent, isOpen }));
    if (extent === "full") {
      full++;
      fullCharacters += html.length;
    } else if (extent === "ladder") {
      ladderCharacters += html.length;
    }
    return html;
  });

  function extentOf(): Extent {
    if (full < mostFull && fullCharacters < mostFullCharacters) return "full";
    return ladderCharacters < mostLadderCharacters ? "ladder" : "line";
  }
}

function titleOf({ exchanges }: Analysis): string {
  const ft = exchanges.filter(isFtExchange);
  const faults = exchanges.filter(({ verdict }) => verdict.kind === "fault");
  const culprits = [...new Set(faults.map(({ verdict }) => culpritName(verdict.culprit)))];
  const what = count(ft.length, "FT exchange");
  if (faults.length === 0) {
    const open = ft.filter(({ verdict }) => verdict.kind === "cannot-tell").length;
    if (ft.length === 0) return "No FT exchange was captured";
    return open === 0 ? `${what}, all sound` : `${what}, ${open} ${verdictName("cannot-tell")}`;
  }
  return `${count(faults.length, "fault")} in ${what}: ${culprits.join(", ")}`;
}

/** What only a script can do stays hidden without one. */
function toolbar({ exchanges }: Analysis): VNode {
  const option = (value: string, text: string) => el("option", { value }, text);
  const kinds = order.filter((kind) => exchanges.some(({ verdict }) => verdict.kind === kind));
  return el(
    "form",
    { id: "tools", hidden: true },
    el(
      "label",
      {},
      "Search ",
      el("input", {
        id: "search",
        type: "search",
        placeholder: "address, culprit, word",
        autocomplete: "off",
      }),
    ),
    el(
      "label",
      {},
      "Verdict ",
      el(
        "select",
        { id: "verdict" },
        option("", "all"),
        ...kinds.map((kind) => option(kind, verdictName(kind))),
      ),
    ),
    el(
      "label",
      {},
      "Kind ",
      el(
        "select",
        { id: "kind" },
        option("", "all"),
        option("ft", "FT"),
        option("other", "other associations"),
      ),
    ),
    el(
      "label",
      {},
      "Sort by ",
      el(
        "select",
        { id: "sort" },
        option("verdict", "verdict"),
        option("time", "time"),
        option("pause", "pause of data"),
        option("station", "station"),
        option("pair", "pair of APs"),
      ),
    ),
    el("button", { type: "button", id: "pair-off", hidden: true }, "All pairs of APs"),
    el("output", { id: "count", "aria-live": "polite" }),
  );
}

/** Arrow heads and the hatching of pauses, shared by all pictures. */
function markers(): VNode {
  const head = (id: string, kind: string, orient: string) =>
    el(
      "marker",
      { id, viewBox: "0 0 10 10", refX: 13, refY: 5, markerWidth: 7, markerHeight: 7, orient },
      el("path", { d: "M0 0L10 5L0 10z", class: `head ${kind}` }),
    );
  return el(
    "svg",
    { class: "defs", width: 0, height: 0, "aria-hidden": "true" },
    el(
      "defs",
      {},
      head("arrow", "plain", "auto"),
      head("arrow-fault", "fault", "auto"),
      head("arrow-muted", "muted", "auto"),
      head("arrow-muted-back", "muted", "auto-start-reverse"),
    ),
  );
}
