import type { TimeNs } from "../bytes/time.ts";
import { createCaptureReader } from "../capture/reader.ts";
import type { CaptureRecord, CaptureSummary } from "../capture/record.ts";
import { type DecodedFrame, decodeFrame } from "../dot11/frame.ts";
import type { FcsState, RadioInfo } from "../radiotap/radio.ts";
import { createReceiver, type Receiver, type ReceiverOptions } from "../radiotap/receive.ts";

/** An 802.11 frame of a capture, decoded. */
export interface CapturedFrame extends DecodedFrame {
  /** 1-based number of its packet in the capture, as Wireshark counts. */
  readonly number: number;
  /** As the recorder stamped it. */
  readonly time: TimeNs;
  readonly radio: RadioInfo;
  /** A frame whose FCS is `bad` is evidence of nothing. */
  readonly fcs: FcsState;
  /** The recorder kept only the first octets. */
  readonly cut: boolean;
  /** MAC header and body, without radio header and FCS. */
  readonly octets: Uint8Array;
}

/** Reads captures frame by frame, when their exchanges are not what is asked for. */
export interface FrameReader {
  /**
   * Takes the next octets of the file and returns the frames they complete, in its order. Packets without an
   * 802.11 frame are passed over. The octets must stay unchanged as long as the frames are used.
   */
  push(octets: Uint8Array): readonly CapturedFrame[];
  /** The file has ended; what is damaged in it stands in `faults`. Nothing is thrown for it. */
  end(): CaptureSummary;
}

/** A reader of one pcap, pcapng or OmniPeek file of any link type that `ftscope analyze` reads, uncompressed. */
export function createFrameReader(options: ReceiverOptions = {}): FrameReader {
  const reader = createCaptureReader();
  const receivers = new Map<number, Receiver>();

  function receiverOf(interfaceId: number): Receiver {
    const known = receivers.get(interfaceId);
    if (known !== undefined) return known;
    const receiver = createReceiver(options);
    receivers.set(interfaceId, receiver);
    return receiver;
  }

  function frameIn(record: CaptureRecord): readonly CapturedFrame[] {
    const received = receiverOf(record.interfaceId).receive(record);
    if ("notWifi" in received) return [];
    const { radio, fcs, cut, octets, faults } = received;
    const decoded = decodeFrame(octets, { limitedBy: cut ? "snap-length" : "frame" });
    return [
      {
        ...decoded,
        faults: [...faults, ...decoded.faults],
        number: record.frame,
        time: record.time,
        radio,
        fcs,
        cut,
        octets,
      },
    ];
  }

  return {
    push: (octets) => reader.push(octets).flatMap(frameIn),
    end: () => reader.end(),
  };
}
