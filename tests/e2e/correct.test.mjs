// @ts-check
// A word put right is right everywhere: in the text, over the image, in every file, after a reload, and though workers die.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";
import { unzipped } from "./support/zip.mjs";

/** @typedef {import("./support/reader.mjs").Reader} Reader */

const here = site();
const PDF = "Download searchable PDF";
/** What no engine reads in the fixtures. */
const WRITTEN = "Zwiebelfisch";
const skip = haveTool("pdftotext") ? false : "pdftotext cannot be had here";

/**
 * The first word of the page with so many letters, over its image.
 *
 * @param {Reader} reader
 */
async function longWord(reader) {
  const words = reader.page.locator(".sheet").first().locator(".overlay > .word");
  await words.first().waitFor();
  const texts = await words.allTextContents();
  const place = texts.findIndex((text) => /^[a-z]{7,}$/.test(text));
  return { word: words.nth(place), read: texts[place], place };
}

/**
 * Puts a word right: opened over the image, typed, saved.
 *
 * @param {Reader} reader
 * @param {import("playwright-core").Locator} word
 * @param {string} text
 */
async function correct(reader, word, text) {
  await word.dblclick();
  const field = reader.page.locator("#correction-text");
  await field.waitFor();
  await field.fill(text);
  await field.press("Enter");
  await field.waitFor({ state: "hidden" });
}

/** How each format holds what was written, where it is not plain. @type {Record<string, (file: Buffer) => string>} */
const PACKED = {
  "Word (DOCX)": (file) => unzipped(file, "word/document.xml"),
};

