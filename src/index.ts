/**
 * ftscope as a library. Everything here is synchronous, works on octets, has no dependency on Node.js and runs in a
 * browser. What a capture contains never throws: damage is told in `faults`. Wrong arguments throw RangeError.
 *
 * @example
 * import { analyze } from "ftscope";
 * const { exchanges } = analyze(octets, { keys: ["psk:lab-ft:correct horse battery"] });
 * for (const { station, verdict } of exchanges) console.log(station, verdict.culprit, verdict.summary);
 *
 * @packageDocumentation
 */
// biome-ignore-all assist/source/organizeImports: what belongs together stands together.

// Captures to the document
export { analyze, type AnalyzeOptions, type CaptureInput } from "./analyze/analyze.ts";
export {
  createCaptureAnalyzer,
  type CaptureAnalyzer,
  type CaptureDeclaration,
} from "./analyze/capture-analyzer.ts";
export type { AnalysisOptions, LogInput } from "./analyze/analysis-options.ts";
export type { DecodeAs, Encapsulation } from "./radiotap/encapsulation.ts";

// Verdicts while a recorder writes
export {
  createLiveAnalyzer,
  type LiveAnalyzer,
  type LiveOptions,
} from "./analyze/live-analyzer.ts";
export type {
  WatchEvent,
  WatchStatus,
  WatchSummary,
  VerdictCounts,
} from "./analyze/watch-event.ts";
export type { Evictions } from "./analyze/limit-findings.ts";

// Keys that are given
export { parseKeySpec, type ParsedKey } from "./analyze/key-spec.ts";
export { parseKeyFile, type KeyFile } from "./analyze/key-file.ts";
export type { KeySpec, KeyKind } from "./exchange/key-ring.ts";

// Reports of the document
export { jsonReport, ndjsonReport } from "./report/json.ts";
export { markdownReport } from "./report/markdown.ts";
export { htmlReport } from "./report/html/page.ts";

// Rules: what verdicts and findings mean
export { ruleList, findRule } from "./diagnosis/explain.ts";
export type { RuleTexts } from "./diagnosis/rule-texts.ts";

// Frames and elements of a capture
export { createFrameReader, type FrameReader, type CapturedFrame } from "./air/frame-reader.ts";
export type { ReceiverOptions } from "./radiotap/receive.ts";
export type { RadioInfo, FcsState } from "./radiotap/radio.ts";
export type {
  CaptureSummary,
  CaptureFormat,
  Recorder,
  RecordedInterface,
} from "./capture/record.ts";
export {
  decodeFrame,
  type DecodeFrameOptions,
  type DecodedFrame,
  type Frame,
  type DataFrame,
  type ControlFrame,
} from "./dot11/frame.ts";
export { decodeElements, type DecodeElementsOptions, type Element } from "./elements/decode.ts";
export { findElement, findElements } from "./elements/find.ts";
export { decodeKeyData, type KeyData } from "./elements/key-data.ts";

// The FT key hierarchy (12.7.1.6) and the MICs made with it (12.7.2, 13.8)
export {
  derivePsk,
  type PskInput,
  type Pbkdf2,
  xxKeyFromMsk,
  type MskInput,
} from "./crypto/psk.ts";
export {
  derivePmkR0,
  type PmkR0Input,
  type PmkR0,
  derivePmkR1Name,
  type PmkR1NameInput,
  derivePmkR1,
  type PmkR1Input,
  derivePtk,
  type PtkInput,
  type Ptk,
} from "./crypto/ft-keys.ts";
export { SecretKey } from "./crypto/secret-key.ts";
export {
  verifyFteMic,
  type FteMicFrame,
  type MicKeys,
  verifyEapolMic,
} from "./exchange/fte-mic.ts";
export {
  ftAkm,
  type FtAkm,
  ftAkmLengths,
  type FtAkmLengths,
  cipherSuite,
  type CipherSuite,
  type HashName,
  type MicAlgorithm,
  type SuiteSelector,
} from "./spec/suites.ts";

// Values in frames and documents
export { formatFault, type Fault, type LimitedBy } from "./bytes/fault.ts";
export { parseMac, formatMac, macOctets, type MacAddress } from "./bytes/mac-address.ts";
export { parseHex, formatHex } from "./bytes/octets.ts";
export { parseTime, formatTime, type TimeNs } from "./bytes/time.ts";

