import type { Coverage } from "../exchange/air-coverage.ts";
import type { Check, CheckId } from "../exchange/check.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import type { FrameRole, Sighting } from "../exchange/sighting.ts";
import type { RuleTexts } from "./rule-texts.ts";
import type { Alternative, Confidence, Culprit, Evidence } from "./verdict.ts";
import type { Witnesses } from "./witness.ts";

/** All a rule may look at: an exchange, what surrounds it, and the checks made on its frames. */
export interface Facts {
  readonly context: ExchangeContext;
  readonly checks: readonly Check[];
  /** Who was heard around the exchange, and on which channels: what a missing frame is worth. */
  readonly coverage: Coverage;
  /** What the wire and the logs say of the exchange; absent when the air alone was asked. */
  readonly witnesses?: Witnesses;
}

export type RuleResult =
  | {
      readonly kind: "fault";
      readonly culprit: Culprit;
      readonly confidence: Confidence;
      /** That the exchange was completed says nothing against this fault. */
      readonly isUncontradicted?: true;
      readonly summary: string;
      readonly evidence: readonly Evidence[];
      readonly alternatives?: readonly Alternative[];
      readonly missing?: readonly string[];
    }
  | {
      readonly kind: "sound";
      /** The rule speaks for the whole exchange, not for one property of it. */
      readonly concludes?: true;
      readonly confidence: Confidence;
      readonly summary: string;
      readonly evidence: readonly Evidence[];
      readonly missing?: readonly string[];
    }
  | { readonly kind: "not-applicable"; readonly because: string }
  | {
      readonly kind: "cannot-tell";
      /** The rule knows what became of the exchange; only the reason stays open. */
      readonly concludes?: true;
      readonly culprit?: "undetermined" | "capture";
      readonly summary: string;
      readonly evidence: readonly Evidence[];
      readonly alternatives?: readonly Alternative[];
      readonly missing: readonly string[];
    };

/** One way an exchange breaks (or succeeds), and how that is found out. */
export interface Rule extends RuleTexts {
  judge(facts: Facts): RuleResult;
}

/** What a frame of the station or of the target is called. */
const roleNames: Readonly<Record<FrameRole, string>> = {
  "authentication-request": "Authentication Request",
  "authentication-response": "Authentication Response",
  "ft-authentication-request": "FT Authentication Request",
  "ft-authentication-response": "FT Authentication Response",
  "ft-authentication-confirm": "FT Authentication Confirm",
  "ft-authentication-ack": "FT Authentication Ack",
  "ft-action-request": "FT Request",
  "ft-action-response": "FT Response",
  "ft-action-confirm": "FT Confirm",
  "ft-action-ack": "FT Ack",
  "association-request": "Association Request",
  "association-response": "Association Response",
  "reassociation-request": "Reassociation Request",
  "reassociation-response": "Reassociation Response",
  "eapol-1": "EAPOL-Key message 1",
  "eapol-2": "EAPOL-Key message 2",
  "eapol-3": "EAPOL-Key message 3",
  "eapol-4": "EAPOL-Key message 4",
  disassociation: "Disassociation",
  deauthentication: "Deauthentication",
  "data-uplink": "Data frame of the station",
  "data-downlink": "Data frame of the AP",
};

export function roleName(role: FrameRole): string {
  return roleNames[role];
}

/** The checks of some ids on frames of some roles. */
export function checksOn(
  { checks }: Facts,
  ids: readonly CheckId[],
  roles: readonly FrameRole[],
): readonly Check[] {
  return checks.filter((check) => ids.includes(check.id) && roles.includes(check.role));
}

export function evidenceOf(check: Check): Evidence {
  return {
    input: check.input,
    frame: check.frame,
    field: fieldNames[check.id],
    ...(check.seen === undefined ? {} : { seen: check.seen }),
    ...(check.expected === undefined ? {} : { expected: check.expected }),
    text: `${roleName(check.role)}: ${check.text}`,
  };
}

export function evidenceAt(
  sighting: Sighting,
  evidence: Pick<Evidence, "field" | "seen" | "expected" | "text">,
): Evidence {
  return { input: sighting.air.input, frame: sighting.air.frame, ...evidence };
}

/** What the field that a check looks at is called. */
export const fieldNames: Readonly<Record<CheckId, string>> = {
  mdid: "MDID",
  "rsne-consistency": "RSNE",
  "rsnxe-consistency": "RSNXE",
  pmkr0name: "PMKR0Name",
  "pmkr1name-derivation": "PMKR1Name",
  pmkr1name: "PMKR1Name",
  "r0kh-id": "R0KH-ID",
  "r1kh-id": "R1KH-ID",
  anonce: "ANonce",
  snonce: "SNonce",
  "element-count": "element count",
  "fte-mic-request": "FTE MIC",
  "fte-mic-response": "FTE MIC",
  "gtk-unwrap": "GTK",
  "igtk-unwrap": "IGTK",
  "bigtk-unwrap": "BIGTK",
  "eapol-mic-2": "EAPOL-Key MIC",
  "eapol-mic-3": "EAPOL-Key MIC",
  "eapol-mic-4": "EAPOL-Key MIC",
  oci: "OCI",
  "reassociation-deadline": "reassociation deadline",
  "tk-uplink": "temporal key",
  "tk-downlink": "temporal key",
  "packet-number": "packet number",
};

export const stationFirst: readonly FrameRole[] = [
  "ft-authentication-request",
  "ft-action-request",
];
export const targetFirst: readonly FrameRole[] = [
  "ft-authentication-response",
  "ft-action-response",
];
export const stationSecond: readonly FrameRole[] = ["reassociation-request", "association-request"];
export const targetSecond: readonly FrameRole[] = [
  "reassociation-response",
  "association-response",
];

/**
 * The station asks in the mobility domain its key was made in. Without a beacon of the target a
 * difference may be the station's mistake as well as another domain: nothing can be built on it.
 */
export function isInDomainOfKey(facts: Facts): boolean {
  return checksOn(facts, ["mdid"], stationFirst).every(
    (check) => check.result !== "fault" && check.variant !== "not-of-session",
  );
}
