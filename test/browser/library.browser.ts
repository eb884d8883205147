import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { build } from "rolldown";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { analyze, htmlReport, jsonReport } from "../../src/index.ts";
import { ownCases } from "../cases.ts";
import { chromiumPath, launch } from "./chromium.ts";

/** The library as a web page gets it: bundled for a browser, with nothing that stands in for Node.js. */
async function bundle(): Promise<string> {
  const warnings: string[] = [];
  const { output } = await build({
    input: new URL("../../src/index.ts", import.meta.url).pathname,
    platform: "browser",
    write: false,
    onLog: (_, { message }) => {
      warnings.push(message);
    },
    output: { format: "iife", name: "ftscope" },
  });
  // What could not be resolved, node: modules among them, is a warning.
  expect(warnings).toEqual([]);
  expect(output).toHaveLength(1);
  expect(output[0].imports).toEqual([]);
  return output[0].code;
}

const keys = ["psk:lab-ft:correct horse battery"];

describe.skipIf(chromiumPath === undefined)("the library in Chromium", () => {
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];
  const requests: string[] = [];
  beforeAll(async () => {
    browser = await launch();
    page = await browser.newPage();
    page.on("pageerror", (error) => complaints.push(error.message));
    page.on("console", (message) => complaints.push(message.text()));
    page.on("request", (request) => requests.push(request.url()));
    await page.addScriptTag({ content: await bundle() });
  });
  afterAll(() => browser.close());

  test.each(["ftpsk-ota-success", "ftpsk-sta-anonce", "ftpsk-ds-success", "fteap-sha384-success"])(
    "%s gives the document that Node.js gives",
    async (scenario) => {
      const octets = readFileSync(join(ownCases, scenario, "air.pcap"));
      const [json, html] = await page.evaluate(
        ([base64, keys]) => {
          const { ftscope } = globalThis as unknown as {
            ftscope: typeof import("../../src/index.ts");
          };
          const octets = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
          const document = ftscope.analyze(octets, { keys, frameDetails: 10 });
          return [ftscope.jsonReport(document), ftscope.htmlReport(document)] as const;
        },
        [octets.toString("base64"), keys] as const,
      );
      const document = analyze(octets, { keys, frameDetails: 10 });
      expect(document.exchanges.length).toBeGreaterThan(1);
      expect(json).toBe(jsonReport(document));
      expect(html).toBe(htmlReport(document));
    },
  );

  test("nothing was complained about, and nothing was asked of a network", () => {
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
  });
});
