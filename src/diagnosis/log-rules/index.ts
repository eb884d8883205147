import type { LogRule } from "../log-rule.ts";
import { apHasNoKey } from "./ap-has-no-key.ts";
import { configurationContradictsLog } from "./configuration-contradicts-log.ts";
import { controllerDroppedWorkingClient } from "./controller-dropped-working-client.ts";
import { flexApHasNoKey } from "./flex-ap-has-no-key.ts";
import { flexGroupsSplit } from "./flex-groups-split.ts";
import { flexKeyNotAtTarget } from "./flex-key-not-at-target.ts";
import { ftAfterKeyPurge } from "./ft-after-key-purge.ts";
import { ftRefusedByAp } from "./ft-refused-by-ap.ts";
import { ftRoamsInLog } from "./ft-roams-in-log.ts";
import { ftWithoutControllerKey } from "./ft-without-controller-key.ts";
import { handshakeAfterFt } from "./handshake-after-ft.ts";
import { wlanHindersFt } from "./wlan-hinders-ft.ts";
import { wrongPskInLog } from "./wrong-psk-in-log.ts";

/** Every rule for logs: causes stand before their consequences, and what went well comes last. */
export const logRules: readonly LogRule[] = [
  flexKeyNotAtTarget,
  apHasNoKey,
  ftRefusedByAp,
  flexApHasNoKey,
  wrongPskInLog,
  handshakeAfterFt,
  controllerDroppedWorkingClient,
  ftAfterKeyPurge,
  ftWithoutControllerKey,
  configurationContradictsLog,
  flexGroupsSplit,
  wlanHindersFt,
  ftRoamsInLog,
];
