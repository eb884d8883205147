import { ascii, concat, mutateOctets } from "./octets.mjs";

/** What stands where it is not expected. */
const tokens = [
  "\u001b[31m",
  "\u001b]0;title\u0007",
  "\u202e",
  "\u0000",
  "\r",
  "\u0085",
  "\ufeff",
  "%s%n%00",
  "-1",
  "0x",
  "99999999999999999999",
  "1e309",
  "NaN",
  "\\x",
  '"',
  "'",
  "ff:ff:ff:ff:ff:ff",
  "02:5a:00:00:00:0a",
  "0000.0000.0000",
  "Feb 30 25:61:61.999",
  "--More-- or (q)uit",
  "__proto__",
  "constructor",
];

const lineMutators = [
  (lines, random) => lines.toSpliced(random.below(lines.length), 1),
  (lines, random) => lines.toSpliced(random.below(lines.length), 0, random.pick(lines)),
  (lines, random) => {
    const at = random.below(lines.length);
    return lines.toSpliced(at, 2, `${lines[at]}${lines[at + 1] ?? ""}`);
  },
  (lines, random) => {
    const at = random.below(lines.length);
    const cut = random.below(lines[at].length);
    return lines.toSpliced(at, 1, lines[at].slice(0, cut), lines[at].slice(cut));
  },
  (lines, random) => {
    const at = random.below(lines.length);
    const place = random.below(lines[at].length);
    return lines.with(
      at,
      `${lines[at].slice(0, place)}${random.pick(tokens)}${lines[at].slice(place)}`,
    );
  },
  (lines, random) => {
    const at = random.below(lines.length);
    const words = lines[at].split(" ");
    const times = random.once(50) ? 2000 : random.below(20);
    words.splice(random.below(words.length), 0, ...new Array(times).fill(random.pick(words)));
    return lines.with(at, words.join(" "));
  },
  (lines, random) => {
    const at = random.below(lines.length);
    return lines.with(
      at,
      lines[at].replace(/\d+/g, (digits) => (random.once(2) ? `${random.u32()}` : digits)),
    );
  },
  (lines, random, others) => lines.toSpliced(random.below(lines.length), 0, random.pick(others)),
];

/** Changes a text line by line; octets that are no ASCII survive as they are. */
export function mutateText(octets, random, other) {
  if (random.once(5)) return mutateOctets(octets, random, other);
  const lines = Buffer.from(octets).toString("latin1").split("\n");
  const others = Buffer.from(other).toString("latin1").split("\n");
  const changed = random.pick(lineMutators)(lines, random, others).join("\n");
  return Uint8Array.from(
    Buffer.from(changed, "utf8").length > 200_000 ? octets : Buffer.from(changed, "latin1"),
  );
}

export const joinLines = (...lines) => concat(ascii(lines.join("\n")), ascii("\n"));
