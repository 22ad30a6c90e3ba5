// @ts-check
// Jobs that survive: a closed page, a killed browser, a pause; and everything forgotten when a person says so.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { chromium } from "playwright-core";

import { chromiumPath } from "../../scripts/setup/programs.mjs";
import { pagesStored, storeFile, storedFiles } from "./support/database.mjs";
import { fixture } from "./support/fixtures.mjs";
import { Reader } from "./support/reader.mjs";
import { site } from "./support/site.mjs";

/**
 * @typedef {import("node:test").TestContext} TestContext
 * @typedef {import("playwright-core").BrowserContext} Context
 */

const here = site();
const QUERY = "?dpi=150&workers=1&pages=1-6";

/** Writes down the page (from 1) of every request to read one. */
function watchRequests() {
  /** @type {number[]} */
  const read = [];
  Object.assign(window, { read });
  const post = Worker.prototype.postMessage;
  // @ts-ignore: one signature of two is used.
  Worker.prototype.postMessage = function (message, transfer) {
    const reading = message.head.request?.recognize;
    if (reading) read.push(reading.header.page + 1);
    post.call(this, message, transfer);
  };
}

/**
 * The pages that were read by this page since it was loaded.
 *
 * @param {Reader} reader
 * @returns {Promise<number[]>}
 */
function pagesRead(reader) {
  return reader.page.evaluate(() => /** @type {any} */ (window).read);
}

/**
 * Opens one more page in the browser of a visit. What it complains of fails the test.
 *
 * @param {TestContext} t
 * @param {Context} context
 * @param {string} [query]
 */
async function open(t, context, query = QUERY) {
  const page = await context.newPage();
  const reader = new Reader(page);
  t.after(() => assert.deepEqual(reader.problems, []));
  await page.addInitScript(watchRequests);
  await page.goto(here.server.url + query);
  await reader.ready();
  return reader;
}

/**
 * Chooses a file and waits until the page says that it knows the document.
 *
 * @param {Reader} reader
 * @param {string} path
 * @param {RegExp} sentence
 */
async function chooseKnown(reader, path, sentence) {
  await reader.choose(path);
  await reader.page.locator(".document-message", { hasText: sentence }).waitFor();
}

/**
 * Drops a file as the browser itself does: only such a drop comes with a handle on the file.
 *
 * @param {Reader} reader
 * @param {string} path
 */
async function drop(reader, path) {
  const session = await reader.page.context().newCDPSession(reader.page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of /** @type {const} */ (["dragEnter", "dragOver", "drop"])) {
    await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
  }
  await reader.opened();
}

/** Everything that the browser keeps for this site. @param {Reader} reader */
function stored(reader) {
  return reader.page.evaluate(async () => {
    const databases = (await indexedDB.databases()).map(({ name }) => name);
    /** @type {string[]} */
    const files = [];
    const root = await navigator.storage.getDirectory();
    for await (const name of /** @type {any} */ (root).keys()) files.push(name);
    const keys = JSON.stringify({ ...localStorage }) + JSON.stringify({ ...sessionStorage }) + document.cookie;
    return { files, databases, keys, caches: await caches.keys() };
  });
}

/**
 * What an uninterrupted run reads.
 *
 * @param {TestContext} t
 * @param {import("./support/fixtures.mjs").Fixture} document
 */
async function uninterrupted(t, document) {
  const reader = await here.visit(t, { query: `${QUERY}&keep=nothing` });
  return reader.read(document);
}

/** @param {Reader} reader */
const offered = (reader) =>
  reader.page.locator(".kept-job").evaluateAll((items) =>
    items.map((item) => ["name", "pages", "state"].map((slot) => item.querySelector(`[data-slot=${slot}]`)?.textContent)),
  );

