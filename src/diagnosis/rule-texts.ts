/** What a rule says of itself, be it for frames, for several exchanges, for what BSSs announce, or for logs. */
export interface RuleTexts {
  /** The name of its file; never renamed. */
  readonly id: string;
  readonly title: string;
  readonly severity: "fault" | "warning" | "note";
  /** Clauses of IEEE Std 802.11-2020. */
  readonly clauses: readonly string[];
  /** Why what the rule finds breaks the exchange. */
  readonly why: string;
  /** How the rule decides. */
  readonly decides: string;
  /** What to do about it. */
  readonly fix: readonly string[];
  /** How to make sure. */
  readonly confirm: readonly string[];
}
