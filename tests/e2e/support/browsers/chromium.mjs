// @ts-check
// Chromium, as the other tests have it.

import { readFile } from "node:fs/promises";

import { chromium } from "playwright-core";

import { chromiumPath } from "../../../../scripts/setup/programs.mjs";
import { PATIENCE_MS } from "./process.mjs";

/**
 * Opens a window of a new Chromium.
 *
 * @returns {Promise<import("../browsers.mjs").Visitor>}
 */
export async function openChromium() {
  // Chromium's sandbox refuses to run as root, as which containers do.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  const page = await browser.newPage();
  /** @type {string[]} */
  const problems = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  /** @type {Promise<import("playwright-core").Download>} */
  let download = page.waitForEvent("download", { timeout: 0 });
  // It ends with the page.
  download.catch(() => {});
  return {
    problems,
    goto: (url) => page.goto(url, { waitUntil: "domcontentloaded" }),
    evaluate: (act, argument) => page.evaluate(act, argument),
    choose: (selector, path) => page.setInputFiles(selector, path),
    click: (selector) => page.click(selector),
    downloaded: async (name) => {
      /** @type {Promise<never>} */
      const late = new Promise((_, reject) => setTimeout(reject, PATIENCE_MS, new Error(`${name} does not come`)));
      late.catch(() => {});
      const come = await Promise.race([download, late]);
      if (come.suggestedFilename() !== name) throw new Error(`${come.suggestedFilename()} was downloaded, and not ${name}`);
      return readFile(await come.path());
    },
    size: (width, height) => page.setViewportSize({ width, height }),
    screenshot: () => page.screenshot(),
    close: () => browser.close(),
  };
}
