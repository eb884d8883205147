/**
 * Octets that must not reach a report by accident: whoever prints, serializes or inspects the key
 * sees its name and length; only {@link SecretKey.reveal} gives the octets.
 */
export class SecretKey {
  /** The standard's name of the key: "PMK-R1". */
  readonly name: string;
  readonly #octets: Uint8Array;

  /** Keeps a copy of `octets`. */
  constructor(name: string, octets: Uint8Array) {
    this.name = name;
    this.#octets = octets.slice();
  }

  /** Number of octets; 0 for a part of a PTK that its AKM does not have. */
  get length(): number {
    return this.#octets.length;
  }

  /** A copy of the octets. */
  reveal(): Uint8Array {
    return this.#octets.slice();
  }

  toString(): string {
    return `[${this.name}: ${this.length} octets]`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return this.toString();
  }
}
