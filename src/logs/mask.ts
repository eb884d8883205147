/** Dumps that are no secret although they are long: names, nonces, elements, whole frames as sent. */
const harmlessLabel =
  /\b(RSNE|RSNXE|RSN IE|MDE|MDIE|FTE|FTIE|IEs?|elements?|SSID|[AS]Nonce|PMKR[01]Name|PMKIDs?|R[01]KH-ID|MIC|Replay Counter|frame|capabilities|supported rates)\b/i;

/** Words that make a dump a secret whatever else stands there. */
const secretLabel =
  /PSK|PMK(?!ID|R[01]Name)|PTK|GTK|MSK|KCK|KEK|\bTK\b|GMK|\bkey\b(?! mgmt)|KEY_DATA|Key Data|secret|pass(?:phrase|word)|decrypt|plain|seed|K_enc|shared/i;

/** Anything that could hold a key: a value, a dump, many hex digits. Nearly no line does. */
function isSuspicious(line: string): boolean {
  return line.includes("=") || line.includes("hexdump") || hasManyDigits(line);
}

/** Fewer hex digits than a key of 16 octets has, so that none is missed. */
const fewestDigits = 30;

/** Hex digits, and what stands between octets. */
const isInDump = Array.from({ length: 128 }, (_, code) =>
  /[0-9a-fA-F :]/.test(String.fromCharCode(code)),
);

/**
 * Whether so many hex digits stand in a row, blanks and colons between them not counted. A row that long
 * covers one of every 30 characters: only these are looked at, and what is around them.
 */
function hasManyDigits(line: string): boolean {
  for (let at = fewestDigits - 1; at < line.length; at += fewestDigits) {
    if (isInDump[line.charCodeAt(at)] !== true) continue;
    let begin = at;
    while (begin > 0 && isInDump[line.charCodeAt(begin - 1)] === true) begin--;
    let end = at + 1;
    while (end < line.length && isInDump[line.charCodeAt(end)] === true) end++;
    if (end - begin < fewestDigits) continue;
    if (line.slice(begin, end).replace(/[ :]/g, "").length >= fewestDigits) return true;
  }
  return false;
}

const hexdump = /(hexdump(?:_ascii)?\(len=\d+\):).*$/;
const assignment =
  /\b([\w-]*(?:psk|passphrase|password|passwd|secret|pmk(?:[-_ ]?r[01])?|ptk|gtk|msk|kck|kek|shared[-_ ]key|wep_key\d?|r[01]kh|private_key)\s*=\s*)("[^"]*"|'[^']*'|\S.*$)/gi;
const longHex = /\b(?:[0-9a-f]{2}[ :]){15,}[0-9a-f]{2}\b|\b[0-9a-f]{32,}\b/gi;

/** Rows of a dump: "     63 6f 72 ..  cor", "[0000] c9 4d ..". */
const dumpRow = /^\s*(?:\[?[0-9a-f]{4}\]?:?\s+)?(?:[0-9a-f]{2}\s+){3,}/i;

export const hidden = "(hidden)";

/**
 * The line with keys, passphrases and dumps of them hidden. `label` is the last line before it that is
 * no row of a dump: it says what the rows under it are.
 */
export function maskSecrets(line: string, label: string): string {
  if (beginsAsRow(line) && dumpRow.test(line)) {
    return isSecretDump(label) ? `${/^\s*/.exec(line)?.[0] ?? ""}${hidden}` : line;
  }
  if (!isSuspicious(line)) return line;
  const masked = line.replace(assignment, `$1${hidden}`);
  const dump = hexdump.exec(masked);
  if (dump !== null) {
    return isSecretDump(masked.slice(0, dump.index))
      ? masked.replace(hexdump, `$1 ${hidden}`)
      : masked;
  }
  return secretLabel.test(masked) ? masked.replace(longHex, hidden) : masked;
}

/** Rows of a dump begin with a blank, a tab or a bracket. */
export function beginsAsRow(line: string): boolean {
  const first = line.charCodeAt(0);
  return first === 0x20 || first === 0x09 || first === 0x5b;
}

/** A dump without a label that is known to be harmless counts as secret. */
function isSecretDump(label: string): boolean {
  return secretLabel.test(label) || !harmlessLabel.test(label);
}
