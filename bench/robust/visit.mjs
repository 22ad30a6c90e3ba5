// @ts-check
// Gives files to the real page, one after another, and tells what became of each.

import { chromium } from "playwright-core";

import { chromiumPath } from "../../scripts/setup/programs.mjs";
import { Reader } from "../../tests/e2e/support/reader.mjs";

/** After this many files the browser is started anew, so that what one file leaves behind is not another's. */
const FILES_PER_BROWSER = 60;

/** @typedef {import("./corpus.mjs").OddFile} OddFile */
/**
 * @typedef {"read" | "refused" | "password asked" | "hang" | "crash" | "unclear"} Kind
 * @typedef {{
 *   file: string, outcome: Kind, seconds: number, peakMegabytes: number, pages: number, read: number, blank: number[],
 *   failed: number, sentences: string[], unlocked: boolean, problems: string[],
 * }} Outcome `pages` is how many were to be read, `read` and `failed` what became of them, `blank` the numbers of those
 *   without text, `problems` what the page complained of
 */

/** A browser with the page open, as long as it lives. */
export class Visitor {
  /** @type {import("playwright-core").Browser | null} */
  #browser = null;
  /** @type {Reader | null} */
  #reader = null;
  #files = 0;
  #crashed = false;

  /** @param {{ address: string, limitMs: number }} options the page with its query, and the longest a file may take */
  constructor({ address, limitMs }) {
    this.address = address;
    this.limitMs = limitMs;
  }

  /**
   * @param {OddFile} file
   * @returns {Promise<Outcome>}
   */
  async give(file) {
    const reader = await this.#page();
    reader.problems.length = 0;
    const started = performance.now();
    /** @type {Outcome} */
    const outcome = {
      file: file.name, outcome: "unclear", seconds: 0, peakMegabytes: 0, pages: 0, read: 0, blank: [], failed: 0,
      sentences: [], unlocked: false, problems: [],
    };
    let timer;
    const limit = new Promise((resolve) => {
      timer = setTimeout(() => resolve("hang"), this.limitMs);
    });
    try {
      const ended = await Promise.race([work(reader, file, outcome), limit, this.#crash(reader)]);
      outcome.outcome = ended;
    } catch (error) {
      outcome.outcome = this.#crashed ? "crash" : "unclear";
      outcome.problems.push(String(error));
    } finally {
      clearTimeout(timer);
    }
    outcome.seconds = Math.round((performance.now() - started) / 10) / 100;
    outcome.problems.push(...reader.problems);
    if (outcome.problems.length > 0 && outcome.outcome !== "hang") outcome.outcome = "crash";
    const isWell = outcome.outcome === "read" || outcome.outcome === "refused" || outcome.outcome === "password asked";
    if (!isWell || ++this.#files % FILES_PER_BROWSER === 0) await this.close();
    else await clear(reader);
    return outcome;
  }

  async close() {
    const browser = this.#browser;
    this.#browser = this.#reader = null;
    await browser?.close();
  }

  async #page() {
    if (this.#reader) return this.#reader;
    this.#crashed = false;
    this.#browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
    });
    const page = await this.#browser.newPage();
    this.#reader = new Reader(page);
    page.setDefaultTimeout(this.limitMs + 10_000);
    await page.goto(this.address);
    await this.#reader.ready();
    return this.#reader;
  }

  /**
   * @param {Reader} reader
   * @returns {Promise<"crash">}
   */
  #crash(reader) {
    return new Promise((resolve) => {
      reader.page.once("crash", () => {
        this.#crashed = true;
        resolve("crash");
      });
    });
  }
}

/**
 * @param {Reader} reader
 * @param {OddFile} file
 * @param {Outcome} outcome filled in
 * @returns {Promise<Kind>}
 */
async function work(reader, file, outcome) {
  await reader.choose(file.path);
  if ((await state(reader)) === "password" && file.password !== null) {
    const field = reader.page.locator(".document .password input");
    await field.fill(file.password);
    await field.press("Enter");
    await reader.page.waitForFunction(
      () => ["password", "opening"].every((mark) => document.querySelector(".document")?.getAttribute("data-state") !== mark)
        || document.querySelector(".password")?.getAttribute("data-state") === "wrong",
    );
    outcome.unlocked = (await state(reader)) !== "password";
  }
  const opened = await state(reader);
  if (opened === "password") return "password asked";
  if (opened !== "ready") {
    outcome.sentences = await sentences(reader);
    return opened === "failed" && outcome.sentences.length > 0 ? "refused" : "unclear";
  }
  await reader.begin();
  await reader.ended();
  const rows = await reader.rows();
  const done = rows.filter((row) => row.state === "Done");
  outcome.pages = rows.length;
  outcome.read = done.length;
  outcome.blank = done.filter((row) => row.confidence === "no text").map((row) => row.number);
  outcome.failed = rows.filter((row) => row.state === "Failed").length;
  outcome.sentences = rows.flatMap((row) => (row.message ? [row.message] : []));
  const peak = await reader.page.locator("#memory [data-slot=peak]").textContent();
  outcome.peakMegabytes = parseInt(peak ?? "", 10) || 0;
  const notices = await reader.notices.allTextContents();
  if (rows.length === 0 && notices.length > 0) {
    outcome.sentences = notices.map((notice) => notice.trim().replace(/\s+/g, " "));
    return "refused";
  }
  const said = rows.filter((row) => row.state === "Failed").every((row) => row.message);
  return rows.length > 0 && outcome.read + outcome.failed === rows.length && said ? "read" : "unclear";
}

/** @param {Reader} reader */
function state(reader) {
  return reader.page.locator(".document").getAttribute("data-state");
}

/** @param {Reader} reader */
async function sentences(reader) {
  return (await reader.documents()).flatMap(({ message }) => (message ? [message] : []));
}

/** @param {Reader} reader */
async function clear(reader) {
  await reader.clear.click();
  await reader.page.locator(".document").waitFor({ state: "detached" });
}
