import type { CommandWords, OptionWords, Value, Word } from "./words.ts";

/** The completion for fish. */
export function fishCompletion(commands: readonly CommandWords[]): string {
  const lines = [
    "# Completion of ftscope for fish.",
    "complete -c ftscope -f",
    "complete -c ftscope -n __fish_use_subcommand -l help -d 'this text'",
    "complete -c ftscope -n __fish_use_subcommand -l version -d 'the version'",
    ...commands.map(
      ({ word, meaning }) =>
        `complete -c ftscope -n __fish_use_subcommand -a ${word} -d ${fishQuoted(meaning)}`,
    ),
    ...commands.flatMap(commandLines),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines({ word, options, argument }: CommandWords): readonly string[] {
  const on = `complete -c ftscope -n '__fish_seen_subcommand_from ${word}'`;
  return [
    ...(argument === undefined ? [] : [`${on}${argumentOf(argument)}`]),
    ...options.map((option) => `${on}${optionOf(option)}`),
  ];
}

function argumentOf(value: Value): string {
  return value.kind === "words" ? ` -a ${wordList(value.words)}` : " -F";
}

function optionOf({ word, meaning, value }: OptionWords): string {
  const described = ` -l ${word.slice(2)} -d ${fishQuoted(meaning)}`;
  switch (value?.kind) {
    case undefined:
      return described;
    case "file":
      return `${described} -r -F`;
    case "other":
      return `${described} -x`;
    case "words":
      return `${described} -x -a ${wordList(value.words)}`;
    default: {
      const never: never = value;
      return never;
    }
  }
}

/** Words, each with a tab and its meaning where it has one. fish expands the list, so that is quoted twice. */
function wordList(words: readonly Word[]): string {
  return fishQuoted(
    words
      .map(({ word, meaning }) => (meaning === "" ? word : `${word}\\t${fishQuoted(meaning)}`))
      .join(" "),
  );
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
