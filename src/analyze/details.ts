import { describeFrame } from "../air/describe-frame.ts";
import { formatHex } from "../bytes/octets.ts";
import { elapsedMs, formatTime } from "../bytes/time.ts";
import { activityBinNs } from "../exchange/activity.ts";
import type { Exchange } from "../exchange/exchange.ts";
import type { Sighting } from "../exchange/sighting.ts";
import type { Activity, FrameDetails } from "./analysis.ts";

const mostOctets = 512;
const mostRetryTimes = 16;

/** A frame may hold any number of elements, and an element any number of octets. */
const mostFields = 64;
const mostCharacters = 1024;

/** What a frame says, in a bounded size. */
export function reportDetails({ air, body, retries }: Sighting): FrameDetails {
  // The body of an Action frame that was decrypted says more than the frame as captured.
  const { notes, elements, faults } = describeFrame({
    ...air,
    decoded: { ...air.decoded, frame: body },
  });
  const isInElement = new Set(["PMKID", "AKM", "MDID", "SSID", "R0KH-ID", "R1KH-ID"]);
  const fields = [
    ...notes
      .filter(({ name }) => !isInElement.has(name) && !/nonce$/i.test(name))
      .map(({ name, value }) => ({ name, words: value })),
    ...elements.map(({ name, words, hex }) => ({ name, words: words === "" ? hex : words })),
    ...faults.map((text) => ({ name: "not readable", words: text })),
  ];
  return {
    fields: fields.slice(0, mostFields).map(({ name, words }) => ({ name, words: cut(words) })),
    octets: formatHex(air.octets.subarray(0, mostOctets)),
    length: air.octets.length,
    retryTimes: retries
      .slice(0, mostRetryTimes)
      .map(({ time, timeDigits }) => formatTime(time, timeDigits)),
  };
}

function cut(words: string): string {
  return words.length <= mostCharacters ? words : `${words.slice(0, mostCharacters)}...`;
}

/** The station's data around an exchange; times count from its start. */
export function reportActivity(exchange: Exchange): Activity {
  const { activity, startTime, dataBefore, dataAfter } = exchange;
  return {
    binMs: Number(activityBinNs) / 1e6,
    bins: activity.map(({ from, bssid, uplink, downlink, uplinkSignalDbm, downlinkSignalDbm }) => ({
      atMs: elapsedMs(startTime, from),
      ap: bssid,
      uplink,
      downlink,
      ...(uplinkSignalDbm === undefined ? {} : { uplinkSignalDbm }),
      ...(downlinkSignalDbm === undefined ? {} : { downlinkSignalDbm }),
    })),
    ...(dataBefore === undefined
      ? {}
      : {
          pause: {
            fromMs: elapsedMs(startTime, dataBefore),
            ...(dataAfter === undefined ? {} : { toMs: elapsedMs(startTime, dataAfter.time) }),
          },
        }),
  };
}
