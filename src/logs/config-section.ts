/** One row of a configuration dump. */
export interface Setting {
  /** Heads under which it stands, from the outside in: ["Security", "Auth Key Management"]. */
  readonly under: readonly string[];
  readonly label: string;
  /** As written, keys hidden; empty when the row has none. */
  readonly value: string;
  /** Line of the file, from 1. */
  readonly line: number;
}

export type ConfigKind =
  /** `show wlan N`. */
  | "wlan"
  /** `show ap config general <ap>`. */
  | "ap"
  /** `show flexconnect group detail <group>`. */
  | "flexconnect-group"
  /** `show flexconnect group summary`. */
  | "flexconnect-groups"
  /** `show client detail <mac>`. */
  | "client"
  /** `show pmk-cache all`, `show wireless pmk-cache`. */
  | "pmk-cache";

/** The answer to one show command: labelled settings, and rows of tables. */
export interface ConfigSection {
  readonly kind: ConfigKind;
  /** First line of it. */
  readonly line: number;
  /** What was asked for: the group of `show flexconnect group detail <group>`; unknown without the command. */
  readonly subject?: string;
  readonly settings: readonly Setting[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/** The first setting of that label, as it is spelt; under a certain head, where labels come twice. */
export function settingOf(
  { settings }: ConfigSection,
  label: string,
  under?: string,
): Setting | undefined {
  return settings.find(
    (setting) => setting.label === label && (under === undefined || setting.under.at(-1) === under),
  );
}
