import type { Command, Option } from "commander";

/** What `--help` of a command tells after its options. */
export interface Manual {
  readonly exitCodes: Readonly<Record<number, string>>;
  /** Lines as they are typed; a test runs each of them. */
  readonly examples: readonly string[];
}

export function manual({ exitCodes, examples }: Manual): string {
  return [
    "",
    "Exit codes:",
    ...Object.entries(exitCodes).map(([code, meaning]) => `  ${code}  ${meaning}`),
    "",
    examples.length === 1 ? "Example:" : "Examples:",
    ...examples.map((line) => `  ${line}`),
  ].join("\n");
}

/** A line longer than this is hard to read on the widest terminal. */
const widest = 100;
const narrowest = 80;

export function helpWidth(columns: number | undefined): number {
  return Math.min(widest, columns ?? narrowest);
}

/** The parts of the list of options, in their order, by the options that the commands share. */
const optionGroups: readonly (readonly [heading: string, options: readonly string[]])[] = [
  ["Keys:", ["psk", "ssid", "key", "keys"]],
  ["Other witnesses:", ["log", "log-offset", "wired", "wlan-config"]],
  ["Which part:", ["station", "bssid", "from", "to", "exchange"]],
  ["Reading captures:", ["decode-as", "same-clock", "no-progress"]],
  ["Output:", ["format", "output", "hash", "fail-on", "show-secrets", "color", "quiet", "verbose"]],
];

const commandGroups: readonly (readonly [heading: string, commands: readonly string[]])[] = [
  ["Who broke it:", ["analyze", "watch", "log", "explain"]],
  ["How the network does:", ["roams", "compare", "audit"]],
  ["Frames and evidence:", ["frames", "extract", "prove", "bundle", "verify"]],
  ["Tools:", ["derive", "completion", "help"]],
];

const order = [...commandGroups, ...optionGroups].map(([heading]) => heading);

/** Puts commands and options into their groups. */
export function arrangeHelp(program: Command): void {
  program
    .configureHelp({ subcommandTerm: (command) => command.name(), optionDescription, groupItems })
    .helpOption("-h, --help", "this text")
    .addHelpCommand(
      program
        .createCommand("help")
        .argument("[command]")
        .description("what --help of a command tells")
        .helpGroup(groupOf(commandGroups, "help") ?? ""),
    );
  for (const command of program.commands) {
    command.helpGroup(groupOf(commandGroups, command.name()) ?? "Commands:");
    // Its options are what it computes with.
    if (command.name() === "derive") continue;
    for (const option of command.options) {
      const heading = groupOf(optionGroups, option.long?.slice(2) ?? "");
      if (heading !== undefined) option.helpGroup(heading);
    }
  }
}

function groupOf(groups: typeof commandGroups, name: string): string | undefined {
  return groups.find(([, members]) => members.includes(name))?.[0];
}

/** What is in no group comes last. */
function groupItems<Item extends Command | Option>(
  _: Item[],
  visible: Item[],
  headingOf: (item: Item) => string,
): Map<string, Item[]> {
  const items = new Map<string, Item[]>(order.map((heading) => [heading, []]));
  for (const item of visible) {
    const heading = headingOf(item);
    items.set(heading, [...(items.get(heading) ?? []), item]);
  }
  return new Map([...items].filter(([, members]) => members.length > 0));
}

/** With its choices and its default; without those that say nothing. */
function optionDescription({ description, argChoices, defaultValue, ...option }: Option): string {
  const told = [
    ...(argChoices === undefined ? [] : [argChoices.join(", ")]),
    ...(Array.isArray(defaultValue) ? ["may be repeated"] : []),
    ...(typeof defaultValue === "string" || option.defaultValueDescription !== undefined
      ? [`default: ${option.defaultValueDescription ?? defaultValue}`]
      : []),
  ];
  return told.length === 0 ? description : `${description} (${told.join("; ")})`;
}
