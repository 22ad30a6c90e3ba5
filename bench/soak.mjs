// @ts-check
// Long runs: a book of a thousand pages, a file of more than a gigabyte, twenty documents one after another. Memory has
// to stay flat, and the page has to answer all the time.

import { existsSync } from "node:fs";
import { join } from "node:path";

import { say } from "../scripts/shell.mjs";
import { inFreshBrowser } from "./browser.mjs";
import { draw } from "./documents.mjs";
import { download, load } from "./engines/pagewise.mjs";

/** @typedef {import("./browser.mjs").Page} Page */
/** @typedef {import("./targets.mjs").Target} Target */
/**
 * @typedef {{ at: number, done: number, megabytes: number }} Mark memory as the page's meter shows it, and the pages
 *   that had ended by then
 * @typedef {{ longest: number, count: number, marks: Mark[] }} Watched tasks of the page's thread that took more than
 *   50 ms, and memory
 */

const BOOK_PAGES = 1000;
/** Pages of a book that somebody looks through while it is read. */
const LOOKED_THROUGH = 500;
/** What is scrolled at a time, and how often: as fast as a wheel can be turned. */
const SCROLLED = { pixels: 9000, every: 150, inOneWay: 40 };
const CEILING_BYTES = 150e6;
const DOCUMENTS = 20;
const PAGES_OF_EACH = 3;
const LONGEST_TASK_MS = 50;
const MOST_PDFIUM_BYTES = 100e6;
/** What is read of the large file: enough for PDFium to have opened it anew. */
const PAGES_OF_LARGE = 6;
/** Our own module keeps what was read: so many bytes a page. */
const TEXT_BYTES = 40_000;
const METER_STEP_BYTES = 1e6;

/**
 * @param {{ site: string, folder: string, pages: number, megabytes: number }} options
 * @returns {Promise<Target[]>}
 */
export async function soak({ site, folder, pages, megabytes }) {
  const book = Number.isFinite(pages) ? pages : BOOK_PAGES;
  return [
    ...(await readBook(site, await generated(folder, "many", "--pages", book), book)),
    ...(await lookThrough(site, await generated(folder, "many", "--pages", LOOKED_THROUGH), LOOKED_THROUGH)),
    ...(await readLarge(site, await generated(folder, "large", "--megabytes", megabytes), megabytes)),
    ...(await readQueue(site, await generated(folder, "many", "--pages", PAGES_OF_EACH))),
  ];
}

/**
 * @param {string} site
 * @param {string} path
 * @param {number} pages
 * @returns {Promise<Target[]>}
 */
async function readBook(site, path, pages) {
  say(`a book of ${pages} pages`);
  const { watched, reports } = await read(site, "preset=moderate", [path]);
  const [{ totals, replacement }] = reports;
  const { longest, count, marks } = watched;
  // A worker more or less at work is no growth: the tenths of the run are compared by their peaks.
  const peak = (/** @type {number} */ from, /** @type {number} */ to) => peakBetween(marks, pages * from, pages * to);
  const growth = Math.max(peak(0.9, 1) - peak(0.1, 0.2), 0);
  const most = pages * TEXT_BYTES + METER_STEP_BYTES;
  say(`${(totals.seconds / pages).toFixed(2)} s a page; replacing a worker took ${replacement.slowest_milliseconds.toFixed(0)} ms at most`);
  return [
    target(`pages read of ${pages}`, String(totals.done), "all", totals.done === pages),
    target(`growth of memory over ${pages} pages`, mb(growth), `the text alone, at most ${mb(most)}`, growth <= most),
    target("longest task of the page’s thread", longest === 0 ? `below ${LONGEST_TASK_MS} ms` : `${longest.toFixed(0)} ms, ${count} above`, `at most ${LONGEST_TASK_MS} ms`, longest <= LONGEST_TASK_MS),
  ];
}

/**
 * @param {string} site
 * @param {string} path
 * @param {number} pages
 * @returns {Promise<Target[]>}
 */
async function lookThrough(site, path, pages) {
  say(`a book of ${pages} pages, looked through while it is read`);
  const { watched, reports } = await read(site, "preset=conservative", [path], turnPages);
  const [{ totals, peak_memory: peak }] = reports;
  const { longest, count } = watched;
  return [
    target(`pages read of ${pages} while they were looked through`, String(totals.done), "all", totals.done === pages),
    target("peak of all heaps and pictures meanwhile", mb(peak.total), `at most ${mb(CEILING_BYTES)}`, peak.total <= CEILING_BYTES),
    target("longest task of the page’s thread meanwhile", longest === 0 ? `below ${LONGEST_TASK_MS} ms` : `${longest.toFixed(0)} ms, ${count} above`, `at most ${LONGEST_TASK_MS} ms`, longest <= LONGEST_TASK_MS),
  ];
}

/**
 * Scrolls up and down through the images of all pages until reading has ended.
 *
 * @param {Page} page
 */
async function turnPages(page) {
  await page.locator("#sheets").hover();
  for (let turn = 0; await page.locator("#cancel").isVisible(); turn += 1) {
    const way = Math.floor(turn / SCROLLED.inOneWay) % 2 === 0 ? 1 : -1;
    await page.mouse.wheel(0, way * SCROLLED.pixels);
    await page.waitForTimeout(SCROLLED.every);
  }
}

/**
 * @param {string} site
 * @param {string} path
 * @param {number} megabytes
 * @returns {Promise<Target[]>}
 */
