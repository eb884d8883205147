// The packages' own declarations bring in the types of a whole browser, on which pure code must not lean.

declare module "preact" {
  export interface VNode<Properties = unknown> {
    readonly type: unknown;
    readonly props: Properties;
  }
  export type Child = VNode | string | number | null | undefined | false | readonly Child[];
  export type Attributes = Readonly<Record<string, unknown>>;
  export function h(
    type: string,
    attributes: Attributes | null,
    ...children: readonly Child[]
  ): VNode;
}

declare module "preact-render-to-string" {
  import type { VNode } from "preact";
  export function renderToString(node: VNode): string;
}
