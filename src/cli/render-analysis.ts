import type { Analysis } from "../analyze/analysis.ts";
import { jsonReport, ndjsonReport } from "../report/json.ts";

/** What an analysis can be printed as. */
export const formats = ["text", "json", "ndjson", "html", "markdown"] as const;
export type Format = (typeof formats)[number];

/** Reports that are handed on: they state what exactly was read. */
export function isForwarded(format: Format): boolean {
  return format === "html" || format === "markdown";
}

/** Exchanges of each kind of verdict of which a picture is drawn. */
export const detailedExchanges = 100;

/** The analysis in one of the formats. What only one of them needs is loaded only for it. */
export async function renderAnalysis(
  analysis: Analysis,
  {
    format,
    ...options
  }: {
    readonly format: Format;
    readonly verbose: boolean;
    readonly quiet: boolean;
    readonly columns: number;
    readonly color: boolean;
  },
): Promise<string> {
  switch (format) {
    case "json":
      return jsonReport(analysis);
    case "ndjson":
      return ndjsonReport(analysis.exchanges);
    case "html":
      return (await import("../report/html/page.ts")).htmlReport(analysis);
    case "markdown":
      return (await import("../report/markdown.ts")).markdownReport(analysis, options);
    case "text": {
      const { textReport } = await import("../report/text-parts.ts");
      const { drawText } = await import("./draw-text.ts");
      const parts = textReport(analysis, options);
      const shown = options.quiet ? parts.filter((part) => part.kind === "headline") : parts;
      return drawText(shown, options);
    }
    default: {
      const never: never = format;
      return never;
    }
  }
}
