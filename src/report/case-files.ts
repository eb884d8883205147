import type { Analysis, ExchangeReport } from "../analyze/analysis.ts";
import { filterHintText } from "./filter-hints.ts";
import { harmless } from "./harmless.ts";
import { htmlReport } from "./html/page.ts";
import { jsonReport } from "./json.ts";
import { markdownReport } from "./markdown.ts";
import { proofScript } from "./proof-script.ts";

/** A text file of a case. */
export interface CaseFile {
  readonly name: string;
  readonly text: string;
}

/** The texts that a case consists of, in the order in which a person would open them. */
export function caseFiles(analysis: Analysis): readonly CaseFile[] {
  const plain: Analysis = {
    ...analysis,
    exchanges: analysis.exchanges.map(({ proof: _, ...exchange }) => exchange),
  };
  return [
    { name: "report.html", text: htmlReport(plain) },
    { name: "report.md", text: markdownReport(plain, { verbose: false }) },
    { name: "report.json", text: jsonReport(plain) },
    { name: "filters.txt", text: filterHintText(plain) },
    ...logLines(plain),
    ...proofs(analysis),
  ];
}

/** The records of the logs that belong to an exchange or prove something, as they stand there. */
function logLines({
  logs = [],
  timeline = [],
  exchanges,
  findings,
}: Analysis): readonly CaseFile[] {
  const cited = [...exchanges.map(({ verdict }) => verdict), ...findings].flatMap(
    ({ evidence }) => evidence,
  );
  const text = logs
    .flatMap(({ path, events = [], agreements = [], contradictions = [] }, log) => {
      const lines = new Set(
        [
          ...timeline.flatMap((entry) => entry.lines.filter((line) => line.log === log)),
          ...agreements,
          ...contradictions,
          ...cited.filter((evidence) => evidence.log === log),
        ].map(({ line }) => line),
      );
      const records = events.filter(({ line }) => lines.has(line));
      return records.length === 0
        ? []
        : [path, ...records.map(({ line, raw }) => `${String(line).padStart(8)}  ${raw}`)];
    })
    .map((line) => `${harmless(line)}\n`)
    .join("");
  return text === "" ? [] : [{ name: "log-lines.txt", text }];
}

/** A case of a whole day must stay one that can be mailed. */
const mostProofs = 100;

/** Every exchange whose names or MICs can be recomputed; where there are too many, the faults first. */
function proofs(analysis: Analysis): readonly CaseFile[] {
  const isFault = ({ verdict }: ExchangeReport) => verdict.kind === "fault";
  const proved = analysis.exchanges.filter(({ proof }) => proof !== undefined);
  const chosen = [...proved.filter(isFault), ...proved.filter((each) => !isFault(each))]
    .slice(0, mostProofs)
    .toSorted((a, b) => proved.indexOf(a) - proved.indexOf(b));
  return chosen.flatMap((exchange) =>
    exchange.proof === undefined
      ? []
      : [
          {
            name: `proofs/${exchange.id}.sh`,
            text: proofScript(analysis, exchange, exchange.proof),
          },
        ],
  );
}
