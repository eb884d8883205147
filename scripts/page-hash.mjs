// Prints what pageScriptHash in src/report/html/page-script.ts must be after the script was changed.
import { createHash } from "node:crypto";

const { pageScript } = await import(
  new URL("../build/report/html/page-script.js", import.meta.url)
);
console.log(`sha256-${createHash("sha256").update(pageScript).digest("base64")}`);
