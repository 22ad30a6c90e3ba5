// @ts-check
// What a person leaves with: the text on the clipboard, as a file, in other formats, and the report.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture, fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

test("the text of all pages is copied", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, {
    query: "?dpi=150",
    context: { permissions: ["clipboard-read", "clipboard-write"] },
  });
  const texts = await reader.read(document);
  await reader.page.getByRole("button", { name: "Copy text", exact: true }).click();
  await reader.page.getByRole("status").filter({ hasText: "The text was copied." }).waitFor({ state: "attached" });
  const copied = await reader.page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.replace(/\r\n/g, "\n").trim(), texts.join("\n\n").trim());
});

test("a clipboard that is refused is said to be", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=150&pages=1",
    init: () => {
      Clipboard.prototype.writeText = () => Promise.reject(new DOMException("no", "NotAllowedError"));
    },
  });
  await reader.read(fixture("xref-table.pdf"));
  await reader.page.getByRole("button", { name: "Copy text", exact: true }).click();
  await reader.notices.first().waitFor();
  assert.match((await reader.notices.first().textContent()) ?? "", /did not allow copying/);
});

test("the text file has a form feed between pages and is called like the document", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(document);
  const { name, bytes } = await reader.download("Download text");
  assert.equal(name, "xref-table.txt");
  const pages = bytes.toString("utf8").split("\f");
  assert.equal(pages.length, document.texts.length);
  for (const [i, truth] of document.texts.entries()) assert.ok(cer(truth, pages[i]) <= 0.03, `page ${i + 1}`);
});

test("a page that failed has its place in the text file", async (t) => {
  const document = fixture("missing-page.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(document);
  const { bytes } = await reader.download("Download text");
  const pages = bytes.toString("utf8").split("\f");
  assert.equal(pages.length, 3);
  assert.match(pages[1], /Page 2 could not be read/);
  assert.ok(cer(document.texts[2], pages[2]) <= 0.03);
});

test("pages have their number above them in text and Markdown, where that is chosen", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=2-3" });
  const texts = await reader.read(fixture("scan-ccitt.pdf"));
  const header = /^\u2014 Page (\d+) \u2014\n\n/;
  const plain = (await reader.download("Download text")).bytes.toString("utf8");
  assert.doesNotMatch(plain, header);

  await reader.showOptions();
  // By keyboard, as the first letter of a choice selects it.
  await reader.option("Page headers").press("T");
  const pages = (await reader.download("Download text")).bytes.toString("utf8").split("\f");
  assert.deepEqual(pages.map((page) => header.exec(page)?.[1]), ["2", "3"]);
  assert.equal(pages.map((page) => page.replace(header, "")).join("\f"), plain, "the text is the same");
  assert.equal(pages.length, texts.length);
  const markdown = (await reader.download("Markdown")).bytes.toString("utf8");
  assert.deepEqual([...markdown.matchAll(/^\*\u2014 Page (\d+) \u2014\*$/gm)].map(([, number]) => number), ["2", "3"]);
});

test("several documents are one text file", async (t) => {
  const documents = fixtures("xref-table.pdf", "page.png");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.read(...documents);
  const { name, bytes } = await reader.download("Download text");
  assert.equal(name, "pagewise.txt");
  const pages = bytes.toString("utf8").split("\f");
  assert.equal(pages.length, 2);
  for (const [i, { texts }] of documents.entries()) assert.ok(cer(texts[0], pages[i]) <= 0.03);
});

test("the report says what was done", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&workers=1&preset=moderate" });
  const texts = await reader.read(document);
  const { name, bytes } = await reader.download("Download report");
  assert.equal(name, "pagewise-report.json");
  const report = JSON.parse(bytes.toString("utf8"));
  assert.equal(report.report_version, 1);
  assert.equal(report.file.name, document.file);
  assert.deepEqual(report.file.kinds, ["pdf"]);
  assert.equal(report.options.dpi, 150);
  assert.deepEqual(report.limits, { preset: "moderate", workers: 1, ceiling: 250_000_000, page_seconds: 120 });
  assert.equal(report.pages.length, texts.length);
  let words = 0;
  for (const [i, page] of report.pages.entries()) {
    assert.equal(page.number, i + 1);
    assert.equal(page.outcome, "done");
    assert.equal(page.error, null);
    assert.equal(page.dpi, 150);
    assert.equal(page.attempts, 1);
    // A5.
    assert.ok(Math.abs(page.size.width - 420) < 1 && Math.abs(page.size.height - 595) < 1, JSON.stringify(page.size));
    assert.ok(page.draw_milliseconds > 0 && page.read_milliseconds > 0);
    assert.ok(page.mean_confidence > 50 && page.mean_confidence <= 100);
    assert.equal(page.words, texts[i].split(/\s+/).filter(Boolean).length);
    words += page.words;
  }
  const { totals } = report;
  assert.deepEqual([totals.pages, totals.done, totals.failed, totals.words], [texts.length, texts.length, 0, words]);
  assert.ok(totals.seconds > 0);
  assert.ok(Date.parse(report.created) > 0);
  const peak = report.peak_memory;
  for (const part of ["pdfium", "tesseract", "own"]) assert.ok(peak[part] > 1_000_000, `${part}: ${peak[part]}`);
  assert.ok(peak.total >= peak.pdfium + peak.tesseract && peak.total < 250_000_000, `${peak.total}`);
});

