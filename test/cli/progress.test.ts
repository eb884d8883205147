import { Writable } from "node:stream";
import { expect, test, vi } from "vitest";
import { createProgress } from "../../src/cli/progress.ts";

class Terminal extends Writable {
  text = "";
  readonly isTTY = true;
  readonly columns = 80;
  override _write(chunk: Buffer, _: BufferEncoding, done: () => void): void {
    this.text += chunk.toString("utf8");
    done();
  }
  cursorTo(): boolean {
    return true;
  }
  clearLine(): boolean {
    return true;
  }
}

test("a bar is drawn once reading takes more than a second, and taken away", async () => {
  const terminal = new Terminal();
  const begun = performance.now();
  const clock = vi.spyOn(performance, "now");
  try {
    clock.mockReturnValue(begun);
    const progress = await createProgress([import.meta.filename], { errorTerminal: terminal });
    progress.read(100);
    expect(terminal.text).toBe("");
    clock.mockReturnValue(begun + 2000);
    progress.read(100);
    await vi.waitFor(() => expect(terminal.text).toMatch(/reading .*% of \d+ MB, \d+ MB\/s/));
    progress.stop();
  } finally {
    clock.mockRestore();
  }
});

test("of a stream, whose end nobody knows, only what was read is told", async () => {
  const terminal = new Terminal();
  const begun = performance.now();
  const clock = vi.spyOn(performance, "now").mockReturnValue(begun);
  try {
    const progress = await createProgress(["-"], { errorTerminal: terminal });
    clock.mockReturnValue(begun + 2000);
    progress.read(6_000_000);
    await vi.waitFor(() => expect(terminal.text).toContain("reading 6 MB, 3 MB/s"));
    progress.stop();
  } finally {
    clock.mockRestore();
  }
});

test("without a terminal there is none", async () => {
  const clock = vi.spyOn(performance, "now").mockReturnValue(1e9);
  try {
    const progress = await createProgress(["-"], {});
    progress.read(1e9);
    progress.stop();
  } finally {
    clock.mockRestore();
  }
});
