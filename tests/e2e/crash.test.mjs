// @ts-check
// Workers that die over a page: nothing is lost, doubled or out of order.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

/**
 * @typedef {{ type: "draw" | "recognize", page: number, times: number, hangs?: boolean }} Poison a request, by its kind
 *   and page (from 1), that kills the worker which gets it, or has it never answer, so many times
 */

const here = site();

/**
 * Visits the page with requests that kill: they arrive as something that a worker cannot understand, and it
 * throws, as an engine does that traps.
 *
 * @param {import("node:test").TestContext} t
 * @param {string} query
 * @param {Poison[]} poison
 */
async function visit(t, query, poison) {
  const reader = await here.visit(t, {
    query,
    init: (/** @type {Poison[]} */ poison) => {
      const post = Worker.prototype.postMessage;
      // @ts-ignore: one signature of two is used.
      Worker.prototype.postMessage = function (message, transfer) {
        const request = message.head.request;
        const page = request?.draw?.page ?? request?.recognize?.header.page;
        const hit = poison.find((poison) => request?.[poison.type] && poison.page === page + 1 && poison.times > 0);
        if (hit) {
          hit.times -= 1;
          if (hit.hangs) return;
          message.head = {};
        }
        post.call(this, message, transfer);
      };
    },
    initArgument: poison,
  });
  await reader.ready();
  return reader;
}

/**
 * Asserts that pages 1 to `count` were each read once, in order, as they are.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {import("./support/fixtures.mjs").Fixture} document
 * @param {number} count
 */
async function assertComplete(reader, document, count) {
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const rows = await reader.rows();
  assert.deepEqual(rows.map(({ number, state }) => [number, state]), numbers.map((number) => [number, "Done"]));
  const headings = await reader.page.locator("#text h3").allTextContents();
  assert.deepEqual(headings.map((heading) => heading.trim()), numbers.map((number) => `Page ${number}`));
  for (const [i, text] of (await reader.texts()).entries()) {
    const rate = cer(document.texts[i], text);
    // A page that killed its worker was tried again with fewer pixels.
    assert.ok(rate <= 0.05, `page ${i + 1}: CER ${rate.toFixed(4)}\n${text}`);
  }
}

test("a page is read again when the worker that reads it dies", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await visit(t, "?pages=1-4&workers=2&dpi=200", [{ type: "recognize", page: 2, times: 1 }]);
  await reader.read(document);
  await assertComplete(reader, document, 4);
  const { pages, workers_replaced: replaced } = await reader.report();
  assert.equal(replaced, 1);
  assert.deepEqual(pages.map((/** @type {{ attempts: number }} */ page) => page.attempts), [1, 2, 1, 1]);
  assert.ok(pages[1].dpi < 200, `tried again at ${pages[1].dpi} dpi`);
  assert.match((await reader.rows())[1].message ?? "", /lower resolution/);
});

test("every page is read when all workers that read die", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await visit(t, "?pages=1-4&workers=2&dpi=200", [
    { type: "recognize", page: 1, times: 1 },
    { type: "recognize", page: 2, times: 1 },
    { type: "recognize", page: 4, times: 1 },
  ]);
  await reader.read(document);
  await assertComplete(reader, document, 4);
  assert.equal((await reader.report()).workers_replaced, 3);
});

test("every page is read when the worker that draws dies", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await visit(t, "?pages=1-3&workers=1&dpi=200", [{ type: "draw", page: 2, times: 1 }]);
  await reader.read(document);
  await assertComplete(reader, document, 3);
  const { pages, workers_replaced: replaced } = await reader.report();
  assert.equal(replaced, 1);
  assert.equal(pages[1].attempts, 2);
});

test("a protected PDF needs its password once, even if the worker that draws dies", async (t) => {
  const document = fixture("encrypted-aes-256.pdf");
  const reader = await visit(t, "?dpi=150", [{ type: "draw", page: 1, times: 1 }]);
  await reader.choose(document);
  const field = reader.page.getByLabel(`Password for ${document.file}`);
  await field.fill(document.password ?? "");
  await field.press("Enter");
  await reader.page.locator(".document[data-state=ready]").waitFor();
  await reader.begin();
  await reader.ended();
  await assertComplete(reader, document, document.texts.length);
});

test("a page that kills every worker fails, and the others are read", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await visit(t, "?pages=1-3&workers=1&dpi=150", [{ type: "recognize", page: 1, times: 9 }]);
  const texts = await reader.read(document);
  const rows = await reader.rows();
  assert.deepEqual(rows.map(({ number, state }) => [number, state]), [[1, "Failed"], [2, "Done"], [3, "Done"]]);
  assert.match(rows[0].message ?? "", /page made the reading engine stop/);
  assert.equal(texts.length, 2);
  assert.ok(cer(document.texts[1], texts[0]) <= 0.03);
  const { pages, totals } = await reader.report();
  assert.deepEqual([totals.pages, totals.done, totals.failed], [3, 2, 1]);
  assert.equal(pages[0].attempts, 2);
  assert.equal(pages[0].error, rows[0].message);
});

for (const type of /** @type {const} */ (["draw", "recognize"])) {
  test(`a page that takes too long to ${type} is stopped, and fails the second time`, async (t) => {
    const document = fixture("scan44.pdf");
    const reader = await visit(t, "?pages=1-3&workers=1&dpi=150&limit=10", [
      { type, page: 1, times: 1, hangs: true },
      { type, page: 2, times: 2, hangs: true },
    ]);
    await reader.read(document);
    const rows = await reader.rows();
    assert.deepEqual(rows.map(({ number, state }) => [number, state]), [[1, "Done"], [2, "Failed"], [3, "Done"]]);
    assert.match(rows[0].message ?? "", /lower resolution/);
    assert.match(rows[1].message ?? "", /not finished within 10 seconds, the time limit\. Raise the limit/);
    const { pages, workers_replaced: replaced } = await reader.report();
    assert.deepEqual(pages.map((/** @type {{ attempts: number }} */ page) => page.attempts), [2, 2, 1]);
    assert.equal(replaced, 3);
  });
}

test("workers that die while nothing is read are replaced", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?workers=1&dpi=150" });
  await reader.ready();
  await reader.choose(document);
  await Promise.all(
    (await reader.workers(2)).map(async (worker) => {
      const gone = worker.waitForEvent("close");
      await worker.evaluate(() => {
        setTimeout(() => {
          throw new Error("killed by the test");
        });
      });
      await gone;
    }),
  );
  await reader.begin();
  await reader.ended();
  await assertComplete(reader, document, document.texts.length);
});