test("a page closed in mid document is offered again, and goes on from the next page under any name", async (t) => {
  const document = fixture("scan44.pdf");
  const whole = await uninterrupted(t, document);
  const folder = mkdtempSync(join(tmpdir(), "pagewise-jobs-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const renamed = join(folder, "renamed.pdf");
  await copyFile(document.path, renamed);

  const visit = await here.visit(t, { query: QUERY });
  const context = visit.page.context();
  const first = await open(t, context);
  await first.choose(document);
  await first.begin();
  await first.finished(2);
  await pagesStored(first.page, 2);
  await first.page.close();

  const second = await open(t, context);
  await second.page.getByRole("region", { name: "Kept on this device" }).waitFor();
  const [[name, pages, state]] = await offered(second);
  assert.deepEqual([name, state], [document.file, "Unfinished"]);
  const before = Number(pages?.match(/^(\d) of 6 pages read$/)?.[1]);
  assert.ok(before >= 2 && before < 6, String(pages));

  await chooseKnown(second, renamed, /^\d of 6 pages read before: Start goes on from there\.$/);
  assert.deepEqual(await offered(second), [], "it is in the list of documents now");
  await second.begin();
  await second.ended();
  assert.deepEqual(await pagesRead(second), [1, 2, 3, 4, 5, 6].slice(before), "no page is read twice");
  assert.deepEqual(await second.texts(), whole);
  assert.deepEqual((await second.rows()).map(({ number, state }) => [number, state]), [1, 2, 3, 4, 5, 6].map((page) => [page, "Done"]));
  const report = await second.report();
  assert.deepEqual([report.totals.pages, report.totals.done], [6, 6]);
  assert.ok(report.pages.every((/** @type {{ attempts: number }} */ page) => page.attempts === 1));
  const text = await second.download("Download text");
  assert.equal(text.bytes.toString("utf8").split("\f").length, 6);

  // Read to its end, it comes back without being read at all.
  const third = await open(t, context);
  assert.deepEqual((await offered(third)).map(([, pages, state]) => [pages, state]), [["6 of 6 pages read", "Done"]]);
  await chooseKnown(third, document.path, /^Read before: Start brings its text back\.$/);
  await third.begin();
  await third.ended();
  assert.deepEqual(await pagesRead(third), []);
  assert.deepEqual(await third.texts(), whole);
});

test("a browser that was killed goes on where it stopped", async (t) => {
  const document = fixture("scan44.pdf");
  const profile = mkdtempSync(join(tmpdir(), "pagewise-profile-"));
  t.after(() => rmSync(profile, { recursive: true, force: true, maxRetries: 5 }));
  // Started by hand, because it is this process that is killed.
  const launch = async () => {
    const args = ["--headless", "--no-first-run", "--remote-debugging-port=0", `--user-data-dir=${profile}`];
    if (process.getuid?.() === 0) args.push("--no-sandbox");
    const browser = spawn(chromiumPath(), [...args, "about:blank"], { stdio: ["ignore", "ignore", "pipe"] });
    t.after(() => browser.kill("SIGKILL"));
    const address = await new Promise((resolve) => {
      let said = "";
      browser.stderr.on("data", (data) => {
        said += data;
        const address = said.match(/listening on (ws:\/\/\S+)/)?.[1];
        if (address) resolve(address);
      });
    });
    const connection = await chromium.connectOverCDP(/** @type {string} */ (address));
    const gone = new Promise((resolve) => browser.once("exit", resolve));
    return { browser, gone, context: connection.contexts()[0] };
  };

  const { browser, gone, context } = await launch();
  const first = await open(t, context);
  await first.choose(document);
  await first.begin();
  await first.finished(2);
  await pagesStored(first.page, 2);
  browser.kill("SIGKILL");
  await gone;

  const again = await launch();
  const second = await open(t, again.context);
  await chooseKnown(second, document.path, /^\d of 6 pages read before/);
  await second.begin();
  await second.ended();
  const read = await pagesRead(second);
  assert.ok(read.length <= 4, `read again: ${read}`);
  assert.deepEqual(read, [1, 2, 3, 4, 5, 6].slice(6 - read.length));
  assert.deepEqual((await second.rows()).map(({ state }) => state), Array(6).fill("Done"));
});

test("a file that was dropped is gone on with by one click", async (t) => {
  const document = fixture("scan44.pdf");
  const visit = await here.visit(t, { query: QUERY });
  const context = visit.page.context();
  const first = await open(t, context);
  await drop(first, document.path);
  await first.begin();
  await first.finished(2);
  await pagesStored(first.page, 2);
  // Chromium allows the file without asking as long as any page of the site is open, as the visit's is.
  await first.page.close();

  const second = await open(t, context);
  const goOn = second.page.locator(".kept-job", { hasText: document.file }).getByRole("button", { name: "Go on", exact: true });
  await goOn.click();
  await second.cancel.waitFor();
  await second.ended();
  const read = await pagesRead(second);
  assert.ok(read.length <= 4, `read again: ${read}`);
  assert.deepEqual((await second.rows()).map(({ number, state }) => [number, state]), [1, 2, 3, 4, 5, 6].map((page) => [page, "Done"]));

  const third = await open(t, context);
  await third.page.getByRole("button", { name: "Bring back", exact: true }).waitFor();
  await third.page.getByRole("button", { name: "Forget", exact: true }).click();
  await third.page.locator(".kept-job").waitFor({ state: "detached" });
  const handles = await third.page.evaluate(async () => {
    const database = await new Promise((resolve, reject) => {
      const request = indexedDB.open("pagewise-jobs");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    return new Promise((resolve) => {
      const count = database.transaction("handles").objectStore("handles").count();
      count.onsuccess = () => resolve(count.result);
    });
  });
  assert.equal(handles, 0, "the handle is forgotten with the job");
});

test("a dropped file that is gone is said to be, and can be chosen again", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pagewise-jobs-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "moved.pdf");
  await copyFile(fixture("xref-table.pdf").path, path);
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.ready();
  await drop(reader, path);
  await reader.begin();
  await reader.ended();
  rmSync(path);
  const again = await open(t, reader.page.context());
  await again.page.getByRole("button", { name: "Bring back", exact: true }).click();
  await again.notices.filter({ hasText: "could not be opened again" }).waitFor();
  assert.deepEqual((await offered(again)).map(([name]) => name), ["moved.pdf"], "it is still offered");
});

test("pause lets the workers go and keeps what is read, resume goes on", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: QUERY, init: watchRequests });
  await reader.ready();
  await reader.choose(document);
  await reader.begin();
  await reader.finished(1);
  const pause = reader.page.getByRole("button", { name: "Pause", exact: true });
  await pause.focus();
  await reader.page.keyboard.press("Enter");
  await reader.page.locator(".document .state", { hasText: "Paused" }).waitFor();
  await reader.page.waitForFunction(() => window.document.querySelector("#remaining")?.textContent === "paused");
  await reader.workersGone();
  const before = (await reader.rows()).filter(({ state }) => state === "Done").length;
  assert.ok(before >= 1 && before < 6);
  assert.equal((await reader.rows()).filter(({ state }) => state === "Waiting").length, 6 - before);
  const resume = reader.page.getByRole("button", { name: "Resume", exact: true });
  assert.ok(await resume.evaluate((button) => button === button.ownerDocument.activeElement), "Resume has the focus");
  const taken = await reader.download("Download text");
  assert.ok(taken.bytes.length > 100);

  await resume.focus();
  await reader.page.keyboard.press("Enter");
  await reader.ended();
  assert.deepEqual((await pagesRead(reader)).toSorted(), [1, 2, 3, 4, 5, 6], "each page once");
  assert.deepEqual((await reader.rows()).map(({ state }) => state), Array(6).fill("Done"));
});

