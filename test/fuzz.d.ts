/** The parts of scripts/fuzz that the tests run against the sources. */

declare module "*/fuzz/library.mjs" {
  export type Library = Readonly<Record<string, unknown>>;
  export function loadLibrary(
    load: (module: string) => Promise<Readonly<Record<string, unknown>>>,
  ): Promise<Library>;
}

declare module "*/fuzz/seeds.mjs" {
  export type Seeds = Readonly<Record<string, readonly Uint8Array[]>>;
  export function collectSeeds(
    library: import("*/fuzz/library.mjs").Library,
    paths?: readonly string[],
  ): Seeds;
}

declare module "*/fuzz/targets.mjs" {
  export interface Target {
    readonly seeds: readonly Uint8Array[];
    /** Throws on a defect. */
    run(input: Uint8Array): string | Promise<string>;
  }
  export function createTargets(
    library: import("*/fuzz/library.mjs").Library,
    seeds: import("*/fuzz/seeds.mjs").Seeds,
  ): Readonly<Record<string, Target>>;
}

declare module "*/fuzz/fuzz.mjs" {
  export interface Failure {
    readonly failure: string;
    readonly detail?: string;
    readonly input: Uint8Array;
  }
  export function fuzz(
    name: string,
    target: import("*/fuzz/targets.mjs").Target,
    options: { readonly inputs: number; readonly seed: number },
  ): Promise<{
    readonly inputs: number;
    readonly shapes: number;
    readonly failures: ReadonlyMap<string, Failure>;
  }>;
}
