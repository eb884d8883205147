import { akmName, ftAkm } from "../../spec/suites.ts";
import type { ExchangeContext } from "../context.ts";
import { formatSsid } from "../facts.ts";
import { specsOf } from "../key-finding.ts";

const keyNames = {
  psk: "passphrase",
  sae: "PMK of the station's SAE authentication",
  eap: "MSK of the station's EAP authentication",
  fils: "FILS-FT key of the station",
} as const;

/** Why a check that needs a key could not be made, and which key would decide it. */
export function keyNeeds(context: ExchangeContext): {
  readonly needs: readonly string[];
  readonly text: string;
  readonly variant?: string;
} {
  const { akm, ssid, keys } = context;
  if (akm === undefined) {
    return { needs: ["the AKM of the station"], text: "the AKM is in none of the captured frames" };
  }
  const properties = ftAkm(akm);
  if (properties === undefined) {
    return { needs: [], text: `key names of ${akmName(akm)} cannot be computed` };
  }
  const network = ssid === undefined ? "" : ` of ${formatSsid(ssid)}`;
  const needs = [`the ${keyNames[properties.keySource]}${network}`];
  const specs = specsOf(keys);
  if (specs.length > 0) {
    const labels = specs.map((spec) => spec.label).slice(0, 3);
    return {
      needs,
      text: `${labels.join(", ")} ${specs.length > 1 ? "fit" : "fits"} nothing in this capture`,
      variant: "key-fits-nothing",
    };
  }
  if (context.ring.specs.length > 0) {
    return { needs, text: "no key that was given applies to this network and AKM" };
  }
  return { needs, text: "needs a key" };
}
