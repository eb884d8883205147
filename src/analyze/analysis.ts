import type { ClockRelation } from "../air/clock.ts";
import type { CaptureFormat, Recorder } from "../capture/record.ts";
import type { Exclusion, OpenQuestion } from "../diagnosis/log-rule.ts";
import type { Alternative, Confidence, Culprit, Evidence, Verdict } from "../diagnosis/verdict.ts";
import type { Coverage } from "../exchange/air-coverage.ts";
import type { Check } from "../exchange/check.ts";
import type { ExchangeKind, Outcome } from "../exchange/exchange.ts";
import type { FrameRole } from "../exchange/sighting.ts";
import type { WireMessageKind } from "../wire/wire-frame.ts";
import type { BssReport } from "./bss-report.ts";
import type { LogReading } from "./log-reading.ts";
import type { Proof } from "./proof.ts";
import type { RedactionNote } from "./redaction/redact-analysis.ts";
import type { RoamReport } from "./roam-report.ts";
import type { VoiceReport } from "./voice-report.ts";

/** The document of `--format json`. Times are ISO 8601 UTC; absent means unknown. */
export interface Analysis {
  readonly schema: "ftscope/analysis/1";
  readonly generator: { readonly name: "ftscope"; readonly version: string };
  readonly inputs: readonly InputReport[];
  readonly networks: readonly NetworkReport[];
  readonly exchanges: readonly ExchangeReport[];
  /** In order of completion. */
  readonly roams: readonly RoamReport[];
  /** Voice in the data, read or not: small frames of the voice class at a steady pace. */
  readonly voice: readonly VoiceReport[];
  readonly findings: readonly Finding[];
  /** The logs beside the captures, or alone. */
  readonly logs?: readonly LogReport[];
  /** The wire between the APs, where it was recorded. */
  readonly wire?: WireReport;
  /** All witnesses of the FT exchanges on one timeline; absent where the air was the only one. */
  readonly timeline?: readonly TimelineEntry[];
  /** Only in a document whose names and addresses were replaced. */
  readonly redaction?: RedactionNote;
}

/** What was heard on the wire between the APs. */
export interface WireReport {
  /** Messages about keys and roams. */
  readonly messages: number;
  /** Those that belong to an FT exchange of the air. */
  readonly matched: number;
  /** To be added to the wire's times to get the air's; absent when nothing could be matched. */
  readonly offsetMs?: number;
}

/** A message between two APs. */
export interface WireFrameReport {
  readonly input: number;
  readonly frame: number;
  /** On the clock of the wire's recorder. */
  readonly time: string;
  readonly kind: WireMessageKind;
  readonly sender?: string;
  readonly receiver?: string;
  /** Key answers and pushes: long enough to hold a PMK-R1. */
  readonly mayCarryKey?: boolean;
  /** Of an FT Response that is passed on. */
  readonly status?: number;
}

/** What a log was and brought. */
export interface LogReport extends LogReading {
  /** How its clock stands to the capture's; absent where there is no capture. */
  readonly alignment?: "aligned" | "given" | "not-aligned";
  /** To be added to the log's times to get the capture's, of the longest stretch. */
  readonly offsetMs?: number;
  /** Median distance of the matched records from their frames after that. */
  readonly residualMs?: number;
  /** The difference is that of a time zone: its minutes east of UTC. */
  readonly zoneMinutes?: number;
  /** Stretches between which the clock was set; absent when there is one. */
  readonly stretches?: readonly LogStretch[];
  /** Records matched to their frame. */
  readonly matched?: number;
  /** Records about frames of the exchanges, matched or not. */
  readonly expected?: number;
  readonly agreements?: readonly LogAgreement[];
  readonly contradictions?: readonly LogContradiction[];
}

export interface LogStretch {
  readonly firstLine: number;
  readonly lastLine: number;
  readonly offsetMs: number;
  readonly residualMs: number;
  readonly matched: number;
}

/** A record and its frame that say the same. */
export interface LogAgreement {
  readonly line: number;
  readonly exchangeId: string;
  readonly input: number;
  readonly frame: number;
  readonly role: FrameRole;
}

/** A record that the air does not bear out. */
export interface LogContradiction {
  readonly line: number;
  readonly exchangeId: string;
  readonly input?: number;
  readonly frame?: number;
  /** "log: …; air: …" */
  readonly text: string;
}