async function readLarge(site, path, megabytes) {
  say(`a file of ${megabytes} MB`);
  const { openSeconds, reports } = await read(site, `preset=moderate&pages=1-${PAGES_OF_LARGE}`, [path]);
  const [{ totals, peak_memory: peak }] = reports;
  return [
    target(`pages read of a file of ${megabytes} MB, opened in ${openSeconds.toFixed(1)} s`, String(totals.done), "all", totals.failed === 0 && totals.done === totals.pages),
    target("PDFium’s heap over it", mb(peak.pdfium), `at most ${mb(MOST_PDFIUM_BYTES)}`, peak.pdfium <= MOST_PDFIUM_BYTES),
  ];
}

/**
 * @param {string} site
 * @param {string} path
 * @returns {Promise<Target[]>}
 */
async function readQueue(site, path) {
  say(`${DOCUMENTS} documents one after another`);
  const { watched, reports } = await read(site, "preset=moderate", Array.from({ length: DOCUMENTS }, () => path));
  const done = reports.reduce((sum, { totals }) => sum + totals.done, 0);
  const pages = DOCUMENTS * PAGES_OF_EACH;
  const peak = (/** @type {number} */ from, /** @type {number} */ to) => peakBetween(watched.marks, from, to);
  // The first documents may raise the heaps to what such pages need.
  const growth = Math.max(peak(pages - 3 * PAGES_OF_EACH, pages) - peak(PAGES_OF_EACH, 4 * PAGES_OF_EACH), 0);
  const most = pages * TEXT_BYTES + METER_STEP_BYTES;
  return [
    target(`pages read of ${DOCUMENTS} documents`, String(done), "all", done === pages),
    target("growth of memory from the first documents to the last", mb(growth), `the text alone, at most ${mb(most)}`, growth <= most),
  ];
}

/**
 * Reads files to the end and tells how it went.
 *
 * @param {string} site
 * @param {string} query
 * @param {string[]} paths each of them a document
 * @param {(page: Page) => Promise<void>} [meanwhile] what a person does until reading has ended
 */
function read(site, query, paths, meanwhile = async () => {}) {
  return inFreshBrowser(async (page) => {
    page.setDefaultTimeout(0);
    await load(page, `${site}?${query}`);
    const opening = performance.now();
    // One at a time: the same file may be chosen more than once.
    for (const [i, path] of paths.entries()) {
      await page.locator("#files").setInputFiles(path);
      await page.locator('.document[data-state="ready"]').nth(i).waitFor();
    }
    const openSeconds = (performance.now() - opening) / 1000;
    await page.evaluate(watch, LONGEST_TASK_MS);
    await page.getByRole("button", { name: "Start", exact: true }).click();
    await page.locator("#cancel").waitFor();
    const [watched] = await Promise.all([/** @type {Promise<Watched>} */ (page.evaluate("watched")), meanwhile(page)]);
    const report = JSON.parse((await download(page, "Download report")).toString("utf8"));
    return { openSeconds, watched, reports: Array.isArray(report) ? report : [report] };
  });
}

/**
 * Runs in the page, before Start is pressed. Leaves a promise of what is seen until the work ends.
 *
 * @param {number} longestTask
 */
function watch(longestTask) {
  const element = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const [cancel, rows, meter] = ["#cancel", "#page-rows", '#memory [data-slot="now"]'].map(element);
  /** @type {Watched} */
  const watched = { longest: 0, count: 0, marks: [] };
  const tasks = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      watched.longest = Math.max(watched.longest, duration);
      watched.count += Number(duration > longestTask);
    }
  });
  tasks.observe({ type: "longtask" });
  let done = 0;
  // Counted as they end: looking for them in the whole list would itself be the longest task.
  const ends = new MutationObserver((changes) => {
    for (const { target } of changes) {
      const state = /** @type {HTMLElement} */ (target).dataset.state;
      done += Number(state === "done" || state === "doubtful" || state === "failed");
    }
  });
  ends.observe(rows, { attributeFilter: ["data-state"], subtree: true });
  const memory = new MutationObserver(() => {
    watched.marks.push({ at: performance.now(), done, megabytes: parseInt(meter.textContent ?? "", 10) });
  });
  memory.observe(meter, { childList: true, characterData: true, subtree: true });
  let running = false;
  const promise = new Promise((resolve) => {
    new MutationObserver(() => {
      if (running && cancel.hidden) {
        const last = watched.marks.at(-1);
        watched.marks.push({ at: performance.now(), done, megabytes: last?.megabytes ?? 0 });
        resolve(watched);
      }
      running = !cancel.hidden;
    }).observe(cancel, { attributeFilter: ["hidden"] });
  });
  Object.assign(window, { watched: promise });
}

/**
 * The most memory, in bytes, from the time when so many pages had ended until so many had. There is a mark only where
 * memory changes, so what it was when that time began counts as well.
 *
 * @param {Mark[]} marks
 * @param {number} from
 * @param {number} to
 */
function peakBetween(marks, from, to) {
  const before = marks.filter(({ done }) => done < from).slice(-1);
  const within = marks.filter(({ done }) => done >= from && done <= to);
  return Math.max(...[...before, ...within].map(({ megabytes }) => megabytes)) * 1e6;
}

/**
 * @param {string} folder
 * @param {"many" | "large"} kind
 * @param {string} option
 * @param {number} size
 */
async function generated(folder, kind, option, size) {
  const path = join(folder, `${kind}-${size}.pdf`);
  if (existsSync(path)) return path;
  await draw(folder, [kind, option, String(size)]);
  return path;
}

/**
 * @param {string} what
 * @param {string} value
 * @param {string} goal
 * @param {boolean} met
 * @returns {Target}
 */
function target(what, value, goal, met) {
  return { what, value, target: goal, met };
}

/** @param {number} bytes */
function mb(bytes) {
  return `${Math.round(bytes / 1e6)} MB`;
}