test("a correction is in the text, over the image, in every format and in the PDF at its place", { skip }, async (t) => {
  const scan = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.read(scan);
  const { word, read, place } = await longWord(reader);
  await word.dblclick();
  const { page } = reader;
  await page.locator("#correction-crop canvas").waitFor();
  assert.equal(await page.locator("#correction-text").inputValue(), read, "the word that was meant");
  await page.keyboard.press("Escape");
  await page.locator("#correction").waitFor({ state: "hidden" });
  assert.ok(!(await reader.texts())[0].includes(WRITTEN));

  await correct(reader, word, WRITTEN);
  const [text] = await reader.texts();
  assert.ok(text.includes(WRITTEN), text);
  assert.equal(await word.textContent(), WRITTEN, "and its twin over the image");
  assert.ok(await word.evaluate((word) => word.classList.contains("corrected")), "marked as a person's");

  // Taken back and made again, as often as one likes.
  await page.locator("#text").focus();
  await page.keyboard.press("ControlOrMeta+z");
  await page.waitForFunction((written) => !document.getElementById("text")?.textContent?.includes(written), WRITTEN);
  assert.equal((await reader.texts())[0].split(read).length, text.split(read).length + 1);
  await page.keyboard.press("ControlOrMeta+y");
  await page.locator("#text", { hasText: WRITTEN }).waitFor();

  // The file of every format.
  await page.locator("#more-formats > summary").click();
  const formats = await page.locator("#formats").getByRole("button").allTextContents();
  await page.locator("#more-formats > summary").click();
  // Those that hold nothing but tables have none here, and reports have no text.
  const others = /CSV|XLSX|report|zip/i;
  for (const format of formats.filter((format) => !others.test(format))) {
    const { bytes } = await reader.download(format);
    const content = (PACKED[format] ?? String)(bytes);
    assert.ok(content.includes(WRITTEN), `${format} lacks it`);
  }
  const model = JSON.parse((await reader.download("JSON")).bytes.toString("utf8"));
  const lines = model.pages[0].text.blocks.flatMap((/** @type {any} */ block) => block.paragraphs.flatMap((/** @type {any} */ one) => one.lines));
  const words = lines.flatMap((/** @type {any} */ line) => line.words);
  assert.equal(words[place].text, WRITTEN);
  assert.equal(words[place].corrected, read, "a person's, and what had been read");
  const report = await reader.report();
  assert.equal(report.totals.corrected_words, 1);

  // Poppler finds it where it stands on the page.
  const folder = mkdtempSync(join(tmpdir(), "pagewise-correct-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "corrected.pdf");
  writeFileSync(path, (await reader.download(PDF)).bytes);
  const found = spawnSync("pdftotext", ["-bbox", "-l", "1", path, "-"], { encoding: "utf8" }).stdout;
  const box = new RegExp(`xMin="([\\d.]+)" yMin="([\\d.]+)" xMax="([\\d.]+)" yMax="([\\d.]+)">${WRITTEN}<`).exec(found);
  assert.ok(box, found);
  const [left, top, right, bottom] = box.slice(1).map(Number);
  const { rect } = words[place];
  assert.ok(Math.abs(left - rect.x) < 2 && Math.abs(right - rect.x - rect.width) < 2, `${box[0]} for ${JSON.stringify(rect)}`);
  assert.ok(top < rect.y + rect.height / 2 && bottom > rect.y + rect.height / 2, `${box[0]} for ${JSON.stringify(rect)}`);
});

test("words are joined and split, a missed line is drawn and typed, and all of it is there after a reload", async (t) => {
  const scan = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.read(scan);
  const { page } = reader;
  const words = page.locator(".sheet").first().locator(".overlay > .word");
  await words.first().waitFor();
  const before = await words.allTextContents();
  // Of its own line the first two.
  await words.nth(0).dblclick();
  await page.locator("#correction-join").click();
  assert.equal(await page.locator("#correction-text").inputValue(), before[0] + before[1]);
  await page.keyboard.press("Enter");
  await page.waitForFunction((count) => document.querySelector(".overlay")?.childElementCount === count, before.length - 1);
  await correct(reader, words.nth(0), `${before[0]} ${before[1]} anew`);
  await page.waitForFunction((count) => document.querySelector(".overlay")?.childElementCount === count, before.length + 1);

  await page.locator("#draw-line").click();
  // In the lower margin, where nothing stands.
  const sheet = page.locator(".sheet").first();
  await sheet.evaluate((sheet) => sheet.scrollIntoView({ block: "end" }));
  const box = await sheet.boundingBox();
  assert.ok(box);
  const [left, top] = [box.x + box.width * 0.2, box.y + box.height * 0.96];
  await page.mouse.move(left, top);
  await page.mouse.down();
  await page.mouse.move(left + box.width * 0.4, top + box.height * 0.02, { steps: 4 });
  await page.mouse.up();
  const field = page.locator("#correction-text");
  await field.waitFor();
  await field.fill(`a ${WRITTEN} in the margin`);
  await field.press("Enter");
  await page.locator("#text", { hasText: WRITTEN }).waitFor();
  const [text] = await reader.texts();
  assert.ok(text.includes("anew") && text.includes(`a ${WRITTEN} in the margin`), text);

  await page.reload();
  await reader.choose(scan);
  await reader.begin();
  await reader.ended();
  assert.deepEqual(await reader.texts(), [text], "as it was left");
  const report = await reader.report();
  // Three and five of them.
  assert.deepEqual([report.totals.corrected_words, report.totals.corrected_pages], [8, 1]);
});

test("a page is corrected while others are read, and a worker that dies takes nothing of it", async (t) => {
  const scan = fixture("missing-page.pdf");
  const reader = await here.visit(t, {
    query: "?dpi=150&workers=1",
    init: () => {
      const post = Worker.prototype.postMessage;
      let held = true;
      Object.assign(window, { letGo: () => (held = false) });
      // @ts-ignore: one signature of two is used.
      Worker.prototype.postMessage = function (message, transfer) {
        const page = message.head.request?.recognize?.header.page;
        if (page !== 2) return post.call(this, message, transfer);
        // The last page is read when the test says so, and kills the first worker that gets it.
        const again = () => (held ? setTimeout(again, 50) : post.call(this, { ...message, head: {} }, transfer));
        if (held) again();
        else post.call(this, message, transfer);
      };
    },
  });
  await reader.choose(scan);
  await reader.begin();
  await reader.finished(2);
  const { word } = await longWord(reader);
  await correct(reader, word, WRITTEN);
  await reader.page.locator("#text", { hasText: WRITTEN }).waitFor();
  await reader.page.evaluate(() => /** @type {any} */ (window).letGo());
  await reader.ended();
  assert.equal((await reader.rows())[2].state, "Done");
  assert.ok((await reader.texts())[0].includes(WRITTEN));

  await reader.page.reload();
  await reader.choose(scan);
  await reader.begin();
  await reader.ended();
  assert.ok((await reader.texts())[0].includes(WRITTEN), "it was kept");
});

test("what was put right is offered again after the page was read anew", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.read(fixture("xref-table.pdf"));
  const { word } = await longWord(reader);
  await correct(reader, word, WRITTEN);
  const { page } = reader;
  await page.locator("#page-menu-summary").click();
  await page.locator('#page-menu [data-psm="6"]').click();
  await page.locator("#comparison [data-slot=keep]:not([hidden])").first().click();
  await page.locator("#offers").waitFor();
  assert.ok(!(await reader.texts())[0].includes(WRITTEN));
  assert.match(await page.locator("#offers-text").innerText(), /^1 correction of an earlier reading fits this one\./);
  await page.locator("#offers-apply").click();
  await page.locator("#offers").waitFor({ state: "hidden" });
  await page.locator("#text", { hasText: WRITTEN }).waitFor();
});
