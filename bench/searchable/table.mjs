// @ts-check
// What was made of each scan by each tool, as one table.

import { markdownTable } from "../markdown.mjs";

/** @typedef {import("./compare.mjs").Made} Made */
/** @typedef {import("./compare.mjs").NotMade} NotMade */

const MISSING = "–";

/** @type {[string, (made: Made) => string][]} */
const COLUMNS = [
  ["document", ({ document }) => document],
  ["tool", ({ tool }) => tool],
  ["pages", ({ pages }) => String(pages)],
  ["words found", ({ recall }) => percent(recall)],
  ["of those seen", ({ precision }) => percent(precision)],
  ["across, pt", ({ tally }) => distances(tally?.across)],
  ["down, pt", ({ tally }) => distances(tally?.down)],
  ["missed", ({ tally }) => count(tally?.missed)],
  ["joined", ({ tally }) => count(tally?.joined)],
  ["split", ({ tally }) => count(tally?.split)],
  ["size", ({ before, after }) => `× ${(after / before).toFixed(2)}`],
  ["bytes a page", ({ before, after, pages }) => signed((after - before) / pages)],
  ["s/page", ({ cost, pages }) => (cost.seconds / pages).toFixed(2)],
  ["writer, MB", ({ cost }) => megabytes(cost.writerBytes)],
  ["all heaps, MB", ({ cost }) => megabytes(cost.heapBytes)],
  ["all processes, MB", ({ cost }) => megabytes(cost.memory?.peakBytes)],
];

/** @param {Made[]} made */
export function table(made) {
  return markdownTable(COLUMNS, made, 2);
}

/**
 * What a reader of the table has to know.
 *
 * @param {Made[]} made
 * @param {NotMade[]} notMade
 * @param {number | null} startSeconds
 */
export function notes(made, notMade, startSeconds) {
  const measures = [...new Set(made.flatMap(({ cost }) => cost.memory?.measure ?? []))].join(", ");
  const start = startSeconds === null ? "" : ` (${startSeconds.toFixed(1)} s a document)`;
  const lacking = notMade.map(({ document, tool, reason }) => `\nNot made: ${document} by ${tool} (${reason})`).join("");
  return `Words found: the share of the true words that pdftotext -bbox gives; of those seen: how many of its words are true
ones; by their text in scans whose places are not known. Across and down: how far left and right, top and bottom edges
are from the ink's, mean and 95th percentile; both tools make a selection as high as its line, so that small letters are
always off in that. Missed: words whose selection covers less than half of their ink. Joined: words run together; split:
words taken apart. Size: of the output to that of the input; bytes a page: what was added. s/page: ours from Start to the end of the download,
everything loaded before and the next page drawn meanwhile; OCRmyPDF's with its start${start}.
Writer: the wasm memory that writes the PDF; all heaps: every wasm memory at one moment, with page bitmaps, while reading;
all processes: the browser, or OCRmyPDF and what it starts (${measures || "cannot be measured here"}).${lacking}`;
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(1)} %`;
}

/** @param {number[] | undefined} values */
function distances(values) {
  if (!values || values.length === 0) return MISSING;
  const sorted = [...values].sort((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return `${mean.toFixed(2)} / ${sorted[Math.floor((sorted.length - 1) * 0.95)].toFixed(2)}`;
}

/** @param {number | undefined} value */
function count(value) {
  return value === undefined ? MISSING : String(value);
}

/** @param {number} bytes */
function signed(bytes) {
  return `${bytes < 0 ? "−" : "+"}${Math.abs(Math.round(bytes)).toLocaleString("en")}`;
}

/** @param {number | undefined} bytes */
function megabytes(bytes) {
  if (bytes === undefined) return MISSING;
  return bytes < 1e7 ? (bytes / 1e6).toFixed(1) : String(Math.round(bytes / 1e6));
}
