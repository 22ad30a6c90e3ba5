// @ts-check
// tesseract.js fed by pdf.js, in a page of our own (bench/peers/tesseract-js.html).

import { existsSync } from "node:fs";
import { join } from "node:path";

import { NODE_MODULES } from "../../scripts/paths.mjs";
import { inFreshBrowser } from "../browser.mjs";
import { MemorySampler } from "../memory.mjs";

/** @typedef {import("./engine.mjs").Engine} Engine */
/** @typedef {import("./engine.mjs").Reading} Reading */
/** @typedef {import("../browser.mjs").Page} Page */

/**
 * Pixels per point at which pdf.js draws: 216 dpi. Web pages that do this offer 2 to 4 and recommend 3, which
 * is also nearest to what Pagewise reads at.
 */
const SCALE = 3;

/**
 * @param {string} name
 * @param {string} about
 * @param {{ origin: string, segmentationMode: string | null }} how where the project's folder is served
 * @returns {Engine}
 */
export function tesseractJs(name, about, { origin, segmentationMode }) {
  const needed = ["tesseract.js", "pdfjs-dist"];
  return {
    name,
    about,
    missing: () =>
      needed.every((each) => existsSync(join(NODE_MODULES, each))) ? null : `${needed.join(" and ")} are not installed`,
    // Its build of the image library has no TIFF decoder.
    takes: (document) => !/\.tiff?$/.test(document.path),
    read: (document) =>
      inFreshBrowser(async (page) => {
        await load(page, origin, segmentationMode);
        // Once more, so that everything comes from the browser's cache, as on a second visit.
        await load(page, origin, segmentationMode);
        await page.locator("#file").setInputFiles(document.path);

        const sampler = new MemorySampler();
        const idleBytes = sampler.now();
        const options = { pages: document.gold.length, scale: SCALE };
        const { texts, seconds, firstTextSeconds } = await page.evaluate(
          (options) => /** @type {any} */ (window).peer.read(options),
          options,
        );
        return { seconds, firstTextSeconds, pages: texts, memory: sampler.stop(), idleBytes };
      }),
  };
}

/**
 * @param {Page} page
 * @param {string} origin
 * @param {string | null} segmentationMode
 */
async function load(page, origin, segmentationMode) {
  await page.goto(new URL("/bench/peers/tesseract-js.html", origin).href);
  await page.waitForFunction(() => "peer" in window);
  // The worker is there before the clock starts, which favours this way a little.
  await page.evaluate((mode) => /** @type {any} */ (window).peer.start(mode), segmentationMode);
}
