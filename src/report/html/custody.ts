import type { Analysis, InputReport, LogReport } from "../../analyze/analysis.ts";
import { clockWords } from "../clock-words.ts";
import { dialectTitle } from "../dialect-titles.ts";
import { logClockWords, matchedWords } from "../log-lines.ts";
import { recorderWords } from "../recorder-words.ts";
import { inputNotes } from "../summary.ts";
import { inputLetter } from "../view.ts";
import { channelWords, count, sentence } from "../words.ts";
import { el, type VNode } from "./element.ts";
import { facts } from "./roam.ts";

/** More are with their exchanges. */
const mostContradictions = 20;

/** The chain of custody: what exactly was read, when it was recorded, by what, and what it lacks. */
export function custody({ inputs, logs = [], wire, generator }: Analysis): VNode {
  return el(
    "section",
    { id: "inputs" },
    el("h2", {}, "Inputs"),
    ...inputs.map((input, i) =>
      inputHtml(input, inputs.length > 1 ? inputLetter(i) : undefined, wire),
    ),
    ...logs.map(logHtml),
    el(
      "p",
      { class: "muted" },
      `Read by ${generator.name} ${generator.version}, which never writes to its inputs. All times are UTC.`,
    ),
  );
}

function inputHtml(input: InputReport, letter: string | undefined, wire: Analysis["wire"]): VNode {
  const { path, sha256, sizeBytes, format, compression, frames, firstTime, lastTime } = input;
  const notes = inputNotes(input);
  const name = path === "-" ? "standard input" : path;
  return el(
    "article",
    {},
    el("h3", {}, letter === undefined ? name : `${letter}: ${name}`),
    facts([
      ["SHA-256", sha256 === undefined ? "" : el("code", {}, sha256)],
      ["Size", `${sizeBytes} octets, ${count(frames, "frame")}`],
      ["Format", `${format ?? "not known"}${compression === null ? "" : ` (${compression})`}`],
      ["Recorded", firstTime === undefined ? "" : `${firstTime} to ${lastTime ?? firstTime}`],
      ["Recorded by", recorderWords(input).join(". ")],
      ["Clock", clockWords(input) ?? ""],
      [
        "Dropped",
        input.dropped === 0
          ? "none, as far as the file says"
          : `${count(input.dropped, "frame")}, as the recorder says`,
      ],
      [
        "Wire",
        input.wireMessages === undefined
          ? ""
          : `${count(input.wireMessages, "message")} of APs about roams and keys${
              wire === undefined || wire.messages === 0
                ? ""
                : `; ${wire.matched} of ${wire.messages} belong to an FT exchange`
            }`,
      ],
      ["Channels", channelWords(input.channels)],
      ["Notes", notes.length === 0 ? "" : el("ul", {}, ...notes.map((note) => el("li", {}, note)))],
    ]),
  );
}

/** What the log was, how it was brought to the capture's clock, and where it contradicts the air. */
function logHtml(log: LogReport): VNode {
  const { path, dialect, records, unrecognised, span, alignment, contradictions = [] } = log;
  return el(
    "article",
    {},
    el("h3", {}, path === "-" ? "standard input" : path),
    facts([
      ["Log", dialectTitle(dialect)],
      [
        "Records",
        `${count(records, "record")}${unrecognised === 0 ? "" : `, ${unrecognised} not understood`}`,
      ],
      ["Written", span === undefined ? "" : `${span.first} to ${span.last}, on its own clock`],
      ["Aligned", alignment === undefined ? "" : sentence(logClockWords(log))],
      ["Matched", matchedWords(log)],
      [
        "Contradictions",
        contradictions.length === 0
          ? matchedWords(log) && "none"
          : el(
              "ul",
              {},
              ...contradictions
                .slice(0, mostContradictions)
                .map(({ line, exchangeId, text }) =>
                  el(
                    "li",
                    {},
                    `Line ${line}, `,
                    el("a", { href: `#${exchangeId}` }, exchangeId),
                    `: ${sentence(text)}`,
                  ),
                ),
              contradictions.length > mostContradictions
                ? el("li", {}, `${contradictions.length - mostContradictions} more.`)
                : undefined,
            ),
      ],
    ]),
  );
}
