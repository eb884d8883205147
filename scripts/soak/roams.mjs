// Real roams to be found among everything else: of many stations, with fresh nonces, keys and MICs for every
// attempt, and data under the keys that they make. Most are honest; the others fail in a way that is known.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "rolldown";

const root = new URL("../..", import.meta.url).pathname;

/** The builders of the tests, joined to one module. */
async function builders() {
  const folder = mkdtempSync(join(tmpdir(), "ftscope-soak-"));
  const file = join(folder, "builders.mjs");
  try {
    await build({
      input: join(root, "scripts/soak/builders.ts"),
      platform: "node",
      logLevel: "warn",
      // They read vectors beside them.
      transform: {
        define: {
          "import.meta.url": JSON.stringify(pathToFileURL(join(root, "test/builders/x.ts"))),
        },
      },
      output: { file, format: "esm" },
    });
    return await import(pathToFileURL(file).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * `stations` that are associated one after the other and roam back and forth until `spanMs` is over, so
 * many `roams` in all; `startMs` since 1970. Gives their records in order of time, and what is to be said of
 * each roam: its station, its first request's time in microseconds and the rule.
 */
export async function roamsOf({ stations, roams, startMs, spanMs }) {
  const { currentAp, targetAp, createRecorder, createStage, mac, roamLabels, talk } =
    await builders();
  const records = [];
  const expected = [];
  const each = roams / stations;
  for (let s = 0; s < stations; s++) {
    const recorder = createRecorder({ start: BigInt(startMs) * 1_000_000n });
    const station = mac(`02:5a:00:00:${hex(s >> 8)}:${hex(s & 255)}`);
    const stage = createStage({ recorder, station });
    const gapMs = spanMs / (each + 2);
    recorder.pass(1 + (gapMs * (s + 0.5)) / stations);
    stage.beacons();
    stage.associate(currentAp);
    talk(stage);
    let isAtTarget = false;
    for (let r = 0; r < each; r++) {
      recorder.pass(gapMs);
      const next = isAtTarget ? currentAp : targetAp;
      talk(stage);
      stage.begin(next);
      const fault = faultOf(s * each + r);
      const from = recorder.records.length;
      let isComplete = false;
      for (const label of roamLabels) {
        const { status } = stage.send(label, fault?.sendings[label]);
        isComplete = label === "reassociation-response" && status === 0;
        if (status !== undefined && status !== 0) break;
      }
      expected.push({
        station,
        timeUs: Number(recorder.records[from].time / 1000n),
        rule: fault?.rule ?? "sound-roam",
      });
      if (isComplete) {
        stage.arrive();
        isAtTarget = !isAtTarget;
      }
      talk(stage);
    }
    records.push(...recorder.records);
  }
  records.sort((a, b) => (a.time < b.time ? -1 : 1));
  return { records, expected };
}

/** Every tenth roam fails: the target has no key, or the station's MIC is wrong. */
function faultOf(number) {
  switch (number % 20) {
    case 9:
      return {
        rule: "r1-key-unknown-to-target",
        sendings: { "ft-response": { change: (draft) => (draft.status = 53) } },
      };
    case 19:
      return {
        rule: "station-fte-mic-wrong",
        sendings: {
          "reassociation-request": { spoil: (draft) => (draft.fte.mic[0] ^= 1) },
          "reassociation-response": { change: (draft) => (draft.status = 53) },
        },
      };
    default:
      return undefined;
  }
}

function hex(octet) {
  return octet.toString(16).padStart(2, "0");
}
