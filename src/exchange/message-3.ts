import { unwrapKey } from "../crypto/key-wrap.ts";
import { findElements } from "../elements/find.ts";
import { decodeKeyData } from "../elements/key-data.ts";
import { type Exchange, seen } from "./exchange.ts";
import type { KeyFinding } from "./key-finding.ts";
import type { KeyRing } from "./key-ring.ts";
import type { SightingOf } from "./sighting.ts";

/** Timeouts that message 3 announces (13.4), by TIE type: the deadline in TU, the lifetime in seconds. */
export const timeoutTypes = { reassociationDeadline: 1, keyLifetime: 2 } as const;

/** The decrypted key data of message 3; undefined when no PTK is confirmed or they do not unwrap. */
export function message3KeyData(
  { keys, ring }: { readonly keys: KeyFinding; readonly ring: KeyRing },
  { body }: SightingOf<"eapol-3">,
): ReturnType<typeof decodeKeyData> | undefined {
  const guess = keys.ptk;
  if (guess === undefined || !body.encryptedKeyData) return undefined;
  return ring.memory.keyData(body, guess, () => {
    const octets = unwrapKey({ kek: guess.ptk.kek, wrapped: body.keyData });
    return octets === undefined ? undefined : decodeKeyData(octets, {});
  });
}

/** A timeout that message 3 of an association announced; undefined when none could be decrypted. */
export function announcedTimeout(
  association: Exchange,
  known: { readonly keys: KeyFinding; readonly ring: KeyRing },
  type: (typeof timeoutTypes)[keyof typeof timeoutTypes],
): number | undefined {
  for (const message3 of seen(association, "eapol-3")) {
    const keyData = message3KeyData(known, message3);
    const tie = findElements(keyData?.elements ?? [], "tie").find(
      ({ timeoutType }) => timeoutType === type,
    );
    if (tie !== undefined) return tie.value;
  }
  return undefined;
}
