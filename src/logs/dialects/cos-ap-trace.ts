import type { Dialect, DialectParser, ParsedEvent } from "../dialect.ts";
import type { LogClock, LogTime } from "../log-time.ts";
import { macGroup, macOf } from "../mac-text.ts";

/** "[*03/05/2024 10:11:12.1234] CLSM[02:..]: US Auth(b0) seq 3760 IF 27 slot 1 vap 0 len 30 state NULL". */
const kernel = new RegExp(
  `\\[\\*?(\\d\\d)/(\\d\\d)/(\\d{4}) (\\d\\d):(\\d\\d):(\\d\\d)\\.(\\d{1,6})\\] CLSM\\[${macGroup}\\]: (?:(US|DS) (\\w[\\w -]*?)\\(([0-9a-f]{2})\\) )?(.*)$`,
);

/** "[1709633472:123456] [AP-1] [02:..] [U:W] DOT11_AUTHENTICATION : Retry 0 PwrM 0 Seq 3760". */
const client = new RegExp(
  `^\\[(\\d{9,11}):(\\d{6})\\] \\[([^\\]]+)\\] \\[${macGroup}\\] \\[([UD]):\\w\\] DOT11_(\\w+)(?: *: *(.*))?$`,
);

const kinds: Readonly<
  Record<string, readonly [up: ParsedEvent["kind"], down: ParsedEvent["kind"]]>
> = {
  AUTHENTICATION: ["auth-received", "auth-sent"],
  ASSOC_REQUEST: ["assoc-received", "assoc-received"],
  ASSOC_RESPONSE: ["assoc-response-sent", "assoc-response-sent"],
  REASSOC_REQUEST: ["reassoc-received", "reassoc-received"],
  REASSOC_RESPONSE: ["assoc-response-sent", "assoc-response-sent"],
  DISASSOCIATION: ["disassoc-received", "disassoc-sent"],
  DEAUTHENTICATION: ["deauth-received", "deauth-sent"],
};

/** First octet of Frame Control to the name the other form of trace has for it. */
const subtypes: Readonly<Record<string, string>> = {
  "00": "ASSOC_REQUEST",
  "10": "ASSOC_RESPONSE",
  "20": "REASSOC_REQUEST",
  "30": "REASSOC_RESPONSE",
  a0: "DISASSOCIATION",
  b0: "AUTHENTICATION",
  c0: "DEAUTHENTICATION",
};

/** Cisco Wave-2 and later APs (COS): client traces, which carry sequence numbers of frames. */
export const cosApTrace: Dialect = {
  id: "cos-ap-trace",
  title: "Cisco COS AP client trace",
  weigh: (text) => (kernel.test(text) || client.test(text) ? 3 : 0),
  createParser,
};

function createParser(clock: LogClock): DialectParser {
  return {
    push(line, sink) {
      const event = kernelEvent(line.text, clock) ?? clientEvent(line.text, clock);
      if (event === undefined) return line.text === "" || line.command !== undefined;
      if (event.kind === "mentioned") sink.understood(line);
      else sink.event(event, line);
      return true;
    },
    end() {},
  };
}

function kernelEvent(text: string, clock: LogClock): ParsedEvent | undefined {
  const match = kernel.exec(text);
  if (match === null) return undefined;
  const [, month, day, year, hour, minute, second, fraction, mac, way, , subtype, rest = ""] =
    match;
  const time = clock.calendar({
    text: text.slice(text.indexOf("[") + 1, text.indexOf("]")).replace("*", ""),
    year: Number(year),
    month: Number(month),
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ...(fraction === undefined ? {} : { fraction }),
  });
  return frameEvent(time, mac as string, way === "US", subtypes[subtype ?? ""], rest);
}

function clientEvent(text: string, clock: LogClock): ParsedEvent | undefined {
  const match = client.exec(text);
  if (match === null) return undefined;
  const [, seconds, fraction, name, mac, way, frame, rest = ""] = match;
  const time = clock.epoch(Number(seconds), fraction, `${seconds}.${fraction}`);
  const event = frameEvent(time, mac as string, way === "U", frame, rest);
  return { ...event, ap: { ...event.ap, addressIs: "unknown", name: name as string } };
}

function frameEvent(
  time: LogTime,
  mac: string,
  isUp: boolean,
  frame: string | undefined,
  rest: string,
): ParsedEvent {
  const sequence = /\bseq +(\d+)/i.exec(rest)?.[1];
  const slot = /\bslot +(\d+)/i.exec(rest)?.[1];
  const retry = /\bRetry +(\d)/i.exec(rest)?.[1];
  const status = /\bstatus +(\d+)/i.exec(rest)?.[1];
  return {
    time,
    station: macOf(mac),
    kind: kinds[frame ?? ""]?.[isUp ? 0 : 1] ?? "mentioned",
    ...(sequence === undefined ? {} : { sequenceNumber: Number(sequence) }),
    ...(retry === undefined ? {} : { isRetry: retry === "1" }),
    ...(slot === undefined ? {} : { ap: { addressIs: "unknown", slot: Number(slot) } }),
    ...(status === undefined
      ? {}
      : { codes: [{ space: "ieee-status" as const, value: Number(status) }] }),
  };
}
