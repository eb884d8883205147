import type { ComparedShare, ComparedSpread, Comparison } from "../analyze/comparison.ts";
import type { Spread } from "../analyze/roam-statistics.ts";
import type { Proportion } from "../analyze/statistics.ts";
import { harmlessPart } from "./harmless.ts";
import { blank, headline, paragraph, type Row, type TextPart } from "./part.ts";
import { inputParts } from "./summary.ts";
import { duration } from "./times.ts";
import { capital, count, listing, sentence } from "./words.ts";

const shareNames: Readonly<Record<ComparedShare["id"], string>> = {
  "ft-completed": "FT exchanges completed",
  "roams-with-ft": "roams made with FT",
  "roams-fell-back": "roams after a failed FT attempt",
};

const spreadNames: Readonly<Record<ComparedSpread["id"], string>> = {
  duration: "time to completion",
  "outage-uplink": "outage uplink",
  "outage-downlink": "outage downlink",
  "voice-outage-uplink": "voice outage uplink",
  "voice-outage-downlink": "voice outage downlink",
};

const changeWords: Readonly<Record<ComparedShare["change"], string>> = {
  better: "better",
  worse: "worse",
  "not-shown": "no difference shown",
  "no-data": "nothing to compare",
};

/** Did it help: two sets of captures side by side. Every text is safe to print. */
export function comparisonReport(comparison: Comparison): readonly TextPart[] {
  const { before, after, shares, spreads, faults } = comparison;
  const parts = [
    ...inputParts(before.inputs).map((part) => relabelled(part, "BEFORE")),
    ...inputParts(after.inputs).map((part) => relabelled(part, "AFTER")),
    paragraph("FOUND", sentence(`Before ${sideWords(before)}; after ${sideWords(after)}`)),
    blank,
    conclusion(comparison),
    blank,
    {
      kind: "table" as const,
      columns: [
        { head: "Share", align: "left" as const },
        { head: "Before", align: "right" as const },
        { head: "95 %", align: "left" as const },
        { head: "After", align: "right" as const },
        { head: "95 %", align: "left" as const },
        { head: "p", align: "right" as const },
        { head: "Change", align: "left" as const },
      ],
      rows: shares.map(shareRow),
    },
    blank,
    {
      kind: "table" as const,
      columns: [
        { head: "Median (longest, number)", align: "left" as const },
        { head: "Before", align: "right" as const },
        { head: "After", align: "right" as const },
        { head: "p", align: "right" as const },
        { head: "Change", align: "left" as const },
      ],
      rows: spreads.filter(({ before: a, after: b }) => a ?? b).map(spreadRow),
    },
    paragraph(
      "NOTE",
      "p: how often chance alone would make such a difference or a larger one; 0.05 or more shows nothing, and of 20 comparisons one falls below it by chance. Roams of one station between the same APs are not independent: with few stations the uncertainty is larger than stated.",
    ),
    ...(faults.length === 0
      ? []
      : [
          blank,
          {
            kind: "table" as const,
            columns: [
              { head: "Faults, by rule", align: "left" as const },
              { head: "Before", align: "right" as const },
              { head: "After", align: "right" as const },
            ],
            rows: faults.map(({ rule, before: a, after: b }) => ({
              cells: [rule, String(a), String(b)],
            })),
          },
        ]),
    ...configurationParts(comparison),
  ];
  return parts.map(harmlessPart);
}

function relabelled(part: TextPart, label: string): TextPart {
  return part.kind === "paragraph" && part.label !== "" ? { ...part, label } : part;
}

function sideWords({ roams, stations, ftExchanges }: Comparison["before"]): string {
  return `${count(roams, "roam")} and ${count(ftExchanges, "FT exchange")} of ${count(stations, "station")}`;
}

/** The one sentence: what is shown to be better or worse, or why nothing is. */
function conclusion({ shares, spreads }: Comparison): TextPart {
  const shown = (change: "better" | "worse") => [
    ...shares.filter((one) => one.change === change).map(shareSentence),
    ...spreads.filter((one) => one.change === change).map(spreadSentence),
  ];
  const [better, worse] = [shown("better"), shown("worse")];
  if (better.length > 0 && worse.length === 0) {
    return headline("sound", `Better: ${listing(better)}.`);
  }
  if (worse.length > 0) {
    return headline(
      "warning",
      `Worse: ${listing(worse)}.${better.length === 0 ? "" : ` Better: ${listing(better)}.`}`,
    );
  }
  const [first] = shares;
  if (first === undefined || first.change === "no-data") {
    return headline(
      "cannot-tell",
      "There is no FT exchange on one of the sides: nothing to compare.",
    );
  }
  const advice =
    first.neededEach === undefined
      ? ""
      : ` If the shares stay as they are, ${first.neededEach} on each side would show it.`;
  return headline(
    "cannot-tell",
    `${capital(shareSentence(first))}: so few, or so small a difference, show nothing.${advice}`,
  );
}

function shareSentence({ id, before, after }: ComparedShare): string {
  return `${shareNames[id]} ${before.hits} of ${before.of} before, ${after.hits} of ${after.of} after`;
}

function spreadSentence({ id, before, after }: ComparedSpread): string {
  return `${spreadNames[id]} ${duration(before?.median ?? 0)} before, ${duration(after?.median ?? 0)} after (median)`;
}

function shareRow({ id, before, after, p, change }: ComparedShare): Row {
  return {
    cells: [
      shareNames[id],
      `${before.hits} of ${before.of}`,
      intervalWords(before),
      `${after.hits} of ${after.of}`,
      intervalWords(after),
      probability(p),
      changeWords[change],
    ],
    ...toneOf(change),
  };
}

/** "0 to 28 %". */
function intervalWords({ low, high, of }: Proportion): string {
  return of === 0 ? "-" : `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
}

function spreadRow({ id, before, after, p, change }: ComparedSpread): Row {
  return {
    cells: [
      spreadNames[id],
      spreadWords(before),
      spreadWords(after),
      probability(p),
      changeWords[change],
    ],
    ...toneOf(change),
  };
}

function spreadWords(spread: Spread | undefined): string {
  return spread === undefined
    ? "-"
    : `${duration(spread.median)} (${duration(spread.max)}, ${spread.count})`;
}

function probability(p: number): string {
  return p < 0.001 ? "<0.001" : p.toFixed(3);
}

function toneOf(change: ComparedShare["change"]): Pick<Row, "tone"> {
  if (change === "better") return { tone: "sound" };
  return change === "worse" ? { tone: "warning" } : {};
}

function configurationParts({ configuration }: Comparison): readonly TextPart[] {
  const { gone, fresh, stayed } = configuration;
  const list = (label: string, findings: typeof gone) =>
    findings.map(({ rule, summary }) => paragraph(label, `${rule}: ${sentence(summary)}`));
  const parts = [...list("GONE", gone), ...list("NEW", fresh), ...list("STAYED", stayed)];
  return parts.length === 0 ? [] : [blank, ...parts];
}
