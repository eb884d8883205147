import { formatTime, type TimeNs } from "../bytes/time.ts";
import type { ExchangeContext } from "../exchange/context.ts";
import { channelOf } from "../spec/channels.ts";

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
  readonly recorderAtStation: string;
}

export function settling(context: ExchangeContext): Settling {
  const { exchange, outcome } = context;
  const last = exchange.lastTime + (outcome === "unanswered" ? answerWithin : second);
  const when = span(exchange.startTime - second, last);
  const channel = channelWords(context);
  const made = context.link?.session.association.startTime;
  return {
    when,
    targetLog: `the debug log of the target AP ${exchange.targetAp} ${when}`,
    currentLog: `the debug log of the current AP ${exchange.currentAp ?? ""} ${when}`.replace(
      / {2,}/,
      " ",
    ),
    stationLog: `the log of the station ${exchange.station} ${when}`,
    wire: `a capture of the wire between the APs ${when}`,
    targetLogOrWire: `the debug log of the target AP ${exchange.targetAp} or a capture of the wire between the APs, ${when}`,
    holderLog: (name) => `the log and uptime of ${name} ${span(made ?? exchange.startTime, last)}`,
    recorderAtTarget: `a second recorder on ${channel}, close to the target AP`,
    recorderAtStation: `a second recorder on ${channel}, close to the station`,
  };
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

function channelWords({ exchange, target }: ExchangeContext): string {
  const frequencyMhz =
    exchange.sightings.find(
      ({ sender, receiver }) => sender === exchange.targetAp || receiver === exchange.targetAp,
    )?.air.radio.frequencyMhz ?? target?.frequencyMhz;
  if (frequencyMhz === undefined) return "the target AP's channel";
  const found = channelOf(frequencyMhz);
  return found === undefined
    ? `${frequencyMhz} MHz`
    : `channel ${found.channel} (${found.band}, ${frequencyMhz} MHz)`;
}
