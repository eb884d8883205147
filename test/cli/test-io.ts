import { Readable } from "node:stream";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line as the shell would, without a terminal. */
export async function runCli(
  argv: readonly string[],
  options: {
    readonly stdin?: Uint8Array;
    readonly env?: Record<string, string>;
    readonly columns?: number;
    readonly answer?: string;
  } = {},
): Promise<Ran> {
  let out = "";
  let err = "";
  const io: Io = {
    stdin: Readable.from(options.stdin === undefined ? [] : [Buffer.from(options.stdin)]),
    out: async (text) => {
      out += text;
    },
    err: (text) => {
      err += text;
    },
    env: options.env ?? {},
    columns: options.columns,
    ask: async () => options.answer,
  };
  const code = await run(argv, io);
  return { code, out, err };
}
