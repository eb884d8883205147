import type { Command } from "commander";
import { findRule, ruleList } from "../diagnosis/explain.ts";
import { explainList, explainRule } from "../report/explain.ts";
import { drawText } from "./draw-text.ts";
import { type Io, UsageError } from "./io.ts";
import { colorOption, columnsOf, isColored } from "./terminal.ts";

/** `ftscope explain`: what a rule means, how it is decided, what to do. */
export function registerExplain(program: Command, io: Io): void {
  program
    .command("explain")
    .description("what a rule means, how it is decided and what to do")
    .argument("[rule]", "the id of a rule; without one, the list of all")
    .addOption(colorOption())
    .action(
      async (id: string | undefined, options: { readonly color: "auto" | "always" | "never" }) => {
        const drawing = { columns: columnsOf(io), color: isColored(options.color, false, io) };
        if (id === undefined) {
          await io.out(drawText(explainList(ruleList()), drawing));
          return;
        }
        const rule = findRule(id);
        if (rule === undefined) {
          throw new UsageError(`there is no rule "${id}"; \`ftscope explain\` lists all`);
        }
        await io.out(drawText(explainRule(rule), drawing));
      },
    );
}
