import type { Rule } from "../rule.ts";
import { abandoned } from "./abandoned.ts";
import { associationWithoutR0khId } from "./association-without-r0kh-id.ts";
import { dataStalled } from "./data-stalled.ts";
import { eapolAfterFt } from "./eapol-after-ft.ts";
import { ftDisabledAtTarget } from "./ft-disabled-at-target.ts";
import { ftReassociationDeferred } from "./ft-reassociation-deferred.ts";
import { keyReinstalled } from "./key-reinstalled.ts";
import { mobilityDomainsDiffer } from "./mobility-domains-differ.ts";
import { noAnswer } from "./no-answer.ts";
import { r0HolderRestarted } from "./r0-holder-restarted.ts";
import { r0KeyExpired } from "./r0-key-expired.ts";
import { r1KeyPullTimeout } from "./r1-key-pull-timeout.ts";
import { r1KeyUnknownToTarget } from "./r1-key-unknown-to-target.ts";
import { refused } from "./refused.ts";
import { refusedByPolicy } from "./refused-by-policy.ts";
import { rejectedByStation } from "./rejected-by-station.ts";
import { requestNotAcknowledged } from "./request-not-acknowledged.ts";
import { securityDiffers } from "./security-differs.ts";
import { soundAssociation } from "./sound-association.ts";
import { soundRoam } from "./sound-roam.ts";
import { stationAnonceWrong } from "./station-anonce-wrong.ts";
import { stationDeadlineMissed } from "./station-deadline-missed.ts";
import { stationDeniedAtTarget } from "./station-denied-at-target.ts";
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
import { stationRsneNotOffered } from "./station-rsne-not-offered.ts";
import { stationSnonceWrong } from "./station-snonce-wrong.ts";
import { stationTkNotInstalled } from "./station-tk-not-installed.ts";
import { targetAnonceRace } from "./target-anonce-race.ts";
import { targetAnswerIncomplete } from "./target-answer-incomplete.ts";
import { targetElementCountWrong } from "./target-element-count-wrong.ts";
import { targetFteMicWrong } from "./target-fte-mic-wrong.ts";
import { targetHoldsAnotherPmkR1 } from "./target-holds-another-pmk-r1.ts";
import { targetLostState } from "./target-lost-state.ts";
import { targetMdidWrong } from "./target-mdid-wrong.ts";
import { targetNonceChanged } from "./target-nonce-changed.ts";
import { targetPmkr0nameChanged } from "./target-pmkr0name-changed.ts";
import { targetPmkr1nameChanged } from "./target-pmkr1name-changed.ts";
import { targetR0khIdChanged } from "./target-r0kh-id-changed.ts";
import { targetR1khIdChanged } from "./target-r1kh-id-changed.ts";
import { targetRefusedRightRsne } from "./target-refused-right-rsne.ts";
import { targetRestarted } from "./target-restarted.ts";
import { targetRsneMismatch } from "./target-rsne-mismatch.ts";
import { targetRsnxeMismatch } from "./target-rsnxe-mismatch.ts";
import { targetSnonceChanged } from "./target-snonce-changed.ts";
import { targetTkNotInstalled } from "./target-tk-not-installed.ts";
import { undecided } from "./undecided.ts";

/** Every rule; causes stand before their consequences, earlier frames before later ones. */
export const rules: readonly Rule[] = [
  stationDeniedAtTarget,
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
  stationRsneNotOffered,
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
  r0KeyExpired,
  r1KeyPullTimeout,
  r0HolderRestarted,
  r1KeyUnknownToTarget,
  targetRsnxeMismatch,
  targetNonceChanged,
  targetR1khIdChanged,
  targetPmkr1nameChanged,
  targetElementCountWrong,
  targetFteMicWrong,
  targetHoldsAnotherPmkR1,
  targetLostState,
  ftDisabledAtTarget,
  targetRefusedRightRsne,
  ftReassociationDeferred,
  refusedByPolicy,
  eapolAfterFt,
  targetTkNotInstalled,
  stationTkNotInstalled,
  keyReinstalled,
  associationWithoutR0khId,
  requestNotAcknowledged,
  refused,
  rejectedByStation,
  noAnswer,
  abandoned,
  dataStalled,
  soundRoam,
  soundAssociation,
  undecided,
];
