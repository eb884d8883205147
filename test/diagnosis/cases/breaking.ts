import { type RoamStory, type Told, tellRoam } from "../../builders/roam.ts";
import { type Change, type Sending, type Stage, scatter } from "../../builders/stage.ts";
import type { RuleCase } from "../test-rule.ts";

/** The AP refuses with this status. */
export function refusing(status: number): Sending {
  return {
    change: (draft) => {
      draft.status = status;
    },
  };
}

/** The sender believes and says something else: its MIC covers it. */
export function saying(change: Change): Sending {
  return { change };
}

/** The frame is changed after its MIC was made. */
export function spoiled(spoil: Change): Sending {
  return { spoil };
}

export const lost: Sending = { isLost: true };

/** A value that has nothing to do with the right one. */
export const otherNonce = scatter("another nonce");
export const otherName = scatter("another name", 16);

/** The same value with three bits changed. */
export function garbled(octets: Uint8Array | undefined): Uint8Array {
  const changed = (octets ?? new Uint8Array(32)).slice();
  changed[0] = (changed[0] ?? 0) ^ 0x07;
  return changed;
}

/** A station that does not like the accepting answer. */
export const stationLeaves = (stage: Stage) => stage.leave("station", 13);

/** An AP that does not know the station. */
export const apDoesNotKnow = (stage: Stage) => stage.leave("ap", 6);

export const roam = (story: RoamStory = {}) => {
  return (): Told => tellRoam(story);
};

/** Cases that many rules share. */
export const usual: RuleCase = { story: roam() };
export const onlyRequested: RuleCase = { story: roam({ until: "ft-request" }) };
export const onlyAnswered: RuleCase = { story: roam({ until: "ft-response" }) };
export const withoutFtRequest: RuleCase = { story: roam({ sendings: { "ft-request": lost } }) };
export const withoutKey: RuleCase = { story: roam(), keys: "none" };
