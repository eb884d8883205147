/** Judges the variants of the cases it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import { judgeVariant, keyModes, libraryOf, readCase } from "./judge.mjs";
import { randomNumbers, variantsOf } from "./variants.mjs";

const { library, folder, kinds, share, seed } = workerData;
const ftscope = await libraryOf(library);

parentPort.on("message", (name) => {
  const subject = readCase(ftscope, folder, name);
  const random = randomNumbers(seed ^ hash(name));
  const counts = {};
  const complaints = [];
  for (const variant of variantsOf(subject, kinds)) {
    for (const mode of keyModes) {
      if (mode === "wrong" && variant.kind === "drop-two") continue;
      if (random() >= share) continue;
      const { result, complaints: found } = judgeVariant(ftscope, subject, mode, variant);
      counts[variant.kind] ??= {};
      counts[variant.kind][result] = (counts[variant.kind][result] ?? 0) + 1;
      for (const complaint of found) {
        complaints.push({
          scenario: name,
          mode,
          kind: variant.kind,
          variant: variant.name,
          ...complaint,
        });
      }
    }
  }
  parentPort.postMessage({ name, counts, complaints });
});

function hash(text) {
  let value = 0;
  for (const character of text) value = Math.imul(value, 31) + character.charCodeAt(0);
  return value;
}
