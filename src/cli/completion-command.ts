import { Argument, type Command } from "commander";
import { ruleList } from "../diagnosis/explain.ts";
import { bashCompletion } from "./completion/bash.ts";
import { fishCompletion } from "./completion/fish.ts";
import { wordsOf } from "./completion/words.ts";
import { zshCompletion } from "./completion/zsh.ts";
import { manual } from "./help.ts";
import type { Io } from "./io.ts";

const shells = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `ftscope completion`: what makes a shell complete the words of the other commands. */
export function registerCompletion(program: Command, io: Io): void {
  program
    .command("completion")
    .summary("a script that makes bash, zsh or fish complete ftscope's words")
    .description(
      `Writes a script that makes a shell complete commands, options, their values and the ids of rules. Pressing Tab then starts no program. For the shell that runs:

  bash  source <(ftscope completion bash)
  zsh   source <(ftscope completion zsh)
  fish  ftscope completion fish | source

To keep it, write it where the shell looks, and anew after an update:

  bash  ~/.local/share/bash-completion/completions/ftscope
  zsh   a file _ftscope in a folder of $fpath
  fish  ~/.config/fish/completions/ftscope.fish`,
    )
    .addArgument(
      new Argument("<shell>", "the shell that shall run it").choices(Object.keys(shells)),
    )
    .addHelpText(
      "after",
      manual({
        exitCodes: { 0: "the script was written", 2: "another shell" },
        examples: Object.keys(shells).map((shell) => `ftscope completion ${shell}`),
      }),
    )
    .action(async (shell: keyof typeof shells) => {
      await io.out(shells[shell](wordsOf(program, ruleList())));
    });
}
