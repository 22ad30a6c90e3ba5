// @ts-check
// A page that its ceiling does not let be read whole: it is read in strips, as sharp as any other page, and nothing
// is lost or doubled where it is cut.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const CEILING = 150_000_000;

test("a JPEG too large to be decoded whole is read under the ceiling, upright", async (t) => {
  const document = fixture("large.jpg");
  const reader = await here.visit(t, { query: "?memory=80&workers=1" });
  reader.page.setDefaultTimeout(240_000);
  const [text] = await reader.read(document);

  const wrong = cer(document.texts[0], text);
  const { pages, peak_memory } = await reader.report();
  assert.ok(wrong <= 0.01, `${wrong}, in\n${text}`);
  // Whole where that is sharp enough, else in strips.
  assert.ok(!pages[0].fitted || pages[0].dpi >= 150, JSON.stringify(pages[0]));
  assert.equal(pages[0].attempts, 1);
  // Looking at a page takes most of that; the picture decoded would be 17 MB more.
  assert.ok(peak_memory.own <= 30_000_000, `it was decoded in our own heap: ${peak_memory.own}`);
  assert.ok(peak_memory.total <= 80_000_000, `peak of all heaps and bitmaps: ${peak_memory.total}`);
});

test("of a large JPEG that ends early the part that is there is read, and that is said", async (t) => {
  const document = fixture("large.jpg");
  const bytes = readFileSync(document.path);
  const reader = await here.visit(t, { query: "?memory=80&workers=1" });
  reader.page.setDefaultTimeout(240_000);
  await reader.running();
  const half = bytes.subarray(0, bytes.length / 2);
  await reader.input.setInputFiles({ name: "half.jpg", mimeType: "image/jpeg", buffer: half });
  await reader.opened();
  await reader.begin();
  await reader.ended();
  const [{ state, message }] = await reader.rows();
  assert.equal(state, "Done");
  assert.match(message ?? "", /ends early/);
});

test("a poster is read in strips under the ceiling, and its text is whole", async (t) => {
  const document = fixture("poster.pdf");
  const reader = await here.visit(t, { query: "?memory=150&workers=1" });
  reader.page.setDefaultTimeout(240_000);
  const [text] = await reader.read(document);

  const [truth] = document.texts;
  const wrong = cer(truth, text);
  assert.ok(wrong <= 0.005, `${wrong}, in\n${text}`);
  const { pages, peak_memory } = await reader.report();
  assert.ok(pages[0].strips >= 2, JSON.stringify(pages[0]));
  assert.deepEqual([pages[0].dpi, pages[0].fitted, pages[0].attempts], [200, false, 1]);
  assert.ok(peak_memory.total <= CEILING, `peak of all heaps and bitmaps: ${peak_memory.total}`);
  const [row] = await reader.rows();
  assert.equal(row.message, `Read in ${pages[0].strips} strips to stay within the memory ceiling.`);

  if (!haveTool("pdftotext")) return t.diagnostic("pdftotext cannot be had here: the searchable PDF was not opened");
  const { bytes } = await reader.download("Download searchable PDF");
  const opened = spawnSync("pdftotext", ["-", "-"], { input: bytes, encoding: "utf8" });
  assert.equal(opened.status, 0, opened.stderr);
  const words = (/** @type {string} */ text) => text.split(/\s+/).filter(Boolean).sort();
  const [wanted, found] = [words(text), words(opened.stdout)];
  assert.deepEqual(found, wanted, "every word is in the text layer, once");
});
