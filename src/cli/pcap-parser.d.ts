declare module "pcap-parser" {
  import type { EventEmitter } from "node:events";

  /** What the parser uses of the stream it reads. */
  interface PcapInput extends EventEmitter {
    pause(): void;
    resume(): void;
  }

  interface PcapPacketHeader {
    timestampSeconds: number;
    /** In the file's own unit. */
    timestampMicroseconds: number;
    /** Octets that the parser takes as the packet once all listeners have returned. */
    capturedLength: number;
    originalLength: number;
  }

  interface PcapParser {
    on(event: "packetHeader", listener: (header: PcapPacketHeader) => void): this;
    on(event: "packetData", listener: (octets: Buffer) => void): this;
  }

  export function parse(input: PcapInput): PcapParser;
}
