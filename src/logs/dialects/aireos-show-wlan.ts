import { createShowParser, type ShowCommand, weighShow } from "../aireos/show-parser.ts";
import type { Dialect } from "../dialect.ts";

const show: ShowCommand = {
  kind: "wlan",
  command: /^\s*show wlan (\d+|\S+)/i,
  begins: /^ *WLAN Identifier ?\.{3,}/,
};

/** Cisco AireOS `show wlan N`. */
export const aireosShowWlan: Dialect = {
  id: "aireos-show-wlan",
  title: "Cisco AireOS `show wlan N`",
  weigh: (text) => weighShow(show, text),
  createParser: () => createShowParser(show),
};
