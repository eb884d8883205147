/** What must hold of every output. Each throws where it does not. */

/** What must hold does not; `detail` is what changes from input to input. */
export class Broken extends Error {
  constructor(what, detail) {
    super(what);
    this.detail = detail;
  }
}

/** Everything that acts on the text around it, line ends apart. */
const harmful = /[^\p{L}\p{M}\p{N}\p{P}\p{S} \n]/u;

export function expectPrintable(text, what) {
  const at = text.search(harmful);
  if (at === -1) return;
  const code = text.codePointAt(at).toString(16);
  const near = JSON.stringify(text.slice(Math.max(0, at - 40), at + 20));
  throw new Broken(`${what} holds what acts on a terminal`, `U+${code} in ${near}`);
}

export function expectNoSecret(text, secrets, what) {
  for (const secret of secrets) {
    if (text.includes(secret)) throw new Broken(`${what} shows a key`, secret);
  }
}

/** A fault has its place in the octets and lacks what it says. */
export function expectSaneFaults(faults, length, what) {
  for (const fault of faults) {
    const isSane =
      fault.offset >= 0 &&
      fault.offset <= length &&
      fault.available >= 0 &&
      (fault.kind !== "truncated" || fault.needed > fault.available);
    if (!isSane) throw new Broken(`${what}: a fault out of place`, JSON.stringify(fault));
  }
}

const plain = (_, value) => {
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof Map) return [...value];
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
};

/** A value as text; two values are the same when their texts are. */
export function textOf(value) {
  return JSON.stringify(value, plain);
}

export function expectSame(a, b, what) {
  const [first, second] = [textOf(a), textOf(b)];
  if (first === second) return;
  let at = 0;
  while (first[at] === second[at]) at++;
  const near = (text) => text.slice(Math.max(0, at - 60), at + 60);
  throw new Broken(what, `${near(first)} | ${near(second)}`);
}
