import { attempt, Cursor } from "../bytes/cursor.ts";
import type { Fault } from "../bytes/fault.ts";
import { elementName } from "../spec/element-names.ts";
import type { ElementBase } from "./element.ts";

/** An element that cannot be read as what its id says; `faults` says why. */
export interface MalformedElement extends ElementBase {
  readonly kind: "malformed";
}

/**
 * Runs `read` on the body and returns every fault of the element: that it was cut, what `read` kept,
 * what stopped `read`. Faults of an earlier decoding are not repeated.
 */
export function readBody(
  element: ElementBase,
  read: (cursor: Cursor, keep: (fault: Fault) => void) => void,
): readonly Fault[] {
  const overrun = element.isTruncated ? element.faults.slice(0, 1) : [];
  const extensionLength = element.extensionId === undefined ? 0 : 1;
  const base = element.offset + 2 + extensionLength;
  const cursor = new Cursor(element.body, {
    where: elementName(element.id, element.extensionId),
    base,
    limitedBy: overrun[0]?.limitedBy ?? "element-length",
  });
  const found: Fault[] = [];
  const stop = attempt(() => read(cursor, (fault) => found.push(fault)));
  if (stop !== undefined) found.push(stop);
  const end = element.offset + element.octets.length;
  const fragments = Math.ceil(Math.max(0, element.octets.length - 257) / 257);
  return [
    ...overrun,
    ...found.map((fault) => {
      // In the frame, every 255 octets of the body are followed by the header of a Fragment element.
      const passed = Math.floor((fault.offset - base + extensionLength) / 255);
      const offset = fault.offset + 2 * Math.min(passed, fragments);
      return { ...fault, offset: Math.min(offset, end) };
    }),
  ];
}

/** For elements that are whole or useless: the fields that `read` gives, or a malformed element. */
export function decodeWhole<Fields extends { readonly kind: string }>(
  element: ElementBase,
  read: (cursor: Cursor, keep: (fault: Fault) => void) => Fields,
): (ElementBase & Fields) | MalformedElement {
  let fields: Fields | undefined;
  const faults = readBody(element, (cursor, keep) => {
    fields = read(cursor, keep);
  });
  return fields === undefined || element.isTruncated
    ? { ...element, kind: "malformed", faults }
    : { ...element, ...fields, faults };
}
