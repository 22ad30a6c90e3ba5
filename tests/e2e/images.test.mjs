// @ts-check
// Image files of every kind, alone and several at once.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture, fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const MOST = 0.02;

for (const { file, kind, what } of [
  { file: "page.png", kind: "PNG", what: "a grey PNG" },
  { file: "page-1bit.png", kind: "PNG", what: "a PNG of one bit a pixel" },
  { file: "page-16bit.png", kind: "PNG", what: "a PNG of 16 bits a pixel" },
  { file: "page-alpha.png", kind: "PNG", what: "a PNG of black text on a transparent ground" },
  { file: "page.jpg", kind: "JPEG", what: "a JPEG" },
  { file: "page-exif6.jpg", kind: "JPEG", what: "a JPEG that lies on its side and says so" },
  { file: "page.webp", kind: "WebP", what: "a WebP" },
  { file: "page.bmp", kind: "BMP", what: "a BMP" },
  { file: "page.gif", kind: "GIF", what: "a GIF" },
  { file: "page.tif", kind: "TIFF", what: "a TIFF" },
]) {
  test(`reads ${what}`, async (t) => {
    const image = fixture(file);
    const reader = await here.visit(t);
    const texts = await reader.read(image);
    assert.equal(texts.length, 1);
    const rate = cer(image.texts[0], texts[0]);
    assert.ok(rate <= MOST, `CER ${rate.toFixed(4)}\n${texts[0]}`);
    const [document] = await reader.documents();
    assert.deepEqual({ ...document }, { name: file, kind, pages: "1 page", state: "Done", message: null });
  });
}

test("every page of a TIFF is a page", async (t) => {
  const image = fixture("multi.tif");
  const reader = await here.visit(t);
  const texts = await reader.read(image);
  assert.equal(texts.length, 3);
  for (const [i, truth] of image.texts.entries()) {
    const rate = cer(truth, texts[i]);
    assert.ok(rate <= MOST, `page ${i + 1}: CER ${rate.toFixed(4)}\n${texts[i]}`);
  }
});

test("images chosen together are one document, in the order of their names; a PDF is another", async (t) => {
  const [png, pdf, tiff, jpeg] = fixtures("page.png", "xref-table.pdf", "multi.tif", "page.jpg");
  const reader = await here.visit(t, { query: "?dpi=150" });
  const texts = await reader.read(png, pdf, tiff, jpeg);
  const documents = await reader.documents();
  assert.deepEqual(documents.map(({ kind, pages, state }) => [kind, pages, state]), [
    ["3 images", "5 pages", "Done"],
    ["PDF", `${pdf.texts.length} pages`, "Done"],
  ]);
  const truths = [...tiff.texts, ...jpeg.texts, ...png.texts, ...pdf.texts];
  assert.equal(texts.length, truths.length);
  for (const [i, truth] of truths.entries()) {
    const rate = cer(truth, texts[i]);
    assert.ok(rate <= 0.03, `text ${i + 1}: CER ${rate.toFixed(4)}\n${texts[i]}`);
  }
});

test("pages of an image document can be chosen", async (t) => {
  const [png, tiff] = fixtures("page.png", "multi.tif");
  const reader = await here.visit(t, { query: "?pages=1,3" });
  const texts = await reader.read(png, tiff);
  assert.equal(texts.length, 2);
  assert.ok(cer(tiff.texts[0], texts[0]) <= MOST);
  assert.ok(cer(tiff.texts[2], texts[1]) <= MOST);
});

test("each page of an image document says which file it is from", async (t) => {
  const [png, tiff, broken] = fixtures("page.png", "multi.tif", "broken.png");
  const reader = await here.visit(t, { query: "?pages=1,3,5&dpi=100" });
  await reader.read(png, tiff, broken);
  const rows = reader.page.locator(".page-row [data-slot=document]");
  assert.deepEqual(await rows.allTextContents(), ["broken.png", "multi.tif", "page.png"]);
  assert.deepEqual(await reader.page.locator("#text .page-text-document").allTextContents(), ["multi.tif", "page.png"]);
  const { pages } = await reader.report();
  assert.deepEqual(
    pages.map((/** @type {any} */ { file, outcome }) => [file, outcome]),
    [["broken.png", "failed"], ["multi.tif", "done"], ["page.png", "done"]],
  );
});
