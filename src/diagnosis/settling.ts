import type { MacAddress } from "../bytes/mac-address.ts";
import { formatTime, type TimeNs } from "../bytes/time.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { compareAps } from "../logs/radio.ts";
import { channelOf } from "../spec/channels.ts";
import type { Facts } from "./rule.ts";

const second = 1_000_000_000n;

/** hostapd asks a silent key holder 4 times, a second each: an answer may come that late. */
const answerWithin = 5n * second;

/** What would settle a question about one exchange, named so that somebody can go and fetch it. */
export interface Settling {
  /** "from 11:00:31 to 11:00:38 UTC". */
  readonly when: string;
  readonly targetLog: string;
  readonly currentLog: string;
  readonly stationLog: string;
  readonly wire: string;
  readonly targetLogOrWire: string;
  /** Of the AP that made the key, whatever it is called. */
  holderLog(name: string): string;
  readonly recorderAtTarget: string;
  /** Where an FT exchange over the DS begins. */
  readonly recorderAtCurrent: string;
  readonly recorderAtStation: string;
}

/** A log that was given and speaks of the exchange is asked for in more detail, not once more. */
export function settling({ context, witnesses }: Pick<Facts, "context" | "witnesses">): Settling {
  const { exchange, outcome } = context;
  const { targetAp, currentAp, station } = exchange;
  const last = exchange.lastTime + (outcome === "unanswered" ? answerWithin : second);
  const when = span(exchange.startTime - second, last);
  const channel = channelWords(context, "target");
  const made = context.link?.session.association.startTime;
  const logOfAp = (name: string, address: MacAddress | undefined) => {
    const log = `${[name, address].filter((word) => word !== undefined).join(" ")}`;
    return isLogged(witnesses, address)
      ? `a more detailed debug log of ${log} than the one given`
      : `the debug log of ${log}`;
  };
  const isStationLogged = witnesses?.logged?.some(({ writer }) => writer === "station") ?? false;
  const targetLog = logOfAp("the target AP", targetAp);
  const stationLog = isStationLogged
    ? `a more detailed log of the station ${station} than the one given`
    : `the log of the station ${station}`;
  return {
    when,
    targetLog: `${targetLog} ${when}`,
    currentLog: `${logOfAp("the current AP", currentAp)} ${when}`,
    stationLog: `${stationLog} ${when}`,
    wire: `a capture of the wire between the APs ${when}`,
    targetLogOrWire: `${targetLog} or a capture of the wire between the APs, ${when}`,
    holderLog: (name) => `the log and uptime of ${name} ${span(made ?? exchange.startTime, last)}`,
    recorderAtTarget: `a second recorder on ${channel}, close to the target AP`,
    recorderAtCurrent: `a second recorder on ${channelWords(context, "current")}, close to the current AP`,
    recorderAtStation: `a second recorder on ${channel}, close to the station`,
  };
}

/** The AP's own log was given and has something to say of the exchange. */
function isLogged(witnesses: Facts["witnesses"], address: MacAddress | undefined): boolean {
  if (address === undefined) return false;
  const asked = { address, addressIs: "bssid" } as const;
  return (witnesses?.logged ?? []).some(
    ({ writer, event: { ap } }) =>
      writer === "access-point" && ap !== undefined && compareAps(ap, asked) === "same",
  );
}

/** Whole seconds, outwards. */
function span(from: TimeNs, to: TimeNs): string {
  const [date, first] = formatTime(from, 0).slice(0, -1).split("T");
  const [lastDate, last] = formatTime(to + second - 1n, 0)
    .slice(0, -1)
    .split("T");
  if (first === undefined || last === undefined) return "at that time";
  return date === lastDate
    ? `from ${first} to ${last} UTC`
    : `from ${date} ${first} to ${lastDate} ${last} UTC`;
}

function channelWords(context: ExchangeContext, which: "target" | "current"): string {
  const { exchange } = context;
  const bssid = which === "target" ? exchange.targetAp : exchange.currentAp;
  const frequencyMhz =
    exchange.sightings.find(({ sender, receiver }) => sender === bssid || receiver === bssid)?.air
      .radio.frequencyMhz ?? context[which]?.frequencyMhz;
  if (frequencyMhz === undefined) return `the ${which} AP's channel`;
  const found = channelOf(frequencyMhz);
  return found === undefined
    ? `${frequencyMhz} MHz`
    : `channel ${found.channel} (${found.band}, ${frequencyMhz} MHz)`;
}
