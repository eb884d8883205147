import { once } from "node:events";
import { type MessagePort, parentPort } from "node:worker_threads";
import { CaptureOpenError, openPath } from "./input.ts";
import type { UnpackMessage, UnpackReply, UnpackTask } from "./unpack-in-thread.ts";
import { unpackHere } from "./unpacking.ts";

/** Octets that are handed over at once, and how often: what was read ahead never takes more. */
const handoverLength = 1024 * 1024;
const handovers = 3;

// The decoder of Zstandard would ask for its own code by it, and load all that speaks HTTP.
Reflect.deleteProperty(globalThis, "fetch");

const port = parentPort as MessagePort;
const free = Array.from({ length: handovers }, () => new Uint8Array(handoverLength));
let isEnough = false;
let wake = () => {};

function hear(reply: UnpackReply): void {
  if ("used" in reply) free.push(new Uint8Array(reply.used.buffer));
  else isEnough = true;
  wake();
}

function say(message: UnpackMessage): void {
  port.postMessage(message, "octets" in message ? [message.octets.buffer] : []);
}

let filling: Uint8Array<ArrayBuffer> | undefined;
let filled = 0;

function handOver(): void {
  if (filling !== undefined && filled > 0) say({ octets: filling.subarray(0, filled) });
  else if (filling !== undefined) free.push(filling);
  filling = undefined;
  filled = 0;
}

/** Puts octets behind those that wait to be handed over; ends early when no more are wanted. */
async function pass(octets: Uint8Array): Promise<void> {
  for (let at = 0; at < octets.length; ) {
    while (filling === undefined && !isEnough) {
      filling = free.pop();
      if (filling !== undefined) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if (filling === undefined) return;
    const part = octets.subarray(at, at + filling.length - filled);
    filling.set(part, filled);
    filled += part.length;
    at += part.length;
    if (filled === filling.length) handOver();
  }
}

async function unpackAll({ path, options }: UnpackTask): Promise<void> {
  const unpacking = unpackHere(path, await openPath(path), options, {
    read: (read) => say({ read }),
    compression: (compression) => say({ compression }),
    fault(fault) {
      // What stands before the damage comes before it.
      handOver();
      say({ fault });
    },
  });
  try {
    for await (const octets of unpacking.octets) {
      await pass(octets);
      if (isEnough) break;
    }
    handOver();
    say({ isUnpacked: true });
    say({ totals: await unpacking.readRest() });
  } finally {
    await unpacking.close();
  }
}

const [task] = (await once(port, "message")) as [UnpackTask];
port.on("message", hear);
try {
  await unpackAll(task);
} catch (error) {
  if (!(error instanceof CaptureOpenError)) throw error;
  say({ cannotRead: error.message });
} finally {
  port.close();
}
