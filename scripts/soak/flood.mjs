// Frames from addresses that nobody has ever heard of and that are never heard again: probe requests, open and
// FT authentications, association requests to real APs, and beacons. An AP answers some of the authentications.
import { Block, randomFrom, record } from "./blocks.mjs";

const aps = [Buffer.from("02aabbccdd01", "hex"), Buffer.from("02aabbccdd02", "hex")];
const rsne = Buffer.from("30140100000fac040100000fac040100000fac040c00", "hex");
/** With one PMKID, as an FT request must have. */
const ftRsne = Buffer.from(
  `30260100000fac040100000fac040100000fac040c000100${"5e".repeat(16)}`,
  "hex",
);
const mde = Buffer.from("3603a1b201", "hex");
const ssid = Buffer.from("000573746f7279", "hex");

/** One frame a stranger, and now and then the answer of an AP to the stranger before. */
export function floodBlock(length, seed) {
  const random = randomFrom(seed);
  const isAnswer = new Uint8Array(length);
  const isBssid = new Uint8Array(length);
  const records = Array.from({ length }, (_, i) => {
    const ap = aps[random(2)];
    isAnswer[i] = i % 50 === 49 ? 1 : 0;
    isBssid[i] = i % 5 === 3 ? 1 : 0;
    if (isAnswer[i]) return record(frame(0xb0, ap, ap, [0, 0, 2, 0, 0, 0]));
    switch (i % 5) {
      case 0:
        return record(frame(0x40, Buffer.alloc(6, 0xff), Buffer.alloc(6, 0xff), ssid));
      case 1:
        return record(frame(0xb0, ap, ap, [2, 0, 1, 0, 0, 0], ftRsne, mde, fte(random)));
      case 2:
        return record(frame(0x00, ap, ap, [0x11, 4, 10, 0], ssid, rsne, mde));
      case 3: {
        const fixed = Buffer.alloc(12);
        return record(frame(0x80, Buffer.alloc(6, 0xff), ap, fixed, ssid, rsne, mde));
      }
      default:
        return record(frame(0xb0, ap, ap, [0, 0, 1, 0, 0, 0]));
    }
  });
  return Object.assign(new Block(records), { isAnswer, isBssid });
}

/** Gives the record an address of its own: that of stranger `number`. */
export function invent(block, i, number) {
  const at = block.frame(i);
  const { buffer } = block;
  // An answer goes to the stranger of the record before.
  const place = block.isAnswer[i] ? at + 4 : at + 10;
  const stranger = Math.imul(block.isAnswer[i] ? number - 1 : number, 0x9e37_79b1) >>> 0;
  buffer.writeUInt16BE(0x0a00, place);
  buffer.writeUInt32BE(stranger, place + 2);
  if (block.isBssid[i]) buffer.copy(buffer, at + 16, at + 10, at + 16);
  buffer.writeUInt16LE((number & 4095) << 4, at + 22);
}

function frame(control, receiver, bssid, ...body) {
  const header = Buffer.alloc(24);
  header[0] = control;
  receiver.copy(header, 4);
  bssid.copy(header, 10);
  bssid.copy(header, 16);
  return Buffer.concat([header, ...body.map((part) => Buffer.from(part))]);
}

/** MIC Control, MIC, ANonce, SNonce, and the R0KH-ID that real stations name. */
function fte(random) {
  const snonce = Buffer.from(Array.from({ length: 32 }, () => random(256)));
  const holder = Buffer.from("holder-one");
  const length = 82 + 2 + holder.length;
  return Buffer.concat([
    Buffer.from([55, length]),
    Buffer.alloc(50),
    snonce,
    Buffer.from([3, holder.length]),
    holder,
  ]);
}
