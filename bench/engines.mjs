// @ts-check
// The ways of reading that are compared, and which documents each reads.

import { native } from "./engines/native.mjs";
import { pagewise } from "./engines/pagewise.mjs";
import { tesseractJs } from "./engines/tesseract_js.mjs";
import { modelOf } from "./site.mjs";

/** @typedef {import("./engines/engine.mjs").Engine} Engine */

export const CONSERVATIVE = "Pagewise, conservative";
export const MODERATE = "Pagewise, moderate";
export const MODERATE_ONE = "Pagewise, moderate, 1 worker";
export const TESSERACT_JS = "tesseract.js + pdf.js";
const NATIVE = "pdftoppm + tesseract";

/** One setting of Pagewise is enough to compare accuracy: presets differ in workers and memory only. */
export const ON_EVERY_DOCUMENT = [MODERATE, TESSERACT_JS, NATIVE];

/**
 * @param {{ site: string, siteFolder: string, origin: string, all: boolean }} where the built site's address and
 *   folder, and the address at which the project's folder is served
 * @returns {Engine[]}
 */
export function engines({ site, siteFolder, origin, all }) {
  const setting = (/** @type {string} */ name, /** @type {string} */ about, /** @type {Record<string, string>} */ options) =>
    pagewise(name, about, { site, options });
  const usual = "pdf.js draws at 216 dpi (scale 3), one worker, best_int model";
  return [
    setting(CONSERVATIVE, "one worker, 150 MB", { preset: "conservative" }),
    setting(MODERATE, "two workers, 250 MB", { preset: "moderate" }),
    setting(MODERATE_ONE, "the same memory, one worker", { preset: "moderate", workers: "1" }),
    setting("Pagewise, aggressive", "a worker for each core up to eight, 500 MB", { preset: "aggressive" }),
    setting("Pagewise, best_int", "one worker with tesseract.js's model", { preset: "conservative", model: "best_int" }),
    tesseractJs(TESSERACT_JS, `${usual}, page segmentation mode 3`, { origin, segmentationMode: "3" }),
    ...(all
      ? [
          tesseractJs(`${TESSERACT_JS}, its default mode`, `${usual}, page segmentation mode 6`, {
            origin,
            segmentationMode: null,
          }),
        ]
      : []),
    native(NATIVE, "outside the browser, 200 dpi, one thread, the model Pagewise ships", { model: modelOf(siteFolder, "eng") }),
  ];
}
