import type { Dialect } from "../dialect.ts";
import { aireosDebugClient } from "./aireos-debug-client.ts";
import { aireosShowAp } from "./aireos-show-ap.ts";
import { aireosShowClient } from "./aireos-show-client.ts";
import { aireosShowFlexconnectGroup } from "./aireos-show-flexconnect-group.ts";
import { aireosShowFlexconnectGroups } from "./aireos-show-flexconnect-groups.ts";
import { aireosShowWlan } from "./aireos-show-wlan.ts";
import { cosApTrace } from "./cos-ap-trace.ts";
import { generic } from "./generic.ts";
import { hostapd } from "./hostapd.ts";
import { iosApSyslog } from "./ios-ap-syslog.ts";
import { iosXeRaTrace } from "./ios-xe-ra-trace.ts";
import { showPmkCache } from "./show-pmk-cache.ts";
import { wpaSupplicant } from "./wpa-supplicant.ts";

/** Every dialect; of two that fit equally well the first is taken. */
export const dialects: readonly Dialect[] = [
  aireosDebugClient,
  aireosShowWlan,
  aireosShowAp,
  aireosShowFlexconnectGroup,
  aireosShowFlexconnectGroups,
  aireosShowClient,
  showPmkCache,
  iosXeRaTrace,
  cosApTrace,
  iosApSyslog,
  hostapd,
  wpaSupplicant,
  generic,
];
