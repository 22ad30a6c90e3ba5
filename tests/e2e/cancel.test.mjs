// @ts-check
// Cancel: at once, keeping what is done.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const LONGEST_MS = 1000;

/**
 * Presses Cancel; milliseconds until Start is back, by the page's own clock.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 */
function cancelTime(reader) {
  return reader.page.evaluate(
    () =>
      new Promise((resolve) => {
        const [start, cancel] = ["start", "cancel"].map((id) => /** @type {HTMLButtonElement} */ (document.getElementById(id)));
        const pressed = performance.now();
        new MutationObserver((_, observer) => {
          if (start.getAttribute("aria-disabled") === "true") return;
          observer.disconnect();
          resolve(performance.now() - pressed);
        }).observe(start, { attributes: true });
        cancel.click();
      }),
  );
}

test("cancel in mid page ends within a second and keeps what is done", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&workers=2" });
  await reader.choose(document);
  await reader.begin();
  await reader.finished(1);
  await reader.page.locator(".page-row[data-state=reading]").first().waitFor();
  await reader.workers(3);
  const took = await cancelTime(reader);
  assert.ok(took < LONGEST_MS, `took ${took} ms`);
  await reader.workersGone();

  const rows = await reader.rows();
  const done = rows.filter((row) => row.state === "Done");
  assert.equal(rows.length, 44);
  assert.ok(done.length >= 1 && done.length < 44);
  assert.deepEqual(new Set(rows.map((row) => row.state)), new Set(["Done", "Cancelled"]));
  const texts = await reader.texts();
  assert.equal(texts.length, done.length);
  for (const [i, { number }] of done.entries()) {
    assert.ok(cer(document.texts[number - 1], texts[i]) <= 0.03, `page ${number}`);
  }
  const [{ state, message }] = await reader.documents();
  assert.equal(state, `Cancelled at ${done.length} of 44`);
  assert.equal(message, `${44 - done.length} pages left unread.`);
  const report = await reader.report();
  assert.equal(report.totals.done, done.length);
  assert.equal(report.pages.length, 44);
});

test("cancel while everything is starting ends within a second", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&workers=2" });
  await reader.choose(fixture("scan44.pdf"));
  await reader.begin();
  const took = await cancelTime(reader);
  assert.ok(took < LONGEST_MS, `took ${took} ms`);
  await reader.workersGone();
  assert.deepEqual(new Set((await reader.rows()).map((row) => row.state)), new Set(["Cancelled"]));
});

test("cancel ends every document, and reading can start again", async (t) => {
  const [long, short] = [fixture("scan44.pdf"), fixture("scan-clean.pdf")];
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  await reader.choose(long, short);
  await reader.begin();
  await reader.finished(1);
  assert.ok((await cancelTime(reader)) < LONGEST_MS);
  const [first, second] = (await reader.documents()).map((document) => document.state);
  assert.match(first ?? "", /^Cancelled at \d+ of 44$/);
  assert.equal(second, "Ready");

  await reader.clear.click();
  await reader.page.locator(".document").first().waitFor({ state: "detached" });
  const texts = await reader.read(short);
  assert.equal(texts.length, 2);
  assert.ok(cer(short.texts[1], texts[1]) <= 0.02);
});

test("a cancelled document goes on with what was left, unless all of it is asked for", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1-3&workers=1" });
  await reader.choose(document);
  await reader.begin();
  await reader.finished(1);
  await reader.cancel.click();
  await reader.ended();
  const [before] = await reader.texts();
  assert.equal(await reader.start.textContent(), "Go on");
  await reader.begin();
  assert.equal((await reader.texts())[0], before, "what was read stays");
  await reader.ended();
  assert.deepEqual((await reader.rows()).map((row) => row.state), ["Done", "Done", "Done"]);
  const { pages } = await reader.report();
  assert.deepEqual(pages.map((/** @type {{ attempts: number }} */ page) => page.attempts), [1, 1, 1]);
  assert.match((await reader.documents())[0].message ?? "", /^\d pages? (was|were) read before and (is|are) not read again\.$/);
  const texts = await reader.texts();
  for (const i of [0, 1, 2]) assert.ok(cer(document.texts[i], texts[i]) <= 0.03, `page ${i + 1}`);
});
