// Writes what the README shows: the output of every `$ ftscope …` block and of every example of the library, and the
// table of rules.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";

const root = new URL("..", import.meta.url);
const { rules } = await import(new URL("build/diagnosis/rules/index.js", root));
const { auditRules } = await import(new URL("build/diagnosis/audit-rules/index.js", root));
const path = new URL("README.md", root);

const text = readFileSync(path, "utf8")
  .replace(/```console\n\$ ftscope (.*)\n[\s\S]*?```/g, (_, command) => {
    const result = run(command.split(" "));
    return `\`\`\`console\n$ ftscope ${command}\n${result}\`\`\``;
  })
  .replace(/```js\n([\s\S]*?)```\n\n```text\n[\s\S]*?```/g, (_, code) => {
    return `\`\`\`js\n${code}\`\`\`\n\n\`\`\`text\n${runExample(code)}\`\`\``;
  })
  .replace(/<!-- rules -->[\s\S]*?(?=\n## )/, () => {
    return `<!-- rules -->\n\n${ruleTable(rules)}\nThe rules of \`ftscope audit\`:\n\n${ruleTable(auditRules)}`;
  });
writeFileSync(path, text);

function ruleTable(list) {
  const rows = list.map((rule) => `| \`${rule.id}\` | ${rule.title} |`);
  return `| Rule | What it says |\n|---|---|\n${rows.join("\n")}\n`;
}

function run(words) {
  try {
    return execFileSync("node", ["dist/cli/main.js", ...words], { cwd: root, encoding: "utf8" });
  } catch (error) {
    // A fault that was found is exit code 1, and its report is what is shown.
    if (error.status === 1) return error.stdout;
    throw error;
  }
}

/** In the scope of this package `ftscope` is its own build. */
function runExample(code) {
  const file = new URL("build/example.mjs", root);
  writeFileSync(file, code);
  try {
    return execFileSync("node", [file.pathname], { cwd: root, encoding: "utf8" });
  } finally {
    rmSync(file);
  }
}
