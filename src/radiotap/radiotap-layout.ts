import { radiotapFields } from "./fields.ts";

/** Where in radiotap headers with certain present words the fields are that must be looked at in every frame. */
export interface RadiotapLayout {
  /** Octets of the header. */
  readonly length: number;
  /** Present words, as signed numbers. */
  readonly words: readonly number[];
  /** Nothing else in the header bears on the frame behind it. */
  readonly isPlain: boolean;
  /** Offsets from the beginning of the header; -1 where there is no such field. */
  readonly flagsAt: number;
  readonly frequencyAt: number;
  readonly signalAt: number;
  readonly rxFlagsAt: number;
}

/** Stands for every header that is none of radiotap. */
export const otherLayout: RadiotapLayout = {
  length: 0,
  words: [],
  isPlain: true,
  flagsAt: -1,
  frequencyAt: -1,
  signalAt: -1,
  rxFlagsAt: -1,
};

/** Flags and RX flags (radiotap.org). */
export const radiotapFlags = { fcsAtEnd: 0x10, dataPad: 0x20, badFcs: 0x40 } as const;
export const rxBadPlcp = 0x02;

const mostLayouts = 16;
const mostWords = 16;
const anotherWord = 0x8000_0000 | 0;
const flagsBit = 1;
const channelBit = 3;
const signalBit = 5;
const rxFlagsBit = 14;
/** XChannel may stand for Channel; 0-length-PSDU has no frame; behind a TLV mark all is different. */
const unusualBits = (1 << 18) | (1 << 26) | (1 << 28);

/**
 * Finds the layout of radiotap headers. A recorder writes few of them: each is worked out once, and
 * known again by length and present words.
 */
export class RadiotapLayouts {
  readonly #known: RadiotapLayout[] = [];
  #last: RadiotapLayout | undefined;

  /** The layout of the header at `start`; undefined where there is no whole header. */
  find(view: DataView, start: number, end: number): RadiotapLayout | undefined {
    if (end - start < 8 || view.getUint8(start) !== 0) return undefined;
    const length = view.getUint16(start + 2, true);
    if (length < 8 || start + length > end) return undefined;
    const last = this.#last;
    if (last !== undefined && isLayout(last, view, start, length)) return last;
    return this.#recall(view, start, length);
  }

  /** Apart, as it takes memory for its search at every call. */
  #recall(view: DataView, start: number, length: number): RadiotapLayout {
    let layout = this.#known.find((one) => isLayout(one, view, start, length));
    if (layout === undefined) {
      layout = layoutOf(view, start, length);
      if (this.#known.length === mostLayouts) this.#known.shift();
      this.#known.push(layout);
    }
    this.#last = layout;
    return layout;
  }
}

function isLayout(layout: RadiotapLayout, view: DataView, start: number, length: number): boolean {
  const { words } = layout;
  if (layout.length !== length || words[0] !== view.getInt32(start + 4, true)) return false;
  for (let i = 1; i < words.length; i++) {
    if (words[i] !== view.getInt32(start + 4 + 4 * i, true)) return false;
  }
  return true;
}

function layoutOf(view: DataView, start: number, length: number): RadiotapLayout {
  const words: number[] = [];
  let at = 4;
  let word = anotherWord;
  while (word & anotherWord && at + 4 <= length && words.length < mostWords) {
    word = view.getInt32(start + at, true);
    words.push(word);
    at += 4;
  }
  const [first = 0] = words;
  const offsets = new Map<number, number>();
  for (const [bit, { align, size }] of radiotapFields.entries()) {
    if ((first & (1 << bit)) === 0) continue;
    at = (at + align - 1) & -align;
    offsets.set(bit, at);
    at += size;
  }
  const place = (bit: number) => offsets.get(bit) ?? -1;
  return {
    length,
    words,
    isPlain: (first & unusualBits) === 0 && (word & anotherWord) === 0 && at <= length,
    flagsAt: place(flagsBit),
    frequencyAt: place(channelBit),
    signalAt: place(signalBit),
    rxFlagsAt: place(rxFlagsBit),
  };
}
