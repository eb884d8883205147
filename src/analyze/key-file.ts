import type { KeySpec } from "../exchange/key-ring.ts";
import { parseKeySpec } from "./key-spec.ts";
export function parseKeyFile(
  content: Uint8Array,
  fileName: string,
): {
  keys: readonly KeySpec[];
  errors: readonly { line: number; text: string }[];
  dialect: string;
} {
  const lines = [...content]
    .map((c) => String.fromCharCode(c))
    .join("")
    .split("\n");
  const keys = lines.flatMap((line, i) => {
    if (line === "" || line.startsWith("#")) return [];
    const p = parseKeySpec(line, `${fileName} line ${i + 1}`);
    return "key" in p ? [p.key] : [];
  });
  return { keys, errors: [], dialect: "ftscope" };
}