const FORMATS = [
  { button: "Markdown", ending: "md", holds: /\w+/ },
  { button: "Word (DOCX)", ending: "docx", holds: /^PK/ },
  { button: "hOCR", ending: "hocr", holds: /class=['"]ocr_page['"][^]*class=['"]ocrx_word['"]/ },
  { button: "ALTO XML", ending: "alto.xml", holds: /<alto[^]*<String [^>]*CONTENT=/ },
  { button: "TSV", ending: "tsv", holds: /^level\tpage_num\t/ },
  { button: "JSON", ending: "json", holds: /^\s*\{/ },
];

test("every other format is there to be taken", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  const [text] = await reader.read(document);
  await reader.page.locator("#more-formats > summary").click();
  const offered = await reader.page.locator("#formats").getByRole("button").allTextContents();
  for (const { button, ending, holds } of FORMATS) {
    assert.ok(offered.includes(button), `${button} is not among ${offered}`);
    const { name, bytes } = await reader.download(button);
    assert.equal(name, `xref-table.${ending}`);
    const content = bytes.toString("utf8");
    assert.match(content, holds);
    const word = text.split(/\s+/).find((word) => /^[a-z]{7,}$/.test(word)) ?? "";
    assert.notEqual(word, "");
    // A DOCX is compressed.
    if (ending !== "docx") assert.ok(content.includes(word), `${button} has no "${word}"`);
  }
});

test("text flows, or stays as it was printed, in the page, on the clipboard and in files", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: { permissions: ["clipboard-read", "clipboard-write"] } });
  const lines = (/** @type {string} */ text) => text.split("\n").filter((line) => line.trim() !== "").length;
  const printed = lines(document.texts[0]);
  const taken = async () => {
    await reader.page.locator("#copy").press("Enter");
    await reader.page.locator("#copy", { hasText: /^Copied$/ }).waitFor();
    const copied = await reader.page.evaluate(() => navigator.clipboard.readText());
    await reader.page.locator("#copy", { hasText: /^Copy text$/ }).waitFor();
    const text = (await reader.download("Download text")).bytes.toString("utf8");
    const docx = (await reader.download("Word (DOCX)")).bytes;
    return { shown: (await reader.texts())[0], text, copied, docx };
  };
  await reader.read(document);
  const flowing = await taken();
  assert.ok(lines(flowing.shown) < printed / 2, flowing.shown);
  for (const text of [flowing.text, flowing.copied]) assert.equal(text.trim(), flowing.shown.trim());

  await reader.showOptions();
  await reader.option("Text flow").selectOption("printed");
  await reader.page.waitForFunction((before) => window.document.querySelector("#text .page-text-body")?.textContent !== before, flowing.shown);
  const stays = await taken();
  assert.equal(lines(stays.shown), printed, stays.shown);
  for (const text of [stays.text, stays.copied]) assert.equal(text.trim(), stays.shown.trim());
  assert.ok(!stays.docx.equals(flowing.docx), "so in Word");
  assert.ok(cer(flowing.shown, stays.shown) <= 0.02, "the words are the same");
});

test("the tables of a document are sheets and rows, and where there is none that is said", async (t) => {
  const [prices, letter] = fixtures("kind-pricelist_120.pdf", "xref-table.pdf");
  const reader = await here.visit(t, { query: "?pages=1" });
  await reader.read(prices);
  const csv = await reader.download("CSV");
  assert.match(csv.name, /^kind-pricelist_120\b.*\.csv$/);
  const [, ...rows] = prices.texts[0].split("\n").filter(Boolean);
  const read = csv.bytes.toString("utf8").split(/\r?\n/);
  const whole = rows.filter((row) => read.includes(row.replace(/^(\D+) (\S+) (\S+)$/, "$1,$2,$3")));
  // Digits alone are misread now and then.
  assert.ok(whole.length >= rows.length - 4, `${whole.length} of ${rows.length} rows in\n${read.join("\n")}`);
  const xlsx = await reader.download("Excel (XLSX)");
  assert.equal(xlsx.name, "kind-pricelist_120.xlsx");
  assert.match(xlsx.bytes.toString("latin1"), /^PK/);

  await reader.clear.click();
  await reader.read(letter);
  await reader.page.locator("#more-formats > summary").click();
  await reader.page.getByRole("button", { name: "CSV", exact: true }).click();
  await reader.notices.filter({ hasText: "There is no table in what was read" }).waitFor();
});

test("a file of which a piece was not kept is not handed over", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=150&pages=1",
    init: () => {
      window.Blob = new Proxy(Blob, {
        construct(blob, [parts, ...rest]) {
          if (parts?.[0] instanceof ArrayBuffer) throw new RangeError("no room");
          return Reflect.construct(blob, [parts, ...rest]);
        },
      });
    },
  });
  await reader.read(fixture("xref-table.pdf"));
  const downloads = [];
  reader.page.on("download", (download) => downloads.push(download));
  await reader.page.getByRole("button", { name: "Download searchable PDF", exact: true }).click();
  await reader.notices.filter({ hasText: "could not be made (the browser did not keep it)" }).waitFor();
  assert.equal(downloads.length, 0);
});
