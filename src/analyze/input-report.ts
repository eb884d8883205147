import type { ClockRelation } from "../air/clock.ts";
import type { IngestCounts } from "../air/ingest.ts";
import { type Fault, formatFault } from "../bytes/fault.ts";
import { formatTime, type TimeNs } from "../bytes/time.ts";
import type { CaptureSummary } from "../capture/record.ts";
import type { Compression, InputFault, InputReport } from "./analysis.ts";

export interface InputName {
  readonly path: string;
  /** Octets of the input as it was read, compressed or not. */
  readonly sizeBytes: number;
  readonly compression: Compression | null;
  readonly sha256?: string;
}

export function reportInput(
  ended: (InputName & CaptureSummary) | undefined,
  counts: IngestCounts,
  span: {
    readonly first?: TimeNs | undefined;
    readonly last?: TimeNs | undefined;
    readonly digits?: number;
  },
  {
    clock,
    wireMessages,
  }: {
    readonly clock: ClockRelation | undefined;
    readonly wireMessages: number | undefined;
  },
): InputReport {
  const digits = span.digits ?? 6;
  return {
    path: ended?.path ?? "",
    ...(ended?.sha256 === undefined ? {} : { sha256: ended.sha256 }),
    sizeBytes: ended?.sizeBytes ?? 0,
    format: ended?.format ?? null,
    compression: ended?.compression ?? null,
    linkTypes: [...counts.linkTypes],
    frames: ended?.frames ?? 0,
    ...(span.first === undefined ? {} : { firstTime: formatTime(span.first, digits) }),
    ...(span.last === undefined ? {} : { lastTime: formatTime(span.last, digits) }),
    ...(clock === undefined ? {} : { clock }),
    channels: [...counts.frequenciesMhz].sort((a, b) => a - b),
    badFcs: counts.badFcs,
    cut: counts.cut,
    malformed: counts.malformed,
    dropped: ended?.dropped ?? 0,
    ...(ended?.recorders === undefined ? {} : { recorders: ended.recorders }),
    notWifi: [...counts.notWifi].map(([what, packets]) => ({ what, packets })),
    skippedBlocks: [...(ended?.skippedBlocks ?? [])].map(([type, blocks]) => ({ type, blocks })),
    ...(wireMessages === undefined ? {} : { wireMessages }),
    faults: (ended?.faults ?? []).map((fault) => reportFault(fault, ended?.format)),
  };
}

function reportFault(fault: Fault, format: CaptureSummary["format"]): InputFault {
  return {
    kind:
      format === undefined
        ? "not-a-capture"
        : fault.kind === "truncated"
          ? "truncated-file"
          : "damaged-file",
    offset: fault.offset,
    text: formatFault(fault),
  };
}
