import type { Fault } from "../bytes/fault.ts";
import type { TimeNs } from "../bytes/time.ts";

/** One captured packet, before anything in it is looked at. */
export interface CaptureRecord {
  /** 1-based number in its file, as Wireshark counts. */
  readonly frame: number;
  /** Index of the interface in its file, counted over all sections; 0 in classic pcap. */
  readonly interfaceId: number;
  readonly linkType: number;
  readonly time: TimeNs;
  /** Digits of the second that the file records: 6 for microseconds, 9 for nanoseconds. */
  readonly timeDigits: number;
  /** Octets kept by the recorder. A view into a buffer that stays unchanged. */
  readonly octets: Uint8Array;
  /** Octets there were on the air. Greater than `octets.length` when the snap length cut the packet. */
  readonly originalLength: number;
  /** Octets of FCS at the end as the file declares it (pcap header, if_fcslen, epb_flags); undefined = not declared. */
  readonly fcsLength: number | undefined;
  /** The file itself marks the packet as received with a CRC error (epb_flags bit 24). */
  readonly crcError: boolean;
  /** Comment of the interface; only in pcapng, and only when it has one. */
  readonly interfaceComment?: string;
}

export type CaptureFormat = "pcap" | "pcapng" | "peektagged";

/** What is known of a capture after it was read. */
export interface CaptureSummary {
  /** undefined when the first octets are those of no capture file. */
  readonly format: CaptureFormat | undefined;
  /** As Wireshark counts: the number of the last one. */
  readonly frames: number;
  /** Blocks of an unknown or unneeded type that were skipped, by block type (pcapng). */
  readonly skippedBlocks: ReadonlyMap<number, number>;
  /** What is damaged; offsets count from the beginning of the (decompressed) file. */
  readonly faults: readonly Fault[];
  /** Packets that the recorder says it dropped (interface statistics, EPB drop counts). */
  readonly dropped: number;
  /** What the file says of its making, section by section; the first 64 of each. */
  readonly recorders?: readonly Recorder[];
}

/** Who recorded a section of a pcapng file; all texts are safe to print. */
export interface Recorder {
  readonly hardware?: string;
  readonly os?: string;
  readonly application?: string;
  readonly interfaces: readonly RecordedInterface[];
}

export interface RecordedInterface {
  readonly name?: string;
  readonly description?: string;
  readonly hardware?: string;
  readonly os?: string;
}

/** A reader of pushed octets: chunks of any size in, records out. Memory is bounded by one record. */
export interface CaptureReader {
  /** Takes the next octets and returns the records they complete, in file order. */
  push(chunk: Uint8Array): readonly CaptureRecord[];
  /** The file has ended: what is left over becomes a fault. */
  end(): CaptureSummary;
}
