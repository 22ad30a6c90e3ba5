// @ts-check
// The page as a person uses it.

import { readFile } from "node:fs/promises";

/** @typedef {import("./fixtures.mjs").Fixture} Fixture */

/** Longer than anything on two slow cores, and short enough to notice what hangs. */
const PATIENCE_MS = 60_000;

export class Reader {
  /** What the page complained of: errors that nobody caught, and errors on the console. @type {string[]} */
  problems = [];
  /** Lets the file arrive that was held. */
  release = () => {};

  /** @param {import("playwright-core").Page} page */
  constructor(page) {
    this.page = page;
    page.setDefaultTimeout(PATIENCE_MS);
    page.on("pageerror", (error) => this.problems.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(`${message.text()} (${message.location().url})`);
    });
    this.start = page.locator("#start");
    // By their ids, because their names are those of the page's language.
    this.cancel = page.locator("#cancel");
    this.clear = page.locator("#clear");
    this.input = page.locator("#files");
    this.notices = page.locator("#notices > li");
  }

  /**
   * Keeps a file of the site from arriving.
   *
   * @param {string} url
   */
  async hold(url) {
    const released = new Promise((resolve) => {
      this.release = () => resolve(undefined);
    });
    await this.page.route(url, async (route) => {
      await released;
      await route.continue();
    });
  }

  /**
   * Takes complaints that the test itself provoked off the list.
   *
   * @param {RegExp} provoked
   */
  forgive(provoked) {
    this.problems = this.problems.filter((problem) => !provoked.test(problem));
  }

  /** Waits until the program runs; engines may still be on their way. */
  async running() {
    await this.page.locator("#boot[data-state]").waitFor({ state: "attached" });
  }

  /** Waits until everything is loaded. */
  async ready() {
    await this.page.locator("#boot[data-state=ready]").waitFor({ state: "attached" });
  }

  /**
   * Chooses files by the dialog, all at once, and waits until it is known what they are.
   *
   * @param {...(Fixture | string)} files
   */
  async choose(...files) {
    await this.running();
    await this.input.setInputFiles(files.map((file) => (typeof file === "string" ? file : file.path)));
    await this.opened();
  }

  /** Waits until every document is opened, refused, or waiting for its password. */
  async opened() {
    await this.page.waitForFunction(() => {
      const documents = [...document.querySelectorAll(".document")];
      return documents.length > 0 && documents.every((item) => item.getAttribute("data-state") !== "opening");
    });
  }

  /** Presses Start and waits until reading has begun. */
  async begin() {
    // A short job may be over before anybody could look whether Cancel is there, or before it was ever shown: what is
    // known from before is there at once. Then the document has another state.
    const begun = this.page.evaluate(
      (patience) =>
        new Promise((resolve, reject) => {
          const observer = new MutationObserver(() => {
            observer.disconnect();
            resolve(undefined);
          });
          observer.observe(/** @type {HTMLElement} */ (document.getElementById("cancel")), { attributeFilter: ["hidden"] });
          for (const item of document.querySelectorAll(".document")) observer.observe(item, { attributeFilter: ["data-state"] });
          setTimeout(() => reject(new Error("Reading has not begun.")), patience);
        }),
      PATIENCE_MS,
    );
    await Promise.all([begun, this.start.click()]);
  }

  /**
   * The workers, once there are so many. A worker is heard of a little after the page has started it.
   *
   * @param {number} count
   */
  async workers(count) {
    while (this.page.workers().length < count) await this.page.waitForEvent("worker");
    const workers = this.page.workers();
    if (workers.length > count) throw new Error(`There are ${workers.length} workers, and not ${count}.`);
    return workers;
  }

  /** Waits until no worker is left. */
  async workersGone() {
    for (let [worker] = this.page.workers(); worker; [worker] = this.page.workers()) {
      await worker.waitForEvent("close", { timeout: PATIENCE_MS });
    }
  }

  /** Waits until reading has ended. When it does not, the error says where it stands. */
  async ended() {
    await this.cancel.waitFor({ state: "hidden" }).catch(async (error) => {
      const standing = await this.page.locator("main").innerText();
      throw new Error(`Reading has not ended, with ${this.page.workers().length} workers:\n${standing}`, { cause: error });
    });
  }

  /**
   * Waits until this many pages of all documents are read, or have failed.
   *
   * @param {number} count
   */
  async finished(count) {
    await this.page.waitForFunction(
      (count) => document.querySelectorAll(".page-row:is([data-state=done], [data-state=doubtful], [data-state=failed])").length >= count,
      count,
    );
  }

  /**
   * Reads files from the first to the last page.
   *
   * @param {...Fixture} files
   */
  async read(...files) {
    await this.choose(...files);
    await this.begin();
    await this.ended();
    return this.texts();
  }

  /** The text of every page that was read, in the order shown. */
  async texts() {
    return this.page.locator("#text .page-text-body").allTextContents();
  }

  /** What is said of each document. */
  async documents() {
    return this.page.locator(".document").evaluateAll((items) =>
      items.map((item) => {
        const slot = (/** @type {string} */ name) => item.querySelector(`[data-slot=${name}]`);
        const message = slot("message");
        return {
          name: slot("name")?.textContent,
          kind: slot("kind")?.textContent,
          pages: slot("pages")?.textContent,
          state: slot("state")?.textContent,
          message: message instanceof HTMLElement && !message.hidden ? message.textContent : null,
        };
      }),
    );
  }

  /** What is said of each chosen page. */
  async rows() {
    return this.page.locator(".page-row").evaluateAll((items) =>
      items.map((item) => {
        const text = (/** @type {string} */ name) => item.querySelector(`[data-slot=${name}]`)?.textContent ?? "";
        const message = item.querySelector("[data-slot=message]");
        return {
          number: Number(text("number")),
          state: text("state"),
          time: text("time"),
          dpi: text("dpi"),
          confidence: text("confidence"),
          message: message instanceof HTMLElement && !message.hidden ? message.textContent : null,
        };
      }),
    );
  }

  /** Opens the options, and those under "More", if they are not open. */
  async showOptions() {
    for (const id of ["#options-panel", "#more-options"]) {
      const panel = this.page.locator(id);
      if ((await panel.getAttribute("open")) === null) await panel.locator("> summary").click();
    }
  }

  /** @param {string} label */
  option(label) {
    return this.page.locator("#options").getByLabel(label, { exact: true });
  }

  /**
   * Types into a field of the options and leaves it.
   *
   * @param {string} label
   * @param {string} value
   */
  async setOption(label, value) {
    await this.showOptions();
    const field = this.option(label);
    await field.fill(value);
    await field.press("Tab");
  }

  /**
   * Presses a download button, where it is among the other formats once they are shown, and takes what comes.
   *
   * @param {string} button
   */
  async download(button) {
    const others = this.page.locator("#more-formats");
    const isAmongThem = (await others.getByRole("button", { name: button, exact: true, includeHidden: true }).count()) > 0;
    if (isAmongThem && (await others.getAttribute("open")) === null) await others.locator("> summary").click();
    const [download] = await Promise.all([
      this.page.waitForEvent("download"),
      this.page.getByRole("button", { name: button, exact: true }).click(),
    ]);
    return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
  }

  /** The report of what was done. */
  async report() {
    const { bytes } = await this.download("Download report");
    return JSON.parse(bytes.toString("utf8"));
  }
}