test("other options read anew, and say so before", async (t) => {
  const document = fixture("xref-table.pdf");
  const visit = await here.visit(t, { query: "?dpi=150&workers=1" });
  await visit.read(document);
  const reader = await open(t, visit.page.context(), "?dpi=100&workers=1");
  await chooseKnown(reader, document.path, /^Read before with other options/);
  await reader.begin();
  await reader.ended();
  assert.deepEqual(await pagesRead(reader), [1, 2]);
  assert.deepEqual((await reader.rows()).map(({ dpi }) => dpi), ["100 dpi", "100 dpi"]);
});

test("forget everything leaves nothing of the document", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(document);
  await reader.setOption("Resolution (dpi)", "160");
  await pagesStored(reader.page, 2);
  await reader.page.getByRole("button", { name: "Forget everything", exact: true }).click();
  await reader.page.getByRole("button", { name: "Forget for good", exact: true }).click();
  await reader.notices.filter({ hasText: "has been forgotten" }).waitFor();
  assert.deepEqual(await stored(reader), { files: [], databases: [], keys: "{}{}", caches: [] });
  await reader.page.reload();
  await reader.ready();
  assert.deepEqual(await offered(reader), []);
});

test("one document can be forgotten, and the others stay", async (t) => {
  const visit = await here.visit(t, { query: "?dpi=150&pages=1" });
  await visit.read(fixture("xref-table.pdf"), fixture("scan-clean.pdf"));
  const reader = await open(t, visit.page.context(), "?dpi=150&pages=1");
  await reader.page.locator(".kept-job").nth(1).waitFor();
  await reader.page.locator(".kept-job", { hasText: "xref-table.pdf" }).getByRole("button", { name: "Forget" }).click();
  await reader.page.waitForFunction(() => document.querySelectorAll(".kept-job").length === 1);
  assert.deepEqual((await offered(reader)).map(([name]) => name), ["scan-clean.pdf"]);
  await pagesStored(reader.page, 1);
  const folders = new Set(Object.keys(await storedFiles(reader.page)).map((key) => key.split("/")[0]));
  assert.equal(folders.size, 1, [...folders].join(" "));
});

