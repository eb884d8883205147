import type { Argument, Command, Option } from "commander";
import type { RuleTexts } from "../../diagnosis/rule-texts.ts";

/** A word that can be typed, and what it means. */
export interface Word {
  readonly word: string;
  readonly meaning: string;
}

/** What can follow: one of some words, a file, or something that only the user knows. */
export type Value =
  | { readonly kind: "words"; readonly words: readonly Word[] }
  | { readonly kind: "file" }
  | { readonly kind: "other" };

export interface OptionWords extends Word {
  /** As `--help` names it: "mac". */
  readonly valueName: string;
  /** Absent when the option takes none. */
  readonly value?: Value;
  readonly isRepeatable: boolean;
}

export interface CommandWords extends Word {
  readonly options: readonly OptionWords[];
  /** What stands behind the command and is no option; absent when nothing may. */
  readonly argument?: Value;
  readonly argumentName: string;
}

/** All that the command line understands, as the program itself has it. */
export function wordsOf(
  program: Command,
  rules: readonly Pick<RuleTexts, "id" | "title">[],
): readonly CommandWords[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = { kind: "words", words: commands.map(nameOf) } as const;
  return commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      ...nameOf(command),
      options: help.visibleOptions(command).flatMap(optionWords),
      argumentName: argument?.name() ?? "",
      ...(argument === undefined
        ? {}
        : { argument: command.name() === "help" ? names : argumentValue(argument) }),
    };
  });

  function argumentValue(argument: Argument): Value {
    if (argument.argChoices !== undefined) return wordsValue(argument.argChoices);
    return argument.name() === "rule"
      ? { kind: "words", words: rules.map(({ id, title }) => ({ word: id, meaning: title })) }
      : { kind: "file" };
  }

  function nameOf(command: Command): Word {
    return { word: command.name(), meaning: help.subcommandDescription(command) };
  }
}

/** Names of values that are paths. */
const fileNames: ReadonlySet<string> = new Set(["file", "pcap", "zip"]);

function optionWords({ long, flags, description, ...option }: Option): readonly OptionWords[] {
  if (long === undefined || long === null) return [];
  const [, valueName = ""] = /<(.*)>/.exec(flags) ?? [];
  const value: Value =
    option.argChoices !== undefined
      ? wordsValue(option.argChoices)
      : { kind: fileNames.has(valueName) ? "file" : "other" };
  return [
    {
      word: long,
      meaning: description,
      valueName,
      isRepeatable: Array.isArray(option.defaultValue),
      ...(valueName === "" ? {} : { value }),
    },
  ];
}

function wordsValue(words: readonly string[]): Value {
  return { kind: "words", words: words.map((word) => ({ word, meaning: "" })) };
}

/** A text between the quotes that leave everything in it as it is. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
