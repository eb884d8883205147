import { closeSync, openSync } from "node:fs";
import { ReadStream } from "node:tty";

const carriageReturn = 13;
const lineFeed = 10;
const endOfText = 3;
const backspaces: ReadonlySet<number> = new Set([8, 127]);

/** Asks on the controlling terminal, also when standard input is a capture, and does not echo the answer. */
export async function askOnTerminal(question: string): Promise<string | undefined> {
  let terminal: number;
  try {
    terminal = openSync("/dev/tty", "r+");
  } catch {
    return undefined;
  }
  const input = new ReadStream(terminal);
  process.stderr.write(question);
  input.setRawMode(true);
  const octets: number[] = [];
  try {
    for await (const chunk of input) {
      for (const octet of chunk as Uint8Array) {
        if (octet === endOfText) return undefined;
        if (octet === carriageReturn || octet === lineFeed) {
          return Buffer.from(octets).toString("utf8");
        }
        if (backspaces.has(octet)) octets.pop();
        else octets.push(octet);
      }
    }
    return undefined;
  } finally {
    input.setRawMode(false);
    input.destroy();
    process.stderr.write("\n");
    try {
      closeSync(terminal);
    } catch {
      // The stream has closed it already.
    }
  }
}
