declare module "*/readme-blocks.mjs" {
  export function commandsIn(readme: string): readonly {
    readonly command: string;
    readonly words: readonly string[];
    readonly shown: string;
  }[];
  export function examplesIn(readme: string): readonly {
    readonly code: string;
    readonly shown: string;
  }[];
}
