import type { MacAddress } from "../bytes/mac-address.ts";
import type { LogEventKind } from "./event-kind.ts";
import type { LogTime } from "./log-time.ts";

/**
 * Whose numbers a code is of: the same number means different things in each. `ieee-*` are those of
 * IEEE Std 802.11-2020, 9.4.1.7 and 9.4.1.9; the others are a vendor's own, mostly without a public table.
 */
export type CodeSpace =
  | "ieee-status"
  | "ieee-reason"
  /** AireOS: "deleteReason 8". */
  | "aireos-delete-reason"
  /** AireOS: "callerId: 30". */
  | "aireos-caller-id"
  /** AireOS: the number behind the status in "status 11 0". */
  | "aireos-status-detail"
  /** AireOS: "RUN (20)". */
  | "aireos-policy-state"
  /** Catalyst 9800: "delete reason: 54, CO_CLIENT_DELETE_REASON_...". */
  | "ios-xe-delete-reason"
  /** Linux: "kernel reports", errno and the like. */
  | "linux-errno"
  | "vendor";

export interface LogCode {
  readonly space: CodeSpace;
  readonly value: number;
  /** The name that stands beside the number in the log. */
  readonly name?: string;
}

/** An AP as the log names it. Vendors name a radio where the air shows a BSSID: they are not the same address. */
export interface LogAp {
  readonly address?: MacAddress;
  /** `unknown`: the line does not say which of the two it is. */
  readonly addressIs: "bssid" | "radio" | "unknown";
  /** Radio of the AP: 0 is mostly 2.4 GHz, 1 mostly 5 GHz. */
  readonly slot?: number;
  readonly name?: string;
}

/** A value that a line states beyond the common fields. Never a secret. */
export type LogDetail = string | number | boolean;

/** What one record of a log says, in words shared by all dialects. */
export interface LogEvent {
  /** Line of the file on which the record begins, from 1. */
  readonly line: number;
  /** The record as it stands in the file, safe to print, keys hidden. */
  readonly raw: string;
  readonly time?: LogTime;
  readonly kind: LogEventKind;
  /** Whose record it is. */
  readonly station?: MacAddress;
  /** The AP that the record is about: the target of a roam, the sender of a report. */
  readonly ap?: LogAp;
  /** The AP that the record names as the station's current or former one. */
  readonly currentAp?: LogAp;
  readonly codes?: readonly LogCode[];
  readonly details?: Readonly<Record<string, LogDetail>>;
  /** The process or task that wrote it, where the dialect says so. */
  readonly source?: string;
  /** 802.11 sequence number of the frame that the record is about. */
  readonly sequenceNumber?: number;
  /** The frame that the record is about had its Retry bit set. */
  readonly isRetry?: boolean;
  /** How often it happened, where the log counts repetitions ("message repeated 3 times"). */
  readonly repeated?: number;
}

/** The code of a number space, if the event has one. */
export function codeOf(event: LogEvent, space: CodeSpace): LogCode | undefined {
  return event.codes?.find((code) => code.space === space);
}
