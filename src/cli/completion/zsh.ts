import { type CommandWords, type OptionWords, quoted, type Value } from "./words.ts";

/** The completion for zsh: a file of \`$fpath\`, which can also be sourced. */
export function zshCompletion(commands: readonly CommandWords[]): string {
  return `#compdef ftscope
# Completion of ftscope for zsh.
_ftscope() {
  local curcontext=$curcontext state line
  local -a commands=(
${commands.map(({ word, meaning }) => `    ${quoted(`${word}:${described(meaning)}`)}`).join("\n")}
  )
  _arguments -C '(- *)--help[this text]' '(- *)--version[the version]' \\
    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join("\n")}
      esac ;;
  esac
}
if [[ $funcstack[1] == _ftscope ]]; then
  _ftscope "$@"
else
  compdef _ftscope ftscope
fi
`;
}

function commandCase({ word, options, argument, argumentName }: CommandWords): string {
  const specs = options.map(optionSpec);
  if (argument !== undefined) specs.push(`*:${argumentName}:${action(argument)}`);
  return `        ${word}) _arguments ${specs.map(quoted).join(" \\\n          ")} ;;`;
}

function optionSpec({ word, meaning, value, valueName, isRepeatable }: OptionWords): string {
  const text = `[${bracketed(described(meaning))}]`;
  if (value === undefined) return `${word}${text}`;
  return `${isRepeatable ? "*" : ""}${word}=${text}:${described(valueName)}:${action(value)}`;
}

function action(value: Value): string {
  switch (value.kind) {
    case "file":
      return "_files";
    case "other":
      return " ";
    case "words":
      return value.words.every(({ meaning }) => meaning === "")
        ? `(${value.words.map(({ word }) => word).join(" ")})`
        : `((${value.words.map(({ word, meaning }) => `${word}\\:${evaluated(meaning)}`).join(" ")}))`;
    default: {
      const never: never = value;
      return never;
    }
  }
}

/** A colon ends a part of a specification. */
function described(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll(":", "\\:");
}

function bracketed(text: string): string {
  return text.replaceAll("[", "\\[").replaceAll("]", "\\]");
}

/** zsh evaluates this list: what would mean something there is taken out of the text. */
function evaluated(text: string): string {
  return `"${text.replace(/["$`\\]/g, "")}"`;
}
