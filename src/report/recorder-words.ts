import type { InputReport } from "../analyze/analysis.ts";

const mostInterfaces = 8;

/** Who recorded an input, as far as the file says: one phrase a section. */
export function recorderWords({ recorders = [] }: InputReport): readonly string[] {
  const phrases = recorders.map(({ application, hardware, os, interfaces }) =>
    [
      application,
      hardware,
      os,
      ...interfaces
        .slice(0, mostInterfaces)
        .map((each) => [each.name, each.description, each.hardware, each.os])
        .map((texts) => texts.filter((text) => text !== undefined).join(", "))
        .filter((text) => text !== "")
        .map((text) => `interface ${text}`),
    ]
      .filter((text) => text !== undefined)
      .join("; "),
  );
  return [...new Set(phrases)].filter((phrase) => phrase !== "");
}
