// @ts-check
// A document read in the page, in a language that is said or in the one that is found out.

import { download, load } from "../engines/pagewise.mjs";

/** @typedef {import("../browser.mjs").Page} Page */
/** @typedef {{ text: string, models: string[] }} PageRead `models` are the codes of those it was read with in the end */
/** @typedef {{ pages: PageRead[], seconds: number, heapBytes: number }} Read `heapBytes` is the most of a Tesseract */

/** Longer than any document of a benchmark takes. */
const READING_MS = 1_800_000;

/**
 * @param {Page} page
 * @param {string} address of the site, with options
 * @param {string} path of the document
 * @returns {Promise<Read>}
 */
export async function visit(page, address, path) {
  await load(page, address);
  await page.locator("#files").setInputFiles(path);
  await page.locator('.document[data-state="ready"]').waitFor();
  const started = performance.now();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.waitForFunction(hasEnded, null, { timeout: READING_MS });
  const seconds = (performance.now() - started) / 1000;
  const texts = (await download(page, "Download text")).toString("utf8").split("\f");
  const report = JSON.parse((await download(page, "Download report")).toString("utf8"));
  const models = /** @type {{ models: string[] }[]} */ (report.pages).map(({ models }) => models.map((name) => name.split(" ")[0]));
  return {
    pages: models.map((models, i) => ({ text: texts[i] ?? "", models })),
    seconds,
    heapBytes: report.peak_memory.tesseract,
  };
}

/** Runs in the page. A document that is read further in another language is ready once more in between, and the job goes on. */
function hasEnded() {
  const state = document.querySelector(".document")?.getAttribute("data-state") ?? "";
  const isWorking = !document.getElementById("cancel")?.hidden;
  return !isWorking && ["done", "doubtful", "failed"].includes(state);
}
