import type { decodeKeyData } from "../elements/key-data.ts";
import type { SuiteSelector } from "../spec/suites.ts";
import type { Exchange } from "./exchange.ts";
import type { KeyPath } from "./key-path.ts";
import type { PtkGuess } from "./mic-search.ts";
import type { SightingOf } from "./sighting.ts";

type KeyData = ReturnType<typeof decodeKeyData>;
type Message3 = SightingOf<"eapol-3">["body"];

/** A hostile exchange allows hundreds of PTKs: these are made anew each time rather than kept. */
const mostGuesses = 32;

/** What frames name of what PMK-R0 is made of. */
export interface NamedInputs {
  readonly mdids: readonly string[];
  readonly r0khIds: readonly Uint8Array[];
}

/**
 * What the keys of a ring were found to give for exchanges, so that the many checks that ask for it do
 * not each derive it. Holds nothing that an exchange's own frames, or the keys found, would not give again.
 */
export class KeyMemory {
  #found = new WeakMap<Exchange, WeakMap<object, unknown>>();
  #guesses = new WeakMap<
    Exchange,
    { cipher: SuiteSelector | undefined; path: KeyPath; guesses: readonly PtkGuess[] }
  >();
  #named = new WeakMap<Exchange, NamedInputs>();
  readonly #keyData = new WeakMap<Message3, { guess: PtkGuess; keyData: KeyData | undefined }>();

  /**
   * What `find` found for the exchange within `surroundings`, an object that stands for all else that it
   * looks at. It is asked again when `isValid` rejects what it found before.
   */
  found<Found>(
    exchange: Exchange,
    surroundings: object,
    { find, isValid }: { find: () => Found; isValid: (found: Found) => boolean },
  ): Found {
    const known = this.#found.get(exchange) ?? new WeakMap<object, unknown>();
    this.#found.set(exchange, known);
    const before = known.get(surroundings) as Found | undefined;
    if (before !== undefined && isValid(before)) return before;
    const found = find();
    known.set(surroundings, found);
    return found;
  }

  /** What the frames of an exchange name of the inputs of its key; every later one of its station asks. */
  named(exchange: Exchange, read: () => NamedInputs): NamedInputs {
    const known = this.#named.get(exchange);
    if (known !== undefined) return known;
    const named = read();
    this.#named.set(exchange, named);
    return named;
  }

  /** The PTKs of the exchange under the path that was asked for last, which is the one that fits. */
  guesses(
    exchange: Exchange,
    cipher: SuiteSelector | undefined,
    path: KeyPath,
    guess: () => readonly PtkGuess[],
  ): readonly PtkGuess[] {
    const known = this.#guesses.get(exchange);
    if (known?.path === path && known.cipher === cipher) return known.guesses;
    const guesses = guess();
    if (guesses.length <= mostGuesses) this.#guesses.set(exchange, { cipher, path, guesses });
    return guesses;
  }

  /** The key data of a message 3 as they decrypt under a PTK. */
  keyData(
    message3: Message3,
    guess: PtkGuess,
    decrypt: () => KeyData | undefined,
  ): KeyData | undefined {
    const known = this.#keyData.get(message3);
    if (known?.guess === guess) return known.keyData;
    const keyData = decrypt();
    this.#keyData.set(message3, { guess, keyData });
    return keyData;
  }

  /** To be called when frames were added to an exchange: others may have been found through it. */
  forget(): void {
    this.#found = new WeakMap();
    this.#guesses = new WeakMap();
    this.#named = new WeakMap();
  }
}