for (const how of ["address", "options"]) {
  test(`with nothing to be kept by the ${how}, nothing is`, async (t) => {
    const reader = await here.visit(t, { query: how === "address" ? "?dpi=150&keep=nothing" : "?dpi=150" });
    await reader.ready();
    if (how === "options") {
      await reader.showOptions();
      await reader.option("After a crash").selectOption("Keep nothing");
    }
    const texts = await reader.read(fixture("xref-table.pdf"));
    assert.equal(texts.length, 2);
    const { files, databases, keys } = await stored(reader);
    const choice = how === "options" ? '{"pagewise-options /":"keep=nothing"}{}' : "{}{}";
    assert.deepEqual({ files, databases, keys }, { files: [], databases: [], keys: choice });
    await reader.page.getByRole("region", { name: "Kept on this device" }).waitFor({ state: "hidden" });
  });
}

/** Ways in which a browser does not store, all run before the page's program. */
const STORELESS = {
  "refuses to store": () => {
    const refuse = () => {
      throw new DOMException("no", "SecurityError");
    };
    IDBFactory.prototype.open = refuse;
  },
  "never answers": () => {
    // A request that nothing comes of.
    const settable = { writable: true };
    const handlers = { onsuccess: settable, onerror: settable, onupgradeneeded: settable };
    IDBFactory.prototype.open = () => Object.create(IDBOpenDBRequest.prototype, handlers);
  },
};

for (const [how, init] of Object.entries(STORELESS)) {
  test(`where the browser ${how}, reading goes on with one notice`, async (t) => {
    const reader = await here.visit(t, { query: "?dpi=150", init });
    const texts = await reader.read(fixture("xref-table.pdf"), fixture("scan-clean.pdf"));
    assert.equal(texts.length, 4);
    assert.deepEqual((await reader.rows()).map(({ state }) => state), Array(4).fill("Done"));
    assert.equal(await reader.notices.count(), 1);
    assert.match((await reader.notices.first().textContent()) ?? "", /Reading goes on, but after a crash/);
  });
}

test("where the browser gives no lock, pages are kept all the same", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=150",
    init: () => {
      LockManager.prototype.request = () => Promise.reject(new DOMException("no", "SecurityError"));
    },
  });
  assert.equal((await reader.read(fixture("xref-table.pdf"))).length, 2);
  await pagesStored(reader.page, 2);
});

test("a storage that is full in mid document costs one notice and no page", async (t) => {
  const reader = await here.visit(t, {
    query: QUERY,
    init: () => {
      const { put } = IDBObjectStore.prototype;
      let writes = 0;
      IDBObjectStore.prototype.put = function (/** @type {any} */ value, /** @type {any} */ key) {
        writes += 1;
        if (writes > 4) throw new DOMException("full", "QuotaExceededError");
        return put.call(this, value, key);
      };
    },
  });
  await reader.read(fixture("scan44.pdf"));
  assert.deepEqual((await reader.rows()).map(({ state }) => state), Array(6).fill("Done"));
  assert.equal(await reader.notices.count(), 1);
});

test("a page that is taken and then not kept costs one notice as well", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=150",
    init: () => {
      const { put } = IDBObjectStore.prototype;
      let writes = 0;
      IDBObjectStore.prototype.put = function (/** @type {any} */ value, /** @type {any} */ key) {
        const request = put.call(this, value, key);
        writes += 1;
        // As a commit for which there is no room: every request has succeeded by then.
        if (writes > 3) request.addEventListener("success", () => this.transaction.abort());
        return request;
      };
    },
  });
  await reader.read(fixture("xref-table.pdf"));
  await reader.notices.filter({ hasText: "Reading goes on, but after a crash" }).waitFor();
  assert.equal(await reader.notices.count(), 1);
});

