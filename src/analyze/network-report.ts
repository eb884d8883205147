import { formatHex } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import type { Bss, BssTable } from "../exchange/bss.ts";
import { announcedMdids } from "../exchange/session.ts";
import type { NetworkReport } from "./analysis.ts";

/** The networks that beacons and probe responses announce: BSSs of one SSID and one mobility domain. */
export function reportNetworks(tables: readonly BssTable[]): readonly NetworkReport[] {
  const networks = new Map<string, { ssid: Uint8Array; mdid: string | undefined; bsss: Bss[] }>();
  for (const bss of tables.flatMap((table) => [...table.all()])) {
    if (bss.ssid === undefined) continue;
    const mdid = announcedMdids(bss)[0];
    const key = `${formatHex(bss.ssid)} ${mdid ?? ""}`;
    const network = networks.get(key) ?? { ssid: bss.ssid, mdid, bsss: [] };
    network.bsss.push(bss);
    networks.set(key, network);
  }
  return [...networks.values()].map(({ ssid, mdid, bsss: members }) => ({
    ssid: printable(ssid),
    ...(mdid === undefined ? {} : { mdid }),
    bssids: [...new Set(members.map(({ bssid }) => bssid))].sort(),
    findings: [],
  }));
}
