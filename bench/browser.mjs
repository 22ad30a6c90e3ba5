// @ts-check
// A browser of its own for every measurement, so that none inherits another's memory or cache.

import { chromium } from "playwright-core";

import { chromiumPath } from "../scripts/setup/programs.mjs";

/** @typedef {import("playwright-core").Page} Page */

/**
 * Opens an empty page in a fresh Chromium, hands it over, and closes everything afterwards. What the page
 * reports as an error makes the measurement fail.
 *
 * @template T
 * @param {(page: Page) => Promise<T>} work
 * @param {{ locale?: string }} [person] which language the browser says that its user reads
 * @returns {Promise<T>}
 */
export async function inFreshBrowser(work, { locale = "en-US" } = {}) {
  const browser = await chromium.launch({ executablePath: chromiumPath() });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale });
    /** @type {Promise<never>} */
    const failure = new Promise((_, reject) => {
      page.on("pageerror", reject);
      page.on("crash", () => reject(new Error("the page crashed")));
    });
    return await Promise.race([work(page), failure]);
  } finally {
    await browser.close();
  }
}
