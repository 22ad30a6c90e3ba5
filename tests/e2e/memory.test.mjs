// @ts-check
// Memory stays under its ceiling and does not grow with the pages. The one long test.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();
const CEILING = 150_000_000;

test("one worker stays under 150 MB, and no heap grows from page 5 on", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?preset=conservative&workers=1&pages=1-16" });
  reader.page.setDefaultTimeout(240_000);
  await reader.choose(document);
  await reader.begin();
  await reader.finished(5);
  const early = await reader.report();
  await reader.ended();
  const late = await reader.report();

  assert.equal(late.totals.done, 16);
  assert.equal(late.workers_replaced, 0, "no worker had to be replaced to stay under the ceiling");
  const peak = late.peak_memory;
  assert.ok(peak.total <= CEILING, `peak of all heaps and bitmaps: ${peak.total}`);
  assert.ok(peak.total >= peak.pdfium + peak.tesseract + peak.own - 5_000_000, JSON.stringify(peak));
  // A Tesseract that has read a page holds more than one that has not.
  assert.ok(peak.tesseract > 15_000_000, `${peak.tesseract}`);
  for (const heap of ["pdfium", "tesseract"]) {
    const growth = peak[heap] - early.peak_memory[heap];
    assert.equal(growth, 0, `${heap} grew by ${growth} bytes from page ${early.totals.done} to page 16`);
  }
  // Our own keeps what was read: some 30 KB for a page full of words.
  const growth = peak.own - early.peak_memory.own;
  assert.ok(growth <= 1_000_000, `our own heaps grew by ${growth} bytes`);
  const meter = (await reader.page.locator("#memory [data-slot=peak]").textContent()) ?? "";
  assert.equal(meter, `${Math.round(peak.total / 1e6)} MB`);
});
