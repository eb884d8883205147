import type { ConfigKind, ConfigSection, Setting, TableRow } from "../config-section.ts";
import type { DialectParser, LogSink, Weight } from "../dialect.ts";
import { type LogLine, singleBlanks } from "../log-line.ts";
import { hidden } from "../mask.ts";

/** How the answer to one show command is known. */
export interface ShowCommand {
  readonly kind: ConfigKind;
  /** What is typed: the rest of the command is the subject. */
  readonly command: RegExp;
  /** Labels or lines with which the answer begins, for copies without the command. */
  readonly begins: RegExp;
  /** Rows of its tables. */
  readonly row?: RegExp;
}

/** "Label..... value": blanks before the dots, and behind them, come and go. */
const dotted = /^( *)(\S.*?) ?\.{3,} *(.*)$/;
const rule = /^[\s\-=]+$/;
/** What a record of another log looks like: never a row. */
const clockText = /\b\d{1,2}:\d\d:\d\d\.\d{3}\b/;

/** Heads of sections are short and begin large; heads of tables have blanks between their columns. */
const widestHead = 64;
const tableHead = /\S {2,}\S/;
const mostEntries = 4000;

/** Passwords are shown by some releases; that one is set is no secret. */
const secretLabel = /passphrase|password|secret|shared key|psk key|wep key/i;
const setOrNot = /^(?:en|dis)abled?$|^none$|^n\/a$|^not configured$|^unconfigured$|^\**$/i;

/** What a line says for a show command: 3 where only this command begins so. */
export function weighShow({ command, begins, row }: ShowCommand, text: string): Weight {
  if (command.test(text) || begins.test(text)) return 3;
  if (row?.test(text) === true) return 2;
  return isDotted(text) ? 1 : 0;
}

function isDotted(text: string): boolean {
  return dotted.test(text) && !clockText.test(text) && !text.startsWith("*");
}

interface Open {
  readonly line: number;
  readonly subject?: string;
  readonly settings: Setting[];
  readonly rows: TableRow[];
}

/** Parses the answers to one show command. */
export function createShowParser(show: ShowCommand): DialectParser {
  let open: Open | undefined;
  let subject: string | undefined;
  /** What the next row may stand under, by indentation. */
  let heads: { readonly indent: number; readonly label: string }[] = [];

  function close(sink: LogSink): void {
    if (open !== undefined && open.settings.length + open.rows.length > 0) {
      const section: ConfigSection = { kind: show.kind, ...open };
      sink.section(section);
    }
    open = undefined;
    heads = [];
  }

  function begin({ number }: LogLine): Open {
    open = {
      line: number,
      ...(subject === undefined ? {} : { subject }),
      settings: [],
      rows: [],
    };
    subject = undefined;
    return open;
  }

  function under(indent: number): readonly string[] {
    while ((heads.at(-1)?.indent ?? -1) >= indent) heads.pop();
    return heads.map(({ label }) => label);
  }

  return {
    push(line, sink) {
      const { text, command } = line;
      if (command !== undefined) {
        close(sink);
        const asked = show.command.exec(command);
        subject = asked?.[1]?.trim();
        // Other show commands are for others; what else is typed says nothing.
        return asked !== null || !/^\s*show\b/.test(command);
      }
      if (text === "" || rule.test(text)) return true;
      if (text.startsWith("*") || clockText.test(text)) return false;
      const match = dotted.exec(text);
      const row = show.row?.exec(text);
      if (match === null && row == null) {
        const isHead =
          (text.length <= widestHead || tableHead.test(text)) && /^\s*[A-Z0-9(<]/.test(text);
        const isKnown = show.begins.test(text);
        if (!isKnown && (open === undefined || !isHead)) return false;
        if (isKnown && open === undefined) begin(line);
        const indent = text.search(/\S/);
        under(indent);
        heads.push({ indent, label: singleBlanks(text) });
        return true;
      }
      const [label, value] = [singleBlanks(match?.[2] ?? ""), singleBlanks(match?.[3] ?? "")];
      const isFirst = show.begins.test(text);
      if (isFirst && open?.settings.some((setting) => setting.label === label)) close(sink);
      // The middle of an answer whose beginning was cut off is still an answer, but whose is not known.
      if (open === undefined && !isFirst && row == null) return false;
      const section = open ?? begin(line);
      if (section.settings.length + section.rows.length < mostEntries) {
        if (row != null) {
          section.rows.push({ line: line.number, cells: row.slice(1).map((cell) => cell ?? "") });
        } else {
          const indent = (match?.[1] ?? "").length;
          const isSecret = secretLabel.test(label) && !setOrNot.test(value);
          section.settings.push({
            under: under(indent),
            label: label.replace(/:$/, ""),
            value: isSecret ? hidden : value,
            line: line.number,
          });
          heads.push({ indent, label });
        }
      }
      sink.understood(line);
      return true;
    },
    end: close,
  };
}
