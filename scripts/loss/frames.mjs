/** What the variants need to know of a frame, read from its octets without ftscope's own decoders. */

const radiotap = 127;

/** Where the frame begins behind its radio header, and what its first octets say. */
export function frameOf(record) {
  const { octets, linkType } = record;
  const start = linkType === radiotap ? octets[2] | (octets[3] << 8) : 0;
  const type = (octets[start] >> 2) & 3;
  const subtype = octets[start] >> 4;
  const isProtected = (octets[start + 1] & 0x40) !== 0;
  return {
    start,
    type,
    subtype,
    isProtected,
    receiver: macAt(octets, start + 4),
    transmitter: type === 1 ? undefined : macAt(octets, start + 10),
    bssid: type === 0 ? macAt(octets, start + 16) : undefined,
  };
}

/** The six octets at `at` as text. */
export function macAt(octets, at) {
  return [...octets.subarray(at, at + 6)].map((o) => o.toString(16).padStart(2, "0")).join(":");
}

export const isAck = ({ type, subtype }) => type === 1 && subtype === 13;
export const isBeacon = ({ type, subtype }) => type === 0 && subtype === 8;
export const isProbeResponse = ({ type, subtype }) => type === 0 && subtype === 5;
const isProbeRequest = ({ type, subtype }) => type === 0 && subtype === 4;

/** Authentication, association, deauthentication, EAPOL, and every action that is not block ack's. */
export function isRelevant(record, frame) {
  if (frame.type === 2) return !frame.isProtected && isEapol(record.octets, frame);
  if (frame.type !== 0 || isBeacon(frame) || isProbeResponse(frame) || isProbeRequest(frame)) {
    return false;
  }
  const isBlockAck = frame.subtype === 13 && record.octets[frame.start + 24] === 3;
  return !isBlockAck || frame.isProtected;
}

function isEapol(octets, { start, subtype }) {
  const body = start + ((subtype & 8) !== 0 ? 26 : 24);
  return octets[body] === 0xaa && octets[body + 6] === 0x88 && octets[body + 7] === 0x8e;
}

/** FT authentication (algorithm 2) request, or one of another algorithm. */
export function authenticationRequest(record, { type, subtype, isProtected, start }) {
  if (type !== 0 || subtype !== 11 || isProtected) return undefined;
  const body = record.octets.subarray(start + 24, start + 28);
  return body[2] === 1 ? { algorithm: body[0] } : undefined;
}

/** Offset of an element's first content octet in a beacon; undefined when it has none of that id. */
export function beaconElementAt(octets, { start }, id) {
  for (let at = start + 36; at + 2 <= octets.length; at += 2 + octets[at + 1]) {
    if (octets[at] === id) return { at: at + 2, length: octets[at + 1] };
  }
  return undefined;
}

/** The channel's centre frequency from a radiotap header with its usual first fields; undefined without one. */
export function frequencyOf({ octets, linkType }) {
  if (linkType !== radiotap) return undefined;
  const view = new DataView(octets.buffer, octets.byteOffset, octets.byteLength);
  const present = view.getUint32(4, true);
  if ((present & 8) === 0) return undefined;
  let at = 8;
  for (let word = present; (word & 0x80000000) !== 0; at += 4) word = view.getUint32(at, true);
  if ((present & 1) !== 0) at = ((at + 7) & ~7) + 8;
  if ((present & 2) !== 0) at += 1;
  if ((present & 4) !== 0) at += 1;
  return view.getUint16((at + 1) & ~1, true);
}
