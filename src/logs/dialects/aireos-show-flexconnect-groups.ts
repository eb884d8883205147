import { createShowParser, type ShowCommand, weighShow } from "../aireos/show-parser.ts";
import type { Dialect } from "../dialect.ts";

const show: ShowCommand = {
  kind: "flexconnect-groups",
  command: /^\s*show flexconnect group summary()/i,
  begins: /^ *FlexConnect Group Summary/i,
  // Names may hold blanks: two or more end them.
  row: /^ *(\S(?:.*?\S)?)(?: {2,}|\t)(\d+)(?: .*)?$/,
};

/** Cisco AireOS `show flexconnect group summary`. */
export const aireosShowFlexconnectGroups: Dialect = {
  id: "aireos-show-flexconnect-groups",
  title: "Cisco AireOS `show flexconnect group summary`",
  // A name and a number make a row of many a table: only the head tells.
  weigh: (text) => (weighShow(show, text) === 3 ? 3 : 0),
  createParser: () => createShowParser(show),
};
