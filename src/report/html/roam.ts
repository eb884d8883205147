import type { ExchangeReport } from "../../analyze/analysis.ts";
import { checkTable } from "../check-table.ts";
import { evidenceParts } from "../evidence.ts";
import {
  consequenceWords,
  heardWords,
  networkOf,
  outcomeNames,
  pathWords,
  sessionWords,
  whatFollowed,
} from "../exchange-words.ts";
import { agreementWords, shortName } from "../log-lines.ts";
import { clockTime, duration } from "../times.ts";
import type { View } from "../view.ts";
import { count, culpritName, isFtExchange, kindName, sentence, sentences } from "../words.ts";
import { type Child, el, type VNode } from "./element.ts";
import { frameList } from "./frame-list.ts";
import { keyChainHtml } from "./key-chain.ts";
import { ladder } from "./ladder.ts";
import { badge, partsHtml } from "./parts.ts";
import { timeline } from "./timeline.ts";

/** How much of an exchange the page shows: all of it, its ladder only, or one line. */
export type Extent = "full" | "ladder" | "line";

/** An exchange as one line of the list, which opens to all that is said of it. */
export function roamHtml(
  exchange: ExchangeReport,
  view: View,
  { extent, isOpen }: { readonly extent: Extent; readonly isOpen: boolean },
): VNode {
  const { id, verdict, station, currentAp, targetAp, startTime } = exchange;
  const pauseMs = pauseOf(exchange);
  return el(
    "details",
    {
      class: `roam ${verdict.kind}`,
      id,
      open: isOpen,
      "data-verdict": verdict.kind,
      "data-kind": isFtExchange(exchange) ? "ft" : "other",
      "data-time": startTime,
      "data-station": station,
      "data-pair": `${currentAp ?? ""}>${targetAp}`,
      "data-pause": pauseMs ?? -1,
    },
    el(
      "summary",
      {},
      badge(verdict.kind),
      el("span", { class: "id" }, id),
      el("span", { class: "when" }, clockTime(startTime).replace(/^\S+ | UTC$/g, "")),
      el("span", { class: "who" }, station),
      el(
        "span",
        { class: "way" },
        isFtExchange(exchange) ? `${currentAp ?? "unknown"} → ${targetAp}` : `joins ${targetAp}`,
      ),
      el(
        "span",
        { class: "result" },
        verdict.kind === "sound"
          ? outcomeNames[exchange.outcome]
          : verdict.kind === "fault"
            ? `${culpritName(verdict.culprit)} (${verdict.confidence})`
            : outcomeNames[exchange.outcome],
      ),
      el("span", { class: "pause-cell" }, pauseMs === undefined ? "" : duration(pauseMs)),
    ),
    extent === "line" ? el("p", { class: "body" }, sentence(verdict.summary)) : undefined,
    extent === "ladder"
      ? el(
          "div",
          { class: "body" },
          el("p", { class: "lead" }, sentence(verdict.summary)),
          el("p", {}, whatFollowed(exchange, view)),
          ladder(exchange, view, { isLinked: false }),
        )
      : undefined,
    extent === "full" ? fullBody(exchange, view) : undefined,
  );
}

/** The pause of the station's data around the exchange, as far as it was measured. */
export function pauseOf({ consequence, activity }: ExchangeReport): number | undefined {
  if (consequence?.outageMs !== undefined) return consequence.outageMs;
  const { fromMs, toMs } = activity?.pause ?? {};
  return fromMs === undefined || toMs === undefined ? undefined : toMs - fromMs;
}

