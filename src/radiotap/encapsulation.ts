/** How remote recorders wrap frames into datagrams. `peekremote` is both its old and its new header. */
export type Encapsulation =
  | "peekremote"
  | "tzsp"
  | "aruba-pcap"
  | "aruba-pcap-radio"
  | "ppi"
  | "radiotap"
  | "capwap";

export const encapsulations: readonly Encapsulation[] = [
  "peekremote",
  "tzsp",
  "aruba-pcap",
  "aruba-pcap-radio",
  "ppi",
  "radiotap",
  "capwap",
];

/** What the datagrams from and to a UDP port are read as, whatever they look like. */
export interface DecodeAs {
  readonly encapsulation: Encapsulation;
  readonly port: number;
}

/** "peekremote:6000"; undefined when it is none. */
export function parseDecodeAs(text: string): DecodeAs | undefined {
  const [name, digits = "", ...rest] = text.split(":");
  const encapsulation = encapsulations.find((known) => known === name);
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (encapsulation === undefined || port < 1 || port > 65_535 || rest.length > 0) return undefined;
  return { encapsulation, port };
}
