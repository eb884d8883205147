import { unwrapKey } from "../crypto/key-wrap.ts";
import { findElements } from "../elements/find.ts";
import { decodeKeyData } from "../elements/key-data.ts";
import { type Exchange, seen } from "./exchange.ts";
import type { KeyFinding } from "./key-finding.ts";
import type { SightingOf } from "./sighting.ts";

/** TIE type of the reassociation deadline, in TU (13.4). */
const reassociationDeadline = 1;

/** The decrypted key data of message 3; undefined when no PTK is confirmed or they do not unwrap. */
export function message3KeyData(
  { keys }: { readonly keys: KeyFinding },
  { body }: SightingOf<"eapol-3">,
): ReturnType<typeof decodeKeyData> | undefined {
  if (keys.ptk === undefined || !body.encryptedKeyData) return undefined;
  const octets = unwrapKey({ kek: keys.ptk.ptk.kek, wrapped: body.keyData });
  return octets === undefined ? undefined : decodeKeyData(octets, {});
}

/** The reassociation deadline that message 3 of an association announced, in TU. */
export function reassociationDeadlineTu(
  association: Exchange,
  keys: KeyFinding,
): number | undefined {
  for (const message3 of seen(association, "eapol-3")) {
    const keyData = message3KeyData({ keys }, message3);
    const tie = findElements(keyData?.elements ?? [], "tie").find(
      ({ timeoutType }) => timeoutType === reassociationDeadline,
    );
    if (tie !== undefined) return tie.value;
  }
  return undefined;
}
