import type { Octets, Table, TextPart, Tone } from "../part.ts";
import { type Child, el, type VNode } from "./element.ts";

const toneWords: Readonly<Record<Tone, string>> = {
  fault: "Fault",
  warning: "Warning",
  "cannot-tell": "Cannot tell",
  sound: "Sound",
  note: "Note",
};

/** A word that says what tone it is; the colour only repeats it. */
export function badge(tone: Tone): VNode {
  return el("span", { class: `badge ${tone}` }, toneWords[tone]);
}

/** Pieces of the text report as elements of the page. */
export function partsHtml(parts: readonly TextPart[]): readonly Child[] {
  return parts.map((part) => {
    switch (part.kind) {
      case "headline":
        return el("p", { class: "headline" }, badge(part.tone), " ", part.text);
      case "paragraph":
        return el("p", {}, part.text);
      case "table":
        return tableHtml(part);
      case "octets":
        return octetsHtml(part);
      case "blank":
        return undefined;
      default: {
        const never: never = part;
        return never;
      }
    }
  });
}

/** On a narrow page each cell stands on a line of its own, behind the name of its column. */
function tableHtml({ columns, rows }: Table): VNode {
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...columns.map(({ head }) => el("th", { scope: "col" }, head)))),
    el(
      "tbody",
      {},
      ...rows.map(({ cells, tone }) =>
        el(
          "tr",
          tone === undefined ? {} : { class: tone },
          ...cells.map((cell, i) => el("td", { "data-head": columns[i]?.head ?? "" }, cell)),
        ),
      ),
    ),
  );
}

const digitsInGroup = 8;

/** Octet strings one under the other in groups of 4 octets that stay together where the line breaks. */
function octetsHtml({ rows }: Octets): VNode {
  const most = Math.max(...rows.map(({ digits }) => digits.length));
  const groups = Array.from(
    { length: Math.ceil(most / digitsInGroup) },
    (_, i) => i * digitsInGroup,
  );
  return el(
    "div",
    { class: "octets" },
    el("span", { class: "group labels" }, ...rows.map(({ label }) => el("b", {}, label))),
    ...groups.map((start) =>
      el(
        "span",
        { class: "group" },
        ...rows.map(({ digits }) => el("code", {}, ...marked(digits, start, rows))),
      ),
    ),
  );
}

function marked(digits: string, start: number, rows: Octets["rows"]): readonly Child[] {
  const octets = Array.from({ length: digitsInGroup / 2 }, (_, i) => {
    const at = start + 2 * i;
    const octet = digits.slice(at, at + 2);
    const differs = rows.some((other) => other.digits.slice(at, at + 2) !== octet);
    return { octet: octet === "" ? "  " : octet, differs };
  });
  return octets.map(({ octet, differs }) => (differs ? el("mark", {}, octet) : octet));
}
