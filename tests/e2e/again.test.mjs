// @ts-check
// Pages read once more: otherwise, turned, at several resolutions; what is kept of it, and what is left out.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

/**
 * Presses something in the menu of the page.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {string} selector
 */
async function press(reader, selector) {
  await reader.page.locator("#page-menu-summary").click();
  await reader.page.locator(`#page-menu ${selector}`).click();
}

/**
 * Waits until all readings of the comparison are there; their columns.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {number} count
 */
async function readings(reader, count) {
  const keep = reader.page.locator("#comparison [data-slot=keep]:not([hidden])");
  await keep.nth(count - 1).waitFor();
  return reader.page.locator(".reading-of-page");
}

/** @param {string} text */
const words = (text) => text.split(/\s+/).filter((word) => word.length > 0);

test("a page that was read in the wrong way is read again and keeps the better reading", async (t) => {
  const document = fixture("scan-clean.pdf");
  // As a single word: nothing that anybody would want to read.
  const reader = await here.visit(t, { query: "?psm=8&pages=1&effort=fast" });
  await reader.read(document);
  const menu = reader.page.locator("#page-menu");
  await menu.waitFor();
  await press(reader, '[data-psm="3"]');
  const columns = await readings(reader, 1);
  assert.equal(await columns.count(), 2);
  assert.match(await columns.nth(1).locator("h3").innerText(), /^As text$/);
  assert.match(await columns.nth(1).locator("[data-slot=figures]").innerText(), /words, confidence 9\d\s?%.* s, \d+ MB/);
  assert.match(await columns.nth(1).locator("[data-slot=differences]").innerText(), /difference/);
  assert.ok((await columns.nth(1).locator("mark").count()) > 0, "what is other is marked");
  await columns.nth(1).locator("[data-slot=keep]").click();
  await reader.page.locator("#comparison").waitFor({ state: "hidden" });
  const [text] = await reader.texts();
  const [truth] = document.texts;
  const known = new Set(words(truth));
  const found = words(text).filter((word) => known.has(word)).length;
  assert.ok(found > 0.9 * words(truth).length, `${found} of ${words(truth).length}`);
  assert.ok(await menu.locator("summary").evaluate((summary) => summary === summary.ownerDocument.activeElement), "the focus is where it was");

  // It is stored: the next visit knows it.
  await reader.page.reload();
  await reader.choose(document);
  await reader.begin();
  await reader.ended();
  assert.equal((await reader.texts())[0], text);
});

test("resolutions are compared, a turn that makes it worse is only offered, and a page is left out", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1-2" });
  await reader.read(fixture("scan-clean.pdf"));
  const before = await reader.texts();
  await press(reader, "#page-compare");
  const dialog = reader.page.locator("#comparison");
  await dialog.waitFor();
  const columns = await readings(reader, 2);
  const headings = await columns.locator("h3").allInnerTexts();
  assert.deepEqual(headings.slice(0, 3), ["What is there now", "At 75 dpi", "At 300 dpi"]);
  const figures = await columns.locator("[data-slot=figures]").allInnerTexts();
  assert.match(figures[1], /75 dpi/);
  await dialog.press("Escape");
  await dialog.waitFor({ state: "hidden" });

  await press(reader, "[data-turn=half]");
  await dialog.waitFor();
  const turned = await readings(reader, 1);
  assert.equal(await turned.nth(1).locator("h3").innerText(), "Turned upside down");
  assert.equal(await turned.nth(1).locator("[data-slot=all]").isVisible(), false, "that is for one page");
  await reader.page.locator("#comparison-drop").click();
  await dialog.waitFor({ state: "hidden" });
  assert.deepEqual(await reader.texts(), before);

  await press(reader, "#page-leave-out");
  const { bytes } = await reader.download("Download text");
  assert.ok(!bytes.includes("\f"), "one page of two");
  await reader.page.locator("#page-menu-summary").click();
  assert.equal(await reader.page.locator("#page-leave-out").innerText(), "Take in again");
});

/** Remembers the worker that was asked to open a document. */
function watchRenderer() {
  const post = Worker.prototype.postMessage;
  // @ts-ignore: one signature of two is used.
  Worker.prototype.postMessage = function (message, transfer) {
    if (message.head.request?.open) Object.assign(window, { renderer: this });
    post.call(this, message, transfer);
  };
}

for (const name of ["scan-clean.pdf", "page.png"]) {
  test(`a part of ${name} is drawn by itself to be read`, async (t) => {
    const reader = await here.visit(t, { init: watchRenderer });
    await reader.choose(fixture(name));
    const region = { x: 90, y: 90, width: 200, height: 60 };
    const drawn = await reader.page.evaluate(
      (region) =>
        new Promise((resolve) => {
          const renderer = /** @type {Worker} */ (/** @type {any} */ (window).renderer);
          const id = 1_000_000;
          renderer.addEventListener("message", function hear({ data }) {
            if (data.head.id !== id) return;
            renderer.removeEventListener("message", hear);
            const { header } = data.head.reply.drawn;
            const pixels = new Uint8Array(data.bytes);
            resolve({ header, bytes: pixels.length, dark: pixels.filter((grey) => grey < 128).length / pixels.length });
          });
          const strip = { index: 0, top: 0 };
          const bounds = { max_pixels: 8_000_000, max_decoded: 80_000_000, reduction: 1 };
          const draw = { page: 0, strip, dpi: 300, ...bounds, own_text: "read", region };
          renderer.postMessage({ head: { id, request: { draw } } });
        }),
      region,
    );
    const { header, bytes, dark } = /** @type {any} */ (drawn);
    assert.ok(Math.abs(header.width - (region.width * 300) / 72) <= 3, `${header.width}`);
    assert.ok(Math.abs(header.height - (region.height * 300) / 72) <= 3, `${header.height}`);
    assert.equal(bytes, header.stride * header.height);
    assert.ok(Math.abs(header.placement.e - region.x) < 0.5 && Math.abs(header.placement.f - region.y) < 0.5);
    assert.ok(dark > 0.01 && dark < 0.5, `ink: ${dark}`);
  });
}
