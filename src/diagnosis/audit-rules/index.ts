import type { AuditRule } from "../audit-rule.ts";
import { adaptive11r } from "./adaptive-11r.ts";
import { cipherDiffers } from "./cipher-differs.ts";
import { clockSet } from "./clock-set.ts";
import { countryDiffers } from "./country-differs.ts";
import { ftAkmDiffers } from "./ft-akm-differs.ts";
import { ftAkmWithoutMde } from "./ft-akm-without-mde.ts";
import { ftOnSomeBsss } from "./ft-on-some-bsss.ts";
import { mdeWithoutFtAkm } from "./mde-without-ft-akm.ts";
import { mdidDiffers } from "./mdid-differs.ts";
import { mdidShared } from "./mdid-shared.ts";
import { ocvDiffers } from "./ocv-differs.ts";
import { overDsDiffers } from "./over-ds-differs.ts";
import { pmfDiffers } from "./pmf-differs.ts";
import { r0khIdShared } from "./r0kh-id-shared.ts";
import { r1khIdShared } from "./r1kh-id-shared.ts";
import { reconfigured } from "./reconfigured.ts";
import { resourceRequestDiffers } from "./resource-request-differs.ts";
import { restarted } from "./restarted.ts";
import { rsnxeDiffers } from "./rsnxe-differs.ts";
import { saeKeysGeneratedLocally } from "./sae-keys-generated-locally.ts";
import { steeringSupportDiffers } from "./steering-support-differs.ts";

/** Every rule of the audit; what stops FT stands before what makes it slower, and remarks come last. */
export const auditRules: readonly AuditRule[] = [
  ftAkmWithoutMde,
  ftAkmDiffers,
  cipherDiffers,
  mdidDiffers,
  ftOnSomeBsss,
  mdeWithoutFtAkm,
  pmfDiffers,
  rsnxeDiffers,
  overDsDiffers,
  saeKeysGeneratedLocally,
  r0khIdShared,
  r1khIdShared,
  mdidShared,
  adaptive11r,
  resourceRequestDiffers,
  ocvDiffers,
  steeringSupportDiffers,
  countryDiffers,
  restarted,
  clockSet,
  reconfigured,
];
