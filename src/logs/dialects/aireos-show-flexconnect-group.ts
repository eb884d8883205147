import { createShowParser, type ShowCommand, weighShow } from "../aireos/show-parser.ts";
import type { Dialect } from "../dialect.ts";
import { macGroup } from "../mac-text.ts";

const show: ShowCommand = {
  kind: "flexconnect-group",
  command: /^\s*show flexconnect group detail ([^\r\n]+?)(?: +(?:aps|module-vlan).*)?$/i,
  begins: /^ *(?:Number of AP'?s in Group|FlexConnect Group Name|Group Name) ?[.:]/i,
  // AP Ethernet MAC, name, then status, mode and what a release adds.
  row: new RegExp(`^ *${macGroup} +(\\S+)(?: +(.*))?$`),
};

/** Cisco AireOS `show flexconnect group detail <group>`. */
export const aireosShowFlexconnectGroup: Dialect = {
  id: "aireos-show-flexconnect-group",
  title: "Cisco AireOS `show flexconnect group detail <group>`",
  weigh: (text) => weighShow(show, text),
  createParser: () => createShowParser(show),
};
