import { expectSame, textOf } from "./oracles.mjs";

function readAs(reader, input, length) {
  const records = [];
  for (let at = 0; at < input.length; at += length) {
    // A chunk may be overwritten once it was pushed.
    const chunk = input.slice(at, at + length);
    records.push(...reader.push(chunk));
    chunk.fill(0x5a);
  }
  return { records, summary: reader.end() };
}

/** A capture file: in one piece, in pieces, and as a stream give the same. */
export function readThreeWays(
  { createCaptureReader, createPacketReader, createPcapStreamReader },
  input,
) {
  const stream = () =>
    createCaptureReader((sink) => createPacketReader(sink, createPcapStreamReader));
  const whole = readAs(createCaptureReader(), input, Math.max(1, input.length));
  const text = textOf(whole);
  const length = 1 + (input.length % 97);
  for (const [what, other] of [
    ["pieces", createCaptureReader()],
    ["stream", stream()],
  ]) {
    const read = readAs(other, input, length);
    if (textOf(read) !== text) expectSame(whole, read, `read as ${what}`);
  }
  return whole;
}
