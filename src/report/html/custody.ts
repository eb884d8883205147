import type { Analysis, InputReport } from "../../analyze/analysis.ts";
import { clockWords } from "../clock-words.ts";
import { recorderWords } from "../recorder-words.ts";
import { inputNotes } from "../summary.ts";
import { inputLetter } from "../view.ts";
import { channelWords, count } from "../words.ts";
import { el, type VNode } from "./element.ts";
import { facts } from "./roam.ts";

/** The chain of custody: what exactly was read, when it was recorded, by what, and what it lacks. */
export function custody({ inputs, generator }: Analysis): VNode {
  return el(
    "section",
    { id: "inputs" },
    el("h2", {}, "Inputs"),
    ...inputs.map((input, i) => inputHtml(input, inputs.length > 1 ? inputLetter(i) : undefined)),
    el(
      "p",
      { class: "muted" },
      `Read by ${generator.name} ${generator.version}, which never writes to its inputs. All times are UTC.`,
    ),
  );
}

function inputHtml(input: InputReport, letter: string | undefined): VNode {
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
      ["Channels", channelWords(input.channels)],
      ["Notes", notes.length === 0 ? "" : el("ul", {}, ...notes.map((note) => el("li", {}, note)))],
    ]),
  );
}
