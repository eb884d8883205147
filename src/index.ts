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

// Types of the parts of the document
export type { ClockRelation } from "./air/clock.ts";
// Frames and elements of a capture
export { type CapturedFrame, createFrameReader, type FrameReader } from "./air/frame-reader.ts";
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
// Captures to the document
export type { AnalysisOptions, LogInput } from "./analyze/analysis-options.ts";
export { type AnalyzeOptions, analyze, type CaptureInput } from "./analyze/analyze.ts";
export type { BssReport } from "./analyze/bss-report.ts";
export {
  type CaptureAnalyzer,
  type CaptureDeclaration,
  createCaptureAnalyzer,
} from "./analyze/capture-analyzer.ts";
// Keys that are given
export { type KeyFile, parseKeyFile } from "./analyze/key-file.ts";
export { type ParsedKey, parseKeySpec } from "./analyze/key-spec.ts";
export type { Evictions } from "./analyze/limit-findings.ts";
export {
  createLiveAnalyzer,
  type LiveAnalyzer,
  type LiveOptions,
} from "./analyze/live-analyzer.ts";
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
export type {
  VerdictCounts,
  WatchEvent,
  WatchStatus,
  WatchSummary,
} from "./analyze/watch-event.ts";
// Values in frames and documents
export { type Fault, formatFault, type LimitedBy } from "./bytes/fault.ts";
export { formatMac, type MacAddress, macOctets, parseMac } from "./bytes/mac-address.ts";
export { formatHex, parseHex } from "./bytes/octets.ts";
export { formatTime, parseTime, type TimeNs } from "./bytes/time.ts";
export type {
  CaptureFormat,
  CaptureSummary,
  RecordedInterface,
  Recorder,
} from "./capture/record.ts";
// The FT key hierarchy (12.7.1.6) and the MICs made with it (12.7.2, 13.8)
export {
  derivePmkR0,
  derivePmkR1,
  derivePmkR1Name,
  derivePtk,
  type PmkR0,
  type PmkR0Input,
  type PmkR1Input,
  type PmkR1NameInput,
  type Ptk,
  type PtkInput,
} from "./crypto/ft-keys.ts";
export {
  derivePsk,
  type MskInput,
  type Pbkdf2,
  type PskInput,
  xxKeyFromMsk,
} from "./crypto/psk.ts";
export { SecretKey } from "./crypto/secret-key.ts";
// Rules: what verdicts and findings mean
export { findRule, ruleList } from "./diagnosis/explain.ts";
export type { Exclusion, OpenQuestion } from "./diagnosis/log-rule.ts";
export type { RuleTexts } from "./diagnosis/rule-texts.ts";
export type {
  Alternative,
  Confidence,
  Culprit,
  Evidence,
  LineReference,
  Verdict,
} from "./diagnosis/verdict.ts";
export type { Implication } from "./diagnosis/wlan-implications.ts";
// Types of frames
export type { Eapol, EapolKey, EapolKeyMessage } from "./dot11/eapol-key.ts";
export {
  type ControlFrame,
  type DataFrame,
  type DecodedFrame,
  type DecodeFrameOptions,
  decodeFrame,
  type Frame,
} from "./dot11/frame.ts";
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
export { type DecodeElementsOptions, decodeElements, type Element } from "./elements/decode.ts";
export type { ElementBase } from "./elements/element.ts";
export type { ExtendedCapabilities } from "./elements/extended-capabilities.ts";
export { findElement, findElements } from "./elements/find.ts";
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
export { decodeKeyData, type KeyData } from "./elements/key-data.ts";
export type { Mde } from "./elements/mde.ts";
export type { Mmie } from "./elements/mmie.ts";
export type { MultiLink } from "./elements/multi-link.ts";
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
export type { Coverage, HeardParty, HeardSpan } from "./exchange/air-coverage.ts";
export type { Check, CheckId, CheckResult, FrameReference } from "./exchange/check.ts";
export type { ExchangeKind, Outcome } from "./exchange/exchange.ts";
export type { FtReason } from "./exchange/ft-chance.ts";
export {
  type FteMicFrame,
  type MicKeys,
  verifyEapolMic,
  verifyFteMic,
} from "./exchange/fte-mic.ts";
export type { KeyKind, KeySpec } from "./exchange/key-ring.ts";
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
export type { DecodeAs, Encapsulation } from "./radiotap/encapsulation.ts";
export type { FcsState, RadioInfo } from "./radiotap/radio.ts";
export type { ReceiverOptions } from "./radiotap/receive.ts";
// Reports of the document
export { htmlReport } from "./report/html/page.ts";
export { jsonReport, ndjsonReport } from "./report/json.ts";
export { markdownReport } from "./report/markdown.ts";
export {
  type CipherSuite,
  cipherSuite,
  type FtAkm,
  type FtAkmLengths,
  ftAkm,
  ftAkmLengths,
  type HashName,
  type MicAlgorithm,
  type SuiteSelector,
} from "./spec/suites.ts";
export type { KeyMessageKind } from "./wire/key-message.ts";
export type { RemoteFrameKind } from "./wire/remote-frame.ts";
export type { WireMessageKind } from "./wire/wire-frame.ts";
