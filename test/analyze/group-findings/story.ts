import { macOctets } from "../../../src/bytes/mac-address.ts";
import { utf8Octets } from "../../../src/bytes/octets.ts";
import { mac } from "../../builders/frames.ts";
import { roamLabels } from "../../builders/honest-frames.ts";
import { type Ap, currentAp, targetAp } from "../../builders/network.ts";
import { createRecorder, type Recorder } from "../../builders/recorder.ts";
import { analyzeRoam, talk } from "../../builders/roam.ts";
import { createStage, type Stage } from "../../builders/stage.ts";
import { refusing } from "../../diagnosis/cases/breaking.ts";

function another(last: number): Ap {
  const bssid = mac(`02:00:00:00:00:0${last}`);
  return {
    ...targetAp,
    bssid,
    r0khId: utf8Octets(`holder-${last}`),
    r1khId: macOctets(bssid),
  };
}

/** Four APs of one network: two, and two more. */
export const east = [currentAp, targetAp] as const;
export const west = [another(7), another(8)] as const;
export const allAps: readonly Ap[] = [...east, ...west];

const stations = [1, 2, 3, 4].map((last) => mac(`02:11:22:33:44:0${last}`));

export function roamTo(stage: Stage, ap: Ap): void {
  stage.recorder.pass(500);
  stage.begin(ap);
  for (const label of roamLabels) stage.send(label);
  stage.arrive();
  talk(stage);
}

/** The target refuses; the station stays where it is. */
export function failTo(stage: Stage, ap: Ap, status = 53): void {
  stage.recorder.pass(500);
  stage.begin(ap);
  stage.send("ft-request");
  stage.send("ft-response", refusing(status));
}

/** The target does not answer. */
export function askInVain(stage: Stage, ap: Ap): void {
  stage.recorder.pass(500);
  stage.begin(ap);
  stage.send("ft-request");
}

export type Part = (stage: Stage, recorder: Recorder) => void;

/** What is found under a rule when each station of a story associates and then does its part. */
export function findingsOf(
  rule: string,
  parts: readonly Part[],
  { aps = allAps, at = currentAp }: { readonly aps?: readonly Ap[]; readonly at?: Ap } = {},
): readonly string[] {
  const recorder = createRecorder();
  createStage({ recorder, aps }).beacons();
  parts.forEach((part, i) => {
    const station = stations[i] as (typeof stations)[number];
    const stage = createStage({ recorder, station, aps });
    stage.associate(at);
    talk(stage);
    part(stage, recorder);
  });
  createStage({ recorder, aps }).beacons();
  return analyzeRoam(recorder)
    .findings.filter((finding) => finding.rule === rule)
    .map(({ summary }) => summary);
}
