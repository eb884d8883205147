import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { createLogCollector } from "../../src/analyze/log-collector.ts";
import { utf8Octets } from "../../src/bytes/octets.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import { SecretKey } from "../../src/crypto/secret-key.ts";
import type { KeySpec } from "../../src/exchange/key-ring.ts";
import { type Label, roamLabels } from "./honest-frames.ts";
import { type Ap, currentAp, passphrase, rememberedPbkdf2, targetAp } from "./network.ts";
import { createRecorder, type RecorderOptions } from "./recorder.ts";
import { createStage, type Sending, type Stage, type StageOptions } from "./stage.ts";

/** A roam from the first association to the data after it, with what goes wrong in it. */
export interface RoamStory extends Omit<StageOptions, "recorder" | "aps"> {
  readonly current?: Ap;
  readonly target?: Ap;
  /** Default: captured. */
  readonly association?: "captured" | "before-the-capture";
  /** Default: captured. */
  readonly beacons?: "captured" | "missed";
  /** How single frames differ from what they should be. */
  readonly sendings?: Partial<Record<Label, Sending>>;
  /** What else happens just before a frame. */
  readonly before?: Partial<Record<Label, (stage: Stage) => void>>;
  /** The exchange breaks off after this frame. */
  readonly until?: Label;
  /** What comes after the exchange; default: data, if it was completed. */
  readonly ending?: (stage: Stage) => void;
  readonly linkType?: RecorderOptions["linkType"];
}

/** What the recorder kept of a story. */
export interface Told {
  readonly records: readonly CaptureRecord[];
  /** Numbers of the captured frames of a label, without their retries. */
  frames(label: string): readonly number[];
  /** What the parties wrote meanwhile, a text for each log. */
  readonly logs?: readonly string[];
}

/** Whatever the script makes the parties do. */
export function tell(
  script: (stage: Stage) => void,
  options: StageOptions & RecorderOptions = {},
): Told {
  const recorder = createRecorder(options);
  script(createStage({ recorder, ...options }));
  return recorder;
}

/** The story of a roam: initial association, data, FT exchange, data. A frame with another status than 0 ends it. */
export function tellRoam(story: RoamStory = {}): Told {
  const { current = currentAp, target = targetAp, sendings = {}, until, linkType } = story;
  const recorder = createRecorder(linkType === undefined ? {} : { linkType });
  const stage = createStage({ ...story, recorder, aps: [current, target] });
  const beacons = () => {
    if (story.beacons !== "missed") stage.beacons();
  };
  const isCaptured = story.association !== "before-the-capture";
  beacons();
  stage.associate(current, sendings, isCaptured);
  if (isCaptured) talk(stage);
  recorder.pass(1000);
  beacons();
  stage.begin(target);
  let isComplete = true;
  for (const label of roamLabels) {
    story.before?.[label]?.(stage);
    const { status } = stage.send(label, sendings[label]);
    if (status !== 0 || label === until) {
      isComplete = label === "reassociation-response" && status === 0;
      break;
    }
  }
  if (isComplete) stage.arrive();
  if (story.ending !== undefined) story.ending(stage);
  else if (isComplete) talk(stage);
  recorder.pass(100);
  beacons();
  return recorder;
}

/** Protected data in both directions. */
export function talk(stage: Stage): void {
  for (const direction of ["up", "down", "up", "down"] as const) stage.data(direction);
}

/** The passphrase of the stories, or what stands in for it. */
export function keysOf(which: "right" | "wrong" | "none"): readonly KeySpec[] {
  if (which === "none") return [];
  const text = which === "right" ? passphrase : "not the passphrase of it";
  return [
    { kind: "passphrase", label: "the passphrase", secret: new SecretKey("psk", utf8Octets(text)) },
  ];
}

/** What ftscope says of one capture. */
export function analyzeRoam(
  { records, logs = [] }: Pick<Told, "records" | "logs">,
  {
    keys = keysOf("right"),
    details = 0,
  }: { readonly keys?: readonly KeySpec[]; readonly details?: number } = {},
): Analysis {
  const analyzer = createAnalyzer({
    inputs: 1,
    keys,
    details,
    pbkdf2: rememberedPbkdf2,
    // Stories say too little for their clocks to be compared.
    logOffsetUs: 0,
    logs: logs.map((text, i) => {
      const collector = createLogCollector(`${i}.log`);
      collector.push(utf8Octets(text));
      return collector.end();
    }),
  });
  analyzer.push(0, records);
  analyzer.end(0, {
    path: "story.pcap",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  return analyzer.finish();
}
