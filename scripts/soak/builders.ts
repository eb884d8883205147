/** What the soak takes of the builders of the tests. */
export { mac } from "../../test/builders/frames.ts";
export { roamLabels } from "../../test/builders/honest-frames.ts";
export { currentAp, passphrase, targetAp } from "../../test/builders/network.ts";
export { createRecorder } from "../../test/builders/recorder.ts";
export { talk } from "../../test/builders/roam.ts";
export { createStage } from "../../test/builders/stage.ts";
