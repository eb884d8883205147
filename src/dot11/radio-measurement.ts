import { attempt, Cursor } from "../bytes/cursor.ts";
import { decodeElements } from "../elements/decode.ts";
import { findElements } from "../elements/find.ts";
import { type Neighbor, neighborOf } from "../elements/neighbor-report.ts";
import type { Action } from "./management.ts";

const radioMeasurement = 5;

/** Neighbor Report Request or Response frame (9.6.6.6, 9.6.6.7). */
export interface NeighborReportFrame {
  readonly kind: "neighbor-report-request" | "neighbor-report-response";
  readonly dialogToken: number;
  /** Only in responses. */
  readonly neighbors: readonly Neighbor[];
}

/** The neighbour report in an Action frame; undefined for every other Action frame and for a cut one. */
export function decodeNeighborReportFrame(frame: Action): NeighborReportFrame | undefined {
  if (frame.category !== radioMeasurement || frame.isErrorEcho) return undefined;
  if (frame.action !== 4 && frame.action !== 5) return undefined;
  const kind = frame.action === 4 ? "neighbor-report-request" : "neighbor-report-response";
  const cursor = new Cursor(frame.body, { where: "neighbor report" });
  let read: NeighborReportFrame | undefined;
  attempt(() => {
    const dialogToken = cursor.u8("dialog token");
    const { elements } = decodeElements(cursor.rest(), { base: 0, limitedBy: "frame" });
    read = {
      kind,
      dialogToken,
      neighbors:
        kind === "neighbor-report-response"
          ? findElements(elements, "neighbor-report").map(neighborOf)
          : [],
    };
  });
  return read;
}
