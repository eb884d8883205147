import type { Analysis } from "./analysis.ts";

/** The part of the document that beacons and probe responses alone give. */
export function auditDocument(analysis: Analysis): Analysis {
  const { schema, generator, inputs, networks, findings } = analysis;
  return {
    schema,
    generator,
    inputs,
    networks,
    exchanges: [],
    roams: [],
    voice: [],
    // Findings of the audit name BSSs; the others are about exchanges.
    findings: findings.filter(({ bssids }) => bssids !== undefined),
  };
}
