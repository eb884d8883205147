declare module "*/schema.mjs" {
  /** The JSON Schema of the document. */
  export function documentSchema(): Record<string, unknown>;
}
