/** Dumps that are no secret although they are long: names, nonces, elements, whole frames as sent. */
const harmlessLabel =
  /\b(RSNE|RSNXE|RSN IE|MDE|MDIE|FTE|FTIE|IEs?|elements?|SSID|[AS]Nonce|PMKR[01]Name|PMKIDs?|R[01]KH-ID|MIC|Replay Counter|frame|capabilities|supported rates)\b/i;

/** Words that make a dump a secret whatever else stands there. */
const secretLabel =
  /PSK|PMK(?!ID|R[01]Name)|PTK|GTK|MSK|KCK|KEK|\bTK\b|GMK|\bkey\b(?! mgmt)|KEY_DATA|Key Data|secret|pass(?:phrase|word)|decrypt|plain|seed|K_enc|shared/i;

/** Anything that could be or hold a key; a line without it is left as it is. */
const suspicious = /hexdump|key|psk|pmk|ptk|gtk|msk|kck|kek|secret|pass|r[01]kh/i;

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
  if (/^[\s[]/.test(line) && dumpRow.test(line)) {
    return isSecretDump(label) ? `${/^\s*/.exec(line)?.[0] ?? ""}${hidden}` : line;
  }
  if (!suspicious.test(line)) return line;
  const masked = line.replace(assignment, `$1${hidden}`);
  const dump = hexdump.exec(masked);
  if (dump !== null) {
    return isSecretDump(masked.slice(0, dump.index))
      ? masked.replace(hexdump, `$1 ${hidden}`)
      : masked;
  }
  return secretLabel.test(masked) ? masked.replace(longHex, hidden) : masked;
}

/** A dump without a label that is known to be harmless counts as secret. */
function isSecretDump(label: string): boolean {
  return secretLabel.test(label) || !harmlessLabel.test(label);
}
