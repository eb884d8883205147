import type { MacAddress } from "../../../src/bytes/mac-address.ts";
import type { Draft } from "../../builders/draft.ts";
import type { FteFields, RsneFields } from "../../builders/elements.ts";
import { station } from "../../builders/frames.ts";
import { type HostapdLine, hostapdLog } from "../../builders/hostapd-log.ts";
import { type Ap, scatter, targetAp } from "../../builders/network.ts";
import { type RoamStory, type Told, tellRoam } from "../../builders/roam.ts";
import type { Change, Sending, Stage } from "../../builders/stage.ts";
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

/** The target says no more than a status. */
export const hollow = spoiled(draftWith({ rsne: undefined, mde: undefined, fte: undefined }));

export const lost: Sending = { isLost: true };

/** A value that has nothing to do with the right one. */
export const otherNonce = scatter("another nonce");
export const otherName = scatter("another name", 16);

type Fields<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

export function draftWith(fields: Fields<Draft>): Change {
  return (draft) => {
    Object.assign(draft, fields);
  };
}

export function fteWith(fields: Fields<FteFields>): Change {
  return ({ fte }) => {
    Object.assign(fte ?? {}, fields);
  };
}

export function rsneWith(fields: Fields<RsneFields>): Change {
  return ({ rsne }) => {
    Object.assign(rsne ?? {}, fields);
  };
}

/** Three bits of the value are changed. */
export function garbling(field: "mic" | "anonce" | "snonce"): Change {
  return ({ fte }) => {
    const octets = fte?.[field]?.slice();
    if (fte === undefined || octets === undefined) throw new Error(`the frame has no ${field}`);
    octets[0] = (octets[0] ?? 0) ^ 0x07;
    fte[field] = octets;
  };
}

/** A station that does not like the accepting answer. */
export const stationLeaves = (stage: Stage) => stage.leave("station", 13);

/** An AP that does not know the station. */
export const apDoesNotKnow = (stage: Stage) => stage.leave("ap", 6);

/** The story, and the log that hostapd of an AP wrote of it. */
export const logged = (story: () => Told, ap: Ap, lines: readonly HostapdLine[]) => (): Told => {
  const told = story();
  return {
    records: told.records,
    frames: told.frames,
    logs: [hostapdLog(told, ap, lines)],
  };
};

/** hostapd's words for a request over the air, which say whose it is. */
export const requestLogged = (of: string, who: MacAddress = station): HostapdLine => ({
  of,
  text: `authentication: STA=${who} auth_alg=2 auth_transaction=1 status_code=0 wep=0 seq_ctrl={seq}`,
});

/** ... and for one that it turns away. */
export const denialLogged = (of: string, who: MacAddress = station): readonly HostapdLine[] => [
  requestLogged(of, who),
  { of, text: `Station ${who} not allowed to authenticate` },
];
export const crowdLogged = (of: string, who: MacAddress = station): readonly HostapdLine[] => [
  requestLogged(of, who),
  { of, text: "no more room for new STAs (8/8)" },
];
export const crowdLoggedOverDs = (of: string): readonly HostapdLine[] => [
  {
    of,
    text: `FT: RRB Action Frame: action=1 sta_addr=${station} target_ap_addr=${targetAp.bssid}`,
    afterMs: 1,
  },
  { of, text: "no more room for new STAs (8/8)", afterMs: 1.1 },
];

export const roam = (story: RoamStory = {}) => {
  return (): Told => tellRoam(story);
};

/** The first answer of the target is wrong, and the station goes away. */
export const answering = (change: Change) =>
  roam({ sendings: { "ft-response": saying(change) }, until: "ft-response" });

/** The target accepts with something wrong in its answer, and the station leaves. */
export const accepting = (change: Change) =>
  roam({ sendings: { "reassociation-response": saying(change) }, ending: stationLeaves });

/** The target refuses for want of a key. */
export const noKey = roam({ sendings: { "ft-response": refusing(53) } });

/** Cases that many rules share. */
export const usual: RuleCase = { story: roam() };
export const onlyRequested: RuleCase = { story: roam({ until: "ft-request" }) };
export const onlyAnswered: RuleCase = { story: roam({ until: "ft-response" }) };
export const withoutFtRequest: RuleCase = { story: roam({ sendings: { "ft-request": lost } }) };
export const withoutKey: RuleCase = { ...usual, keys: "none" };
