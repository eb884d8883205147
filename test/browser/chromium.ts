import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** The system's Chromium; undefined where there is none. */
export const chromiumPath = [
  process.env["CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
].find((path) => path !== undefined && existsSync(path));

if (chromiumPath === undefined) {
  process.stderr.write("SKIPPED: no Chromium found, the HTML report is not tested in a browser\n");
}

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath ?? "",
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export interface Opened {
  readonly page: Page;
  /** What went to the console, and errors that nobody caught. */
  readonly complaints: readonly string[];
  /** Everything the page asked for, but itself. */
  readonly requests: readonly string[];
  /** From the request to the load event. */
  readonly loadMs: number;
}

/** Opens a page as a reader would: as a file. */
export async function openPage(
  browser: Browser,
  html: string,
  options: BrowserContextOptions = {},
): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "ftscope-page-"));
  const path = join(folder, "report.html");
  writeFileSync(path, html);
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 }, ...options });
  page.on("close", () => rmSync(folder, { recursive: true, force: true }));
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("dialog", (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  const url = pathToFileURL(path).href;
  page.on("request", (request) => {
    if (request.url() !== url) requests.push(request.url());
  });
  const start = performance.now();
  await page.goto(url);
  return { page, complaints, requests, loadMs: performance.now() - start };
}
