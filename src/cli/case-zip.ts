import { createHash } from "node:crypto";
import { unzipSync, zipSync } from "fflate";
import { equalOctets } from "../bytes/octets.ts";

/** A file of a case. */
export interface CaseEntry {
  /** With "/" between folders, ASCII. */
  readonly name: string;
  readonly octets: Uint8Array;
}

/** What a manifest says of one entry. */
export interface EntryHash {
  readonly name: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** The manifest names and hashes every other entry; it stands last. */
export const manifestName = "manifest.json";

export function hashEntry({ name, octets }: CaseEntry): EntryHash {
  return { name, sizeBytes: octets.length, sha256: sha256(octets) };
}

function sha256(octets: Uint8Array): string {
  return createHash("sha256").update(octets).digest("hex");
}

/** A zip whose octets depend on names, order and contents of its entries and on nothing else: stored, one fixed time. */
export function writeCaseZip(entries: readonly CaseEntry[]): Uint8Array {
  return zipSync(Object.fromEntries(entries.map(({ name, octets }) => [name, octets])), {
    level: 0,
    // The first moment that a zip can hold; local, since a zip knows no time zone.
    mtime: new Date(1980, 0, 1),
    os: 0,
  });
}

/** Why a case is not what it was when it was written; empty when it is. */
export function checkCaseZip(zip: Uint8Array): {
  readonly entries: readonly CaseEntry[];
  readonly mismatches: readonly string[];
} {
  const entries = Object.entries(unzipSync(zip)).map(([name, octets]) => ({ name, octets }));
  const manifest = entries.find(({ name }) => name === manifestName);
  const mismatches: string[] = [];
  if (manifest === undefined) return { entries, mismatches: [`there is no ${manifestName}`] };
  const listed = listedEntries(manifest.octets);
  if (listed === undefined) mismatches.push(`${manifestName} lists no entries`);
  for (const { name, sizeBytes, sha256: expected } of listed ?? []) {
    const entry = entries.find((candidate) => candidate.name === name);
    if (entry === undefined) mismatches.push(`${name} is missing`);
    else if (entry.octets.length !== sizeBytes) {
      mismatches.push(`${name} has ${entry.octets.length} octets, not ${sizeBytes}`);
    } else if (sha256(entry.octets) !== expected) mismatches.push(`${name} has another SHA-256`);
  }
  for (const { name } of entries) {
    const isListed = name === manifestName || listed?.some((other) => other.name === name);
    if (!isListed) mismatches.push(`${name} is not in the manifest`);
  }
  // A reader of zips passes over most octets of their headers: only the whole file shows a change there.
  if (mismatches.length === 0 && !equalOctets(writeCaseZip(entries), zip)) {
    mismatches.push(
      "the zip's own structure was changed: written anew from its entries it differs",
    );
  }
  return { entries, mismatches };
}

/** SHA-256 of each input and log that a manifest names; empty for what is no manifest. */
export function inputHashes(entries: readonly CaseEntry[]): ReadonlySet<string> {
  const manifest = manifestOf(entries.find(({ name }) => name === manifestName)?.octets);
  return new Set(
    [manifest["inputs"], manifest["logs"]]
      .flatMap((named): readonly unknown[] => (Array.isArray(named) ? named : []))
      .map((input) => (isRecord(input) ? input["sha256"] : undefined))
      .filter((hash) => typeof hash === "string"),
  );
}

function listedEntries(octets: Uint8Array): readonly EntryHash[] | undefined {
  const { entries } = manifestOf(octets);
  return Array.isArray(entries) && entries.every(isEntryHash) ? entries : undefined;
}

/** What a manifest says, whoever wrote it; nothing where it is none. */
function manifestOf(octets: Uint8Array | undefined): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(new TextDecoder().decode(octets));
    return isRecord(manifest) ? manifest : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

function isEntryHash(value: unknown): value is EntryHash {
  return (
    isRecord(value) &&
    typeof value["name"] === "string" &&
    typeof value["sizeBytes"] === "number" &&
    typeof value["sha256"] === "string"
  );
}
