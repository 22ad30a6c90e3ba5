// @ts-check
// A long document costs the page's thread what changes, not what there is.

import assert from "node:assert/strict";
import { test } from "node:test";

import { manyPages } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

/** Rows made, or pages shown, in one go. */
const PORTION = 100;
/** Changes of one row from waiting to done: its state, percentages, cells, message. */
const CHANGES_OF_A_ROW = 60;

/** Counts, from before Start on, how often each row is touched, and the most rows added at a time. */
function watch() {
  const rows = /** @type {HTMLElement} */ (document.getElementById("page-rows"));
  const seen = { added: 0, mostAtOnce: 0, touched: /** @type {Record<string, number>} */ ({}) };
  Object.assign(window, { seen });
  new MutationObserver((changes) => {
    let added = 0;
    for (const { target, addedNodes } of changes) {
      if (target === rows) {
        added += addedNodes.length;
        continue;
      }
      const element = target instanceof Element ? target : target.parentElement;
      const number = element?.closest(".page-row")?.querySelector("[data-slot=number]")?.textContent ?? "";
      seen.touched[number] = (seen.touched[number] ?? 0) + 1;
    }
    seen.added += added;
    seen.mostAtOnce = Math.max(seen.mostAtOnce, added);
  }).observe(rows, { attributes: true, characterData: true, childList: true, subtree: true });
}

test("a page that is read touches its own row, however many there are", async (t) => {
  const pages = 1000;
  const reader = await here.visit(t, { query: "?workers=2&dpi=100" });
  await reader.ready();
  await reader.choose(manyPages(pages));
  await reader.page.evaluate(watch);
  await reader.begin();
  await reader.finished(12);
  await reader.page.waitForFunction((pages) => document.querySelectorAll(".page-row").length === pages, pages);
  const before = await reader.page.evaluate(() => structuredClone(/** @type {any} */ (window).seen));
  await reader.cancel.click();
  await reader.ended();
  assert.equal(before.added, pages, "every row is made once");
  assert.ok(before.mostAtOnce <= PORTION, `${before.mostAtOnce} rows at once`);
  const numbers = Object.keys(before.touched).map(Number);
  // Those that are done, and the few in hand: two being read, one drawn, one being drawn.
  const ended = await reader.page.locator(".page-row:is([data-state=done], [data-state=doubtful])").count();
  assert.ok(numbers.length <= ended + 6, `${numbers.length} rows were touched for ${ended} pages`);
  const most = Math.max(...Object.values(before.touched));
  assert.ok(most <= CHANGES_OF_A_ROW, `one row was touched ${most} times`);
  // Cancelling is said in every row that is left, in portions.
  await reader.page.waitForFunction(() => !document.querySelector(".page-row[data-state=reading]") && document.querySelector(".page-row:last-child [data-slot=state]")?.textContent === "Cancelled");
  const states = await reader.rows();
  assert.equal(states.length, pages);
  assert.ok(states.every(({ state }) => ["Done", "Doubtful", "Cancelled"].includes(state)));
});
