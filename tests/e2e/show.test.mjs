// @ts-check
// The renderer draws pages for people: in colour, at the size that is wanted. No view asks for it yet, so the test asks
// the worker itself, in the session's words.

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
 * Asks for a page, and gives its size and a few figures of its pixels.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {{ page: number, width: number, height: number }} show
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
