import type { Element } from "./decode.ts";

/** The first element of a kind. */
export function findElement<Kind extends Element["kind"]>(
  elements: readonly Element[],
  kind: Kind,
): Extract<Element, { readonly kind: Kind }> | undefined {
  return elements.find((element) => isOfKind(element, kind)) as
    | Extract<Element, { readonly kind: Kind }>
    | undefined;
}

/** All elements of a kind, in order. */
export function findElements<Kind extends Element["kind"]>(
  elements: readonly Element[],
  kind: Kind,
): readonly Extract<Element, { readonly kind: Kind }>[] {
  return elements.filter((element) => isOfKind(element, kind));
}

function isOfKind<Kind extends Element["kind"]>(
  element: Element,
  kind: Kind,
): element is Extract<Element, { readonly kind: Kind }> {
  return element.kind === kind;
}
