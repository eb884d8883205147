import { createShowParser, type ShowCommand, weighShow } from "../aireos/show-parser.ts";
import type { Dialect } from "../dialect.ts";

const show: ShowCommand = {
  kind: "client",
  command: /^\s*show client detail (\S+)/i,
  begins: /^ *Client MAC Address ?\.{3,}/,
};

/** Cisco AireOS `show client detail <mac>`. */
export const aireosShowClient: Dialect = {
  id: "aireos-show-client",
  title: "Cisco AireOS `show client detail <mac>`",
  weigh: (text) => weighShow(show, text),
  createParser: () => createShowParser(show),
};
