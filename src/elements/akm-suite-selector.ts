import type { SuiteSelector } from "../spec/suites.ts";
import { decodeWhole, type MalformedElement } from "./body.ts";
import type { ElementBase } from "./element.ts";
import { readSuiteSelector } from "./suite-selector.ts";

/** AKM Suite Selector element (255/114) of SAE commit messages. */
export interface AkmSuiteSelector extends ElementBase {
  readonly kind: "akm-suite-selector";
  readonly akm: SuiteSelector;
}

export function decodeAkmSuiteSelector(element: ElementBase): AkmSuiteSelector | MalformedElement {
  return decodeWhole(element, (cursor) => ({
    kind: "akm-suite-selector" as const,
    akm: readSuiteSelector(cursor, "AKM"),
  }));
}
