// @ts-check
// What cannot be read says so in a sentence, and everything else is read.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fixture, fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

const REFUSED = [
  { file: "not-a-pdf.pdf", says: /not a PDF or a supported image\. Choose a PDF/ },
  { file: "empty.pdf", says: /file is empty\. Check/ },
  { file: "garbage.pdf", says: /not a PDF or a supported image/ },
  { file: "header-only.pdf", says: /PDF is damaged or incomplete/ },
  { file: "truncated.pdf", says: /PDF is damaged or incomplete/ },
  { file: "no-trailer.pdf", says: /PDF is damaged or incomplete/ },
  { file: "zero-pages.pdf", says: /PDF has no pages/ },
];

for (const { file, says } of REFUSED) {
  test(`${file} is refused with a reason`, async (t) => {
    const reader = await here.visit(t);
    await reader.choose(fixture(file));
    const [{ name, state, message }] = await reader.documents();
    assert.equal(name, file);
    assert.equal(state, "Cannot be read");
    assert.match(message ?? "", says);
    assert.ok(await reader.start.isDisabled(), "there is nothing to start");
  });
}

test("a good document is read whatever is chosen before it", async (t) => {
  const bad = fixtures(...REFUSED.map(({ file }) => file));
  const good = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  const texts = await reader.read(...bad, good);
  const states = (await reader.documents()).map(({ state }) => state);
  assert.deepEqual(states, [...bad.map(() => "Cannot be read"), "Done"]);
  assert.equal(texts.length, 1);
  assert.ok(cer(good.texts[0], texts[0]) <= 0.03);
});

for (const file of ["absurd-wide.pdf", "absurd-thin.pdf"]) {
  test(`${file}: a page of absurd size fails, the page before it is read`, async (t) => {
    const document = fixture(file);
    const reader = await here.visit(t);
    const texts = await reader.read(document);
    const rows = await reader.rows();
    assert.deepEqual(rows.map(({ number, state }) => [number, state]), [[1, "Done"], [2, "Failed"]]);
    assert.match(rows[1].message ?? "", /page is too large to read \([\d.,]+ × [\d.,]+ points\)/);
    assert.equal(texts.length, 1);
    assert.ok(cer(document.texts[0], texts[0]) <= 0.03);
    const [{ state, message }] = await reader.documents();
    assert.equal(state, "1 of 2 read");
    assert.match(message ?? "", /^1 page could not be read/);
  });
}

for (const file of ["garbage-image.pdf", "garbage-content.pdf", "missing-page.pdf"]) {
  test(`${file}: a damaged page in the middle does not keep the others from being read`, async (t) => {
    const document = fixture(file);
    const reader = await here.visit(t, { query: "?dpi=150" });
    await reader.read(document);
    const rows = await reader.rows();
    assert.deepEqual(rows.map(({ number }) => number), [1, 2, 3]);
    assert.deepEqual([rows[0].state, rows[2].state], ["Done", "Done"]);
    const { pages } = await reader.report();
    assert.equal(pages.length, 3);
    // What is left of the page may be a blank one; it must not pass for one that was read.
    assert.ok(rows[1].state === "Failed" || rows[1].confidence === "no text", JSON.stringify(rows[1]));
    if (rows[1].state === "Failed") {
      assert.match(rows[1].message ?? "", /page is damaged/);
      assert.equal(pages[1].outcome, "failed");
      assert.equal(pages[1].error, rows[1].message);
    }
    for (const i of [0, 2]) {
      const text = (await reader.page.locator("#text .page-text", { hasText: `Page ${i + 1}` }).locator(".page-text-body").textContent()) ?? "";
      const rate = cer(document.texts[i], text);
      assert.ok(rate <= 0.03, `page ${i + 1}: CER ${rate.toFixed(4)}\n${text}`);
    }
  });
}

test("a page whose object is missing fails, with its sentence", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=2" });
  await reader.read(fixture("missing-page.pdf"));
  const [row] = await reader.rows();
  assert.equal(row.state, "Failed");
  assert.match(row.message ?? "", /page is damaged in the file and could not be drawn/);
  const [{ message }] = await reader.documents();
  assert.match(message ?? "", /No page of this document could be read/);
  assert.equal((await reader.texts()).length, 0);
});

test("a broken image among good ones fails alone", async (t) => {
  const [first, broken, huge, last] = fixtures("page.png", "broken.png", "huge-declared.png", "page.jpg");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.running();
  // Images of one choice come in the order of their names.
  const buffers = [first, broken, huge, last].map(({ path, file }, i) => ({ name: `${i + 1}-${file}`, mimeType: "", buffer: readFileSync(path) }));
  await reader.input.setInputFiles(buffers);
  await reader.opened();
  await reader.begin();
  await reader.ended();
  const texts = await reader.texts();
  const rows = await reader.rows();
  assert.deepEqual(rows.map(({ state }) => state), ["Done", "Failed", "Failed", "Done"]);
  assert.match(rows[1].message ?? "", /image is damaged/);
  assert.match(rows[2].message ?? "", /image is too large to read \(60,000 × 60,000 pixels\)/);
  assert.equal(texts.length, 2);
  assert.ok(cer(first.texts[0], texts[0]) <= 0.03);
  assert.ok(cer(last.texts[0], texts[1]) <= 0.03);
});

test("a PDF with a damaged table is read as far as PDFium can repair it", async (t) => {
  const documents = fixtures("damaged-startxref.pdf", "damaged-xref.pdf", "junk-before-header.pdf");
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  const texts = await reader.read(...documents);
  assert.equal(texts.length, documents.length);
  for (const [i, { file, texts: truth }] of documents.entries()) assert.ok(cer(truth[0], texts[i]) <= 0.03, file);
});
