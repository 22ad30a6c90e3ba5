// @ts-check
// A phone: a small window, touch, little memory that nobody shares, a slow processor.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const CEILING = 150_000_000;
const PAGES = 4;
/** How many times slower the page itself is than here. Workers are not slowed by that. */
const SLOWED = 3;

/** What a browser tells of a phone with two gigabytes. */
function bePhone() {
  for (const [name, value] of Object.entries({ hardwareConcurrency: 4, deviceMemory: 2, maxTouchPoints: 5 })) {
    Object.defineProperty(Navigator.prototype, name, { get: () => value });
  }
}

test("a scan of several pages is read by touch, under 150 MB, by one worker", async (t) => {
  const document = fixture("scan44.pdf");
  const context = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 3, isMobile: true, hasTouch: true };
  const reader = await here.visit(t, { query: `?pages=1-${PAGES}&workers=1`, context, init: bePhone });
  const { page } = reader;
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
  assert.equal(await page.evaluate(() => typeof SharedArrayBuffer), "undefined", "no memory is shared");

  await reader.choose(document);
  // What suits the device is chosen without anybody saying so.
  assert.match(await page.locator("#options-summary").innerText(), /Conservative|150 MB/);
  await reader.start.tap();
  await reader.finished(PAGES);
  await reader.ended();
  const texts = await reader.texts();
  assert.equal(texts.length, PAGES);
  for (const [i, text] of texts.entries()) assert.ok(cer(document.texts[i], text) <= 0.03, `page ${i + 1}:\n${text}`);

  const { peak_memory, totals } = await reader.report();
  assert.equal(totals.done, PAGES);
  assert.ok(peak_memory.total <= CEILING, `peak of all heaps and bitmaps: ${peak_memory.total}`);
  assert.ok(peak_memory.total > 30_000_000, "and it was measured");
  const [wide, window] = await page.evaluate(() => [globalThis.document.documentElement.scrollWidth, innerWidth]);
  assert.ok(wide <= window, `${wide} pixels in a window of ${window}`);
  const small = await page.locator("button, .button").evaluateAll((buttons) =>
    buttons.filter((button) => button.checkVisibility()).map((button) => [button.textContent, button.getBoundingClientRect().height]));
  assert.deepEqual(small.filter(([, height]) => Number(height) < 24), [], "every button is large enough for a finger");
});