// Types of the parts of the document
export type { ClockRelation } from "./air/clock.ts";
export type {
  Activity,
  Analysis,
  Compression,
  Consequence,
  ExchangeReport,
  Finding,
  FrameDetails,
  FrameReport,
  InputFault,
  InputReport,
  LogAgreement,
  LogContradiction,
  LogReport,
  LogStretch,
  NetworkReport,
  TimelineEntry,
  WireFrameReport,
  WireReport,
} from "./analyze/analysis.ts";
export type { BssReport } from "./analyze/bss-report.ts";
export type { EventReport, LogReading } from "./analyze/log-reading.ts";
export type { Proof, ProofR0, ProofStart, ProofStep } from "./analyze/proof.ts";
export type { RedactionNote } from "./analyze/redaction/redact-analysis.ts";
export type { Outage, RoamReport } from "./analyze/roam-report.ts";
export type {
  FrameAt,
  NeighborName,
  SteeringCapabilities,
  SteeringReport,
  TransitionReport,
} from "./analyze/steering-report.ts";
export type { Told } from "./analyze/told.ts";
export type { VoiceReport } from "./analyze/voice-report.ts";
export type { Exclusion, OpenQuestion } from "./diagnosis/log-rule.ts";
export type {
  Alternative,
  Confidence,
  Culprit,
  Evidence,
  LineReference,
  Verdict,
} from "./diagnosis/verdict.ts";
export type { Implication } from "./diagnosis/wlan-implications.ts";
export type { Coverage, HeardParty, HeardSpan } from "./exchange/air-coverage.ts";
export type { Check, CheckId, CheckResult, FrameReference } from "./exchange/check.ts";
export type { ExchangeKind, Outcome } from "./exchange/exchange.ts";
export type { FtReason } from "./exchange/ft-chance.ts";
export type { RoamMethod } from "./exchange/roam-method.ts";
export type { RoamTriggerKind } from "./exchange/roam-trigger.ts";
export type { FrameRole } from "./exchange/sighting.ts";
export type { Setting } from "./logs/config-section.ts";
export type { CodeSpace, LogAp, LogCode, LogDetail, LogEvent } from "./logs/event.ts";
export type { LogEventKind } from "./logs/event-kind.ts";
export type { LogTime } from "./logs/log-time.ts";
export type { CitedSetting } from "./logs/network-config.ts";
export type { UnknownLine } from "./logs/reader.ts";
export type {
  Attempt,
  AttemptOutcome,
  AttemptRun,
  Burst,
  CurrentAp,
  DeletionRequest,
  DeletionTimer,
  Join,
  KeyHeld,
  KeySearch,
  LogStory,
  Mark,
  MarkAtAp,
  Removal,
  SentFrame,
  StationStory,
  TargetCount,
} from "./logs/story/story.ts";
export type { KeyMessageKind } from "./wire/key-message.ts";
export type { RemoteFrameKind } from "./wire/remote-frame.ts";
export type { WireMessageKind } from "./wire/wire-frame.ts";

// Types of frames
export type { Eapol, EapolKey, EapolKeyMessage } from "./dot11/eapol-key.ts";
export type { MacHeader } from "./dot11/mac-header.ts";
export type {
  Action,
  AssociationRequest,
  AssociationResponse,
  Authentication,
  Beacon,
  Deauthentication,
  FtAction,
  ManagementFrame,
  ProbeRequest,
  ProtectedManagement,
  ReassociationRequest,
  Undecoded,
} from "./dot11/management.ts";

// Types of elements, of subelements of the FTE, and of KDEs
export type { AkmSuiteSelector } from "./elements/akm-suite-selector.ts";
export type { MalformedElement } from "./elements/body.ts";
export type { Country, DsssParameterSet } from "./elements/channel.ts";
export type { OrphanFragment, UnknownElement } from "./elements/decode.ts";
export type { ElementBase } from "./elements/element.ts";
export type { ExtendedCapabilities } from "./elements/extended-capabilities.ts";
export type { Fte } from "./elements/fte.ts";
export type {
  FteOciSubelement,
  FteSubelement,
  GtkSubelement,
  IgtkSubelement,
  MloGtkSubelement,
  MloIgtkSubelement,
  R0khIdSubelement,
  R1khIdSubelement,
  UnknownSubelement,
} from "./elements/fte-subelement.ts";
export type {
  GtkKde,
  IgtkKde,
  Kde,
  LifetimeKde,
  MacAddressKde,
  MloGtkKde,
  MloIgtkKde,
  OciKde,
  PmkidKde,
  UnknownKde,
} from "./elements/kde.ts";
export type { Mde } from "./elements/mde.ts";
export type { Mmie } from "./elements/mmie.ts";
export type { MultiLink, MultiLinkProfile } from "./elements/multi-link.ts";
export type { Neighbor, NeighborReport } from "./elements/neighbor-report.ts";
export type { Oci, OperatingChannel } from "./elements/oci.ts";
export type { EhtOperation, HeOperation, HtOperation, VhtOperation } from "./elements/operation.ts";
export type { RicData, RicDescriptor } from "./elements/ric.ts";
export type { RmEnabledCapabilities } from "./elements/rm-enabled-capabilities.ts";
export type { Rsne } from "./elements/rsne.ts";
export type { Rsnxe } from "./elements/rsnxe.ts";
export type { Ssid } from "./elements/ssid.ts";
export type { Tie } from "./elements/tie.ts";
export type { VendorSpecific } from "./elements/vendor-specific.ts";
