import { isAllZero } from "../bytes/octets.ts";
import { lengthOf, type Part } from "./radio-header.ts";

/** Octets that a frame has at least, without FCS, by subtype; 0 for reserved subtypes. */
const controlLengths = [0, 0, 16, 16, 17, 17, 10, 16, 16, 16, 16, 16, 10, 10, 16, 16] as const;
const managementLength = 24;
const reservedManagement: readonly number[] = [7, 15];
const reservedData = 13;

/** Whether a part can begin with an 802.11 MAC header. Frames that were damaged on the air often cannot. */
export function looksLikeFrame(part: Part): boolean {
  const [first, second] = part.octets;
  if (first === undefined || second === undefined) return false;
  const least = leastLength(first, second);
  return (
    least > 0 &&
    lengthOf(part) >= least &&
    part.octets.length >= 10 &&
    !isAllZero(part.octets.subarray(4, 10))
  );
}

/** Octets that a frame with this Frame Control field has at least; 0 when there is no such frame. */
export function leastLength(first: number, second: number): number {
  const version = first & 0x03;
  const type = (first >> 2) & 0x03;
  const subtype = first >> 4;
  if (version !== 0 || type === 3) return 0;
  if (type === 1) return controlLengths[subtype] as number;
  if (type === 0) return reservedManagement.includes(subtype) ? 0 : managementLength;
  if (subtype === reservedData) return 0;
  const hasAddress4 = (second & 0x03) === 0x03;
  const isQos = subtype >= 8;
  return 24 + (hasAddress4 ? 6 : 0) + (isQos ? 2 : 0);
}
