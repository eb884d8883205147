import type { Analysis } from "../../src/analyze/analysis.ts";
import { createAnalyzer } from "../../src/analyze/analyzer.ts";
import { auditDocument } from "../../src/analyze/audit-document.ts";
import { type MacAddress, parseMac } from "../../src/bytes/mac-address.ts";
import { concatOctets, utf8Octets } from "../../src/bytes/octets.ts";
import type { CaptureRecord } from "../../src/capture/record.ts";
import {
  buildElement,
  buildMde,
  buildRsne,
  buildRsnxe,
  buildSsid,
  hex,
  type RsneFields,
  u8,
} from "./elements.ts";
import { buildBeacon, buildManagementFrame, mac } from "./frames.ts";
import { createRecorder, type Recorder } from "./recorder.ts";

/** What one BSS announces. */
export interface Announcing {
  readonly bssid: MacAddress;
  readonly ssid: string;
  readonly isHidden?: boolean;
  readonly mdid?: string;
  /** FT capability and policy. */
  readonly mdeCapability?: number;
  /** undefined: an open network. */
  readonly rsne?: RsneFields;
  readonly rsnxe?: Uint8Array;
  readonly channel?: number;
  readonly country?: string;
  readonly neighborReport?: boolean;
  readonly bssTransition?: boolean;
  /** Elements at the end. */
  readonly more?: readonly Uint8Array[];
}

export const bssidOf = (number: number): MacAddress =>
  parseMac(`02a0${number.toString(16).padStart(8, "0")}`) as MacAddress;

function elementsOf(bss: Announcing, isHidden: boolean): readonly Uint8Array[] {
  const { ssid, mdid, mdeCapability = 0, rsne, rsnxe, channel = 1, country = "US" } = bss;
  return [
    buildSsid(isHidden ? "" : ssid),
    buildElement(3, u8(channel)),
    buildElement(7, concatOctets(utf8Octets(country), hex("20010b14"))),
    ...(rsne === undefined ? [] : [buildRsne(rsne)]),
    ...(mdid === undefined ? [] : [buildMde(mdid, mdeCapability)]),
    ...(bss.neighborReport ? [buildElement(70, hex("0200000000"))] : []),
    ...(bss.bssTransition ? [buildElement(127, hex("0000080000000000"))] : []),
    ...(rsnxe === undefined ? [] : [buildRsnxe(rsnxe)]),
    ...(bss.more ?? []),
  ];
}

/** A beacon of the BSS. */
export function transmitBeacon(
  recorder: Recorder,
  bss: Announcing,
  { timestampUs = 3_600_000_000n }: { readonly timestampUs?: bigint } = {},
): void {
  recorder.pass(1);
  recorder.transmit({
    label: "beacon",
    from: bss.bssid,
    to: mac("ff:ff:ff:ff:ff:ff"),
    frequencyMhz: 2407 + 5 * (bss.channel ?? 1),
    build: ({ sequenceNumber }) =>
      buildBeacon(
        bss.bssid,
        {
          sequenceNumber,
          timestampUs,
          capability: bss.rsne === undefined ? 0x0401 : 0x0411,
        },
        ...elementsOf(bss, bss.isHidden ?? false),
      ),
  });
}

/** A probe response of the BSS, which tells the SSID also where beacons hide it. */
export function transmitProbeResponse(
  recorder: Recorder,
  bss: Announcing,
  to: MacAddress = mac("02:11:22:33:44:aa"),
): void {
  recorder.pass(1);
  recorder.transmit({
    label: "probe response",
    from: bss.bssid,
    to,
    frequencyMhz: 2407 + 5 * (bss.channel ?? 1),
    build: (header) =>
      buildManagementFrame(
        { ...header, subtype: 5, receiver: to, transmitter: bss.bssid, bssid: bss.bssid },
        hex("0000000000000000640011 04"),
        ...elementsOf(bss, false),
      ),
  });
}

/** What ftscope says of records. */
export function analyzed(records: readonly CaptureRecord[]): Analysis {
  const analyzer = createAnalyzer({ inputs: 1 });
  analyzer.push(0, records);
  analyzer.end(0, {
    path: "site.pcap",
    sizeBytes: 0,
    compression: null,
    format: "pcap",
    frames: records.length,
    skippedBlocks: new Map(),
    faults: [],
    dropped: 0,
  });
  return analyzer.finish();
}

/** The audit of a site of which one beacon each was heard. */
export function auditOf(bsss: readonly Announcing[]): Analysis {
  const recorder = createRecorder();
  for (const bss of bsss) transmitBeacon(recorder, bss);
  return auditDocument(analyzed(recorder.records));
}

/** All findings, with the BSSIDs they are about. */
export function findingsOf({ networks, findings }: Pick<Analysis, "networks" | "findings">) {
  return [...networks.flatMap((network) => network.findings), ...findings];
}