/** One thing that happened around an FT exchange, and who says so. */
export interface TimelineEntry {
  readonly exchangeId: string;
  /** On the capture's clock. */
  readonly time: string;
  /** Since the exchange began. */
  readonly atMs: number;
  /** Everybody who saw it, the one it is told after first. */
  readonly sources: readonly ("air" | "wire" | "controller" | "ap" | "station")[];
  readonly text: string;
  readonly frames: readonly { readonly input: number; readonly frame: number }[];
  readonly lines: readonly { readonly log: number; readonly line: number }[];
  /** Of little use to most readers. */
  readonly isDetail?: true;
}

/** How the file of a capture is compressed as a whole. */
export type Compression = "gzip" | "zstd";

export interface InputReport {
  readonly path: string;
  /** Of the file as it is, compressed or not; with `--hash`. */
  readonly sha256?: string;
  readonly sizeBytes: number;
  readonly format: CaptureFormat | null;
  readonly compression: Compression | null;
  readonly linkTypes: readonly number[];
  readonly frames: number;
  readonly firstTime?: string;
  readonly lastTime?: string;
  /** How its clock stands to those of the other captures; only where there are several. */
  readonly clock?: ClockRelation;
  /** Frequencies in MHz on which frames were heard. */
  readonly channels: readonly number[];
  /**
   * Frames whose FCS is bad: shown, and evidence of nothing. Of those that play no part in anything only what
   * the recorder marks is counted, their FCS is not computed.
   */
  readonly badFcs: number;
  /** Frames that the snap length cut. */
  readonly cut: number;
  /** Frames kept whole that could not be read to their end. */
  readonly malformed: number;
  /** Frames that the recorder says it dropped. */
  readonly dropped: number;
  /** What a pcapng file says of its making. */
  readonly recorders?: readonly Recorder[];
  /** Packets without an 802.11 frame, by what they are. */
  readonly notWifi: readonly { readonly what: string; readonly packets: number }[];
  /** pcapng blocks that were not needed, by block type. */
  readonly skippedBlocks: readonly { readonly type: number; readonly blocks: number }[];
  /** Messages between APs, where the input is a wire. */
  readonly wireMessages?: number;
  readonly faults: readonly InputFault[];
}

export interface InputFault {
  readonly kind: "truncated-file" | "damaged-file" | "not-a-capture";
  readonly offset: number;
  readonly text: string;
}

export interface NetworkReport {
  readonly ssid: string;
  readonly mdid?: string;
  readonly bssids: readonly string[];
  readonly bsss: readonly BssReport[];
  /** What the audit of its announcements found. */
  readonly findings: readonly Finding[];
}

/** Something that spans several exchanges, or none. */
export interface Finding {
  readonly rule: string;
  readonly severity: "fault" | "warning" | "note";
  readonly culprit: Culprit;
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly confidence?: Confidence;
  /** Whose it is, where it is about one station. */
  readonly station?: string;
  /** Why it matters. */
  readonly why?: string;
  /** What else could explain it, the likeliest first. */
  readonly alternatives?: readonly Alternative[];
  /** What could have been the cause and is not, and why not. */
  readonly excluded?: readonly Exclusion[];
  /** What stays open, and exactly what would answer it. */
  readonly questions?: readonly OpenQuestion[];
  /** What would make sure. */
  readonly missing?: readonly string[];
  readonly fix?: readonly string[];
  /** The BSSs it is about; only findings of the audit. */
  readonly bssids?: readonly string[];
}

export interface FrameReport {
  readonly input: number;
  readonly frame: number;
  /** On the timeline of its capture. */
  readonly time: string;
  /** As the capture has it, where its clock is another than the timeline's. */
  readonly recordedTime?: string;
  readonly role: FrameRole;
  readonly sender: string;
  readonly receiver: string;
  readonly status?: number;
  readonly reason?: number;
  readonly retries: number;
  /** An ACK was heard. False is weak evidence; absent when the recorder heard no ACK at all on that channel. */
  readonly acknowledged?: boolean;
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
  /** Only when details were asked for. */
  readonly details?: FrameDetails;
}

