// @ts-check
// The one table, in Markdown so that it can be quoted as it is printed.

import { markdownTable } from "./markdown.mjs";

/** @typedef {import("./run.mjs").Result} Result */

const MISSING = "–";

/** @type {[string, (result: Result) => string][]} */
const COLUMNS = [
  ["document", ({ document }) => document],
  ["engine", ({ engine }) => engine],
  ["pages", ({ pages }) => String(pages)],
  ["s/page", ({ reading }) => fixed(reading.seconds / reading.pages.length, 2)],
  ["first text, s", ({ reading }) => fixed(reading.firstTextSeconds, 1)],
  ["CER", ({ rates, openOrder }) => (openOrder ? MISSING : percent(rates.cer))],
  ["word F1", ({ rates }) => percent(rates.bagF1)],
  ["PDFium heap, MB", ({ reading }) => megabytes(reading.heaps?.pdfium)],
  ["Tesseract heap, MB", ({ reading }) => megabytes(reading.heaps?.tesseract)],
  ["all heaps, MB", ({ reading }) => megabytes(reading.heaps?.total)],
  ["all processes, MB", ({ reading }) => megabytes(reading.memory?.peakBytes)],
];

/** @param {Result[]} results */
export function table(results) {
  return markdownTable(COLUMNS, results, 2);
}

/**
 * What a reader of the table has to know.
 *
 * @param {Result[]} results
 */
export function notes(results) {
  const measures = [...new Set(results.flatMap(({ reading }) => reading.memory?.measure ?? []))].join(", ");
  const idle = results.flatMap(({ reading }) => reading.idleBytes || []);
  const before = idle.length > 0 ? `, of which ${megabytes(Math.min(...idle))} to ${megabytes(Math.max(...idle))} MB before Start` : "";
  return `s/page: from Start to the last page, everything loaded before. CER and word F1: hyphens at line ends joined,
typographic quotes and dashes folded; no CER where more than one order of reading is right.
Heaps: the largest each wasm memory grew; "all heaps" is their sum at one moment, with page bitmaps.
All processes: the browser with all its processes (${measures || "cannot be measured here"})${before}.`;
}

/**
 * @param {number | null} value
 * @param {number} digits
 */
function fixed(value, digits) {
  return value === null ? MISSING : value.toFixed(digits);
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}

/** @param {number | undefined} bytes */
function megabytes(bytes) {
  return bytes === undefined ? MISSING : String(Math.round(bytes / 1e6));
}
