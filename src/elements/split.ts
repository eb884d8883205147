import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault, LimitedBy } from "../bytes/fault.ts";
import { concatOctets } from "../bytes/octets.ts";
import { elementName } from "../spec/element-names.ts";
import type { ElementBase } from "./element.ts";

interface SplitOptions {
  /** Offset of the first octet in the frame. */
  readonly base: number;
  /** What ends the octets. */
  readonly limitedBy: LimitedBy;
}

/** Splits octets into elements, each joined with the Fragment elements that continue it; only the last can be cut. */
export function splitElements(
  octets: Uint8Array,
  { base, limitedBy }: SplitOptions,
): readonly ElementBase[] {
  const elements: ElementBase[] = [];
  const cursor = new Cursor(octets, { where: "elements", base, limitedBy });
  while (cursor.remaining > 0) elements.push(readElement(cursor));
  return elements;
}

function readElement(cursor: Cursor): ElementBase {
  const start = cursor.position;
  const offset = cursor.offset;
  const id = cursor.u8("element id");
  const first = readPart(cursor, id);
  const parts = [first.part];
  let { part, fault } = first;
  while (fault === undefined && part.length === 255 && cursor.octets[cursor.position] === 242) {
    cursor.skip(1, "element id");
    ({ part, fault } = readPart(cursor, 242));
    parts.push(part);
  }
  const whole = parts.length === 1 ? first.part : concatOctets(...parts);
  const extensionId = id === 255 ? whole[0] : undefined;
  return {
    id,
    ...(extensionId !== undefined && { extensionId }),
    offset,
    octets: cursor.octets.subarray(start, cursor.position),
    body: extensionId === undefined ? whole : whole.subarray(1),
    isTruncated: fault !== undefined,
    faults: fault === undefined ? [] : [fault],
  };
}

/** Length and body after an element id; of a body that is cut, what is there. */
function readPart(cursor: Cursor, id: number): { part: Uint8Array; fault: Fault | undefined } {
  let part: Uint8Array | undefined;
  const fault = attempt(() => {
    const length = cursor.u8("element length");
    const extensionId = id === 255 && length > 0 ? cursor.octets[cursor.position] : undefined;
    part = cursor.take(length, elementName(id, extensionId));
  });
  return { part: part ?? cursor.rest(), fault };
}
