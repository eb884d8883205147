import type { Evidence } from "../diagnosis/verdict.ts";
import { type Octets, paragraph, type TextPart } from "./part.ts";
import type { View } from "./view.ts";
import { capital, sentences } from "./words.ts";

/** From here on hex digits are compared octet by octet; shorter values are read at a glance. */
const fewestDigits = 16;

function isOctets(value: string | undefined): value is string {
  return value !== undefined && value.length >= fewestDigits && /^([0-9a-f]{2})+$/.test(value);
}

/** "^" wherever the digits differ, also where one of them has ended. */
function differences(seen: string, expected: string): string {
  return Array.from({ length: Math.max(seen.length, expected.length) }, (_, i) =>
    seen[i] === expected[i] ? " " : "^",
  ).join("");
}

/** What proves a verdict: each field with its frame, octets side by side. */
export function evidenceParts(evidence: readonly Evidence[], view: View): readonly TextPart[] {
  const shown = new Set<Evidence>();
  return evidence.flatMap((item) => {
    if (shown.has(item)) return [];
    shown.add(item);
    const { seen, expected } = item;
    if (!isOctets(seen) || !isOctets(expected) || seen === expected) {
      return plainEvidence(item, view);
    }
    // The frame that the expected value comes from is evidence of its own: it becomes the second row.
    const source = evidence.find(
      (other) => !shown.has(other) && other.field === item.field && other.seen === expected,
    );
    if (source !== undefined) shown.add(source);
    const octets: Octets = {
      kind: "octets",
      rows: [
        { label: source === undefined ? "seen" : view.placeName(item), digits: seen },
        { label: source === undefined ? "expected" : view.placeName(source), digits: expected },
      ],
      marks: differences(seen, expected),
    };
    return [
      paragraph(
        "Seen",
        sentences(
          `${capital(view.placeName(item))}, ${item.field}`,
          item.text,
          source && `${capital(view.placeName(source))}: ${source.text}`,
        ),
      ),
      octets,
    ];
  });
}

function plainEvidence(item: Evidence, view: View): readonly TextPart[] {
  return [
    paragraph(
      "Seen",
      sentences(
        `${capital(view.placeName(item))}, ${item.field}${valueWords(item.seen, item.expected)}`,
        item.text,
      ),
    ),
  ];
}

/** ": seen 53, expected 0", to be put behind the name of the field. */
export function valueWords(seen: string | undefined, expected: string | undefined): string {
  if (seen !== undefined && seen === expected) return `: ${seen}, as expected`;
  if (seen === undefined) return expected === undefined ? "" : `: expected ${expected}`;
  return expected === undefined ? `: ${seen}` : `: seen ${seen}, expected ${expected}`;
}
