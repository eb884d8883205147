import { formatMac } from "../bytes/mac-address.ts";
import { formatHex } from "../bytes/octets.ts";
import type { Element } from "../elements/decode.ts";
import type { Fte } from "../elements/fte.ts";
import type { FteSubelement } from "../elements/fte-subelement.ts";
import type { Kde } from "../elements/kde.ts";
import type { OperatingChannel } from "../elements/oci.ts";
import { mfpCapable, mfpRequired, ocvc, type Rsne } from "../elements/rsne.ts";
import type { Tie } from "../elements/tie.ts";
import { elementName } from "../spec/element-names.ts";
import { akmName, cipherName } from "../spec/suites.ts";
import { quoted } from "./frame-notes.ts";

/** An element, or another part of a frame, told in full. */
export interface ElementDescription {
  /** "MDE". */
  readonly name: string;
  /** What it says, octets in full; "" when only the octets are known. */
  readonly words: string;
  /** The octets as sent, id and length included. */
  readonly hex: string;
}

export function describeElement(element: Element): ElementDescription {
  return {
    name: elementName(element.id, element.extensionId),
    words: elementFacts(element).join(", "),
    hex: formatHex(element.octets),
  };
}

/** A KDE of key data that was sent in the clear; a key in it stands in the octets only. */
export function describeKde(kde: Kde, keyData: Uint8Array): ElementDescription {
  const headerLength = 6;
  const end = kde.offset + headerLength + kde.data.length;
  return {
    name: kde.kind === "unknown" ? `KDE ${kde.type}` : `${kde.kind.toUpperCase()} KDE`,
    words: kde.kind === "pmkid" ? formatHex(kde.pmkid) : "",
    hex: formatHex(keyData.subarray(kde.offset, end)),
  };
}

function elementFacts(element: Element): readonly string[] {
  switch (element.kind) {
    case "ssid":
      return [element.isHidden ? `hidden, ${element.ssid.length} octets` : quoted(element.ssid)];
    case "rsne":
      return rsneFacts(element);
    case "rsnxe":
      return [
        `capabilities ${formatHex(element.capabilities)}`,
        ...flag(element.saeH2e, "SAE H2E"),
      ];
    case "mde":
      return [
        `MDID ${element.mdid}`,
        `FT over the ${element.ftOverDs ? "DS and over the air" : "air"}`,
        ...flag(element.resourceRequest, "resource requests"),
      ];
    case "fte":
      return fteFacts(element);
    case "tie":
      return [tieFact(element)];
    case "ric-data":
      return [
        `identifier ${element.identifier}`,
        `${element.descriptorCount} descriptors`,
        `status ${element.status}`,
      ];
    case "ric-descriptor":
      return [`resource type ${element.resourceType}`];
    case "vendor-specific":
      return [
        element.vendorType === undefined
          ? element.oui
          : `${element.oui} type ${element.vendorType}`,
      ];
    case "dsss-parameter-set":
      return [`channel ${element.channel}`];
    case "ht-operation":
      return [`primary channel ${element.primaryChannel}`];
    case "vht-operation":
      return [`channel width ${element.channelWidth}`];
    case "he-operation":
      return element.sixGhz === undefined
        ? []
        : [`6 GHz primary channel ${element.sixGhz.primaryChannel}`];
    case "eht-operation":
      return element.channelWidth === undefined ? [] : [`channel width ${element.channelWidth}`];
    case "rm-enabled-capabilities":
      return flag(element.neighborReport, "neighbor report");
    case "country":
      return [`country ${element.code}`];
    case "extended-capabilities":
      return flag(element.bssTransition, "BSS transition");
    case "mmie":
      return [
        `key id ${element.keyId}`,
        `IPN ${formatHex(element.ipn)}`,
        `MIC ${formatHex(element.mic)}`,
      ];
    case "oci":
      return [channelFact(element)];
    case "multi-link":
      return [
        `variant ${element.variant}`,
        ...(element.mldAddress === undefined ? [] : [`MLD address ${element.mldAddress}`]),
        ...(element.linkId === undefined ? [] : [`sent on link ${element.linkId}`]),
        ...(element.links ?? []).map(
          ({ linkId, address }) => `link ${linkId}${address === undefined ? "" : ` ${address}`}`,
        ),
      ];
    case "neighbor-report":
      return [
        `BSSID ${element.bssid}`,
        `operating class ${element.operatingClass}`,
        `channel ${element.channel}`,
        ...(element.preference === undefined ? [] : [`preference ${element.preference}`]),
      ];
    case "akm-suite-selector":
      return [akmName(element.akm)];
    case "fragment":
      return ["continues no element"];
    case "malformed":
    case "unknown":
      return [];
    default: {
      const never: never = element;
      return never;
    }
  }
}

