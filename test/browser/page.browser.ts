import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { htmlReport } from "../../src/report/html/page.ts";
import { anonceFault } from "../builders/analysis.ts";
import { manyRoams } from "../builders/many-roams.ts";
import { runCli } from "../cli/test-io.ts";
import { chromiumPath, launch, openPage } from "./chromium.ts";

/** The page of a case of this repository, made as a user would make it. */
async function pageOf(scenario: string, logs: readonly string[] = []): Promise<string> {
  const folder = new URL(`../../captures/${scenario}/`, import.meta.url).pathname;
  const words = ["analyze", `${folder}air.pcap`, "--keys", `${folder}keys.txt`, "--format", "html"];
  if (logs.length > 0) words.push("--wired", `${folder}wired.pcap`);
  for (const log of logs) words.push("--log", `${folder}${log}`);
  return (await runCli(words)).out;
}

const sound = await pageOf("ftpsk-ota-success");
const refused = await pageOf("ftpsk-nokeydist");
const withLogs = await pageOf("ftpsk-cold-first-roam", ["ap0.log", "ap1.log", "sta0.log"]);
const forty = htmlReport(manyRoams(40));

describe.skipIf(chromiumPath === undefined)("the HTML report in Chromium", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());

  test.each([
    ["a sound roam", sound],
    ["a refused roam", refused],
    ["a roam with logs and the wire", withLogs],
    ["40 roams", forty],
  ])("%s: no complaint, no request, a ladder", async (_, html) => {
    const { page, complaints, requests } = await openPage(browser, html);
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    expect(await page.locator(".ladder svg").count()).toBeGreaterThan(0);
    await page.close();
  });

  test("the first fault is open and its ladder is in sight", async () => {
    const { page } = await openPage(browser, refused);
    const ladder = page.locator(".roam.fault .ladder svg").first();
    expect(await ladder.isVisible()).toBe(true);
    const box = await ladder.boundingBox();
    expect(box?.width).toBeGreaterThan(600);
    expect(box?.height).toBeGreaterThan(150);
    await page.close();
  });

  test("a frame shows its fields on hover, on focus and on a tap, and hides them on Escape", async () => {
    const { page } = await openPage(browser, refused);
    const tip = page.locator("#tip");
    const frame = page.locator(".roam.fault a[data-frame]").first();
    expect(await tip.isVisible()).toBe(false);
    await frame.hover();
    expect(await tip.innerText()).toMatch(/FTE[\s\S]*SNonce [0-9a-f]{64}/);
    await page.mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(false);
    await frame.focus();
    expect(await tip.isVisible()).toBe(true);
    await page.keyboard.press("Escape");
    expect(await tip.isVisible()).toBe(false);
    await frame.click();
    await page.mouse.move(2, 2);
    expect(await tip.isVisible()).toBe(true);
    await page.locator("h1").click();
    expect(await tip.isVisible()).toBe(false);
    await page.close();
  });

  test("what the wire and the logs say is in the ladder and opens in the list", async () => {
    const { page } = await openPage(browser, withLogs);
    const roam = page.locator(".roam", { has: page.locator("a.row.witnessed") }).first();
    await roam.evaluate((element) => element.setAttribute("open", ""));
    // The AP says in its log that it asks, and the wire shows the question.
    const rows = roam.locator("a.row.witnessed", { hasText: "PMK-R1 asked for" });
    const tips: string[] = [];
    for (const row of await rows.all()) {
      await row.hover();
      tips.push(await page.locator("#tip").innerText());
    }
    expect(tips).toContainEqual(expect.stringMatching(/wire · B\d+/));
    expect(tips).toContainEqual(expect.stringMatching(/AP log/));
    const row = rows.nth(tips.findIndex((tip) => tip.includes("wire · B")));
    const target = page.locator((await row.getAttribute("href")) ?? "");
    expect(await target.locator(".fields").isVisible()).toBe(false);
    await target.locator("summary").click();
    expect(await target.locator(".fields").isVisible()).toBe(true);
    const frame = roam.locator(".frame", { hasText: "also in sta0.log:" }).first();
    await frame.locator("summary").click();
    expect(await frame.locator(".dump").last().innerText()).toMatch(/^\d+\.\d+: /);
    await page.close();
  });

  test("the list is filtered by verdict, by words and by pair of APs", async () => {
    const { page } = await openPage(browser, forty);
    const shown = page.locator("#list > .roam:visible");
    expect(await shown.count()).toBe(40);
    await page.selectOption("#verdict", "fault");
    expect(await shown.count()).toBe(4);
    expect(await page.locator("#count").innerText()).toBe("4 of 40 shown");
    await page.selectOption("#verdict", "");
    await page.fill("#search", "02:5a:00:09:00:12");
    expect(await shown.count()).toBe(8);
    await page.fill("#search", "");
    await page.locator("[data-pair-filter]").first().click();
    const ofPair = await shown.count();
    expect(ofPair).toBeGreaterThan(0);
    expect(ofPair).toBeLessThan(40);
    await page.locator("#pair-off").click();
    expect(await shown.count()).toBe(40);
    await page.close();
  });

  test("the list is sorted by time and by pause, and back", async () => {
    const { page } = await openPage(browser, forty);
    const ids = () => page.locator("#list > .roam .id").allInnerTexts();
    const byVerdict = await ids();
    await page.selectOption("#sort", "time");
    expect(await ids()).toEqual(Array.from({ length: 40 }, (_, i) => `x${i + 1}`));
    await page.selectOption("#sort", "pause");
    const pauses = await page
      .locator("#list > .roam")
      .evaluateAll((all) => all.map((each) => Number(each.getAttribute("data-pause"))));
    expect(pauses).toEqual([...pauses].sort((a, b) => b - a));
    await page.selectOption("#sort", "verdict");
    expect(await ids()).toEqual(byVerdict);
    await page.close();
  });

  test.each(["light", "dark"] as const)(
    "nothing is wider than a phone (%s)",
    async (colorScheme) => {
      for (const html of [sound, refused, withLogs, forty]) {
        const { page } = await openPage(browser, html, {
          viewport: { width: 390, height: 844 },
          colorScheme,
        });
        await page.locator("details").evaluateAll((all) => {
          for (const each of all) each.setAttribute("open", "");
        });
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(390);
        await page.close();
      }
    },
  );

  test("without a script the text, the pictures and the octets are there", async () => {
    const { page } = await openPage(browser, refused, { javaScriptEnabled: false });
    const text = await page.locator("body").innerText();
    expect(text).toContain("Cost to the user");
    expect(text).toContain("53 Invalid PMKID");
    expect(await page.locator("#tools").isVisible()).toBe(false);
    await page.locator(".frame summary").first().click();
    expect(await page.locator(".frame .dump").first().isVisible()).toBe(true);
    await page.close();
  });

  test("a hostile SSID is text and does nothing", async () => {
    const ssid = '</script><img src=x onerror=alert(1)><svg onload=alert(2)>\u202e"';
    const html = htmlReport(manyRoams(3, { ssid }));
    const { page, complaints, requests } = await openPage(browser, html);
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.locator("body").innerText()).toContain(
      "</script><img src=x onerror=alert(1)>",
    );
    expect(complaints).toEqual([]);
    expect(requests).toEqual([]);
    await page.close();
  });

  test("printed on A4 it has the pictures and no controls", async () => {
    const { page } = await openPage(browser, refused);
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("#tools").isVisible()).toBe(false);
    expect(await page.locator(".roam.fault .ladder svg").first().isVisible()).toBe(true);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    await page.close();
  });

  test("text stands out from what is behind it (WCAG AA)", async () => {
    for (const colorScheme of ["light", "dark"] as const) {
      const { page } = await openPage(
        browser,
        htmlReport({ ...manyRoams(2), exchanges: [anonceFault] }),
        { colorScheme },
      );
      const poor = await page.evaluate(poorContrast);
      expect(poor).toEqual([]);
      await page.close();
    }
  });

  test("a thousand roams are under 5 MB and can be used", async () => {
    const html = htmlReport(manyRoams(1000));
    expect(Buffer.byteLength(html)).toBeLessThan(5_000_000);
    const { page, complaints, loadMs } = await openPage(browser, html);
    process.stderr.write(
      `1,000 roams: ${Buffer.byteLength(html)} octets, loaded in ${Math.round(loadMs)} ms\n`,
    );
    expect(complaints).toEqual([]);
    await page.selectOption("#verdict", "fault");
    expect(await page.locator("#list > .roam:visible").count()).toBe(100);
    await page.close();
  });
});

/** Runs in the page: texts of HTML whose contrast with their background is under 4.5. */
const poorContrast = `(() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const luminance = ([r, g, b]) => {
    const part = (v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== "");
    if (!isText || element.closest("svg, script, style, [hidden]")) continue;
    const [a, b] = [luminance(rgb(getComputedStyle(element).color)), luminance(behind(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor.push(element.className + ": " + element.textContent.slice(0, 30) + " " + ratio.toFixed(2));
  }
  return poor;
})()`;