function fullBody(exchange: ExchangeReport, view: View): VNode {
  const { verdict, kind, startTime, pairwiseCipher, r0khId, r1khId, checks, secrets } = exchange;
  const session = sessionWords(exchange, view);
  const heading = (text: string) => el("h3", {}, text);
  const evidence = evidenceParts(verdict.evidence, view);
  const chain = keyChainHtml(exchange, view);
  const picture = timeline(exchange);
  const shownChecks = checks.filter(({ result }) => result !== "not-applicable");
  return el(
    "div",
    { class: "body" },
    el("p", { class: "lead" }, sentence(verdict.summary)),
    costHtml(exchange),
    ...contradictionsHtml(exchange, view),
    facts([
      ["Station", `${exchange.station} ${pathWords(exchange)}`],
      ["When", clockTime(startTime)],
      [
        "Network",
        [...(isFtExchange(exchange) ? [] : [kindName(kind)]), ...networkOf(exchange)].join(", "),
      ],
      [
        "Security",
        [pairwiseCipher, r0khId && `R0KH-ID ${r0khId}`, r1khId && `R1KH-ID ${r1khId}`]
          .filter((text) => text !== undefined)
          .join(", "),
      ],
      ["Then", whatFollowed(exchange, view)],
      ["Session", session ?? ""],
      ["Logs", agreementWords(exchange, view)],
      ["Heard", heardWords(exchange)],
    ]),
    heading("Ladder"),
    ladder(exchange, view, { isLinked: true }),
    frameList(exchange, view),
    ...(picture === undefined ? [] : [heading("Data and signal around it"), picture]),
    ...(chain === undefined ? [] : [heading("Key hierarchy"), chain]),
    ...(evidence.length === 0
      ? []
      : [heading("Evidence"), el("div", { class: "evidence" }, ...partsHtml(evidence))]),
    ...(verdict.why === undefined ? [] : [heading("Why"), el("p", {}, sentence(verdict.why))]),
    ...(verdict.alternatives.length === 0
      ? []
      : [
          heading("What else it could be"),
          list(
            verdict.alternatives.map(({ text, settledBy }) => [
              sentence(text),
              " ",
              el("span", { class: "settles" }, sentences(`Settled by: ${settledBy}`)),
            ]),
          ),
        ]),
    ...(verdict.fix.length === 0 ? [] : [heading("What to do"), list(verdict.fix.map(sentence))]),
    ...(verdict.missing.length === 0
      ? []
      : [
          heading(verdict.kind === "sound" ? "What would prove it" : "What would settle it"),
          list(verdict.missing.map(sentence)),
        ]),
    shownChecks.length === 0
      ? undefined
      : el(
          "details",
          { class: "checks" },
          el("summary", {}, checkCounts(exchange)),
          ...partsHtml(checkTable(exchange, view)),
        ),
    ...(secrets === undefined ? [] : [heading("Secrets"), facts(Object.entries(secrets))]),
    el(
      "p",
      { class: "muted" },
      "Rule ",
      el("code", {}, verdict.rule),
      "; ",
      el("code", {}, `ftscope explain ${verdict.rule}`),
      " says how it decides.",
    ),
  );
}

function checkCounts({ checks }: ExchangeReport): string {
  const numberOf = (result: string) => checks.filter((check) => check.result === result).length;
  const counts = [
    [numberOf("fault"), "fault"],
    [numberOf("cannot-tell"), "not decided"],
    [numberOf("sound"), "sound"],
  ] as const;
  const total = counts.reduce((sum, [number]) => sum + number, 0);
  const told = counts.filter(([number]) => number > 0).map(([number, name]) => `${number} ${name}`);
  return `${count(total, "check")}: ${told.join(", ")}`;
}

/** Where a log says otherwise than the air. */
function contradictionsHtml({ id }: ExchangeReport, view: View): readonly VNode[] {
  return (view.analysis.logs ?? []).flatMap(({ path, contradictions = [] }) =>
    contradictions
      .filter(({ exchangeId }) => exchangeId === id)
      .map(({ line, text }) =>
        el(
          "p",
          { class: "odds" },
          el("b", {}, `${shortName(path)}:${line} contradicts the air: `),
          sentence(text),
        ),
      ),
  );
}

/** What the exchange cost the user, in words. */
function costHtml(exchange: ExchangeReport): VNode | undefined {
  const words = consequenceWords(exchange);
  return words === undefined || words === ""
    ? undefined
    : el("p", { class: "cost" }, el("b", {}, "Cost to the user: "), words);
}

/** Names and values; those without a value are left out. */
export function facts(entries: readonly (readonly [string, Child])[]): VNode {
  return el(
    "dl",
    { class: "facts" },
    ...entries
      .filter(([, value]) => value !== "" && value !== undefined)
      .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]),
  );
}

function list(items: readonly Child[]): VNode {
  return el("ul", {}, ...items.map((item) => el("li", {}, item)));
}
