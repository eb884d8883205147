import { akmAuthentication } from "../../spec/authentications.ts";
import { akmName } from "../../spec/suites.ts";
import { type AuditRule, announcedAt, groupWords } from "../audit-rule.ts";

/** One refusal may have many causes. */
const fewestRefusals = 2;

export const saeKeysGeneratedLocally: AuditRule = {
  id: "sae-keys-generated-locally",
  title: "FT-PSK works at an AP and FT-SAE never does, as if it made its keys from the passphrase",
  severity: "warning",
  clauses: ["13.2.2"],
  why: "An AP can make PMK-R1 of FT-PSK from the passphrase alone. The PMK of SAE is new in every association: for FT-SAE the key must come from the AP that made it.",
  decides:
    "An AP accepted FT requests of FT-PSK, and answered 2 or more of FT-SAE with status 53 (no such key) and accepted none.",
  fix: [
    "Let the APs exchange keys (R0KH and R1KH lists of hostapd) instead of generating them locally (ft_psk_generate_local).",
  ],
  confirm: ["Look for ft_psk_generate_local in the configuration of the AP."],
  judge: ({ byDomain }) =>
    byDomain.flatMap((group) =>
      group.bsss.flatMap((bss) => {
        const answers = [...bss.bss.keyHolders.ftAnswers];
        const worksForPsk = answers.some(
          ([akm, { accepted }]) => akmAuthentication(akm)?.authentication === "PSK" && accepted > 0,
        );
        const [sae] = answers.filter(
          ([akm, { accepted, withoutKey }]) =>
            akmAuthentication(akm)?.authentication === "SAE" &&
            accepted === 0 &&
            withoutKey >= fewestRefusals,
        );
        if (!worksForPsk || sae === undefined) return [];
        const [akm, { withoutKey, first }] = sae;
        return [
          {
            culprit: "key-distribution" as const,
            summary: `${bss.bssid} of ${groupWords(group)} accepts FT-PSK and answered all ${withoutKey} requests of ${akmName(akm)} with status 53.`,
            evidence: [
              announcedAt(bss, first, { field: "Status Code", seen: "53", text: akmName(akm) }),
            ],
            bsss: [bss],
          },
        ];
      }),
    ),
};
