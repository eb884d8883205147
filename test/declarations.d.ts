declare module "*/declarations.mjs" {
  export function joinDeclarations(entry: string): {
    readonly text: string;
    readonly complaints: readonly string[];
  };
}
