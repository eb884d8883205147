import { formatMac, type MacAddress, macOctets } from "../bytes/mac-address.ts";
import { ccmDecrypt } from "../crypto/ccm.ts";
import { gcmDecrypt } from "../crypto/gcm.ts";
import type { SecretKey } from "../crypto/secret-key.ts";
import type { MacHeader } from "../dot11/mac-header.ts";
import { protectionHeaderLength, readProtection } from "../dot11/protection.ts";
import { cipherSuite, type SuiteSelector } from "../spec/suites.ts";
import type { ProtectedFrame } from "./data-flow.ts";
import type { Exchange } from "./exchange.ts";
import { devicesByLink } from "./multi-link.ts";

/** Octets of the MIC of the CCM ciphers. */
const ccmMicLengths: Readonly<Record<SuiteSelector, number>> = {
  "00-0f-ac:4": 8,
  "00-0f-ac:10": 16,
};

const gcmCiphers: ReadonlySet<SuiteSelector> = new Set(["00-0f-ac:8", "00-0f-ac:9"]);

export function isReadableCipher(cipher: SuiteSelector | undefined): cipher is SuiteSelector {
  return cipher !== undefined && (cipher in ccmMicLengths || gcmCiphers.has(cipher));
}

/** A temporal key and the cipher it is for. */
export interface DataKey {
  readonly cipher: SuiteSelector;
  readonly tk: SecretKey;
  /** Of multi-link devices: their addresses by those of their links. The protection covers the device's. */
  readonly devices?: ReadonlyMap<MacAddress, MacAddress>;
}

/** A temporal key as it is used in the association that an exchange makes. */
export function dataKeyOf(exchange: Exchange, key: Omit<DataKey, "devices">): DataKey {
  const devices = devicesByLink(exchange);
  return devices === undefined ? key : { ...key, devices };
}

/** The body of a protected frame in clear; undefined when it is not under this key. */
export function unprotect(
  { octets, header }: { readonly octets: Uint8Array; readonly header: MacHeader },
  { devices, ...key }: DataKey,
): Uint8Array | undefined {
  const onLink = unprotectAs(octets, header, key);
  if (onLink !== undefined || devices === undefined) return onLink;
  return unprotectAs(withDevices(octets, devices), header, key);
}

/** The frame with the addresses of the devices in place of those of their links. */
function withDevices(octets: Uint8Array, devices: ReadonlyMap<MacAddress, MacAddress>): Uint8Array {
  const translated = octets.slice();
  for (const at of [4, 10, 16]) {
    const device = devices.get(formatMac(octets.subarray(at, at + 6)));
    if (device !== undefined) translated.set(macOctets(device), at);
  }
  return translated;
}

function unprotectAs(
  octets: Uint8Array,
  header: MacHeader,
  { cipher, tk }: Omit<DataKey, "devices">,
): Uint8Array | undefined {
  const protection = readProtection(octets, header);
  if (protection === undefined || tk.length !== cipherSuite(cipher)?.tk) return undefined;
  const { ccmNonce, gcmNonce, ciphertext } = protection;
  const micLength = ccmMicLengths[cipher];
  for (const aad of [protection.aad, protection.sppAad]) {
    if (aad === undefined) continue;
    const plaintext =
      micLength === undefined
        ? gcmDecrypt({ key: tk, nonce: gcmNonce, aad, ciphertext })
        : ccmDecrypt({ key: tk, nonce: ccmNonce, aad, ciphertext, micLength });
    if (plaintext !== undefined) return plaintext;
  }
  return undefined;
}

const llcSnap = [0xaa, 0xaa, 3] as const;
/** Destination, source and length of the first subframe of an A-MSDU. */
const subframeHeaderLength = 14;

/**
 * The frame is in clear behind the header of its protection: what a radio hands on that has decrypted it, when
 * the recorder runs on the AP or station itself. Which key it was sent under does not show then.
 */
export function isKeptDecrypted({ air, header }: ProtectedFrame): boolean {
  const body = air.octets.subarray(header.length + protectionHeaderLength);
  const llc = header.isAmsdu ? body.subarray(subframeHeaderLength) : body;
  return llcSnap.every((octet, i) => llc[i] === octet);
}

const fcsLength = 4;

/** The frame decrypts under the key; also when it ends in an FCS though its recorder says that it has none. */
export function opens({ air, header }: ProtectedFrame, key: DataKey): boolean {
  const { octets, fcs } = air;
  return (
    unprotect({ octets, header }, key) !== undefined ||
    (fcs === "absent" &&
      unprotect({ octets: octets.subarray(0, -fcsLength), header }, key) !== undefined)
  );
}
