// Counts the outage of every roam from the protected data frames of the capture, with a reader of its own,
// and compares with what ftscope says. Classic pcap with radiotap only.
//   npm run --silent build && node scripts/tables/outages.mjs [folder of cases]
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { createAnalyzer, createCaptureReader } from "./library.mjs";

const root = new URL("../..", import.meta.url).pathname;
const folder = process.argv[2] ?? resolve(root, "../shared/captures/lab");

/** Every frame of the file: number, time in µs, octets behind the radiotap header. */
function framesOf(file) {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const frames = [];
  for (let at = 24, number = 1; at + 16 <= file.length; number++) {
    const timeUs = view.getUint32(at, true) * 1e6 + view.getUint32(at + 4, true);
    const length = view.getUint32(at + 8, true);
    const packet = file.subarray(at + 16, at + 16 + length);
    frames.push({ number, timeUs, octets: packet.subarray(packet[2] | (packet[3] << 8)) });
    at += 16 + length;
  }
  return frames;
}

const mac = (octets, at) =>
  [...octets.subarray(at, at + 6)].map((octet) => octet.toString(16).padStart(2, "0")).join(":");

/** The data frames with one AP, null frames among them, with whether an ACK came next. */
function dataOf(frames, station) {
  const found = [];
  for (const [place, { number, timeUs, octets }] of frames.entries()) {
    if ((octets[0] & 0x0c) !== 0x08 || octets.length < 24) continue;
    const toDs = (octets[1] & 1) !== 0;
    const fromDs = (octets[1] & 2) !== 0;
    if (toDs === fromDs) continue;
    const isUplink = toDs;
    if (mac(octets, isUplink ? 10 : 4) !== station) continue;
    const next = frames[place + 1];
    const isAcknowledged =
      next !== undefined &&
      next.octets[0] === 0xd4 &&
      mac(next.octets, 4) === mac(octets, 10) &&
      next.timeUs - timeUs <= 2000;
    found.push({
      number,
      timeUs,
      ap: mac(octets, isUplink ? 4 : 10),
      isUplink,
      isAcknowledged,
      isTraffic: (octets[1] & 0x40) !== 0 && (octets[0] & 0x40) === 0,
    });
  }
  return found;
}

/** Milliseconds from the last frame on the old link to the first on the new one. */
function outage(data, { to }, completedUs, isUplink, nextUs) {
  const earlier = data.filter(({ timeUs }) => timeUs < completedUs);
  // A downlink frame without an ACK went to a station that may have left: it counts only when the
  // station is heard on that link again.
  const isReceived = ({ isAcknowledged, number, ap }) =>
    isAcknowledged ||
    earlier.some(
      (other) =>
        other.number > number && other.ap === ap && (other.isUplink || other.isAcknowledged),
    );
  const before = earlier.findLast(
    (frame) => frame.isTraffic && frame.isUplink === isUplink && (isUplink || isReceived(frame)),
  );
  const after = data.find(
    (frame) =>
      frame.timeUs > completedUs &&
      frame.timeUs < nextUs &&
      frame.isTraffic &&
      frame.isUplink === isUplink &&
      frame.ap === to,
  );
  return before && after && (after.timeUs - before.timeUs) / 1000;
}

let compared = 0;
let different = 0;
console.log("| scenario | roam | method | uplink ms | counted | downlink ms | counted |");
console.log("|---|---|---|---|---|---|---|");
for (const name of readdirSync(folder)) {
  const path = resolve(folder, name);
  if (!existsSync(resolve(path, "truth.json"))) continue;
  const octets = new Uint8Array(readFileSync(resolve(path, "air.pcap")));
  const reader = createCaptureReader();
  const analyzer = createAnalyzer({ inputs: 1 });
  analyzer.push(0, reader.push(octets));
  analyzer.end(0, { path: "", sizeBytes: 0, compression: null, ...reader.end() });
  const frames = framesOf(octets);
  const { exchanges, roams } = analyzer.finish();
  for (const roam of roams) {
    // The accepting answer of the exchange that made the association.
    const { frames: members } = exchanges.find(({ id }) => id === roam.exchangeIds.at(-1));
    // The first one: an AP that answers again has accepted before.
    const answer = members.find(
      ({ role, status }) => role.endsWith("association-response") && status === 0,
    );
    const completedUs = frames[(answer ?? roam.completedBy).frame - 1].timeUs;
    const data = dataOf(frames, roam.station);
    // What comes after the next roam is its, also when it leads back.
    const later = roams.find(
      (other) =>
        other.station === roam.station && Number(other.id.slice(1)) > Number(roam.id.slice(1)),
    );
    const nextUs = later ? frames[later.completedBy.frame - 1].timeUs : Number.POSITIVE_INFINITY;
    const cells = ["uplink", "downlink"].flatMap((direction) => {
      const said = roam.outageMs[direction];
      const counted = outage(data, roam, completedUs, direction === "uplink", nextUs);
      compared++;
      const isSame = said === undefined ? counted === undefined : Math.abs(said - counted) < 0.001;
      if (!isSame) different++;
      return [said ?? "", `${counted ?? ""}${isSame ? "" : " DIFFERS"}`];
    });
    console.log(`| ${name} | ${roam.from} > ${roam.to} | ${roam.method} | ${cells.join(" | ")} |`);
  }
}
console.log(`\n${compared} outages compared, ${different} different`);
process.exitCode = different === 0 ? 0 : 1;
