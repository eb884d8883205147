import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { createIngest } from "../src/air/ingest.ts";
import { createCaptureReader } from "../src/capture/reader.ts";
import { decodeKeyData } from "../src/elements/key-data.ts";
import { hasSharedCaptures, sharedPublic } from "./cases.ts";

/** What the index of other people's captures says of one. */
interface Row {
  readonly file: string;
  readonly path: string;
  readonly frames: number;
  /** "FTauth 2, reassoc 1/1, …", as tshark counts. */
  readonly counts: string;
}

function rowsOfIndex(): readonly Row[] {
  const folders = readdirSync(sharedPublic).filter((name) => !name.includes("."));
  return readFileSync(join(sharedPublic, "README.md"), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .map((line) => {
      const [name = "", , frames, , counts = ""] = line.split(" | ");
      const file = /`(.+)`/.exec(name)?.[1] ?? "";
      const path = folders
        .map((folder) => join(sharedPublic, folder, file))
        .find((candidate) => existsSync(candidate));
      return { file, path: path ?? "", frames: Number(frames), counts };
    });
}

/**
 * Where our counts are others than those of the index, which are tshark's, and why. Only what is named
 * here may differ.
 */

const otherCounts: Readonly<Record<string, { readonly why: string; readonly counts: string }>> = {
  "aircrack-wpa.cap": {
    why: "tshark reads the FCS behind the Prism header's frames as elements: an MDE that is none",
    counts: "FTauth 0, reassoc 0/0, MDE 0, FTE 0, FTaction 0, EAPOL-Key 4, AKM -, malformed 0",
  },
  "john-wpa-Induction.pcap": {
    why: "frames with a bad FCS are not read for what they say; tshark reads 1 of them as malformed",
    counts: "FTauth 0, reassoc 0/0, MDE 0, FTE 0, FTaction 0, EAPOL-Key 4, AKM 2x426, malformed 0",
  },
  "john-wpa-Induction.pcapng": {
    why: "as john-wpa-Induction.pcap",
    counts: "FTauth 0, reassoc 0/0, MDE 0, FTE 0, FTaction 0, EAPOL-Key 4, AKM 2x426, malformed 0",
  },
  "frag-eapol-amsdu_BP-onclient.pcapng": {
    why: "EAPOL in Linux cooked Ethernet: no 802.11 frame is in it",
    counts: "FTauth 0, reassoc 0/0, MDE 0, FTE 0, FTaction 0, EAPOL-Key 0, AKM -, malformed 0",
  },
};

function countsOf(path: string): { readonly frames: number; readonly counts: string } {
  const file = readFileSync(path);
  const reader = createCaptureReader();
  const records = reader.push(new Uint8Array(path.endsWith(".gz") ? gunzipSync(file) : file));
  const { frames } = reader.end();
  const ingest = createIngest(0);
  const counted = { ftAuth: 0, asked: 0, answered: 0, mde: 0, fte: 0, ftAction: 0, eapolKey: 0 };
  const akms = new Map<string, number>();
  let malformed = 0;
  for (const record of records) {
    const air = ingest.take(record);
    if (air === undefined || air.fcs === "bad") continue;
    const { frame, faults } = air.decoded;
    if (faults.some(({ kind }) => kind !== "unsupported") && !air.cut) malformed++;
    if (frame.kind === "authentication" && frame.algorithm === 2) counted.ftAuth++;
    if (frame.kind === "reassociation-request") counted.asked++;
    if (frame.kind === "reassociation-response") counted.answered++;
    if (frame.kind === "ft-action") counted.ftAction++;
    if (frame.kind === "eapol-key") counted.eapolKey++;
    const elements =
      frame.kind === "eapol-key"
        ? frame.encryptedKeyData
          ? []
          : decodeKeyData(frame.keyData).elements
        : "elements" in frame
          ? frame.elements
          : [];
    if (elements.some(({ kind }) => kind === "mde")) counted.mde++;
    if (elements.some(({ kind }) => kind === "fte")) counted.fte++;
    for (const element of elements) {
      for (const akm of element.kind === "rsne" ? element.akms : []) {
        const type = akm.split(":")[1] ?? akm;
        akms.set(type, (akms.get(type) ?? 0) + 1);
      }
    }
  }
  const told = [...akms]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([type, count]) => `${type}x${count}`);
  const { ftAuth, asked, answered, mde, fte, ftAction, eapolKey } = counted;
  return {
    frames,
    counts: `FTauth ${ftAuth}, reassoc ${asked}/${answered}, MDE ${mde}, FTE ${fte}, FTaction ${ftAction}, EAPOL-Key ${eapolKey}, AKM ${told.join(" ") || "-"}, malformed ${malformed}`,
  };
}

const rows = hasSharedCaptures ? rowsOfIndex() : [];

describe.skipIf(!hasSharedCaptures)("every file of the index", () => {
  test("is there", () => {
    expect(rows.length).toBeGreaterThanOrEqual(50);
    expect(rows.filter(({ path }) => path === "")).toEqual([]);
  });

  test.each(rows)("has the frames that the index says: $file", ({ file, path, frames, counts }) => {
    expect(countsOf(path)).toEqual({ frames, counts: otherCounts[file]?.counts ?? counts });
  });
});
