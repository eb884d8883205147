import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import { exchangeBlock, exchangeLine } from "./exchange-block.ts";
import { harmlessPart } from "./harmless.ts";
import { blank, paragraph, type TextPart } from "./part.ts";
import { summary } from "./summary.ts";
import { viewOf } from "./view.ts";
import { count, isFtExchange } from "./words.ts";

const order: readonly ExchangeReport["verdict"]["kind"][] = ["fault", "cannot-tell", "sound"];

/**
 * The text report of an analysis in reading order: what was read and found, then each exchange, those
 * at fault first. Every text is safe to print.
 */
export function textReport(
  analysis: Analysis,
  options: { readonly verbose: boolean },
): readonly TextPart[] {
  const view = viewOf(analysis, options);
  const isInFull = (exchange: ExchangeReport) =>
    view.verbose || isFtExchange(exchange) || exchange.verdict.kind === "fault";
  const inFull = order.flatMap((kind) =>
    analysis.exchanges.filter((exchange) => exchange.verdict.kind === kind && isInFull(exchange)),
  );
  const short = analysis.exchanges.filter((exchange) => !isInFull(exchange));
  const initial = short.filter(({ kind }) => kind === "initial-mobility-domain-association");
  const plain = short.filter(({ kind }) => kind === "association");
  const parts = [
    ...summary(analysis, view),
    ...inFull.flatMap((exchange) => [blank, ...exchangeBlock(exchange, view)]),
    ...(short.length > 0 ? [blank] : []),
    ...initial.map(exchangeLine),
    ...(plain.length > 0
      ? [
          paragraph(
            "NOTE",
            `${count(plain.length, "association")} without FT not shown (--verbose shows them).`,
          ),
        ]
      : []),
  ];
  return parts.map(harmlessPart);
}
