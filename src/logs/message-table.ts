import type { ParsedEvent } from "./dialect.ts";
import { macGroup } from "./mac-text.ts";

/** What a message adds to the event of its record. */
export type MessageEvent = Pick<ParsedEvent, "kind"> &
  Partial<Omit<ParsedEvent, "time" | "source" | "kind">>;

/** One wording of a message and what it says; `undefined` for a message that says nothing of use. */
export interface MessagePattern {
  readonly pattern: RegExp;
  event(match: RegExpExecArray): MessageEvent | undefined;
}

/**
 * A wording. In it, `{mac}` is a group with a MAC address, a blank is one or more, `~` is a place where some
 * releases and web copies drop the blank; the rest is a regular expression, bound to the beginning.
 */
export function message(
  wording: string,
  event: (match: RegExpExecArray) => MessageEvent | undefined,
): MessagePattern {
  const source = wording.replaceAll("{mac}", macGroup).replaceAll(" ", " +").replaceAll("~", " *");
  return { pattern: new RegExp(`^${source}`), event };
}

/** What the wording of a message gives; without an event it says nothing of use. */
export interface FoundMessage {
  readonly event: MessageEvent | undefined;
}

/** Finds the wording that a message has; messages are sorted by their first word once. */
export interface MessageTable {
  /** Undefined when no wording fits. Equal texts may be given one and the same object. */
  find(text: string): FoundMessage | undefined;
}

/** Logs say few things many times: so many texts are remembered with what they mean, then all forgotten. */
const mostRemembered = 1000;
/** A longer text is a dump or the like and does not come again. */
const longestRemembered = 200;

/** How many letters and digits a text begins with. By hand: it is asked for every record. */
function wordLength(text: string): number {
  let length = 0;
  for (; length < text.length; length++) {
    const code = text.charCodeAt(length) | 0x20;
    const isWord = (code >= 0x61 && code <= 0x7a) || (code >= 0x30 && code <= 0x39);
    if (!isWord) break;
  }
  return length;
}

/** The words at which a wording can begin, where it says so plainly: "Doing +", "(?:Doing|Processing) +". */
function firstWords({ pattern }: MessagePattern): readonly string[] | undefined {
  const words = /^\^(?:(\w+)|\((?:\?:)?([\w|]+)\))(?: \+|:)/.exec(pattern.source);
  return words === null ? undefined : (words[1] ?? (words[2] as string)).split("|");
}

function firstFit(candidates: readonly MessagePattern[], text: string): FoundMessage | undefined {
  for (const { pattern, event } of candidates) {
    const match = pattern.exec(text);
    if (match !== null) return { event: event(match) };
  }
  return undefined;
}

export function createMessageTable(patterns: readonly MessagePattern[]): MessageTable {
  const byWord = new Map<string, MessagePattern[]>();
  const others: MessagePattern[] = [];
  for (const entry of patterns) {
    const words = firstWords(entry);
    if (words === undefined) others.push(entry);
    for (const word of words ?? []) byWord.set(word, [...(byWord.get(word) ?? []), entry]);
  }
  const remembered = new Map<string, FoundMessage>();
  return {
    find(text) {
      if (text.length > longestRemembered) return search(text);
      const before = remembered.get(text);
      if (before !== undefined) return before;
      const found = search(text);
      if (found !== undefined) {
        if (remembered.size >= mostRemembered) remembered.clear();
        remembered.set(text, found);
      }
      return found;
    },
  };

  function search(text: string): FoundMessage | undefined {
    const candidates = byWord.get(text.slice(0, wordLength(text)));
    return (candidates && firstFit(candidates, text)) ?? firstFit(others, text);
  }
}
