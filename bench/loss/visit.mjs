// @ts-check
// A document read with some levers and without others.

import { download, load } from "../engines/pagewise.mjs";

/** @typedef {import("../browser.mjs").Page} Page */
/** @typedef {{ text: string, quality: string, seconds: number }} PageRead `quality` is good, doubtful, empty or failed */

/** What is tried to read more of a page than the engine does by itself; `Levers` in src/reading.rs. */
export const LEVERS = /** @type {const} */ (["turn", "straighten", "even", "leaders", "arrange", "alone", "again"]);

/** Longer than any document of a benchmark takes. */
const READING_MS = 1_800_000;

/**
 * @param {Page} page
 * @param {string} address of the site, with options
 * @param {string} path of the document
 * @param {readonly string[]} without levers that are not used
 * @returns {Promise<PageRead[]>}
 */
export async function visit(page, address, path, without) {
  await page.addInitScript(withhold, Object.fromEntries(without.map((lever) => [lever, false])));
  await load(page, address);
  await page.locator("#files").setInputFiles(path);
  await page.locator('.document[data-state="ready"]').waitFor();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator(".document:is([data-state=done], [data-state=doubtful], [data-state=failed])").waitFor({ timeout: READING_MS });
  const texts = (await download(page, "Download text")).toString("utf8").split("\f");
  const report = JSON.parse((await download(page, "Download report")).toString("utf8"));
  /** @typedef {{ outcome: string, quality: unknown, read_milliseconds: number | null, draw_milliseconds: number | null }} Reported */
  const pages = /** @type {Reported[]} */ (report.pages);
  return pages.map(({ outcome, quality, read_milliseconds: read, draw_milliseconds: drawn }, i) => ({
    text: texts[i] ?? "",
    quality: outcome === "failed" ? "failed" : typeof quality === "string" ? quality : "doubtful",
    seconds: ((read ?? 0) + (drawn ?? 0)) / 1000,
  }));
}

/**
 * Runs in the page before its program: says with every page to be read which levers are not to be used.
 *
 * @param {Record<string, boolean>} levers
 */
function withhold(levers) {
  const { postMessage } = Worker.prototype;
  // @ts-ignore: one signature of two is used.
  Worker.prototype.postMessage = function (message, transfer) {
    const options = message.head.request?.recognize?.options;
    if (options) options.levers = { ...options.levers, ...levers };
    postMessage.call(this, message, transfer);
  };
}
