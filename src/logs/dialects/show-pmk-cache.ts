import { createShowParser, type ShowCommand, weighShow } from "../aireos/show-parser.ts";
import type { Dialect } from "../dialect.ts";
import { macGroup } from "../mac-text.ts";

const show: ShowCommand = {
  kind: "pmk-cache",
  command: /^\s*show (?:wireless )?pmk-cache(?: (\S+))?/i,
  begins: /^ *(?:Number of PMK ca|PMK-CCKM Cache)/i,
  // Type, station, lifetime in seconds; the head stands on three lines.
  row: new RegExp(
    `^ *(TGR|RSN|CCKM|DOT11R|OKC|PKC|SKC|FT\\S*) +${macGroup} +(\\d+)(?: +(.*))?$`,
    "i",
  ),
};

/** Cisco AireOS `show pmk-cache all`, Catalyst 9800 `show wireless pmk-cache`. */
export const showPmkCache: Dialect = {
  id: "show-pmk-cache",
  title: "Cisco `show pmk-cache all`",
  weigh: (text) => (weighShow(show, text) >= 2 ? 3 : 0),
  createParser: () => createShowParser(show),
};
