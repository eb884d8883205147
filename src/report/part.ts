export type Tone = "fault" | "warning" | "cannot-tell" | "sound" | "note";

/** A line that can stand alone; the tone gives its first word. */
export interface Headline {
  readonly kind: "headline";
  readonly tone: Tone;
  readonly text: string;
}

/** Text behind a short label; an empty label continues what stands above. */
export interface Paragraph {
  readonly kind: "paragraph";
  readonly label: string;
  readonly text: string;
}

export interface Column {
  readonly head: string;
  readonly align: "left" | "right";
  /** Columns of the screen it takes at most; what is longer has more lines. */
  readonly most?: number;
}

export interface Row {
  /** As many as the table has columns. */
  readonly cells: readonly string[];
  readonly tone?: Tone | undefined;
}

/** The last column is prose, also of captured text, and gives way first where there is little room. */
export interface Table {
  readonly kind: "table";
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
}

/** Octet strings to be read side by side. */
export interface Octets {
  readonly kind: "octets";
  /** Hex digits without separators. */
  readonly rows: readonly { readonly label: string; readonly digits: string }[];
  /** "^" under each digit in which the rows differ, blanks elsewhere. */
  readonly marks: string;
}

export interface Blank {
  readonly kind: "blank";
}

/** One piece of the text report, in reading order. What it looks like is up to whoever draws it. */
export type TextPart = Headline | Paragraph | Table | Octets | Blank;

export const blank: Blank = { kind: "blank" };

export function headline(tone: Tone, text: string): Headline {
  return { kind: "headline", tone, text };
}

export function paragraph(label: string, text: string): Paragraph {
  return { kind: "paragraph", label, text };
}
