import type { AirFrame } from "../air/air-frame.ts";
import type { MacAddress } from "../bytes/mac-address.ts";
import { formatHex } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { Element } from "../elements/decode.ts";
import { findElement } from "../elements/find.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import { hasFtMic } from "./belonging.ts";
import { type HeardAt, heardAt } from "./heard-at.ts";

/** What the answers of an AP told about keys. */
export interface KeyHolders {
  /** R0KH-IDs that it gave to stations in initial associations, as text. */
  readonly r0khIds: Map<string, HeardAt>;
  /** Its own R1KH-IDs, as hex. */
  readonly r1khIds: Map<string, HeardAt>;
  /** Its answers to first FT requests, by AKM. */
  readonly ftAnswers: Map<SuiteSelector, FtAnswers>;
}

/** How an AP answered first FT requests. */
export interface FtAnswers {
  accepted: number;
  /** Status 53: it had no key under the name that the station offered. */
  withoutKey: number;
  readonly stations: Set<MacAddress>;
  readonly first: HeardAt;
}

const mostIds = 16;
const mostStations = 64;
const invalidPmkid = 53;

export function newKeyHolders(): KeyHolders {
  return { r0khIds: new Map(), r1khIds: new Map(), ftAnswers: new Map() };
}

/** Takes note of the identifiers in an answer of the AP. */
export function noteKeyHolders(
  holders: KeyHolders,
  air: AirFrame,
  body: { readonly elements: readonly Element[]; readonly status?: number },
): void {
  if (body.status !== 0) return;
  const fte = findElement(body.elements, "fte");
  if (fte === undefined || fte.faults.length > 0) return;
  if (fte.r1khId !== undefined) noteId(holders.r1khIds, formatHex(fte.r1khId), air);
  // In FT frames the R0KH-ID is the station's, echoed; in an initial association it is the AP's own.
  const isInitial = !hasFtMic(body) && body.elements.every(({ kind }) => kind !== "rsne");
  if (isInitial && fte.r0khId !== undefined) noteId(holders.r0khIds, printable(fte.r0khId), air);
}

function noteId(ids: Map<string, HeardAt>, id: string, air: AirFrame): void {
  if (!ids.has(id) && ids.size < mostIds) ids.set(id, heardAt(air));
}

/** Takes note of how the AP answered a first FT request. */
export function noteFtAnswer(
  { ftAnswers }: KeyHolders,
  air: AirFrame,
  answer: {
    readonly akm: SuiteSelector | undefined;
    readonly station: MacAddress;
    readonly status: number | undefined;
  },
): void {
  const { akm, status, station } = answer;
  if (akm === undefined || (status !== 0 && status !== invalidPmkid)) return;
  let answers = ftAnswers.get(akm);
  if (answers === undefined) {
    if (ftAnswers.size >= mostIds) return;
    answers = { accepted: 0, withoutKey: 0, stations: new Set(), first: heardAt(air) };
    ftAnswers.set(akm, answers);
  }
  if (status === 0) answers.accepted++;
  else answers.withoutKey++;
  if (answers.stations.size < mostStations) answers.stations.add(station);
}
