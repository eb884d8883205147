import { type Child, h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { harmless } from "../harmless.ts";

export type { Child, VNode };

/** Attributes of an element; those that are undefined or false are left out. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

/**
 * An element of the page. Every text in it and in its attributes goes through here: control and
 * bidirectional characters are spelt out, and the library escapes what HTML would read as markup.
 */
export function el(
  name: string,
  attributes: Attributes = {},
  ...children: readonly Child[]
): VNode {
  return h(
    name,
    Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [
        key,
        typeof value === "string" ? harmless(value) : value,
      ]),
    ),
    ...children.map(harmlessChild),
  );
}

/** An element whose only content is a constant of this package: its style or its script. */
export function constantElement(name: "style" | "script", content: string): VNode {
  return h(name, { dangerouslySetInnerHTML: { __html: content } });
}

export function renderHtml(node: VNode): string {
  return renderToString(node);
}

function harmlessChild(child: Child): Child {
  if (typeof child === "string") return harmless(child);
  return isList(child) ? child.map(harmlessChild) : child;
}

function isList(child: Child): child is readonly Child[] {
  return Array.isArray(child);
}