test("what is read after another tab has forgotten everything is kept again", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(document);
  await pagesStored(reader.page, 2);
  const other = await open(t, reader.page.context());
  await other.page.getByRole("button", { name: "Forget everything", exact: true }).click();
  await other.page.getByRole("button", { name: "Forget for good", exact: true }).click();
  await other.notices.filter({ hasText: "has been forgotten" }).waitFor();
  await reader.begin();
  await reader.ended();
  assert.equal(await reader.notices.count(), 0, "nothing is said to be refused");
  await pagesStored(reader.page, 2);
});

test("nothing waits until a file is allowed, and after Clear it is not wanted any more", async (t) => {
  const query = "?dpi=150&workers=1&pages=1";
  const visit = await here.visit(t, { query });
  const context = visit.page.context();
  const first = await open(t, context, query);
  await drop(first, fixture("xref-table.pdf").path);
  await first.begin();
  await first.ended();
  await pagesStored(first.page, 1);
  await first.page.close();

  await context.addInitScript(() => {
    /** @type {any} */
    const prototype = FileSystemFileHandle.prototype;
    const { requestPermission, getFile } = prototype;
    const answer = new Promise((resolve) => Object.assign(window, { answer: resolve }));
    prototype.requestPermission = async function (/** @type {any[]} */ ...how) {
      Object.assign(window, { isAsked: true });
      await answer;
      return requestPermission.apply(this, how);
    };
    prototype.getFile = async function () {
      const file = await getFile.call(this);
      // Later than whatever is done with it at once.
      setTimeout(() => Object.assign(window, { isFound: true }), 500);
      return file;
    };
  });
  const second = await open(t, context, query);
  await second.page.getByRole("button", { name: "Bring back", exact: true }).click();
  await second.page.waitForFunction(() => "isAsked" in window);
  await second.read(fixture("scan-clean.pdf"));
  assert.equal(await second.notices.count(), 0, "nothing is said to be refused");
  await pagesStored(second.page, 2);
  await second.clear.click();
  await second.page.evaluate(() => /** @type {any} */ (window).answer());
  await second.page.waitForFunction(() => "isFound" in window);
  assert.deepEqual(await second.documents(), []);
});

test("a document that another tab is reading is not read twice", async (t) => {
  const document = fixture("scan44.pdf");
  const visit = await here.visit(t, { query: QUERY });
  const context = visit.page.context();
  const first = await open(t, context);
  await first.choose(document);
  await first.begin();
  await first.finished(1);
  await first.page.getByRole("button", { name: "Pause", exact: true }).click();
  await first.page.locator(".document .state", { hasText: "Paused" }).waitFor();

  const second = await open(t, context);
  await second.page.locator(".kept-job", { hasText: "In another tab" }).waitFor();
  await second.choose(document);
  await second.start.click();
  await second.page.locator(".document-message", { hasText: "Go on there" }).waitFor();
  assert.deepEqual(await pagesRead(second), []);

  // The tab that held it is gone, and with it its lock.
  await first.page.close();
  await second.start.click();
  await second.page.locator('.document[data-state="done"]').waitFor();
  const read = await pagesRead(second);
  assert.ok(read.length > 0 && read.length < 6, `read again: ${read}`);
  assert.deepEqual((await second.rows()).map(({ state }) => state), Array(6).fill("Done"));
});

test("what a newer version stored is left alone, and the page says reload", async (t) => {
  const document = fixture("xref-table.pdf");
  const visit = await here.visit(t, { query: "?dpi=150" });
  await visit.read(document);
  await pagesStored(visit.page, 2);
  const keys = Object.keys(await storedFiles(visit.page)).sort();
  const job = keys.find((key) => key.endsWith("/job")) ?? "";
  const newer = "pagewise 99 who knows\nwhat";
  await storeFile(visit.page, job, newer);
  const reader = await open(t, visit.page.context(), "?dpi=150");
  await reader.notices.filter({ hasText: "Reload the page to go on." }).waitFor();
  const texts = await reader.read(document);
  assert.equal(texts.length, 2, "it is read all the same");
  const files = await storedFiles(reader.page);
  assert.equal(files[job], newer);
  assert.deepEqual(Object.keys(files).sort(), keys);
});

