import { createChunkWindow } from "./chunk-window.ts";
import { magicLength, recognisePcapng } from "./magic.ts";
import { createPcapReader } from "./pcap.ts";
import { createPcapngReader } from "./pcapng.ts";
import type { CaptureReader } from "./record.ts";

/**
 * A reader of any capture file: looks at the first four octets and leaves the rest to the reader of
 * that format; `createClassic` makes the one for all that is not pcapng.
 */
export function createCaptureReader(
  createClassic: () => CaptureReader = createPcapReader,
): CaptureReader {
  const window = createChunkWindow();
  let reader: CaptureReader | undefined;

  function choose(): CaptureReader {
    const octets = window.peek(window.available) as Uint8Array;
    return recognisePcapng(octets) ? createPcapngReader() : createClassic();
  }

  return {
    push(chunk) {
      if (reader !== undefined) return reader.push(chunk);
      window.push(chunk);
      if (window.available < magicLength) return [];
      reader = choose();
      return reader.push(window.peek(window.available) as Uint8Array);
    },
    end() {
      if (reader === undefined) {
        reader = choose();
        reader.push(window.peek(window.available) as Uint8Array);
      }
      return reader.end();
    },
  };
}
