import type { Analysis, ExchangeReport } from "../../analyze/analysis.ts";
import { consequenceWords, networkOf } from "../exchange-words.ts";
import { findingParts, verdictCounts } from "../summary.ts";
import { clockTime, duration, elapsedBetween } from "../times.ts";
import type { View } from "../view.ts";
import { count, culpritName, isFtExchange, listing, sentence } from "../words.ts";
import { type Child, el, type VNode } from "./element.ts";
import { badge, partsHtml } from "./parts.ts";
import { facts, pauseOf } from "./roam.ts";

/** More causes than this are in the list below. */
const mostCauses = 8;

/** What a hurried reader needs: the verdict, who, how sure, one sentence, what it cost, and where to look. */
export function overview(analysis: Analysis, view: View): VNode {
  const { exchanges, networks, findings } = analysis;
  const causes = causesOf(exchanges);
  const allFindings = [
    ...findings.flatMap((finding) => findingParts(finding, "", view)),
    ...networks.flatMap(({ ssid, findings: ofNetwork }) =>
      ofNetwork.flatMap((finding) => findingParts(finding, `"${ssid}": `, view)),
    ),
  ];
  return el(
    "section",
    { id: "summary", "aria-label": "Summary" },
    analysis.redaction === undefined
      ? undefined
      : el("p", { class: "cost" }, analysis.redaction.text),
    ...(causes.length === 0
      ? [withoutCause(analysis)]
      : causes.slice(0, mostCauses).map(causeHtml)),
    causes.length > mostCauses
      ? el("p", { class: "muted" }, `${causes.length - mostCauses} more causes in the list below.`)
      : undefined,
    facts([
      ["Found", sentence(foundWords(exchanges))],
      ["Stations", stationsOf(exchanges)],
      ["Networks", networksOf(exchanges)],
      ["Time", spanOf(analysis)],
    ]),
    allFindings.length === 0
      ? undefined
      : el("div", { class: "findings" }, el("h2", {}, "Findings"), ...partsHtml(allFindings)),
  );
}

/** Exchanges that broke for one reason. */
interface Cause {
  readonly first: ExchangeReport;
  readonly exchanges: readonly ExchangeReport[];
}

/** Faults by rule and culprit, the frequent ones first; without a fault, what could not be told. */
function causesOf(exchanges: readonly ExchangeReport[]): readonly Cause[] {
  const faults = exchanges.filter(({ verdict }) => verdict.kind === "fault");
  const open = exchanges.filter(
    (exchange) => exchange.verdict.kind === "cannot-tell" && isFtExchange(exchange),
  );
  const groups = new Map<string, ExchangeReport[]>();
  for (const exchange of faults.length > 0 ? faults : open) {
    const { rule, culprit } = exchange.verdict;
    const group = groups.get(`${rule} ${culprit}`) ?? [];
    groups.set(`${rule} ${culprit}`, group);
    group.push(exchange);
  }
  return [...groups.values()]
    .sort((a, b) => b.length - a.length)
    .map((group) => ({ first: group[0] as ExchangeReport, exchanges: group }));
}

function causeHtml({ first, exchanges }: Cause): VNode {
  const { verdict } = first;
  const others = exchanges.length - 1;
  const isFault = verdict.kind === "fault";
  return el(
    "article",
    { class: `cause ${verdict.kind}` },
    el(
      "h2",
      {},
      badge(verdict.kind),
      " ",
      isFault ? culpritName(verdict.culprit) : "",
      isFault ? el("span", { class: "confidence" }, ` ${verdict.confidence}`) : undefined,
    ),
    el("p", { class: "lead" }, sentence(verdict.summary)),
    el(
      "p",
      {},
      el("b", {}, "Cost to the user: "),
      costOf(exchanges),
      " ",
      el("a", { href: `#${first.id}` }, `Exchange ${first.id}`),
      others === 0 ? "." : ` and ${count(others, "other")} like it.`,
    ),
  );
}

/** The pauses of the station's data, as far as they were measured. */
function costOf(exchanges: readonly ExchangeReport[]): string {
  const [first] = exchanges;
  if (first !== undefined && exchanges.length === 1) {
    const words = consequenceWords(first);
    return words === undefined || words === "" ? "not measured in this capture." : words;
  }
  const pauses = exchanges.map(pauseOf).filter((pause) => pause !== undefined);
  const lost = exchanges.filter(({ consequence }) => consequence?.felt === "lost").length;
  return [
    pauses.length === 0
      ? "not measured in this capture."
      : `data paused for ${duration(Math.min(...pauses))} to ${duration(Math.max(...pauses))} in ${pauses.length} of ${exchanges.length}.`,
    ...(lost === 0 ? [] : [`${lost} did not come back in this capture.`]),
  ].join(" ");
}

function withoutCause({ exchanges }: Analysis): Child {
  const ft = exchanges.filter(isFtExchange);
  const tone = ft.length === 0 ? "note" : "sound";
  return el(
    "article",
    { class: `cause ${tone}` },
    el("h2", {}, badge(tone)),
    el(
      "p",
      { class: "lead" },
      ft.length === 0
        ? "No FT exchange was captured."
        : ft.length === 1
          ? sentence(ft[0]?.verdict.summary ?? "")
          : `All ${ft.length} FT exchanges are sound.`,
    ),
  );
}

function foundWords(exchanges: readonly ExchangeReport[]): string {
  const ft = exchanges.filter(isFtExchange);
  const others = exchanges.length - ft.length;
  return [
    ft.length === 0
      ? "no FT exchange"
      : `${count(ft.length, "FT exchange")} (${verdictCounts(ft)})`,
    ...(others === 0 ? [] : [count(others, "other association")]),
  ].join(", ");
}

function stationsOf(exchanges: readonly ExchangeReport[]): string {
  const stations = [...new Set(exchanges.map(({ station }) => station))];
  return stations.length <= 4
    ? listing(stations)
    : `${stations.slice(0, 3).join(", ")} and ${stations.length - 3} more`;
}

/** Each way in which a network was used, the first few. */
function networksOf(exchanges: readonly ExchangeReport[]): string {
  const seen = [
    ...new Set(
      exchanges.map((exchange) => networkOf({ ...exchange, kind: "association" }).join(" ")),
    ),
  ].filter((words) => words !== "");
  return seen.length <= 6
    ? seen.join(", ")
    : `${seen.slice(0, 6).join(", ")} and ${seen.length - 6} more`;
}

function spanOf({ inputs }: Analysis): string {
  const first = inputs.flatMap(({ firstTime }) => firstTime ?? []).sort()[0];
  const last = inputs
    .flatMap(({ lastTime }) => lastTime ?? [])
    .sort()
    .at(-1);
  if (first === undefined || last === undefined) return "";
  const span = elapsedBetween(first, last);
  return `${clockTime(first)}${span === undefined ? "" : `, ${duration(span)}`}`;
}
