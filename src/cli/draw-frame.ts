import type { ElementDescription } from "../air/describe-element.ts";
import type { FrameDescription } from "../air/describe-frame.ts";
import type { Note } from "../air/frame-notes.ts";
import { inputLetter } from "../report/view.ts";
import { channelWords } from "../report/words.ts";
import { wrap } from "../report/wrap.ts";

export interface FrameDrawing {
  /** Of several inputs, frame numbers carry the letter. */
  readonly inputs: number;
  /** Where lines are broken; undefined leaves every frame on one line. */
  readonly columns: number | undefined;
  /** Each frame is followed by its elements. */
  readonly verbose: boolean;
}

const fewestColumns = 60;
const addressWidth = "00:00:00:00:00:00".length;
const clockWidth = "00:00:00.000000".length;

/** A blank at which lines are not broken; captured texts never hold it, as it is no harmless character. */
const noBreak = "\u{a0}";

/** Draws frames one after the other; a line with the date stands before the first frame of a day. */
export function createFrameDrawer(drawing: FrameDrawing): (frame: FrameDescription) => string {
  const numberWidth = drawing.inputs > 1 ? 6 : 5;
  const details = " ".repeat(numberWidth + 2);
  let today = "";

  function broken(head: string, text: string, indent: string): readonly string[] {
    if (drawing.columns === undefined) return [head + text.replaceAll(noBreak, " ")];
    const width = Math.max(drawing.columns, fewestColumns) - indent.length;
    return wrap(text, width).map(
      (line, i) => `${i === 0 ? head : indent}${line.replaceAll(noBreak, " ")}`,
    );
  }

  function frameLines(frame: FrameDescription, clock: string): readonly string[] {
    const letter = drawing.inputs > 1 ? inputLetter(frame.input) : "";
    const number = `${letter}${frame.frame}`.padStart(numberWidth);
    const head = `${number}  ${clock.padEnd(clockWidth)}  `;
    const addresses = [frame.sender, frame.receiver].map(addressText).join(" > ");
    const notes = [...marks(frame), ...frame.notes.map(noteText)].map(unbroken);
    const facts = [...notes, ...frame.faults.map(faultText)].join(", ");
    const text = [addresses, frame.kind].map(unbroken).join("  ");
    return broken(head, facts === "" ? text : `${text}  ${facts}`, " ".repeat(head.length));
  }

  function elementLines({ name, words, hex }: ElementDescription): readonly string[] {
    const head = words === "" ? name : `${name}: ${words}`;
    return [
      ...broken(details, head, `${details}    `),
      ...broken(`${details}  = `, hex, `${details}    `),
    ];
  }

  return (frame) => {
    const [, day = "", clock = frame.time] =
      /^(.+)T(\d\d:\d\d:\d\d(?:\.\d{1,6})?)/.exec(frame.time) ?? [];
    const lines = day === today || day === "" ? [] : [`${day} UTC`];
    if (day !== "") today = day;
    lines.push(...frameLines(frame, clock));
    if (drawing.verbose) {
      lines.push(...broken(details, receptionText(frame), details));
      for (const element of frame.elements) lines.push(...elementLines(element));
    }
    return lines.map((line) => `${line.trimEnd()}\n`).join("");
  };
}

function addressText(address: string | undefined): string {
  if (address === undefined) return "?".padEnd(addressWidth);
  return address === "ff:ff:ff:ff:ff:ff" ? "everyone".padEnd(addressWidth) : address;
}

function unbroken(text: string): string {
  return text.replaceAll(" ", noBreak);
}

function marks({ fcs, cut, retry }: FrameDescription): readonly string[] {
  return [
    ...(fcs === "bad" ? ["BAD FCS"] : []),
    ...(cut ? ["cut short"] : []),
    ...(retry ? ["retry"] : []),
  ];
}

/** Names and nonces are told apart by their first octets; --verbose has them in full. */
function noteText({ name, value }: Note): string {
  return `${name} ${value.replace(/^([0-9a-f]{8})[0-9a-f]{24,}$/, "$1…")}`;
}

function faultText(fault: string): string {
  return `not read: ${fault}`;
}

function receptionText(frame: FrameDescription): string {
  const { frequencyMhz, signalDbm, sequenceNumber, acknowledged } = frame;
  return [
    frame.time,
    ...(frequencyMhz === undefined ? [] : [channelWords([frequencyMhz])]),
    ...(signalDbm === undefined ? [] : [`${signalDbm} dBm`]),
    ...(sequenceNumber === undefined ? [] : [`sequence number ${sequenceNumber}`]),
    `FCS ${frame.fcs}`,
    ...(acknowledged ? ["acknowledged"] : []),
    ...(frame.protected ? ["protected"] : []),
  ].join(", ");
}
