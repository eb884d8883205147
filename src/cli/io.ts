import type { Readable } from "node:stream";
import type { Threads } from "./threads.ts";

/** Everything a command touches of the outside world, so that tests can stand in for it. */
export interface Io {
  readonly stdin: Readable;
  /** Data. Resolves when more may be written. */
  out(text: string): Promise<void>;
  /** Everything that is not data. */
  err(text: string): void;
  /** What is good to know and no reason to stop: said when the command has done its work. */
  advise?(text: string): void;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Columns of the terminal behind stdout; undefined when it is none. */
  readonly columns: number | undefined;
  /** The terminal behind stderr; absent when it is none. */
  readonly errorTerminal?: NodeJS.WritableStream;
  /** Calls back once when the user or the system asks to end (SIGINT, SIGTERM); gives back how to forget that. */
  readonly onInterrupt?: (callback: () => void) => () => void;
  /** Absent where everything is done in one thread. */
  readonly threads?: Threads;
  /** Asks on the terminal without echo; undefined where there is no terminal. */
  ask(question: string): Promise<string | undefined>;
}

/** The user asked for something that cannot be: one line on stderr, exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
