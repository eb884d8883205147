import type { MacAddress } from "../bytes/mac-address.ts";
import { statusOf } from "../exchange/sighting.ts";
import { codeOf } from "../logs/event.ts";
import type { LogEventKind } from "../logs/event-kind.ts";
import { compareAps } from "../logs/radio.ts";
import type { KeyTransfer } from "./key-transfer.ts";
import type { Facts } from "./rule.ts";
import type { Evidence } from "./verdict.ts";
import type { LoggedFact } from "./witness.ts";

/** Logs of APs that say how the target fared with the key; undefined when none says anything of it. */
export function loggedTransfer({ context, witnesses }: Facts): KeyTransfer | undefined {
  const { targetAp } = context.exchange;
  const facts = trusted(witnesses);
  const ofTarget = facts.filter(({ event }) => isOf(event.ap?.address, targetAp, event));
  const ofOthers = facts.filter((fact) => !ofTarget.includes(fact));
  const holder = holderTransfer(ofOthers);
  const target = targetTransfer(ofTarget);
  if (target === undefined || holder === undefined) return target ?? holder;
  return {
    kind: target.isProof ? target.kind : holder.kind,
    isProof: target.isProof || holder.isProof,
    text: `${target.text} ${holder.text}`,
    evidence: [...target.evidence, ...holder.evidence],
  };
}

function isOf(
  address: MacAddress | undefined,
  targetAp: MacAddress,
  { ap, kind }: LoggedFact["event"],
): boolean {
  if (address === undefined) return !holderKinds.includes(kind);
  return (
    compareAps(ap ?? { addressIs: "unknown" }, { address: targetAp, addressIs: "bssid" }) !==
    "different"
  );
}

/** A log that is at odds with the octets is told as such, and proves nothing. */
export function trusted(witnesses: Facts["witnesses"]): readonly LoggedFact[] {
  const facts = witnesses?.logged ?? [];
  return facts.some(isAtOdds) ? [] : facts;
}

/** The first record of a kind that the target itself wrote about the exchange. */
export function saidByTarget(
  { context: { exchange }, witnesses }: Facts,
  kind: LogEventKind,
): LoggedFact | undefined {
  return trusted(witnesses).find(
    ({ event }) => event.kind === kind && isOf(event.ap?.address, exchange.targetAp, event),
  );
}

function isAtOdds({ event, sighting }: LoggedFact): boolean {
  const logged = codeOf(event, "ieee-status")?.value;
  const captured = sighting && statusOf(sighting);
  return logged !== undefined && captured !== undefined && logged !== captured;
}

interface Saying {
  readonly kind: LogEventKind;
  readonly as: KeyTransfer["kind"];
  readonly isProof: boolean;
  readonly text: (count: number) => string;
}

/** What the target may say of itself, the most telling first. */
const ofTarget: readonly Saying[] = [
  {
    kind: "ft-key-denied",
    as: "denied",
    isProof: true,
    text: () => "The target's log says that the key holder answered without a key",
  },
  {
    kind: "ft-key-request-timeout",
    as: "silent",
    isProof: true,
    text: (count) =>
      `The target's log says that its question for the key was not answered in time${count > 1 ? `, ${count} times` : ""}`,
  },
  {
    kind: "ft-key-not-made",
    as: "not-made",
    isProof: true,
    text: () =>
      "The target's log says that it makes keys from its own passphrase, and that none it has gives this one",
  },
  {
    kind: "ft-key-holder-unknown",
    as: "unknown-holder",
    isProof: true,
    text: () =>
      "The target's log says that it knows no key holder of the name that the station gave",
  },
  {
    kind: "ft-key-cache-lookup-failed",
    as: "not-found",
    isProof: false,
    text: () => "The log says that the target found no key of the station",
  },
];

/** What the key holder may say of the target's question. */
const ofHolder: readonly Saying[] = [
  {
    kind: "ft-key-message-undecryptable",
    as: "silent",
    isProof: true,
    text: () =>
      "The key holder's log says that it could not decrypt the question: the two do not have the same key",
  },
  {
    kind: "ft-key-requester-unknown",
    as: "silent",
    isProof: true,
    text: () =>
      "The key holder's log says that the target is none of the APs that may fetch keys from it",
  },
  {
    kind: "ft-key-unknown-to-holder",
    as: "denied",
    isProof: true,
    text: () => "The key holder's log says that it has no key under the name asked for",
  },
];

const holderKinds: readonly LogEventKind[] = ofHolder.map(({ kind }) => kind);

function targetTransfer(facts: readonly LoggedFact[]): KeyTransfer | undefined {
  const said = firstSaid(ofTarget, facts);
  if (said === undefined) return undefined;
  const lookup = facts.find(({ event }) => event.kind === "ft-key-cache-lookup-failed");
  return {
    ...said,
    evidence: [
      ...said.evidence,
      ...(lookup === undefined || said.kind === "not-found" ? [] : [evidenceIn(lookup)]),
    ],
  };
}

function holderTransfer(facts: readonly LoggedFact[]): KeyTransfer | undefined {
  return firstSaid(ofHolder, facts);
}

function firstSaid(
  sayings: readonly Saying[],
  facts: readonly LoggedFact[],
): KeyTransfer | undefined {
  for (const { kind, as, isProof, text } of sayings) {
    const said = facts.filter(({ event }) => event.kind === kind);
    const [first] = said;
    if (first === undefined) continue;
    return { kind: as, isProof, text: `${text(said.length)}.`, evidence: [evidenceIn(first)] };
  }
  return undefined;
}

export function evidenceIn({ log, event }: LoggedFact): Evidence {
  return { log, line: event.line, field: "log", text: event.raw };
}
