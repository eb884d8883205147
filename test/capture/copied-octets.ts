/** How many octets are copied into arrays while `work` runs: what a clock would say, on any machine alike. */
export function copiedOctets(work: () => void): number {
  const { set } = Uint8Array.prototype;
  let copied = 0;
  Uint8Array.prototype.set = function (this: Uint8Array, source, offset) {
    copied += source.length;
    set.call(this, source, offset);
  };
  try {
    work();
  } finally {
    Uint8Array.prototype.set = set;
  }
  return copied;
}
