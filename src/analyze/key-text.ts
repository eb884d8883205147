/**
 * A text with one character for each octet. Key material is read in this form, so that octets of a
 * file that are no UTF-8 reach the key as they are.
 */
export type OctetText = string;

/** The octets as a text of as many characters. */
export function octetText(octets: Uint8Array): OctetText {
  let text = "";
  for (const octet of octets) text += String.fromCharCode(octet);
  return text;
}

/** The octets that {@link octetText} made a text of. */
export function textOctets(text: OctetText): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

/** Without the blanks and tabs around it; the other octets that `trim` takes away are parts of UTF-8. */
export function trimBlanks(text: OctetText): OctetText {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start])) start++;
  while (start < end && isBlank(text[end - 1])) end--;
  return text.slice(start, end);
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/** %XX as octets; a '%' without two hex digits stays. */
export function unescapePercent(text: OctetText): OctetText {
  return text.replace(/%([0-9a-f]{2})/gi, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
}

const escapes: ReadonlyMap<string, string> = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["e", "\x1b"],
]);

/** \xNN, octal digits, and single characters after a backslash, as C writes them. */
export function unescapeBackslash(text: OctetText): OctetText {
  return text.replace(/\\(?:x([0-9a-f]{1,2})|([0-3]?[0-7]{1,2})|(.))/gi, (_, hex, octal, other) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
    return escapes.get(other) ?? other;
  });
}
