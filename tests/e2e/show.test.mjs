// @ts-check
// The renderer draws pages for people: in colour, at the size that is wanted. To see the very pixels, the test asks the worker
// itself, in the session's words.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

/** Remembers the worker that was asked to open a document. */
function watchRenderer() {
  const post = Worker.prototype.postMessage;
  // @ts-ignore: one signature of two is used.
  Worker.prototype.postMessage = function (message, transfer) {
    if (message.head.request?.open) Object.assign(window, { renderer: this });
    post.call(this, message, transfer);
  };
}

/**
 * Asks for a page or a part of it, and gives its size and a few figures of its pixels. How red these are stays in the page: a
 * picture has millions of them.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {{ page: number, width: number, height: number, region?: { x: number, y: number, width: number, height: number } }} show
 */
function shown(reader, show) {
  return reader.page.evaluate(
    (show) =>
      new Promise((resolve) => {
        const renderer = /** @type {Worker} */ (/** @type {any} */ (window).renderer);
        const id = 1_000_000;
        renderer.addEventListener("message", function hear({ data }) {
          if (data.head.id !== id) return;
          renderer.removeEventListener("message", hear);
          const { width, height } = data.head.reply.shown;
          const pixels = new Uint8Array(data.bytes);
          let [dark, tinted, solid] = [0, 0, 0];
          for (let at = 0; at < pixels.length; at += 4) {
            const [red, , blue, alpha] = pixels.subarray(at, at + 4);
            if (red < 180) dark += 1;
            if (red - blue > 4) tinted += 1;
            if (alpha === 255) solid += 1;
          }
          const count = pixels.length / 4;
          const reds = new Uint8Array(count).map((_, at) => pixels[at * 4]);
          /** @type {any} */ (window).pictures = [.../** @type {any} */ (window).pictures ?? [], { width, height, reds }];
          resolve({ width, height, count, dark: dark / count, tinted: tinted / count, solid: solid / count });
        });
        renderer.postMessage({ head: { id, request: { show } } });
      }),
    show,
  );
}

test("a page of a PDF is shown in colour while others are read, and afterwards", async (t) => {
  const document = fixture("scan300-jpeg.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&workers=1", init: watchRenderer });
  await reader.choose(document);
  await reader.begin();
  await reader.page.locator(".page-row[data-state=reading]").first().waitFor();
  const small = await shown(reader, { page: 2, width: 300, height: 5000 });
  await reader.ended();
  const texts = await reader.texts();
  assert.equal(texts.length, document.texts.length, "reading went on");
  const large = await shown(reader, { page: 2, width: 5000, height: 1000 });
  for (const [picture, longest] of [[small, 300], [large, 1000]]) {
    assert.equal(picture.count, picture.width * picture.height);
    assert.ok(Math.abs(Math.max(picture.width === longest ? picture.width : 0, picture.height === longest ? picture.height : 0) - longest) <= 1);
    assert.ok(Math.abs(picture.width / picture.height - 595 / 842) < 0.01, "its proportions");
    assert.equal(picture.solid, 1, "paper is not transparent");
    assert.ok(picture.dark > 0.005 && picture.dark < 0.3, `ink: ${picture.dark}`);
    assert.ok(picture.tinted > 0.5, `the paper of this scan is yellowish: ${picture.tinted}`);
  }
});

test("a page of an image is shown as well", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150", init: watchRenderer });
  await reader.choose(fixture("page.png"));
  const picture = await shown(reader, { page: 0, width: 400, height: 400 });
  assert.ok(picture.width <= 400 && picture.height <= 400 && Math.max(picture.width, picture.height) >= 399);
  assert.ok(picture.dark > 0.005 && picture.solid === 1);
});

// 100 by 60 points in the upper left of the text, which is as well a part of the page as it is drawn whole.
const region = { x: 90, y: 90, width: 100, height: 60 };

/**
 * Holds a part that was drawn by itself, the last picture, against the same part of the whole page at the same scale, the one
 * before.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {number} scale
 */
function difference(reader, scale) {
  return reader.page.evaluate(
    ({ left, top }) => {
      const [whole, part] = /** @type {any} */ (window).pictures.slice(-2);
      let [sum, most] = [0, 0];
      for (let y = 0; y < part.height; y += 1) {
        for (let x = 0; x < part.width; x += 1) {
          const there = whole.reds[(top + y) * whole.width + left + x];
          sum += Math.abs(part.reds[y * part.width + x] - there);
          most = Math.max(most, 255 - there);
        }
      }
      return { mean: sum / part.reds.length, most };
    },
    { left: Math.round(region.x * scale), top: Math.round(region.y * scale) },
  );
}

// Pages, and how many points they are high.
for (const [name, height] of /** @type {[string, number][]} */ ([["scan-clean.pdf", 842], ["page.png", 595.44]])) {
  test(`a part of ${name} is drawn by itself, and as large as it is wanted`, async (t) => {
    const reader = await here.visit(t, { query: "?dpi=150", init: watchRenderer });
    await reader.choose(fixture(name));
    const side = Math.round(2 * height);
    const whole = await shown(reader, { page: 0, width: side, height: side });
    const exact = whole.height / height;
    await shown(reader, { page: 0, width: Math.round(region.width * exact), height: Math.round(region.height * exact), region });
    const { mean, most } = await difference(reader, exact);
    assert.ok(most > 100 && mean < 25, `it is that part: ${mean} of ${most}`);
    // A word fills the picture, and never more than that.
    const large = await shown(reader, { page: 0, width: 900, height: 700, region });
    assert.ok(large.width >= 899 && large.width <= 900 && large.height >= 539 && large.height <= 540, `${large.width} x ${large.height}`);
    assert.ok(large.dark > 0.02 && large.solid === 1, `ink: ${large.dark}`);
    const margin = await shown(reader, { page: 0, width: 300, height: 300, region: { ...region, x: 2, width: 20 } });
    assert.equal(margin.dark, 0, "nothing stands in the margin");
  });
}
