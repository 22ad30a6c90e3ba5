// @ts-check
// Scans of every kind come out as the text that was drawn on them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture, fixtures } from "./support/fixtures.mjs";
import { cer, wordF1 } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

/** Character error rates that must not be exceeded; the scans themselves are not perfect. */
const SCANS = [
  { file: "scan-clean.pdf", what: "a clean grey scan", pages: "1", most: 0.01 },
  { file: "scan300-jpeg.pdf", what: "an RGB JPEG at 300 dpi", pages: "1", most: 0.02 },
  { file: "scan300-flate-grey.pdf", what: "grey Flate at 300 dpi", pages: "1", most: 0.02 },
  { file: "scan-ccitt.pdf", what: "CCITT fax at 300 dpi", pages: "1", most: 0.02 },
  { file: "scan-1bit-flate.pdf", what: "one bit a pixel in Flate", pages: "1", most: 0.02 },
  { file: "scan100.pdf", what: "only 100 dpi, which Auto enlarges", pages: "1", most: 0.04 },
  { file: "scan-skew.pdf", what: "a skewed page", pages: "1,3", most: 0.03 },
];

for (const { file, what, pages, most } of SCANS) {
  test(`reads ${what}`, async (t) => {
    const document = fixture(file);
    const reader = await here.visit(t, { query: `?pages=${pages}` });
    const texts = await reader.read(document);
    const numbers = pages.split(",").map(Number);
    assert.equal(texts.length, numbers.length);
    for (const [i, number] of numbers.entries()) {
      const rate = cer(document.texts[number - 1], texts[i]);
      assert.ok(rate <= most, `page ${number}: CER ${rate.toFixed(4)} is more than ${most}\n${texts[i]}`);
    }
  });
}

test("reads 75 dpi, as well as that goes", async (t) => {
  const document = fixture("scan75.pdf");
  const reader = await here.visit(t, { query: "?pages=1" });
  const [text] = await reader.read(document);
  const agreement = wordF1(document.texts[0], text);
  assert.ok(agreement >= 0.85, `word F1 ${agreement.toFixed(3)}`);
});

test("reads two columns, one after the other", async (t) => {
  const document = fixture("two-column.pdf");
  const reader = await here.visit(t, { query: "?pages=1" });
  const [text] = await reader.read(document);
  const agreement = wordF1(document.texts[0], text);
  assert.ok(agreement >= 0.97, `word F1 ${agreement.toFixed(3)}`);
  // Read across both columns, nearly every line would be wrong.
  const rate = cer(document.texts[0], text);
  assert.ok(rate <= 0.05, `CER ${rate.toFixed(4)}\n${text}`);
});

test("rows of a list without rules stay rows, and a drop cap begins its word", async (t) => {
  const [prices, cap] = fixtures("kind-pricelist_120.pdf", "kind-dropcap_3.pdf");
  const reader = await here.visit(t, { query: "?pages=1" });
  const [list, chapter] = await reader.read(prices, cap);
  const [, ...rows] = prices.texts[0].split("\n").filter(Boolean);
  // Digits alone are misread now and then; what stands in the other columns tells whether a row is whole.
  const ends = (/** @type {string} */ row) => row.replace(/^(\D+) .* ([\d.]+)$/, "$1 $2");
  // The cells of a row are divided by tabs.
  const read = list.split("\n").map((row) => ends(row.replaceAll("\t", " ")));
  const torn = rows.filter((row) => !read.includes(ends(row)));
  assert.ok(torn.length <= 2, `torn or misread:\n${torn.join("\n")}\n\n${list}`);
  const [word] = cap.texts[0].split(" ");
  assert.ok(chapter.startsWith(`${word} `), `${word} is not the first word of\n${chapter}`);
});

test("reads pages that the PDF turns by 90, 180 and 270 degrees", async (t) => {
  const document = fixture("rotated.pdf");
  const reader = await here.visit(t);
  const texts = await reader.read(document);
  assert.equal(texts.length, document.texts.length);
  for (const [i, truth] of document.texts.entries()) {
    const rate = cer(truth, texts[i]);
    assert.ok(rate <= 0.02, `page ${i + 1}: CER ${rate.toFixed(4)}\n${texts[i]}`);
  }
});

test("reads scans, born-digital pages and empty pages of one document", async (t) => {
  const document = fixture("mixed.pdf");
  const reader = await here.visit(t);
  const texts = await reader.read(document);
  const states = document.texts.map((truth) => (truth.trim() === "" ? "Empty" : "Done"));
  assert.deepEqual((await reader.rows()).map((row) => row.state), states);
  for (const [i, truth] of document.texts.entries()) {
    if (truth.trim() === "") {
      assert.equal(texts[i], "No text was found on this page.", `page ${i + 1} is empty`);
      continue;
    }
    const agreement = wordF1(truth, texts[i]);
    assert.ok(agreement >= 0.93, `page ${i + 1}: word F1 ${agreement.toFixed(3)}\n${texts[i]}`);
  }
});

test("reads what a page's own text does not say, and keeps what it says", async (t) => {
  const document = fixture("own-text.pdf");
  const reader = await here.visit(t);
  const texts = await reader.read(document);
  for (const [i, truth] of document.texts.entries()) {
    const rate = cer(truth, texts[i]);
    assert.ok(rate <= 0.03, `page ${i + 1}: CER ${rate.toFixed(4)}\n${texts[i]}`);
    assert.ok(!texts[i].includes("Nobody"), `no viewer shows that:\n${texts[i]}`);
  }
  assert.match(texts[0], /Here ends the page that has a picture$/);
  assert.match(texts[1], /subject to its terms$/);
  for (const row of await reader.rows()) assert.match(row.dpi, /^\d+ dpi$/, "it was read");
});

