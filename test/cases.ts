import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Analysis } from "../src/analyze/analysis.ts";

const root = new URL("..", import.meta.url).pathname;

/** The cases of this repository: a capture, its keys and its ground truth each. */
export const ownCases = join(root, "captures");

/** The whole lab and other people's captures, where they are at hand. */
export const sharedLab = join(root, "../shared/captures/lab");
export const sharedPublic = join(root, "../shared/captures/public");

export const hasSharedCaptures = existsSync(sharedLab);

if (!hasSharedCaptures) {
  process.stderr.write("SKIPPED: ../shared/captures is absent, its captures are not tested\n");
}

/** An AP of the lab as hostapd was configured. */
export interface ConfiguredAp {
  readonly bssid: string;
  readonly config: Readonly<Record<string, string | number>>;
}

export interface Truth {
  readonly scenario: string;
  readonly description: string;
  /** Only in the lab's own folder. */
  readonly aps?: readonly ConfiguredAp[];
  readonly akm: string;
  readonly kind: string;
  readonly expected_outcome: string;
  readonly accept: {
    readonly withKey: readonly string[];
    readonly withoutKey: readonly string[];
    readonly targets: readonly string[];
  };
  readonly roams: readonly {
    readonly station: string;
    readonly from: string;
    readonly to: string;
    readonly method: string;
    readonly fellBack: boolean;
  }[];
}

export function scenariosIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => existsSync(join(folder, name, "truth.json")));
}

export function truthOf(folder: string, scenario: string): Truth {
  return JSON.parse(readFileSync(join(folder, scenario, "truth.json"), "utf8")) as Truth;
}

/** Verdicts that accuse somebody who is innocent by the ground truth. */
export function wrongAccusations(
  analysis: Pick<Analysis, "exchanges" | "findings">,
  truth: Truth,
  culprits: readonly string[],
): readonly string[] {
  return [
    ...analysis.exchanges
      .filter(({ verdict }) => verdict.kind === "fault")
      .filter(
        ({ verdict, targetAp }) =>
          !culprits.includes(verdict.culprit) || !truth.accept.targets.includes(targetAp),
      )
      .map(({ id, verdict }) => `${id}: ${verdict.culprit} (${verdict.rule}) ${verdict.summary}`),
    ...analysis.findings
      .filter((finding) => finding.severity === "fault" && !culprits.includes(finding.culprit))
      .map((finding) => `finding: ${finding.culprit} (${finding.rule})`),
  ];
}

/** The culprits named at the APs where the scenario's fault lies; "capture" is a way of not knowing. */
export function namedAtTargets(
  analysis: Pick<Analysis, "exchanges">,
  truth: Truth,
): readonly string[] {
  return analysis.exchanges
    .filter(({ targetAp }) => truth.accept.targets.includes(targetAp))
    .map(({ verdict }) => (verdict.culprit === "capture" ? "undetermined" : verdict.culprit));
}
