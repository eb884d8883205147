/** The commands that a README shows, as words, and what each prints. */
export function commandsIn(readme) {
  return [...readme.matchAll(/```console\n\$ ftscope (.*)\n([\s\S]*?)```/g)].map(
    ([, command, shown]) => ({ command, words: command.split(" "), shown }),
  );
}

/** The examples of the library that a README shows, as modules, and what each prints. */
export function examplesIn(readme) {
  return [...readme.matchAll(/```js\n([\s\S]*?)```\n\n```text\n([\s\S]*?)```/g)].map(
    ([, code, shown]) => ({ code, shown }),
  );
}