test("damaged and half-written records are passed over", async (t) => {
  const document = fixture("xref-table.pdf");
  const visit = await here.visit(t, { query: "?dpi=150&workers=1" });
  const texts = await visit.read(document);
  await pagesStored(visit.page, 2);
  const files = await storedFiles(visit.page);
  const page = Object.keys(files).find((key) => key.includes("/page-2-")) ?? "";
  await storeFile(visit.page, page, (files[page] ?? "").slice(0, 200));
  await storeFile(visit.page, "not-ours/", null);
  const reader = await open(t, visit.page.context(), "?dpi=150&workers=1");
  await chooseKnown(reader, document.path, /read before|Read before/);
  await reader.begin();
  await reader.ended();
  assert.deepEqual(await pagesRead(reader), [2]);
  assert.deepEqual(await reader.texts(), texts);
});

test("a document that comes while another is read is read after it, and a broken one does not start all over", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&workers=1", init: watchRequests });
  await reader.ready();
  const [first, second] = [fixture("scan-clean.pdf"), fixture("xref-table.pdf")];
  await reader.choose(first);
  await reader.begin();
  await reader.input.setInputFiles([second.path, fixture("truncated.pdf").path]);
  await reader.page.locator(".document[data-state=done]").nth(1).waitFor();
  await reader.page.locator(".document[data-state=failed]").waitFor();
  await reader.ended();
  assert.equal((await reader.texts()).length, first.texts.length + second.texts.length);
  await reader.input.setInputFiles(fixture("empty.pdf").path);
  await reader.page.locator(".document[data-state=failed]").nth(1).waitFor();
  assert.deepEqual(await pagesRead(reader), [1, 2, 1, 2]);
});

test("documents change places and are taken out by keyboard, and each gives its own text", async (t) => {
  const files = ["xref-table.pdf", "scan-clean.pdf", "page.png"].map((file) => fixture(file));
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.choose(...files);
  const names = async () => (await reader.documents()).map(({ name }) => name);
  const button = (/** @type {string} */ document, /** @type {string} */ name) =>
    reader.page.locator(".document", { hasText: document }).getByRole("button", { name, exact: true });
  const hasFocus = (/** @type {import("playwright-core").Locator} */ element) =>
    element.evaluate((element) => element === element.ownerDocument.activeElement);

  assert.ok(await button("xref-table.pdf", "Move up").isDisabled());
  await button("page.png", "Move up").focus();
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForFunction(() => document.querySelectorAll(".document [data-slot=name]")[1]?.textContent === "page.png");
  assert.ok(await hasFocus(button("page.png", "Move up")), "the focus goes along");
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForFunction(() => document.querySelector(".document [data-slot=name]")?.textContent === "page.png");
  assert.deepEqual(await names(), ["page.png", "xref-table.pdf", "scan-clean.pdf"]);
  assert.ok(await hasFocus(button("page.png", "Move down")), "at the top only down is left");

  await button("xref-table.pdf", "Remove").focus();
  await reader.page.keyboard.press("Enter");
  await reader.page.waitForFunction(() => document.querySelectorAll(".document").length === 2);
  assert.deepEqual(await names(), ["page.png", "scan-clean.pdf"]);
  assert.ok(await hasFocus(button("scan-clean.pdf", "Remove")), "the row in its place has the focus");

  await reader.begin();
  await reader.ended();
  const [first, second] = await reader.texts();
  await button("page.png", "Move down").click();
  await reader.page.waitForFunction(() => document.querySelector(".document [data-slot=name]")?.textContent === "scan-clean.pdf");
  assert.deepEqual(await reader.texts(), [second, first], "the texts follow");

  const [download] = await Promise.all([
    reader.page.waitForEvent("download"),
    button("page.png", "Save text").click(),
  ]);
  assert.equal(download.suggestedFilename(), "page.txt");
  const [link] = await reader.page.locator(".document", { hasText: "page.png" }).getByRole("link", { name: "Show text" }).all();
  const target = (await link.getAttribute("href")) ?? "";
  assert.match((await reader.page.locator(`${target} .page-text-body`).textContent()) ?? "", new RegExp(first.trim().split(/\s+/)[0].replace(/\W/g, ".")));
});
