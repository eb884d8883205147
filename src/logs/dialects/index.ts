import type { Dialect } from "../dialect.ts";
import { aireosDebugClient } from "./aireos-debug-client.ts";

/** Every dialect; of two that fit equally well the first is taken. */
export const dialects: readonly Dialect[] = [aireosDebugClient];
