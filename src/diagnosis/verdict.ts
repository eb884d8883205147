import type { FrameReference } from "../exchange/check.ts";

export type Culprit =
  | "none"
  | "station"
  | "target-ap"
  | "current-ap"
  | "key-distribution"
  | "configuration"
  | "radio"
  | "capture"
  | "attacker"
  | "undetermined";

/** `proven`: octets exclude every alternative; `probable`: the best explanation, others remain; `possible`: one of several. */
export type Confidence = "proven" | "probable" | "possible";

/** Where a line of a log stands: the log, and its 1-based number there. */
export interface LineReference {
  readonly log: number;
  readonly line: number;
}

/** One thing that was seen, and where: in a frame or in a line of a log. */
export type Evidence = EvidenceText & (InFrame | InLine);

interface InFrame extends FrameReference {
  readonly log?: undefined;
  readonly line?: undefined;
}

interface InLine extends LineReference {
  readonly input?: undefined;
  readonly frame?: undefined;
}

interface EvidenceText {
  /** The standard's name of the field: "Status Code", "ANonce". */
  readonly field: string;
  readonly seen?: string;
  readonly expected?: string;
  readonly text: string;
}

/** What else could explain the observation, and what would decide. */
export interface Alternative {
  readonly culprit: Culprit;
  readonly rule?: string;
  readonly text: string;
  readonly settledBy: string;
}

/** What is said of an exchange. */
export interface Verdict {
  readonly kind: "sound" | "fault" | "cannot-tell";
  /** `none` with sound, `undetermined` or `capture` with cannot-tell. */
  readonly culprit: Culprit;
  readonly rule: string;
  readonly confidence: Confidence;
  /** One sentence for a person. */
  readonly summary: string;
  /** Why what was seen breaks the exchange; absent when nothing is broken. */
  readonly why?: string;
  readonly evidence: readonly Evidence[];
  readonly alternatives: readonly Alternative[];
  /** What would raise the confidence or allow a verdict at all. */
  readonly missing: readonly string[];
  /** What to do. */
  readonly fix: readonly string[];
}
