export type Tone = "fault" | "warning" | "cannot-tell" | "sound" | "note";

/** A line that can stand alone. */
export interface Headline {
  readonly kind: "headline";
  readonly tone: Tone;
  /** Its first words; without one the tone gives them. */
  readonly label?: string;
  readonly text: string;
}

/** Text behind a short label; an empty label continues what stands above, without one it stands alone. */
export interface Paragraph {
  readonly kind: "paragraph";
  readonly label?: string;
  readonly text: string;
}

/** Each row has as many cells as `head`; the last column is prose and gives way first. */
export interface Table {
  readonly kind: "table";
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** By column; default left. */
  readonly aligns?: readonly ("left" | "right")[];
  /** By row. */
  readonly tones?: readonly (Tone | undefined)[];
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

export function paragraph(label: string | undefined, text: string): Paragraph {
  return label === undefined ? { kind: "paragraph", text } : { kind: "paragraph", label, text };
}
