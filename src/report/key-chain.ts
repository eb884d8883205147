import type { ExchangeReport } from "../analyze/analysis.ts";
import type { Check, CheckId, CheckResult } from "../exchange/check.ts";
import { isFtExchange } from "./words.ts";

/** One step of the FT key hierarchy (12.7.1.6) with the checks that decide whether it is right. */
export interface ChainStep {
  readonly name: string;
  /** What it is made from, or what it is for. */
  readonly madeOf: string;
  readonly checks: readonly Check[];
  /** Of all its checks; undefined when none was made: the exchange did not come so far. */
  readonly result: CheckResult | undefined;
  /** The first step with a fault. */
  readonly breaksHere: boolean;
}

interface Step {
  readonly name: string;
  readonly madeOf: string;
  readonly ids: readonly CheckId[];
}

const first: readonly Step[] = [
  {
    name: "PMK-R0",
    madeOf: "PSK or PMK, SSID, MDID, R0KH-ID, station",
    ids: ["mdid", "r0kh-id", "pmkr0name"],
  },
  {
    name: "PMK-R1",
    madeOf: "PMK-R0, R1KH-ID, station",
    ids: ["r1kh-id", "pmkr1name-derivation", "pmkr1name"],
  },
  { name: "PTK", madeOf: "PMK-R1, both nonces, both addresses", ids: ["snonce", "anonce"] },
];

const ftMics: readonly Step[] = [
  {
    name: "MIC of the station",
    madeOf: "KCK over its Reassociation Request",
    ids: ["element-count", "fte-mic-request"],
  },
  { name: "MIC of the target", madeOf: "KCK over its answer", ids: ["fte-mic-response"] },
];

const handshakeMics: readonly Step[] = [
  { name: "MIC of message 2", madeOf: "KCK, from the station", ids: ["eapol-mic-2"] },
  {
    name: "MICs of messages 3 and 4",
    madeOf: "KCK, from both",
    ids: ["eapol-mic-3", "eapol-mic-4"],
  },
];

const last: readonly Step[] = [
  {
    name: "Group keys",
    madeOf: "unwrapped with the KEK",
    ids: ["gtk-unwrap", "igtk-unwrap", "bigtk-unwrap"],
  },
  {
    name: "Data",
    madeOf: "encrypted with the TK",
    ids: ["tk-uplink", "tk-downlink", "packet-number"],
  },
];

/** From the first name to the data: what verified, and where the chain broke. Empty when nothing was checked. */
export function keyChain(exchange: ExchangeReport): readonly ChainStep[] {
  const steps = [...first, ...(isFtExchange(exchange) ? ftMics : handshakeMics), ...last];
  const decided = steps.map(({ name, madeOf, ids }) => {
    const checks = exchange.checks.filter(
      ({ id, result }) => ids.includes(id) && result !== "not-applicable",
    );
    return { name, madeOf, checks, result: worstOf(checks) };
  });
  if (decided.every(({ result }) => result === undefined)) return [];
  const broken = decided.findIndex(({ result }) => result === "fault");
  return decided.map((step, i) => ({ ...step, breaksHere: i === broken }));
}

/** A fault outweighs all; what could not be told does so only where nothing was. */
function worstOf(checks: readonly Check[]): CheckResult | undefined {
  const results = checks.map(({ result }) => result);
  return (["fault", "sound", "cannot-tell"] as const).find((result) => results.includes(result));
}
