import type { ExchangeReport, Finding, InputReport, NetworkReport } from "./analysis.ts";
import type { Evictions } from "./limit-findings.ts";
import type { RoamReport } from "./roam-report.ts";

/** What a watcher tells. `amendment` counts how often what was said before of the same id was corrected. */
export type WatchEvent =
  | {
      readonly event: "exchange";
      readonly amendment?: number;
      readonly exchange: ExchangeReport;
    }
  | { readonly event: "roam"; readonly amendment?: number; readonly roam: RoamReport }
  | { readonly event: "finding"; readonly finding: Finding };

/** How far a watcher is. */
export interface WatchStatus {
  readonly frames: number;
  /** Stations and BSSs that are remembered. */
  readonly stations: number;
  readonly bsss: number;
  /** Exchanges that were told, and those of them at fault. */
  readonly exchanges: number;
  readonly faults: number;
  readonly roams: number;
  /** Attempts of stations that no AP lets in, more than are told: counted only. */
  readonly notTold: number;
  readonly evicted: Evictions;
}

/** The exchanges that were told, by their last verdict. */
export interface VerdictCounts {
  readonly fault: number;
  readonly "cannot-tell": number;
  readonly sound: number;
}

/** What was seen, all in all. */
export interface WatchSummary extends WatchStatus {
  readonly inputs: readonly InputReport[];
  readonly networks: readonly NetworkReport[];
  readonly verdicts: {
    readonly ft: VerdictCounts;
    readonly initial: VerdictCounts;
    readonly other: VerdictCounts;
  };
  /** What the exchanges that are still remembered show together, and what was dropped. */
  readonly findings: readonly Finding[];
}
