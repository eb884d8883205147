/** Throws RangeError naming the argument unless it has `minimum` to `maximum` octets. */
export function requireLength(
  argument: string,
  value: { readonly length: number },
  minimum: number,
  maximum = minimum,
): void {
  if (value.length >= minimum && value.length <= maximum) return;
  const expected = minimum === maximum ? `${minimum}` : `${minimum} to ${maximum}`;
  throw new RangeError(`${argument} must have ${expected} octets, got ${value.length}`);
}

/** Throws RangeError naming the argument unless it is as long as an AES key of 802.11: 16 or 32 octets. */
export function requireAesKey(argument: string, key: { readonly length: number }): void {
  if (key.length !== 16 && key.length !== 32) {
    throw new RangeError(`${argument} must have 16 or 32 octets, got ${key.length}`);
  }
}

/** Throws RangeError naming the argument unless it is a whole number of `minimum` to `maximum`. */
export function requireInteger(
  argument: string,
  value: number,
  minimum: number,
  maximum: number,
): void {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return;
  throw new RangeError(
    `${argument} must be a whole number of ${minimum} to ${maximum}, got ${value}`,
  );
}
