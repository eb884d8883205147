import { createShowParser, type ShowCommand, weighShow } from "../aireos/show-parser.ts";
import type { Dialect } from "../dialect.ts";

const show: ShowCommand = {
  kind: "ap",
  command: /^\s*show ap config general (.+)/i,
  begins: /^ *Cisco AP (?:Identifier|Name) ?\.{3,}/,
};

/** Cisco AireOS `show ap config general <ap>`. */
export const aireosShowAp: Dialect = {
  id: "aireos-show-ap",
  title: "Cisco AireOS `show ap config general <ap>`",
  weigh: (text) => weighShow(show, text),
  createParser: () => createShowParser(show),
};
