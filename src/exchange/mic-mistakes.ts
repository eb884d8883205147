import { macOctets } from "../bytes/mac-address.ts";
import { concatOctets } from "../bytes/octets.ts";
import type { FteMicParts } from "../crypto/mic.ts";
import { fteWithZeroedMic } from "../elements/fte.ts";
import type { Rsne } from "../elements/rsne.ts";
import type { MicAlgorithm } from "../spec/suites.ts";
import { type Exchange, ftRequests, ftResponses } from "./exchange.ts";
import { elementsOf, mdeOf, rsneOf, rsnxeOf } from "./facts.ts";
import { type MicMistake, type MicModel, type MicScene, withPtkOf } from "./mic-model.ts";
import { guessPtks, type PtkGuess } from "./mic-search.ts";
import type { Sighting } from "./sighting.ts";

/** The plausible mistakes in a frame at hand, the likelier first. */
export function micMistakes(scene: MicScene): readonly MicMistake[] {
  return [
    ...sequenceMistakes(),
    ...elementMistakes(scene),
    ...addressMistakes(scene),
    ...keyMistakes(scene),
  ];
}

function withParts(
  id: string,
  text: string,
  change: (parts: FteMicParts) => Partial<FteMicParts> | undefined,
): MicMistake {
  return {
    id,
    concerns: "mic",
    text,
    apply: (model) => {
      const changed = change(model.parts);
      return changed === undefined
        ? undefined
        : { ...model, parts: { ...model.parts, ...changed } };
    },
  };
}

function sequenceMistakes(): readonly MicMistake[] {
  return [6, 5, 3, 4, 1, 2, 0].map((transactionSequence) =>
    withParts(
      `sequence-${transactionSequence}`,
      `the transaction sequence number ${transactionSequence} is taken`,
      (parts) =>
        parts.transactionSequence === transactionSequence ? undefined : { transactionSequence },
    ),
  );
}

function elementMistakes(scene: MicScene): readonly MicMistake[] {
  const { context, sighting, fte } = scene;
  const elements = elementsOf(sighting);
  const first = firstFrameOf(scene);
  const beacon = context.target?.configurations.at(-1);
  const firstRsne = rsneOf(first);
  const rsne = rsneOf(sighting);
  const firstMde = mdeOf(first);
  const vendor = elements.filter((element) => element.kind === "vendor-specific");
  const nothing = new Uint8Array(0);
  const mistakes: MicMistake[] = [
    withParts("without-rsnxe", "the RSNXE is left out", (parts) =>
      parts.rsnxe === undefined ? undefined : { rsnxe: nothing },
    ),
    withParts("rsnxe-of-beacon", "the RSNXE of the beacon is taken in", (parts) =>
      beacon?.rsnxe === undefined || parts.rsnxe !== undefined
        ? undefined
        : { rsnxe: beacon.rsnxe.octets },
    ),
    withParts("rsnxe-of-first-frame", "the RSNXE of the first frame is taken", () => {
      const rsnxe = rsnxeOf(first);
      return rsnxe === undefined ? undefined : { rsnxe: rsnxe.octets };
    }),
    withParts("without-ric", "the RIC is left out", (parts) =>
      parts.ric.length === 0 ? undefined : { ric: [] },
    ),
    withParts("with-vendor-elements", "the vendor elements are taken in", (parts) =>
      vendor.length === 0
        ? undefined
        : { ric: [...parts.ric, ...vendor.map((element) => element.octets)] },
    ),
    withParts("without-mde", "the MDE is left out", () => ({ mde: nothing })),
    withParts("without-rsne", "the RSNE is left out", () => ({ rsne: nothing })),
    {
      id: "frame-order",
      concerns: "mic",
      text: "the elements stand in the order of the frame",
      apply: (model) => {
        const { stationAddress, targetApAddress, transactionSequence, ric } = model.parts;
        const covered = elements
          .filter(
            ({ kind, octets }) =>
              ["rsne", "mde", "fte", "rsnxe"].includes(kind) || ric.includes(octets),
          )
          .map((element) => (element.kind === "fte" ? fteWithZeroedMic(element) : element.octets));
        return {
          ...model,
          octets: concatOctets(
            stationAddress,
            targetApAddress,
            Uint8Array.of(transactionSequence),
            ...covered,
          ),
        };
      },
    },
  ];
  if (firstMde !== undefined) {
    mistakes.push(
      withParts(
        "mde-of-first-frame",
        `the MDE of frame ${first?.air.frame} is taken: it was changed after the MIC was computed`,
        () => ({ mde: firstMde.octets }),
      ),
    );
  }
  if (firstRsne !== undefined && rsne !== undefined) {
    mistakes.push(
      withParts(
        "rsne-of-first-frame",
        `the RSNE of frame ${first?.air.frame} (with the PMKR1Name) is taken: it was changed after the MIC was computed`,
        () => {
          const octets = withPmkidOf(firstRsne, rsne);
          return octets === undefined ? undefined : { rsne: octets };
        },
      ),
      withParts("rsne-with-pmkr0name", "the RSNE carries the PMKR0Name", () => ({
        rsne: firstRsne.octets,
      })),
    );
  }
  if (beacon?.rsne !== undefined) {
    const { octets } = beacon.rsne;
    mistakes.push(
      withParts("rsne-of-beacon", "the RSNE of the beacon without a PMKID is taken", () => ({
        rsne: octets,
      })),
    );
  }
  for (const count of [0, 1, 2, 3, 4, 5]) {
    if (count === fte.elementCount) continue;
    mistakes.push(
      withParts(`element-count-${count}`, `the element count is ${count}`, (parts) => {
        const changed = parts.fte.slice();
        changed[3] = count;
        return { fte: changed };
      }),
    );
  }
  return mistakes;
}

