import type { Analysis } from "../analyze/analysis.ts";
import type { WatchSummary } from "../analyze/watch-event.ts";

export type FailOn = "fault" | "cannot-tell" | "never";

/** Not an exit code of an analysis: a wrong option, or an input that could not be read. */
export const usageExitCode = 2;

/**
 * 0 nothing at fault, 1 a fault, 3 nothing to decide: no FT exchange, or not one that could be decided.
 * `cannot-tell` turns 3 into 1, `never` turns 1 into 0.
 */
export function exitCodeOf(
  analysis: Pick<Analysis, "exchanges" | "findings" | "networks">,
  failOn: FailOn,
): 0 | 1 | 3 {
  const isDecided = analysis.exchanges.some(
    (exchange) => exchange.kind.startsWith("ft-") && exchange.verdict.kind === "sound",
  );
  return exitCode({ isFaulty: isFaulty(analysis), isDecided }, failOn);
}

/** Of `roams`: every roam that was found is something decided, also one without FT. */
export function roamsExitCode(
  analysis: Pick<Analysis, "exchanges" | "findings" | "networks" | "roams">,
  failOn: FailOn,
): 0 | 1 | 3 {
  const isDecided = analysis.roams.length > 0;
  return isDecided
    ? exitCode({ isFaulty: isFaulty(analysis), isDecided }, failOn)
    : exitCodeOf(analysis, failOn);
}

/** Of `watch`: of all exchanges that were told, by what was said of them last. */
export function watchExitCode(
  { verdicts, findings, networks }: Pick<WatchSummary, "verdicts" | "findings" | "networks">,
  failOn: FailOn,
): 0 | 1 | 3 {
  const { ft, initial, other } = verdicts;
  const isAtFault = ft.fault + initial.fault + other.fault > 0;
  return exitCode(
    {
      isFaulty: isAtFault || isFaulty({ exchanges: [], findings, networks }),
      isDecided: ft.sound > 0,
    },
    failOn,
  );
}

/** Of `audit`: there is nothing to decide when nobody announced a network. */
export function auditExitCode(
  analysis: Pick<Analysis, "findings" | "networks">,
  failOn: FailOn,
): 0 | 1 | 3 {
  const isDecided = analysis.networks.length > 0;
  return exitCode({ isFaulty: isFaulty({ ...analysis, exchanges: [] }), isDecided }, failOn);
}

function isFaulty({
  exchanges,
  findings,
  networks,
}: Pick<Analysis, "exchanges" | "findings" | "networks">): boolean {
  return (
    exchanges.some((exchange) => exchange.verdict.kind === "fault") ||
    [...findings, ...networks.flatMap((network) => network.findings)].some(
      ({ severity }) => severity === "fault",
    )
  );
}

function exitCode(
  { isFaulty: isFault, isDecided }: { readonly isFaulty: boolean; readonly isDecided: boolean },
  failOn: FailOn,
): 0 | 1 | 3 {
  if (isFault) return failOn === "never" ? 0 : 1;
  if (isDecided) return 0;
  return failOn === "cannot-tell" ? 1 : 3;
}

/** The same for logs without captures: an FT attempt that was accepted is a decision, too. */
export function exitCodeOfLogs(
  { findings, logs = [] }: Pick<Analysis, "findings" | "logs">,
  failOn: FailOn,
): 0 | 1 | 3 {
  if (findings.some(({ severity }) => severity === "fault")) return failOn === "never" ? 0 : 1;
  const isDecided = logs.some(({ story }) =>
    story?.stations.some(({ targets }) => targets.some(({ accepted }) => accepted > 0)),
  );
  if (isDecided) return 0;
  return failOn === "cannot-tell" ? 1 : 3;
}
