import type { Analysis } from "../../analyze/analysis.ts";
import { networksBody } from "../audit.ts";
import { roamsBody } from "../roams.ts";
import type { View } from "../view.ts";
import { count } from "../words.ts";
import { el, type VNode } from "./element.ts";
import { partsHtml } from "./parts.ts";

/** The page stays bounded: what is beyond is in the JSON document and in the text reports. */
const mostRoams = 500;
const mostBsss = 500;

/** Every roam of every kind; undefined where there is none. */
export function roamsSection(analysis: Analysis, view: View): VNode | undefined {
  const { roams } = analysis;
  if (roams.length === 0) return undefined;
  const shown = { ...analysis, roams: roams.slice(0, mostRoams) };
  return el(
    "section",
    { id: "every-roam" },
    el("h2", {}, "Every roam"),
    ...partsHtml(roamsBody(shown, view)),
    omission(roams.length - shown.roams.length, "roam", "roams"),
  );
}

/** What every BSS announces; undefined where none was heard. */
export function networksSection({ networks }: Analysis, view: View): VNode | undefined {
  if (networks.length === 0) return undefined;
  let left = mostBsss;
  const shown = networks.flatMap((network) => {
    const bsss = network.bsss.slice(0, left);
    left -= bsss.length;
    return bsss.length === 0 ? [] : [{ ...network, bsss }];
  });
  const all = networks.reduce((sum, { bsss }) => sum + bsss.length, 0);
  return el(
    "section",
    { id: "networks" },
    el("h2", {}, "What the networks announce"),
    ...partsHtml(networksBody(shown, view)),
    omission(all - (mostBsss - left), "BSS", "BSSs"),
  );
}

function omission(number: number, noun: string, nouns: string): VNode | undefined {
  return number === 0
    ? undefined
    : el("p", {}, `${count(number, noun, nouns)} more: the JSON document has them.`);
}
