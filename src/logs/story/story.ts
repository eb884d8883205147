import type { MacAddress } from "../../bytes/mac-address.ts";
import type { LogAp, LogCode } from "../event.ts";
import type { LogTime } from "../log-time.ts";

/** Where a log says something. */
export interface Mark {
  readonly line: number;
  readonly time?: LogTime;
}

/** Whether the controller holds a key of the station when it asks to roam, by its own words. */
export type KeyHeld = "held" | "absent" | "not-said";

/** An AP looks for the PMK-R1 of a station. */
export interface KeySearch {
  /**
   * `holder-unknown`: the R0KH-ID is none of the key holders it knows; `no-answer`: it asked and nothing
   * came; `answered`: an answer came, to it or to another question of that time; `denied`: the holder has no such key; `not-made`: no passphrase of its own gives the name that
   * the station offers; `found`: it has it after all.
   */
  readonly fate:
    | "missing"
    | "holder-unknown"
    | "no-answer"
    | "answered"
    | "denied"
    | "not-made"
    | "found";
  readonly said: Mark;
  /** How often it asked the key holder. */
  readonly asked: number;
  readonly holder?: string;
}

export type AttemptOutcome =
  /** The target AP found no key of the station in its cache. */
  | "key-not-at-target"
  /** The target AP refused, and the log gives another cause or none. */
  | "refused"
  | "accepted"
  /** The log does not say how it ended. */
  | "open";

/** One try of a station to roam with FT, as a log tells it. */
export interface Attempt {
  /** From 1, by station. */
  readonly number: number;
  /** From 1: attempts that follow each other within 2 s are one burst. */
  readonly burst: number;
  readonly begun: Mark;
  readonly path?: "air" | "ds";
  readonly target?: LogAp;
  /** "local": within one controller. */
  readonly scope?: string;
  readonly key: KeyHeld;
  /** Where the log says what it says about the key. */
  readonly keySaid?: Mark;
  /** Selector of the AKM of the controller's key. */
  readonly akm?: string;
  /** How the target AP fared with the station's key, by its own words (hostapd). */
  readonly keySearch?: KeySearch;
  readonly outcome: AttemptOutcome;
  readonly ended?: Mark;
  /** From the attempt to its end. */
  readonly endedAfterMs?: number;
  readonly codes?: readonly LogCode[];
  /** The refusal in the log's own words. */
  readonly text?: string;
  /** A Reassociation Request is logged. */
  readonly reassociation?: Mark;
  /** A 4-way handshake followed: keys were made anew, FT was not used. */
  readonly handshake?: Mark;
}

/** Attempts in a row that went the same way within one burst. */
export interface AttemptRun {
  readonly first: Attempt;
  readonly last: Attempt;
  readonly attempts: number;
  /** Shortest and longest delay from attempt to end. */
  readonly endedAfterMs?: { readonly least: number; readonly most: number };
}

export interface Burst {
  readonly number: number;
  readonly firstAttempt: number;
  readonly attempts: number;
  readonly begun: Mark;
  readonly last: Mark;
  /** Between attempts: least, median, most. Absent for a single attempt. */
  readonly spacingMs?: { readonly least: number; readonly median: number; readonly most: number };
  /** From the last attempt of the burst before. */
  readonly gapMs?: number;
}

// Each of these has its fields in full: the schema of the document is made from them.

export interface DeletionRequest {
  readonly line: number;
  readonly time?: LogTime;
  readonly codes?: readonly LogCode[];
}

export interface DeletionTimer {
  readonly line: number;
  readonly time?: LogTime;
  readonly seconds?: number;
}

export interface MarkAtAp {
  readonly line: number;
  readonly time?: LogTime;
  readonly ap?: LogAp;
}

export interface SentFrame {
  readonly line: number;
  readonly time?: LogTime;
  readonly ap?: LogAp;
  readonly reason?: number;
}

/** The AP that a log names as a station's own, and where. */
export interface CurrentAp {
  readonly address?: MacAddress;
  readonly addressIs: LogAp["addressIs"];
  readonly slot?: number;
  readonly name?: string;
  readonly said: Mark;
}

/** The controller takes a station off: what it decided, sent and forgot. */
export interface Removal {
  readonly begun: Mark;
  readonly requested?: DeletionRequest;
  readonly scheduled?: DeletionTimer;
  readonly expired?: Mark;
  readonly disassociation?: SentFrame;
  readonly deauthentication?: SentFrame;
  /** The controller deletes its PMK of the station. */
  readonly keyPurged?: Mark;
  /** The controller tells APs to delete the FT key. */
  readonly deletionDistributed?: Mark;
  readonly deleted?: MarkAtAp;
  /** Where the station was taken off. */
  readonly ap?: LogAp;
  /** The attempt whose failure led to it, and the time from that failure. */
  readonly attempt?: number;
  /** Number of the last attempt before the key was purged. */
  readonly purgedAfterAttempt?: number;
}

/** An association that is no FT attempt. */
export interface Join {
  readonly begun: Mark;
  readonly kind: "association" | "reassociation";
  readonly ap?: LogAp;
  readonly status?: number;
  readonly handshake?: Mark;
  readonly completed?: Mark;
}

/** How attempts to one AP went. */
export interface TargetCount {
  readonly ap: LogAp;
  readonly attempts: number;
  readonly accepted: number;
  readonly refused: number;
  /** Refusals for want of a key, by what the controller held then. */
  readonly keyNotAtTarget: Readonly<Record<KeyHeld, number>>;
}

export interface StationStory {
  readonly station: MacAddress;
  readonly events: number;
  readonly first: Mark;
  readonly last: Mark;
  readonly ip?: string;
  /** The AP the log names as the station's own, while it tries to roam. */
  readonly currentAp?: CurrentAp;
  readonly attempts: number;
  readonly runs: readonly AttemptRun[];
  /** Runs beyond the limit. */
  readonly runsNotShown: number;
  readonly bursts: readonly Burst[];
  /** Bursts beyond the limit. */
  readonly burstsNotShown: number;
  readonly targets: readonly TargetCount[];
  readonly removals: readonly Removal[];
  readonly joins: readonly Join[];
  /** Other things worth a word, by kind of event: how often, and where first. */
  readonly noted: readonly {
    readonly kind: string;
    readonly count: number;
    readonly first: Mark;
  }[];
}

export interface LogStory {
  readonly events: number;
  readonly first?: Mark;
  readonly last?: Mark;
  readonly stations: readonly StationStory[];
  /** Stations beyond the limit: counted only. */
  readonly stationsNotShown: number;
  /** Where the clock of the log was set or went back. */
  readonly clockSteps: readonly Mark[];
}
