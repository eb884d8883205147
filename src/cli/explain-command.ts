import type { Command } from "commander";
import { utf8Octets } from "../bytes/octets.ts";
import { printable } from "../bytes/printable.ts";
import { findRule, ruleList } from "../diagnosis/explain.ts";
import { explainList, explainRule } from "../report/explain.ts";
import { drawText } from "./draw-text.ts";
import { manual } from "./help.ts";
import { type Io, UsageError } from "./io.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

/** `ftscope explain`: what a rule means, how it is decided, what to do. */
export function registerExplain(program: Command, io: Io): void {
  program
    .command("explain")
    .summary("what a rule means, how it is decided and what to do")
    .description(
      "Tells of a rule why what it finds breaks an exchange, how it decides, what to do about it and how to make sure; without an argument, the list of all rules. Their ids stand in every verdict and finding.",
    )
    .argument("[rule]", "the id of a rule; without one, the list of all")
    .addOption(colorOption())
    .addHelpText(
      "after",
      manual({
        exitCodes: { 0: "told", 2: "there is no such rule" },
        examples: ["ftscope explain", "ftscope explain r1-key-unknown-to-target"],
      }),
    )
    .action(
      async (id: string | undefined, options: { readonly color: "auto" | "always" | "never" }) => {
        const drawing = { columns: columnsOf(io), color: isColored(options.color, false, io) };
        if (id === undefined) {
          await io.out(drawText(explainList(ruleList()), drawing));
          return;
        }
        const rule = findRule(id);
        if (rule === undefined) {
          throw new UsageError(
            `there is no rule "${printable(utf8Octets(id))}"; \`ftscope explain\` lists all`,
          );
        }
        await io.out(drawText(explainRule(rule), drawing));
      },
    );
}
