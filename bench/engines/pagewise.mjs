// @ts-check
// Pagewise, used the way a person does: choose a file, press Start, take the text and the report.

import { readFile } from "node:fs/promises";

import { inFreshBrowser } from "../browser.mjs";
import { MemorySampler } from "../memory.mjs";

/** @typedef {import("./engine.mjs").Engine} Engine */
/** @typedef {import("./engine.mjs").Document} Document */
/** @typedef {import("./engine.mjs").Reading} Reading */
/** @typedef {import("../browser.mjs").Page} Page */
/** @typedef {{ at: number, done: number, megabytes: number }} MemoryMark */
/** @typedef {{ started: number, firstText: number | null, ended: number, memory: MemoryMark[] }} Timeline */

const LOADING_MS = 60_000;

/**
 * @param {string} name
 * @param {string} about
 * @param {{ site: string, options: Record<string, string> }} how the site's address, and options for its query
 * @returns {Engine}
 */
export function pagewise(name, about, { site, options }) {
  return {
    name,
    about,
    missing: () => null,
    takes: () => true,
    read: (document) =>
      inFreshBrowser((page) => {
        // Line by line, as the true text is.
        const query = new URLSearchParams({ flow: "printed", ...options });
        if (document.isPdf) query.set("pages", `1-${document.gold.length}`);
        return read(page, `${site}?${query}`, document);
      }),
  };
}

/**
 * @param {Page} page
 * @param {string} address
 * @param {Document} document
 * @returns {Promise<Reading>}
 */
async function read(page, address, document) {
  await load(page, address);
  // Once more, so that everything comes from the browser's cache, as on a second visit.
  await load(page, address);
  await page.locator("#files").setInputFiles(document.path);
  await page.locator('.document[data-state="ready"]').waitFor({ timeout: LOADING_MS });
  await page.evaluate(watch);

  const sampler = new MemorySampler();
  const idleBytes = sampler.now();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const timeline = /** @type {Timeline} */ (await page.evaluate("timeline"));
  const memory = sampler.stop();

  const text = (await download(page, "Download text")).toString("utf8");
  const report = JSON.parse((await download(page, "Download report")).toString("utf8"));
  return {
    seconds: (timeline.ended - timeline.started) / 1000,
    firstTextSeconds: timeline.firstText === null ? null : (timeline.firstText - timeline.started) / 1000,
    pages: text.split("\f"),
    memory,
    idleBytes,
    heaps: { ...heapsOf(report.peak_memory), ...growth(timeline.memory) },
    failed: report.totals.failed,
    details: { report, memory: timeline.memory },
  };
}

/**
 * @param {Page} page
 * @param {string} address
 */
export async function load(page, address) {
  await page.goto(address);
  await page.locator('#boot[data-state="ready"]').waitFor({ state: "attached", timeout: LOADING_MS });
}

/**
 * Runs in the page, before Start is pressed. Leaves a promise of what happens from then on: when text first
 * appears, how memory changes, when the work ends.
 */
function watch() {
  const element = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  const [start, cancel, text, rows, meter] = ["#start", "#cancel", "#text", "#page-rows", "#memory"].map(element);
  /** @type {Timeline} */
  const timeline = { started: 0, firstText: null, ended: 0, memory: [] };
  let running = false;

  const promise = new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      const done = rows.querySelectorAll('[data-state="done"], [data-state="doubtful"], [data-state="failed"]').length;
      const megabytes = parseInt(meter.querySelector('[data-slot="now"]')?.textContent ?? "", 10);
      const last = timeline.memory.at(-1);
      if (megabytes >= 0 && (last?.megabytes !== megabytes || last.done !== done)) {
        timeline.memory.push({ at: performance.now(), done, megabytes });
      }
      if (timeline.firstText === null && text.querySelector(".page-text")) timeline.firstText = performance.now();
      if (running && cancel.hidden) {
        timeline.ended = performance.now();
        observer.disconnect();
        resolve(timeline);
      }
      running = !cancel.hidden;
    });
    const begin = () => {
      timeline.started = performance.now();
      observer.observe(cancel, { attributeFilter: ["hidden"] });
      observer.observe(text, { childList: true });
      observer.observe(rows, { attributeFilter: ["data-state"], subtree: true });
      observer.observe(meter, { characterData: true, childList: true, subtree: true });
    };
    // Before the program's own listener, which may begin to work at once.
    start.addEventListener("click", begin, { capture: true, once: true });
  });
  Object.assign(window, { timeline: promise });
}

/**
 * @param {Page} page
 * @param {string} name of the button
 * @returns {Promise<Buffer>}
 */
export async function download(page, name) {
  // Most lie under other formats, which are shown first.
  const others = page.locator("#more-formats");
  const isAmongThem = (await others.getByRole("button", { name, exact: true, includeHidden: true }).count()) > 0;
  if (isAmongThem && (await others.getAttribute("open")) === null) await others.locator("> summary").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name, exact: true }).click(),
  ]);
  return readFile(await download.path());
}

/** @param {{ pdfium: number, tesseract: number, own: number, total: number }} peak */
function heapsOf({ pdfium, tesseract, own, total }) {
  return { pdfium, tesseract, own, total };
}

/** @param {MemoryMark[]} marks */
function growth(marks) {
  const bytes = (/** @type {MemoryMark[]} */ some) => Math.max(...some.map((mark) => mark.megabytes)) * 1e6;
  const five = marks.findIndex((mark) => mark.done >= 5);
  const last = marks.at(-1);
  return {
    byFifthPage: five >= 0 && (last?.done ?? 0) > 5 ? bytes(marks.slice(0, five + 1)) : null,
    now: last ? last.megabytes * 1e6 : 0,
  };
}
