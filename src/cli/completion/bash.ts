import type { CommandWords, Word } from "./words.ts";

/**
 * The completion for bash, from 3.2 on. Words are matched against lists that are in the script; nothing that was
 * typed is evaluated. Where there is no list, bash completes files.
 */
export function bashCompletion(commands: readonly CommandWords[]): string {
  return `# Completion of ftscope for bash.
_ftscope() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command='' words='' i
  # bash takes "--format=json" for three words.
  if [[ $word == = ]]; then
    word=''
  elif [[ $before == = ]]; then
    before=\${COMP_WORDS[COMP_CWORD-2]}
  fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    if [[ \${COMP_WORDS[i]} != -* ]]; then
      command=\${COMP_WORDS[i]}
      break
    fi
  done
  COMPREPLY=()
  case "$command $before" in
${commands.flatMap(valueCases).join("\n")}
    *)
      case "$command" in
        '') words='${list(commands)} --help --version' ;;
${commands.map(commandCase).join("\n")}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$word"))
}
complete -o default -F _ftscope ftscope
`;
}

/** What follows an option: words, or files and whatever else, for which nothing is listed. */
function valueCases({ word, options }: CommandWords): readonly string[] {
  const open = options.filter(({ value }) => value !== undefined && value.kind !== "words");
  return [
    ...options.flatMap((option) =>
      option.value?.kind === "words"
        ? [`    '${word} ${option.word}') words='${list(option.value.words)}' ;;`]
        : [],
    ),
    ...(open.length === 0
      ? []
      : [`    ${open.map((option) => `'${word} ${option.word}'`).join(" | ")}) ;;`]),
  ];
}

/** Options once a "-" was typed, else what the command is about. */
function commandCase({ word, options, argument }: CommandWords): string {
  const words = argument?.kind === "words" ? list(argument.words) : "";
  return `        ${word}) if [[ $word == -* ]]; then words='${list(options)}'; else words='${words}'; fi ;;`;
}

function list(words: readonly Word[]): string {
  return words.map(({ word }) => word).join(" ");
}