/** The frame of the FT authentication that the sender of the MIC sent. */
function firstFrameOf({ context, sighting }: MicScene): Sighting | undefined {
  return sighting.body.kind.endsWith("response")
    ? ftResponses(context.exchange).findLast((answer) => answer.body.status === 0)
    : ftRequests(context.exchange)[0];
}

/** The first RSNE with the PMKID of the second, when both carry one. */
function withPmkidOf(rsne: Rsne, other: Rsne): Uint8Array | undefined {
  const [ours] = rsne.pmkids;
  const [theirs] = other.pmkids;
  if (ours === undefined || theirs === undefined) return undefined;
  // The PMKID of a fragmented element lies in octets joined for reading, not in those that were sent.
  if (ours.buffer !== rsne.octets.buffer) return undefined;
  const octets = rsne.octets.slice();
  octets.set(theirs, ours.byteOffset - rsne.octets.byteOffset);
  return octets;
}

function addressMistakes({ context, fte }: MicScene): readonly MicMistake[] {
  const { currentAp } = context.exchange;
  return [
    withParts("addresses-swapped", "the two addresses are swapped", (parts) => ({
      stationAddress: parts.targetApAddress,
      targetApAddress: parts.stationAddress,
    })),
    withParts("current-ap-address", "the address of the current AP is taken", () =>
      currentAp === undefined ? undefined : { targetApAddress: macOctets(currentAp) },
    ),
    withParts("r1kh-id-as-address", "the R1KH-ID is taken for the AP's address", () =>
      fte.r1khId?.length === 6 ? { targetApAddress: fte.r1khId } : undefined,
    ),
  ];
}

/** What a PTK is made of in place of the right values. */
type OtherPtk = Partial<Pick<PtkGuess, "anonce" | "snonce" | "r1khId" | "path">> &
  Partial<Pick<Exchange, "targetAp">>;

function keyMistakes({ context }: MicScene): readonly MicMistake[] {
  const { exchange, cipher, keys } = context;
  const { currentAp } = exchange;
  const algorithms: readonly MicAlgorithm[] = [
    "aes-128-cmac",
    "hmac-sha256",
    "hmac-sha384",
    "hmac-sha512",
  ];
  const again = (
    model: MicModel,
    { path = model.guess.path, targetAp = exchange.targetAp, ...inputs }: OtherPtk,
  ): MicModel | undefined => {
    const guesses = guessPtks({ ...exchange, targetAp }, cipher, path, {
      ...model.guess,
      ...inputs,
    });
    return withPtkOf(model, guesses);
  };
  return [
    ...algorithms.map(
      (algorithm): MicMistake => ({
        id: `algorithm-${algorithm}`,
        concerns: "mic",
        text: `the MIC is made with ${algorithm.toUpperCase()}`,
        apply: (model) =>
          model.algorithm === algorithm || (algorithm === "aes-128-cmac" && model.key.length !== 16)
            ? undefined
            : { ...model, algorithm },
      }),
    ),
    {
      id: "key-kek",
      concerns: "mic",
      text: "the KEK is taken for the KCK",
      apply: (model) =>
        model.guess.ptk.kek.length === model.key.length
          ? { ...model, key: model.guess.ptk.kek }
          : undefined,
    },
    {
      id: "nonces-swapped",
      concerns: "mic",
      text: "the PTK is made with ANonce and SNonce swapped",
      apply: (model) => again(model, { anonce: model.guess.snonce, snonce: model.guess.anonce }),
    },
    {
      id: "ptk-of-current-ap",
      concerns: "mic",
      text: "the PTK is made with the address of the current AP",
      apply: (model) =>
        currentAp === undefined ? undefined : again(model, { targetAp: currentAp }),
    },
    {
      id: "r1kh-id-of-first-ap",
      concerns: "key",
      text: "PMK-R1 is that of the AP of the initial association",
      apply: (model) => {
        const r1khId = context.link?.session.r1khId;
        return r1khId === undefined ? undefined : again(model, { r1khId });
      },
    },
    {
      id: "bssid-as-r1kh-id",
      concerns: "key",
      text: "PMK-R1 is made with the BSSID in place of the R1KH-ID",
      apply: (model) => again(model, { r1khId: macOctets(exchange.targetAp) }),
    },
    ...keys.paths.slice(0, 16).map(
      (path): MicMistake => ({
        id: "other-key",
        concerns: "key",
        text: `the key is ${path.spec.label}${path.inputs === undefined ? "" : ` with MDID ${path.inputs.mdid}`}`,
        apply: (model) => (path === model.guess.path ? undefined : again(model, { path })),
      }),
    ),
  ];
}
