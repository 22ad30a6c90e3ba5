// @ts-check
// What came of it: how right the pages are, how that is beside Tesseract outside of the browser, what was found out.

import { markdownTable } from "../markdown.mjs";
import { rates } from "../score.mjs";

/** @typedef {import("../languages.mjs").PageScore} PageScore */
/** @typedef {import("../languages.mjs").Result} Result */
/** @typedef {"right" | "wrong" | "not sure"} Finding */

/** How much of word F1 the right model may lose beside Tesseract outside of the browser. */
const MOST_BELOW_NATIVE = 0.003;
/** From so many words on the language of a page should be found out, */
const ENOUGH_WORDS = 10;
/** of so many pages. */
const SHARE_TO_BE_RIGHT = 0.95;

/** @param {Result[]} results */
export function accuracy(results) {
  return markdownTable(
    [
      ["pages of", ({ sample }) => sample.name],
      ["read with", how],
      ["pages", ({ pages }) => String(pages.length)],
      ["CER", (result) => percent(ratesOf(result).cer)],
      ["WER", (result) => percent(ratesOf(result).wer)],
      ["word F1", (result) => percent(ratesOf(result).bagF1)],
      ["s/page", ({ pages, seconds }) => (seconds / pages.length).toFixed(1)],
      ["Tesseract heap, MB", ({ heapBytes }) => (heapBytes === null ? "–" : String(Math.round(heapBytes / 1e6)))],
    ],
    results,
    2,
  );
}

/** @param {Result} result */
function how({ setting, model }) {
  if (setting === "auto") return "auto";
  return setting === "native" ? `${model}, native Tesseract` : `${model}, ${setting}`;
}

/**
 * Whether the right model is ever worse than the same one outside of the browser.
 *
 * @param {Result[]} results
 * @returns {string} nothing if both were not tried
 */
export function beside(results) {
  const both = results.filter(({ setting }) => setting === "right").flatMap((inPage) => {
    const outside = results.find(({ setting, sample }) => setting === "native" && sample.name === inPage.sample.name);
    return outside ? [{ name: inPage.sample.name, less: ratesOf(outside).bagF1 - ratesOf(inPage).bagF1 }] : [];
  });
  if (both.length === 0) return "";
  const worse = both.filter(({ less }) => less > MOST_BELOW_NATIVE);
  return [
    `Of ${both.length} samples, ${worse.length} have a word F1 more than ${100 * MOST_BELOW_NATIVE} points below native Tesseract's.`,
    ...worse.map(({ name, less }) => `  ${name}: by ${(100 * less).toFixed(1)}`),
  ].join("\n");
}

/**
 * Which languages were found out.
 *
 * @param {Result[]} results
 * @returns {string} nothing if that was not tried
 */
export function confusion(results) {
  const found = results.filter(({ setting }) => setting === "auto");
  if (found.length === 0) return "";
  const pages = found.flatMap((result) =>
    result.pages.map((page) => ({ isDrawn: result.sample.isDrawn, words: page.words, finding: finding(result, page) })),
  );
  const drawn = pages.filter(({ isDrawn }) => isDrawn);
  const findings = /** @type {const} */ (["right", "wrong", "not sure"]);
  const table = markdownTable(
    [
      ["pages of", ({ sample }) => sample.name],
      ["pages", ({ pages }) => String(pages.length)],
      ...findings.map((wanted) => /** @type {[string, (result: Result) => string]} */ ([wanted, (result) => count(result, wanted)])),
      ["taken for", mistaken],
    ],
    found,
    1,
  );
  return [
    table,
    "",
    "The usual language was English, and German for pages in English. A page that ends in it is called not sure, also where it was found.",
    shares("pages in all", pages),
    shares(`drawn pages of ${ENOUGH_WORDS} words and more, of which ${100 * SHARE_TO_BE_RIGHT} % are to be right`, drawn.filter(({ words }) => words >= ENOUGH_WORDS)),
    shares("drawn pages of fewer words", drawn.filter(({ words }) => words < ENOUGH_WORDS)),
  ].filter((line) => line !== null).join("\n");
}

/**
 * @param {Result} result
 * @param {PageScore} page
 * @returns {Finding}
 */
function finding({ sample, usual }, { models }) {
  if (models.length > 0 && models.every((code) => sample.models.includes(code))) return "right";
  return models.every((code) => code === usual) ? "not sure" : "wrong";
}

/**
 * @param {Result} result
 * @param {Finding} wanted
 */
function count(result, wanted) {
  return String(result.pages.filter((page) => finding(result, page) === wanted).length);
}

/** @param {Result} result */
function mistaken(result) {
  return result.pages
    .filter((page) => finding(result, page) === "wrong")
    .map(({ which, models }) => `${models.join("+")} (${which})`)
    .join(", ");
}

/**
 * @param {string} which
 * @param {{ finding: Finding }[]} pages
 * @returns {string | null} null where there are none
 */
function shares(which, pages) {
  if (pages.length === 0) return null;
  const share = (/** @type {Finding} */ wanted) => percent(pages.filter(({ finding }) => finding === wanted).length / pages.length);
  return `Of ${pages.length} ${which}: ${share("right")} right, ${share("wrong")} wrong, ${share("not sure")} not sure.`;
}

/** @param {Result} result */
function ratesOf({ pages }) {
  const sums = { characters: 0, edits: 0, words: 0, wordEdits: 0, goldBag: 0, readBag: 0, common: 0 };
  for (const { counts } of pages) {
    for (const key of /** @type {(keyof typeof sums)[]} */ (Object.keys(sums))) sums[key] += counts[key];
  }
  return rates(sums);
}

/** @param {number} share */
function percent(share) {
  return `${(100 * share).toFixed(1)} %`;
}
