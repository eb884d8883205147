import { channelOf } from "../../spec/channels.ts";
import { type Check, checkOn } from "../check.ts";
import type { ExchangeContext } from "../context.ts";
import { fteOf } from "../facts.ts";
import type { AssociationRequest, AssociationResponse } from "../sighting.ts";

/** The operating channel a sender states in the FTE against the one the target works on. None when the FTE has no OCI. */
export function checkOci(
  context: ExchangeContext,
  sighting: AssociationRequest | AssociationResponse,
): readonly Check[] {
  const oci = fteOf(sighting)?.subelements.find((subelement) => subelement.kind === "oci");
  if (oci === undefined) return [];
  const frequencyMhz = sighting.air.radio.frequencyMhz ?? context.target?.frequencyMhz;
  const heardOn = frequencyMhz === undefined ? undefined : channelOf(frequencyMhz)?.channel;
  const channel = context.target?.channel ?? heardOn;
  const seen = `channel ${oci.primaryChannel} (operating class ${oci.operatingClass})`;
  if (channel === undefined) {
    return [
      checkOn(sighting, "oci", {
        result: "cannot-tell",
        seen,
        needs: ["beacon of the target AP"],
        text: "the channel of the target is not in the capture",
      }),
    ];
  }
  // A target that has just changed its channel may not have been heard announcing the new one.
  const isSame = [channel, heardOn].includes(oci.primaryChannel);
  return [
    checkOn(sighting, "oci", {
      result: isSame ? "sound" : "fault",
      seen,
      expected: `channel ${channel}`,
      text: isSame ? "the channel of the exchange" : `the target works on channel ${channel}`,
    }),
  ];
}
