import { formatHex } from "../bytes/octets.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { pmkR1Of } from "../exchange/key-path.ts";

/** The keys of an exchange as hex. Only for a user who asked for them. */
export function revealSecrets({ keys }: ExchangeContext): Readonly<Record<string, string>> {
  const { matched, ptk } = keys;
  const secrets: Record<string, string> = {};
  if (matched?.path.pmkR0 !== undefined) {
    secrets["pmkR0"] = formatHex(matched.path.pmkR0.reveal());
  }
  if (ptk !== undefined) {
    secrets["pmkR1"] = formatHex(pmkR1Of(ptk.path, ptk.r1khId).reveal());
    for (const name of ["kck", "kek", "tk"] as const) {
      secrets[name] = formatHex(ptk.ptk[name].reveal());
    }
  }
  return secrets;
}
