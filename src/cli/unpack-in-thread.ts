import { on } from "node:events";
import type { Worker } from "node:worker_threads";
import type { Compression } from "../analyze/analysis.ts";
import type { Fault } from "../bytes/fault.ts";
import { CaptureOpenError } from "./input.ts";
import type { InputTotals, Unpacking, UnpackingNotes, UnpackingOptions } from "./unpacking.ts";

/** What the thread is told first. */
export interface UnpackTask {
  readonly path: string;
  readonly options: UnpackingOptions;
}

/** What the thread says, in order; `unpacked` and `totals` come once, `cannotRead` ends it. */
export type UnpackMessage =
  | { readonly octets: Uint8Array<ArrayBuffer> }
  | { readonly read: number }
  | { readonly compression: Compression }
  | { readonly fault: Fault }
  | { readonly isUnpacked: true }
  | { readonly totals: InputTotals }
  | { readonly cannotRead: string };

/** What it is told then: octets that were used, whose memory it may fill again, or that no more are wanted. */
export type UnpackReply = { readonly used: Uint8Array<ArrayBuffer> } | { readonly isEnough: true };

/** What a thread reads and unpacks: it goes ahead as far as it has memory for. */
export function unpackInThread(thread: Worker, task: UnpackTask, notes: UnpackingNotes): Unpacking {
  const messages = on(thread, "message", { close: ["exit"] });
  let isWanted = true;
  let totals: InputTotals | undefined;

  const reply = (message: UnpackReply) =>
    thread.postMessage(message, "used" in message ? [message.used.buffer] : []);

  /** The next message that brings octets or ends them. */
  async function next(): Promise<UnpackMessage> {
    while (true) {
      const { value, done } = await messages.next();
      if (done === true) throw new Error("the thread that unpacks has ended too early");
      const [message] = value as [UnpackMessage];
      if ("read" in message) notes.read(message.read);
      else if ("compression" in message) notes.compression(message.compression);
      else if ("fault" in message) {
        // Nobody unpacks beyond what is wanted, except ahead.
        if (isWanted) notes.fault(message.fault);
      } else if ("cannotRead" in message) throw new CaptureOpenError(message.cannotRead);
      else return message;
    }
  }

  async function* octets(): AsyncGenerator<Uint8Array> {
    for (let message = await next(); "octets" in message; message = await next()) {
      yield message.octets;
      reply({ used: message.octets });
    }
  }

  thread.postMessage(task);
  return {
    isFile: true,
    octets: octets(),
    async readRest() {
      isWanted = false;
      reply({ isEnough: true });
      while (totals === undefined) {
        const message = await next();
        if ("totals" in message) totals = message.totals;
      }
      return totals;
    },
    async close() {
      await thread.terminate();
    },
  };
}
