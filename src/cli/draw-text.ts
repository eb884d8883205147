import CliTable3 from "cli-table3";
import picocolors from "picocolors";
import type { Headline, Octets, Paragraph, Table, TextPart, Tone } from "../report/part.ts";
import { textWidth, wrap } from "../report/wrap.ts";

const fewestColumns = 60;

/** Columns of the labels on the left; all text begins behind them. */
const labelWidth = 7;

/** Blanks before a table, and between its columns. */
const tableIndent = " ";
const columnGap = "  ";

/** The last column of a table is prose and gives way first, down to this many columns. */
const proseWidth = 17;

const toneWords: Readonly<Record<Tone, string>> = {
  fault: "FAULT",
  warning: "WARNING",
  "cannot-tell": "CANNOT TELL",
  sound: "SOUND",
  note: "NOTE",
};

type Colors = ReturnType<typeof picocolors.createColors>;
type Paint = (text: string) => string;

/** The parts as lines for a terminal, none wider than `columns` (60 at least), with a final newline. */
export function drawText(
  parts: readonly TextPart[],
  { columns, color }: { readonly columns: number; readonly color: boolean },
): string {
  const width = Math.max(columns, fewestColumns);
  const colors = picocolors.createColors(color);
  return parts
    .flatMap((part) => drawPart(part, width, colors))
    .map((line) => `${line}\n`)
    .join("");
}

function drawPart(part: TextPart, width: number, colors: Colors): readonly string[] {
  switch (part.kind) {
    case "headline":
      return drawHeadline(part, width, colors);
    case "paragraph":
      return drawParagraph(part, width, colors);
    case "table":
      return drawTable(part, width, colors);
    case "octets":
      return drawOctets(part, width, colors);
    case "blank":
      return [""];
    default: {
      const never: never = part;
      return never;
    }
  }
}

function tonePaint(tone: Tone, colors: Colors): Paint {
  switch (tone) {
    case "fault":
      return colors.red;
    case "warning":
    case "cannot-tell":
      return colors.yellow;
    case "sound":
      return colors.green;
    case "note":
      return colors.cyan;
    default: {
      const never: never = tone;
      return never;
    }
  }
}

function drawHeadline({ tone, text }: Headline, width: number, colors: Colors): readonly string[] {
  const paint = tonePaint(tone, colors);
  return besideLabel(toneWords[tone], text, width, {
    paintLabel: (label) => colors.bold(paint(label)),
    paintText: colors.bold,
  });
}

function drawParagraph({ label, text }: Paragraph, width: number, colors: Colors) {
  return besideLabel(label, text, width, { paintLabel: colors.bold, paintText: (line) => line });
}

/** Text in a column of its own, to the right of its label. */
function besideLabel(
  label: string,
  text: string,
  width: number,
  { paintLabel, paintText }: { readonly paintLabel: Paint; readonly paintText: Paint },
): readonly string[] {
  const indent = label.length < labelWidth ? labelWidth : label.length + 2;
  const head = label === "" ? "" : paintLabel(label);
  return wrap(text, width - indent).map((line, i) =>
    i === 0
      ? `${head}${" ".repeat(indent - label.length)}${paintText(line)}`
      : `${" ".repeat(indent)}${paintText(line)}`,
  );
}

function drawTable({ columns, rows }: Table, width: number, colors: Colors): readonly string[] {
  const heads = columns.map(({ head }) => head);
  const widths = columnWidths(
    { columns, rows },
    width - tableIndent.length - columnGap.length * (columns.length - 1),
  );
  const lines = [
    ...linesOf(heads, widths, colors.dim),
    ...rows.flatMap(({ cells, tone }) =>
      linesOf(cells, widths, tone === undefined ? (text) => text : tonePaint(tone, colors)),
    ),
  ];
  const taken = columns.map((_, i) =>
    lines.reduce((widest, line) => Math.max(widest, line[i]?.width ?? 0), 0),
  );
  const drawn: string[] = [];
  // What cli-table3 does grows with the square of the rows.
  for (let at = 0; at < lines.length; at += rowsAtOnce) {
    const table = new CliTable3({
      colAligns: columns.map(({ align }) => align),
      wordWrap: false,
      style: { head: [], border: [], "padding-left": 0, "padding-right": 0, compact: true },
      chars: borderless,
    });
    // The first line makes the columns of every part as wide as they are in the whole.
    const [first = [], ...others] = lines.slice(at, at + rowsAtOnce);
    table.push(
      first.map(({ text, width: own }, i) => {
        const blanks = " ".repeat((taken[i] as number) - own);
        return columns[i]?.align === "right" ? blanks + text : text + blanks;
      }),
      ...others.map((line) => line.map(({ text }) => text)),
    );
    drawn.push(...table.toString().split("\n"));
  }
  return drawn.map((line) => line.trimEnd());
}

/** A cell's part of one line, painted, and the columns that it takes. */
interface LinePart {
  readonly text: string;
  readonly width: number;
}

/**
 * A row as lines of cells that fit. cli-table3 cuts what is wider than a column, and goes through all of
 * a cell for each line of it: it gets a row for each line, and no widths to cut to.
 */
function linesOf(
  cells: readonly string[],
  widths: readonly number[],
  paint: Paint,
): readonly (readonly LinePart[])[] {
  const wrapped = cells.map((cell, i) => wrap(cell, widths[i] as number));
  const height = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: height }, (_, y) =>
    wrapped.map((lines) => {
      const line = lines[y] ?? "";
      return { text: line === "" ? line : paint(line), width: textWidth(line) };
    }),
  );
}

const rowsAtOnce = 100;

const borderless = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: tableIndent,
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: columnGap,
};

/** What the columns take by themselves; while that is too much, the last one or the widest gives way. */
function columnWidths(
  { columns, rows }: Pick<Table, "columns" | "rows">,
  available: number,
): readonly number[] {
  const widths = columns.map(({ head, most = available }, i) => {
    const natural = rows.reduce(
      (widest, { cells }) => Math.max(widest, textWidth(cells[i] ?? "")),
      Math.max(2, textWidth(head)),
    );
    return Math.min(natural, most, available);
  });
  while (widths.reduce((sum, width) => sum + width, 0) > available) {
    const last = widths.length - 1;
    const narrowed =
      (widths[last] as number) > proseWidth ? last : widths.indexOf(Math.max(...widths));
    widths[narrowed] = (widths[narrowed] as number) - 1;
  }
  return widths;
}

/** Hex digits in groups of 4 octets; each line has a power of 2 of them, as many as fit. */
function drawOctets({ rows, marks }: Octets, width: number, colors: Colors): readonly string[] {
  const indent = " ".repeat(labelWidth + 2);
  const labels = Math.max(...rows.map(({ label }) => label.length));
  const room = width - indent.length - labels - 2;
  const groups = 2 ** Math.max(0, Math.floor(Math.log2((room + 1) / 9)));
  const perLine = groups * 8;
  const grouped = (text: string) => text.replace(/.{8}(?=.)/g, "$& ");
  const lines: string[] = [];
  for (let at = 0; at < marks.length; at += perLine) {
    for (const { label, digits } of rows) {
      const head = (at === 0 ? label : "").padEnd(labels);
      lines.push(`${indent}${head}  ${grouped(digits.slice(at, at + perLine))}`.trimEnd());
    }
    const marked = grouped(marks.slice(at, at + perLine)).trimEnd();
    if (marked !== "") lines.push(`${indent}${" ".repeat(labels)}  ${colors.red(marked)}`);
  }
  return lines;
}