/** What a frame says, for a reader who wants to see it. */
export interface FrameDetails {
  /** Fixed fields, elements and other parts of the body in order, in words; octets are hex. */
  readonly fields: readonly { readonly name: string; readonly words: string }[];
  /** MAC header and body as captured, without FCS, as hex: the first 512 octets. */
  readonly octets: string;
  /** Octets there were in all. */
  readonly length: number;
  /** Retransmissions by the MAC, the first 16. */
  readonly retryTimes: readonly string[];
}

/** What the station did around an exchange: its protected data, and when they paused. */
export interface Activity {
  /** Length of a bin. */
  readonly binMs: number;
  /** Only those with a frame, in order; times count from the start of the exchange. */
  readonly bins: readonly {
    readonly atMs: number;
    readonly ap: string;
    readonly uplink: number;
    readonly downlink: number;
    /** As the recorder heard the station. */
    readonly uplinkSignalDbm?: number;
    /** As the recorder heard the AP. */
    readonly downlinkSignalDbm?: number;
  }[];
  /** Last protected data before the last frame of the exchange, and the first after it. */
  readonly pause?: { readonly fromMs: number; readonly toMs?: number };
}

export interface ExchangeReport {
  readonly id: string;
  readonly kind: ExchangeKind;
  readonly station: string;
  readonly currentAp: string | null;
  readonly targetAp: string;
  /** Where both ends are links of multi-link devices: the addresses of these, with which the keys are made. */
  readonly devices?: { readonly station: string; readonly targetAp: string };
  /** As text; octets that are not printable stand as \xNN. */
  readonly ssid?: string;
  readonly mdid?: string;
  readonly akm?: string;
  readonly akmName?: string;
  readonly pairwiseCipher?: string;
  readonly r0khId?: string;
  readonly r1khId?: string;
  readonly startTime: string;
  readonly endTime: string;
  readonly outcome: Outcome;
  readonly frames: readonly FrameReport[];
  /** Frames beyond the limit of one exchange. */
  readonly framesNotShown?: number;
  readonly checks: readonly Check[];
  readonly verdict: Verdict;
  /** What the APs said to each other about it on the wire; absent where no wire was recorded. */
  readonly wire?: readonly WireFrameReport[];
  /** Which initial association the roam builds on, and how that is known. */
  readonly session?: {
    readonly exchangeId: string;
    readonly tiedBy: "pmkr0name" | "order";
    /** Absent when a capture heard it whose clock is not aligned with that of the roam. */
    readonly ageMs?: number;
    /** Roams of the station that were accepted since that association, before this one. */
    readonly roamsSince?: number;
  };
  readonly timing: {
    /** Last request to the target's first answer. */
    readonly responseMs?: number;
    /** From the target's answer to the station's reassociation request. */
    readonly stationMs?: number;
    /** First frame to the answer that ends the exchange. */
    readonly completeMs?: number;
  };
  /** Protected data between station and target after the exchange. */
  readonly data: { readonly uplink: number; readonly downlink: number };
  /** What the station tried next. */
  readonly next?: {
    readonly exchangeId: string;
    readonly afterMs: number;
  };
  /** What a failed FT exchange meant to the station. */
  readonly consequence?: Consequence;
  /** Only when details were asked for. */
  readonly activity?: Activity;
  /** What of the air around the exchange was heard. */
  readonly coverage: Coverage;
  /** Only when the user asked for it: what the names and MICs of the exchange are made of. */
  readonly proof?: Proof;
  /** Only when the user asked for secrets: derived keys, as hex. */
  readonly secrets?: Readonly<Record<string, string>>;
}

/** What became of the station's connection after a failed FT exchange. */
export interface Consequence {
  /** Last protected data of the station before the exchange's last frame to the first after it, with any AP. */
  readonly outageMs?: number;
  /** The same by direction: data that the station sent, and data that it acknowledged. */
  readonly outageByDirectionMs?: { readonly uplink?: number; readonly downlink?: number };
  /**
   * The next exchange that was completed: FT or a full association; or `return`: without another
   * exchange the station went on with the AP it came from.
   */
  readonly recoveredBy?: "ft" | "full" | "return";
  /** First frame of the failed exchange to the recovery. */
  readonly recoveredAfterMs?: number;
  /**
   * Outage (or, without data, time to the recovery) under 50 ms, to 150 ms, above; `lost`: neither data
   * nor an association followed, although the station or its APs were heard 3 s later.
   */
  readonly felt: "none" | "noticeable" | "long" | "lost";
}
