import { mfpCapable, mfpRequired, type RsneMeaning, rsneWithDefaults } from "../elements/rsne.ts";
import type { Bss, BssConfiguration } from "../exchange/bss.ts";
import { associationRequests, ftRequests, isFt } from "../exchange/exchange.ts";
import { rsneOf } from "../exchange/facts.ts";
import type { Sighting } from "../exchange/sighting.ts";
import { akmName, cipherName, ftAkm } from "../spec/suites.ts";
import { type Refusal, refusal } from "./refusal.ts";
import type { Facts } from "./rule.ts";
import { meaningOf } from "./status-meanings.ts";
import type { Evidence } from "./verdict.ts";

type Difference = Required<Pick<Evidence, "field" | "seen" | "expected">>;

/** What the target offered when it refused a request for its RSNE. */
export type Offer =
  | { readonly kind: "same"; readonly request: Sighting; readonly beacon: BssConfiguration }
  | {
      readonly kind: "another";
      readonly request: Sighting;
      readonly beacon: BssConfiguration;
      /** Never empty. */
      readonly differences: readonly Difference[];
      /** An AP of the same station that offers what the request asks for: the APs differ. */
      readonly offeredBy: Bss | undefined;
    }
  | { readonly kind: "not-known"; readonly because: string; readonly missing: readonly string[] };

/** A refusal for the RSNE, and whether the request asked for what every beacon offers, or for what none does. */
export interface RsneRefusal {
  readonly refused: Refusal & { readonly status: number };
  readonly offer: Offer;
}

export function rsneRefusal({ context }: Facts): RsneRefusal | undefined {
  const { exchange } = context;
  const refused = refusal(context);
  const status = refused?.status;
  if (!isFt(exchange) || refused === undefined) return undefined;
  if (status === undefined || meaningOf(refused, "rsne") === undefined) return undefined;
  const requests = refused.step === "ft-request" ? ftRequests : associationRequests;
  const request = requests(exchange).findLast(({ air }) => air.time <= refused.sighting.air.time);
  return {
    refused: { ...refused, status },
    offer: offerFor(request, context.target?.configurations ?? [], [
      context.current,
      context.holder,
    ]),
  };
}

function offerFor(
  request: Sighting | undefined,
  configurations: readonly BssConfiguration[],
  others: readonly (Bss | undefined)[],
): Offer {
  const rsne = rsneOf(request);
  const beacon = configurations.at(-1);
  if (request === undefined || rsne === undefined || rsne.faults.length > 0) {
    return notKnown("the RSNE that was refused was not captured", "the station's request");
  }
  if (beacon === undefined) {
    return notKnown("no beacon of the target AP was captured", "beacon of the target AP");
  }
  const asked = rsneWithDefaults(rsne);
  const isOffering = (bss: Bss | undefined): bss is Bss =>
    bss !== undefined &&
    bss.configurations.length > 0 &&
    bss.configurations.every((configuration) => compare(asked, configuration)?.length === 0);
  const compared = configurations.map((configuration) => compare(asked, configuration));
  if (compared.every((differences) => differences?.length === 0)) {
    return { kind: "same", request, beacon };
  }
  const differences = compared.at(-1);
  // Group ciphers belong to each BSS; the others bind the key, and a station cannot choose them anew.
  const isOfKey = differences?.every(({ field }) => !field.startsWith("group")) ?? false;
  return differences !== undefined && compared.every((each) => (each?.length ?? 0) > 0)
    ? {
        kind: "another",
        request,
        beacon,
        differences,
        offeredBy: isOfKey ? others.find(isOffering) : undefined,
      }
    : notKnown(
        "not every beacon of the target AP offers the same",
        "the target AP's configuration",
      );
}

function notKnown(because: string, missing: string): Offer {
  return { kind: "not-known", because, missing: [missing] };
}

/** What the request asks for and the beacon does not offer; undefined when the beacon does not say all it offers. */
function compare(
  asked: RsneMeaning,
  { rsne, mde, hasOverride }: BssConfiguration,
): readonly Difference[] | undefined {
  if (rsne === undefined || hasOverride) return undefined;
  const offered = rsneWithDefaults(rsne);
  const names = (suites: readonly string[], name: (suite: string) => string) =>
    suites.map(name).join("+");
  const differences: Difference[] = [];
  const expect = (field: string, isRight: boolean, seen: string, expected: string) => {
    if (!isRight) differences.push({ field, seen, expected });
  };
  const isCapable = mfpCapable(asked.capabilities);
  const offersFt = offered.akms.some((akm) => ftAkm(akm) !== undefined);
  const isListed = asked.akms.every((akm) => offered.akms.includes(akm));
  // Adaptive 11r: a target that announces a mobility domain may accept FT AKMs that it does not list.
  if (!isListed && !offersFt && mde !== undefined) return undefined;
  // WPA3 wants management frame protection with SAE, whatever the beacon says.
  if (!isCapable && asked.akms.some((akm) => ftAkm(akm)?.keySource === "sae")) return undefined;
  expect("AKM", isListed, names(asked.akms, akmName), names(offered.akms, akmName));
  expect(
    "pairwise cipher",
    asked.pairwiseCiphers.every((cipher) => offered.pairwiseCiphers.includes(cipher)),
    names(asked.pairwiseCiphers, cipherName),
    names(offered.pairwiseCiphers, cipherName),
  );
  expect(
    "group cipher",
    asked.groupCipher === offered.groupCipher,
    cipherName(asked.groupCipher),
    cipherName(offered.groupCipher),
  );
  const offersProtection = mfpCapable(offered.capabilities);
  expect(
    "management frame protection",
    isCapable || !mfpRequired(offered.capabilities),
    "not capable",
    "required",
  );
  expect(
    "management frame protection",
    offersProtection || !mfpRequired(asked.capabilities),
    "required",
    "not capable",
  );
  expect(
    "group management cipher",
    !isCapable ||
      !offersProtection ||
      asked.groupManagementCipher === offered.groupManagementCipher,
    cipherName(asked.groupManagementCipher ?? ""),
    cipherName(offered.groupManagementCipher ?? ""),
  );
  return differences;
}
