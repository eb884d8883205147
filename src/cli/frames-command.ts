import type { Command } from "commander";
import type { Io } from "./io.ts";
export function registerFrames(_program: Command, _io: Io): void {}
