import type { Rule } from "../rule.ts";
import { abandoned } from "./abandoned.ts";
import { mobilityDomainsDiffer } from "./mobility-domains-differ.ts";
import { noAnswer } from "./no-answer.ts";
import { r1KeyPullTimeout } from "./r1-key-pull-timeout.ts";
import { r1KeyUnknownToTarget } from "./r1-key-unknown-to-target.ts";
import { refused } from "./refused.ts";
import { rejectedByStation } from "./rejected-by-station.ts";
import { securityDiffers } from "./security-differs.ts";
import { soundAssociation } from "./sound-association.ts";
import { soundRoam } from "./sound-roam.ts";
import { stationAnonceWrong } from "./station-anonce-wrong.ts";
import { stationDeadlineMissed } from "./station-deadline-missed.ts";
import { stationElementCountWrong } from "./station-element-count-wrong.ts";
import { stationFteMicWrong } from "./station-fte-mic-wrong.ts";
import { stationFteMissing } from "./station-fte-missing.ts";
import { stationMdidWrong } from "./station-mdid-wrong.ts";
import { stationOciWrong } from "./station-oci-wrong.ts";
import { stationPmkr0nameWrong } from "./station-pmkr0name-wrong.ts";
import { stationPmkr1nameWrong } from "./station-pmkr1name-wrong.ts";
import { stationR0khIdWrong } from "./station-r0kh-id-wrong.ts";
import { stationR1khIdWrong } from "./station-r1kh-id-wrong.ts";
import { stationRsneChanged } from "./station-rsne-changed.ts";
import { stationSnonceWrong } from "./station-snonce-wrong.ts";
import { targetAnonceRace } from "./target-anonce-race.ts";
import { targetAnswerIncomplete } from "./target-answer-incomplete.ts";
import { targetElementCountWrong } from "./target-element-count-wrong.ts";
import { targetFteMicWrong } from "./target-fte-mic-wrong.ts";
import { targetHoldsAnotherPmkR1 } from "./target-holds-another-pmk-r1.ts";
import { targetMdidWrong } from "./target-mdid-wrong.ts";
import { targetNonceChanged } from "./target-nonce-changed.ts";
import { targetPmkr0nameChanged } from "./target-pmkr0name-changed.ts";
import { targetPmkr1nameChanged } from "./target-pmkr1name-changed.ts";
import { targetR0khIdChanged } from "./target-r0kh-id-changed.ts";
import { targetR1khIdChanged } from "./target-r1kh-id-changed.ts";
import { targetRestarted } from "./target-restarted.ts";
import { targetRsneMismatch } from "./target-rsne-mismatch.ts";
import { targetRsnxeMismatch } from "./target-rsnxe-mismatch.ts";
import { targetSnonceChanged } from "./target-snonce-changed.ts";
import { undecided } from "./undecided.ts";

/** Every rule; causes stand before their consequences, earlier frames before later ones. */
export const rules: readonly Rule[] = [
  mobilityDomainsDiffer,
  stationFteMissing,
  stationMdidWrong,
  stationR0khIdWrong,
  stationPmkr0nameWrong,
  securityDiffers,
  targetMdidWrong,
  targetRsneMismatch,
  targetPmkr0nameChanged,
  targetR0khIdChanged,
  targetSnonceChanged,
  targetAnswerIncomplete,
  stationRsneChanged,
  stationAnonceWrong,
  stationSnonceWrong,
  stationR1khIdWrong,
  stationPmkr1nameWrong,
  stationElementCountWrong,
  stationOciWrong,
  stationFteMicWrong,
  targetAnonceRace,
  targetRestarted,
  stationDeadlineMissed,
  r1KeyPullTimeout,
  r1KeyUnknownToTarget,
  targetRsnxeMismatch,
  targetNonceChanged,
  targetR1khIdChanged,
  targetPmkr1nameChanged,
  targetElementCountWrong,
  targetFteMicWrong,
  targetHoldsAnotherPmkR1,
  refused,
  rejectedByStation,
  noAnswer,
  abandoned,
  soundRoam,
  soundAssociation,
  undecided,
];
