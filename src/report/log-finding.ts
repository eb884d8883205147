import type { Finding } from "../analyze/analysis.ts";
import type { Evidence } from "../diagnosis/verdict.ts";
import { blank, headline, paragraph, type TextPart } from "./part.ts";
import { culpritName, sentence, sentences } from "./words.ts";

/** How a line of a log is named: "debug.txt:6". */
export type LineName = (evidence: Evidence) => string;

/** The finding in one sentence that can stand alone. */
export function findingHeadline(finding: Finding): TextPart {
  return headline(finding.severity, `${whoWords(finding)}${sentence(finding.summary)}`);
}

/** What shows it, why it matters, what else it could be, what it was not, what to ask and to do. */
export function findingDetails(finding: Finding, lineName: LineName): readonly TextPart[] {
  const { rule, station, evidence, why, alternatives, excluded, questions, missing, fix } = finding;
  return [
    paragraph("RULE", `${rule}${station === undefined ? "" : `, ${station}`}`),
    ...labelled(
      "Seen",
      evidence.map((item) => evidenceWords(item, lineName)),
    ),
    ...(why === undefined || why === "" ? [] : [paragraph("Why", sentence(why))]),
    ...labelled(
      "Or",
      (alternatives ?? []).map(({ text, settledBy }) =>
        sentences(text, `Settled by: ${settledBy}`),
      ),
    ),
    ...labelled(
      "Not",
      (excluded ?? []).map(({ text, because, evidence: proof }) =>
        sentence(`${text}: ${because}${proof === undefined ? "" : ` (${lineName(proof)})`}`),
      ),
    ),
    ...labelled(
      "Ask",
      (questions ?? []).map(({ question, answeredBy }) =>
        sentences(question, `Answered by: ${answeredBy}`),
      ),
    ),
    ...labelled("Do", (fix ?? []).map(sentence)),
    ...labelled("Proof", (missing ?? []).map(sentence)),
    blank,
  ];
}

/** Several paragraphs of one label, numbered where their order is a rank. */
function labelled(label: string, texts: readonly string[]): readonly TextPart[] {
  const isRanked = label === "Or" && texts.length > 1;
  return texts.map((text, i) =>
    paragraph(i === 0 ? label : "", isRanked ? `${i + 1}. ${text}` : text),
  );
}

function whoWords({ culprit, confidence }: Finding): string {
  const who = culprit === "none" || culprit === "undetermined" ? undefined : culpritName(culprit);
  if (who === undefined) return "";
  return confidence === undefined ? `${who}: ` : `${who} (${confidence}): `;
}

function evidenceWords(item: Evidence, lineName: LineName): string {
  const value = [
    ...(item.seen === undefined ? [] : [item.seen]),
    ...(item.expected === undefined ? [] : [`expected ${item.expected}`]),
  ].join(", ");
  const field = value === "" ? item.field : `${item.field} "${value}"`;
  return sentence(`${lineName(item)}, ${field}: ${item.text}`);
}
