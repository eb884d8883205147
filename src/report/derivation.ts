import type { DerivedValue } from "../analyze/derivation.ts";
import type { TextPart } from "./part.ts";

/** The values of a derivation in the order in which they follow from one another. */
export function derivationParts(values: readonly DerivedValue[]): readonly TextPart[] {
  return [
    {
      kind: "table",
      columns: [
        { head: "Name", align: "left" },
        { head: "Octets", align: "right" },
        { head: "Value", align: "left" },
      ],
      rows: values.map(({ name, octets, value }) => ({
        cells: [name, String(octets), value ?? "secret (--show-secrets prints it)"],
      })),
    },
  ];
}