test("reads what was filled in and noted on a page of text, and keeps the page's own words", async (t) => {
  const document = fixture("filled-form.pdf");
  const reader = await here.visit(t);
  const texts = await reader.read(document);
  const rows = await reader.rows();
  for (const [i, truth] of document.texts.entries()) {
    assert.equal(texts[i].replace(/\n+/g, "\n"), truth.trim(), `page ${i + 1}`);
  }
  assert.match(rows[0].dpi, /^\d+ dpi$/, "it was read");
  assert.equal(rows[1].dpi, "its own text", "a tick and a link are nothing to read");
});

test("reads pages of every geometry as a viewer shows them", async (t) => {
  const documents = fixtures("mediabox-offset.pdf", "cropbox.pdf", "userunit.pdf", "inherited.pdf");
  const reader = await here.visit(t, { query: "?pages=1" });
  const texts = await reader.read(...documents);
  assert.equal(texts.length, documents.length);
  for (const [i, { file, texts: truth }] of documents.entries()) {
    const rate = cer(truth[0], texts[i]);
    assert.ok(rate <= 0.03, `${file}: CER ${rate.toFixed(4)}\n${texts[i]}`);
  }
});

test("shows each page as soon as it is read, in order", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1-5&workers=1" });
  const { page } = reader;
  await reader.choose(document);
  // Every state that a row shows, in the order in which it shows them.
  await page.evaluate(() => {
    /** @type {Record<string, string[]>} */
    const seen = {};
    Object.assign(window, { seen });
    const look = () => {
      for (const row of window.document.querySelectorAll(".page-row")) {
        const [number, state] = ["number", "state"].map((slot) => row.querySelector(`[data-slot=${slot}]`)?.textContent ?? "");
        const states = (seen[number] ??= []);
        if (states.at(-1) !== state) states.push(state);
      }
    };
    const list = window.document.querySelector("#page-rows");
    if (list) new MutationObserver(look).observe(list, { subtree: true, childList: true, characterData: true });
  });
  await reader.begin();
  await reader.finished(1);

  const first = page.locator("#text .page-text").first();
  await first.waitFor();
  assert.ok((await reader.rows()).some((row) => row.state !== "Done"), "the last page is not done yet");
  assert.ok(cer(document.texts[0], (await reader.texts())[0]) <= 0.03);
  // On its first line: the middle may be the gap between two paragraphs.
  await first.locator(".page-text-body").click({ clickCount: 3, position: { x: 30, y: 8 } });
  const selected = await page.evaluate(() => String(getSelection()));
  assert.ok(selected.trim().length > 10, `selected: ${selected}`);
  const early = await reader.download("Download text");
  const soFar = early.bytes.toString("utf8").split("\f").filter((text) => text.trim() !== "");
  assert.ok(soFar.length >= 1 && soFar.length < 5, `${soFar.length} pages so far`);

  await reader.ended();
  const headings = await page.locator("#text h3").allTextContents();
  assert.deepEqual(headings.map((heading) => heading.trim()), [1, 2, 3, 4, 5].map((number) => `Page ${number}`));
  const texts = await reader.texts();
  for (const [i, text] of texts.entries()) {
    const rate = cer(document.texts[i], text);
    assert.ok(rate <= 0.03, `page ${i + 1}: CER ${rate.toFixed(4)}`);
  }
  const seen = await page.evaluate(() => /** @type {{ seen: Record<string, string[]> }} */ (/** @type {unknown} */ (window)).seen);
  assert.deepEqual(Object.keys(seen), ["1", "2", "3", "4", "5"]);
  const order = ["Waiting", "Drawing", "Drawn", "Reading", "Done"];
  for (const [number, states] of Object.entries(seen)) {
    assert.equal(states.at(-1), "Done");
    assert.ok(states.includes("Reading"), `page ${number} was never seen being read: ${states}`);
    const steps = states.map((state) => order.indexOf(state));
    assert.deepEqual(steps, [...steps].sort((a, b) => a - b), `page ${number} went through ${states}`);
  }
  assert.ok(Object.values(seen).some((states) => states.includes("Waiting")), "no page ever waited");
  assert.ok(Object.values(seen).some((states) => states.includes("Drawing")), "no page was ever drawn");
  for (const row of await reader.rows()) {
    assert.match(row.time, /\d s$/);
    assert.match(row.dpi, /^\d+ dpi$/);
    assert.match(row.confidence, /^\d+%$/);
  }
  assert.equal(await page.locator("#progress-text").textContent(), "5 of 5 pages");
  assert.equal(await page.locator("#remaining").textContent(), "", "nothing remains, and nothing is said of it");
});

test("two workers read the same as one", async (t) => {
  const document = fixture("scan-clean.pdf");
  const one = await here.visit(t, { query: "?workers=1&dpi=150" });
  const two = await here.visit(t, { query: "?workers=2&dpi=150&preset=aggressive" });
  const alone = await one.read(document);
  assert.deepEqual(await two.read(document), alone);
  assert.equal((await two.report()).limits.workers, 2);
});
