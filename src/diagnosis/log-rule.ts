import type { LogAp } from "../logs/event.ts";
import type { CitedSetting, NetworkConfig } from "../logs/network-config.ts";
import type { Attempt, LogStory, Mark, StationStory } from "../logs/story/story.ts";
import type { RuleTexts } from "./rule-texts.ts";
import type { Alternative, Confidence, Culprit, Evidence } from "./verdict.ts";

/** One log and what it tells. */
export interface ToldLog {
  /** Index among the logs of the document. */
  readonly log: number;
  readonly story: LogStory;
}

/** What a rule for logs may look at: what each log tells, and all that configuration dumps say. */
export interface LogFacts {
  readonly logs: readonly ToldLog[];
  readonly config: NetworkConfig;
}

/** Something that could have been the cause and is not, and the line that says so. */
export interface Exclusion {
  readonly text: string;
  readonly because: string;
  readonly evidence?: Evidence;
}

/** What the log leaves open, and exactly what would answer it. */
export interface OpenQuestion {
  readonly question: string;
  readonly answeredBy: string;
}

export interface LogFindingDraft {
  readonly severity?: "fault" | "warning" | "note";
  readonly culprit: Culprit;
  readonly confidence: Confidence;
  readonly station?: string;
  /** One sentence for a person. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  /** What else could explain it, the likeliest first. */
  readonly alternatives?: readonly Alternative[];
  readonly excluded?: readonly Exclusion[];
  readonly questions?: readonly OpenQuestion[];
}

/** One thing that logs and configurations show. Its id is the name of its file and is never renamed. */
export interface LogRule extends RuleTexts {
  judge(facts: LogFacts): readonly LogFindingDraft[];
}

/** Every station of every log. */
export function stationsOf({ logs }: LogFacts): readonly (ToldLog & { station: StationStory })[] {
  return logs.flatMap((told) => told.story.stations.map((station) => ({ ...told, station })));
}

/** A line of the log that is judged, as evidence. */
export function lineEvidence(
  { log }: Pick<ToldLog, "log">,
  mark: Mark,
  evidence: Pick<Evidence, "field" | "seen" | "expected" | "text">,
): Evidence {
  return { log, line: mark.line, ...evidence };
}

/** The attempts of a station that stand for each way in which they went. */
export function attemptsOf(
  { runs }: StationStory,
  isMeant: (attempt: Attempt) => boolean,
): { readonly count: number; readonly first: Attempt; readonly last: Attempt } | undefined {
  const meant = runs.filter(({ first }) => isMeant(first));
  const [begin] = meant;
  const end = meant.at(-1);
  return begin === undefined || end === undefined
    ? undefined
    : {
        count: meant.reduce((sum, { attempts }) => sum + attempts, 0),
        first: begin.first,
        last: end.last,
      };
}

/** A row of a configuration dump as evidence. */
export function settingEvidence(setting: CitedSetting, text: string): Evidence {
  return {
    log: setting.log,
    line: setting.line,
    field: setting.label,
    seen: setting.value,
    text,
  };
}

/** "02:00:00:00:0a:fe (BSSID, slot 1)". */
export function apWords(ap: LogAp | undefined): string {
  if (ap?.address === undefined) return ap?.name ?? "an AP that is not named";
  const what = { bssid: "BSSID", radio: "radio", unknown: "AP" }[ap.addressIs];
  return `${ap.address} (${what}${ap.slot === undefined ? "" : `, slot ${ap.slot}`})`;
}

/** "1 attempt", "3 attempts". */
export function attemptWords(count: number): string {
  return `${count} ${count === 1 ? "attempt" : "attempts"}`;
}