function flag(isSet: boolean, words: string): readonly string[] {
  return isSet ? [words] : [];
}

function rsneFacts(rsne: Rsne): readonly string[] {
  const { groupCipher, pairwiseCiphers, akms, capabilities, groupManagementCipher } = rsne;
  return [
    `version ${rsne.version}`,
    ...(groupCipher === undefined ? [] : [`group ${cipherName(groupCipher)}`]),
    ...(pairwiseCiphers.length === 0
      ? []
      : [`pairwise ${pairwiseCiphers.map(cipherName).join("+")}`]),
    ...(akms.length === 0 ? [] : [`AKM ${akms.map(akmName).join("+")}`]),
    ...(capabilities === undefined ? [] : capabilityFacts(capabilities)),
    ...rsne.pmkids.map((pmkid) => `PMKID ${formatHex(pmkid)}`),
    ...(groupManagementCipher === undefined
      ? []
      : [`group management ${cipherName(groupManagementCipher)}`]),
    ...flag(rsne.trailing.length > 0, `then ${formatHex(rsne.trailing)}`),
  ];
}

function capabilityFacts(capabilities: number): readonly string[] {
  return [
    `capabilities 0x${capabilities.toString(16).padStart(4, "0")}`,
    ...flag(mfpRequired(capabilities), "MFP required"),
    ...flag(mfpCapable(capabilities), "MFP capable"),
    ...flag(ocvc(capabilities), "OCVC"),
  ];
}

function fteFacts(fte: Fte): readonly string[] {
  const field = (name: string, octets: Uint8Array | undefined) =>
    octets === undefined ? [] : [`${name} ${formatHex(octets)}`];
  return [
    `element count ${fte.elementCount}`,
    ...flag(fte.rsnxeUsed, "RSNXE used"),
    ...flag(fte.micLengthField > 0, `MIC length field ${fte.micLengthField}`),
    ...field("MIC", fte.mic),
    ...field("ANonce", fte.anonce),
    ...field("SNonce", fte.snonce),
    ...fte.subelements.flatMap(subelementFacts),
  ];
}

function subelementFacts(subelement: FteSubelement): readonly string[] {
  switch (subelement.kind) {
    case "r1kh-id":
      return [`R1KH-ID ${formatMac(subelement.r1khId)}`];
    case "r0kh-id":
      return [`R0KH-ID ${quoted(subelement.r0khId)}`];
    case "oci":
      return [`OCI ${channelFact(subelement)}`];
    case "gtk":
    case "igtk":
    case "bigtk":
      return keyFacts(subelement.kind.toUpperCase(), subelement);
    case "mlo-gtk":
    case "mlo-igtk":
    case "mlo-bigtk": {
      const name = subelement.kind.replace("mlo-", "").toUpperCase();
      return keyFacts(`link ${subelement.linkId} ${name}`, subelement);
    }
    case "unknown":
      return [`sub-element ${subelement.id} ${formatHex(subelement.octets)}`];
    default: {
      const never: never = subelement;
      return never;
    }
  }
}

function keyFacts(
  name: string,
  key: { readonly keyId: number; readonly keyLength: number; readonly wrappedKey: Uint8Array } & (
    | { readonly rsc: Uint8Array }
    | { readonly ipn: Uint8Array }
  ),
): readonly string[] {
  return [
    `${name} key id ${key.keyId} of ${key.keyLength} octets`,
    "rsc" in key ? `RSC ${formatHex(key.rsc)}` : `IPN ${formatHex(key.ipn)}`,
    `wrapped ${formatHex(key.wrappedKey)}`,
  ];
}

function tieFact({ timeoutType, value }: Tie): string {
  switch (timeoutType) {
    case 1:
      return `reassociation deadline ${value} TU`;
    case 2:
      return `key lifetime ${value} s`;
    case 3:
      return `association comeback time ${value} TU`;
    default:
      return `type ${timeoutType}, value ${value}`;
  }
}

function channelFact(channel: OperatingChannel): string {
  const { operatingClass, primaryChannel, frequencySegment1 } = channel;
  return `operating class ${operatingClass}, primary channel ${primaryChannel}, frequency segment 1 ${frequencySegment1}`;
}
