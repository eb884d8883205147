import { createChunkWindow } from "./chunk-window.ts";
import { magicLength, recognisePcapng, recognisePeek } from "./magic.ts";
import type { PacketReader, PacketSink } from "./packet.ts";
import { createPcapReader } from "./pcap.ts";
import { createPcapngReader } from "./pcapng.ts";
import { createPeekReader } from "./peek.ts";
import type { CaptureReader, CaptureRecord } from "./record.ts";

/** Makes the reader of a format. */
export type CreateReader = (sink: PacketSink) => PacketReader;

/**
 * A reader of any capture file: looks at the first four octets and leaves the rest to the reader of
 * that format; `createClassic` makes the one for classic pcap, and for all that is nothing of the kind.
 */
export function createPacketReader(
  sink: PacketSink,
  createClassic: CreateReader = createPcapReader,
): PacketReader {
  const window = createChunkWindow();
  let reader: PacketReader | undefined;

  function choose(): PacketReader {
    const octets = window.peek(window.available) as Uint8Array;
    const create = recognisePcapng(octets)
      ? createPcapngReader
      : recognisePeek(octets)
        ? createPeekReader
        : createClassic;
    const chosen = create(sink);
    chosen.push(octets);
    return chosen;
  }

  return {
    get hasStopped() {
      return reader?.hasStopped ?? false;
    },
    push(chunk) {
      if (reader !== undefined) {
        reader.push(chunk);
        return;
      }
      window.push(chunk);
      if (window.available < magicLength) window.settle();
      else reader = choose();
    },
    end() {
      reader ??= choose();
      return reader.end();
    },
  };
}

/** A reader that gives records of their own instead; see {@link createPacketReader}. */
export function createCaptureReader(create: CreateReader = createPacketReader): CaptureReader {
  let records: CaptureRecord[] = [];
  const reader = create((packet) => records.push(packet.toRecord()));
  return {
    push(chunk) {
      reader.push(chunk);
      const complete = records;
      records = [];
      return complete;
    },
    end: () => reader.end(),
  };
}
