// @ts-check
// Images that make documents, and what will be done with pages before it is.

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

import { fixture, fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

/**
 * Chooses image files under other names, all at once.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {{ path: string }[]} images
 * @param {string[]} names
 */
async function chooseAs(reader, images, names) {
  await reader.running();
  await reader.input.setInputFiles(images.map(({ path }, i) => ({ name: names[i], mimeType: "image/png", buffer: readFileSync(path) })));
  await reader.opened();
}

/**
 * The names of the images before reading, a list for each document, once it is so many documents and images.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {number[]} counts
 */
async function stacks(reader, counts) {
  const files = () =>
    [...document.querySelectorAll(".plan-document")].map((part) => [...part.querySelectorAll(".plan-file")].map((file) => file.textContent));
  await reader.page.waitForFunction(
    (counts) => {
      const parts = [...document.querySelectorAll(".plan-document")].map((part) => part.querySelectorAll(".plan-page").length);
      return JSON.stringify(parts) === JSON.stringify(counts);
    },
    counts,
  );
  return reader.page.evaluate(files);
}

test("images come in natural order, are one document or several, are moved and split by keyboard, and each document is searchable", async (t) => {
  const images = fixtures("page.png", "page-1bit.png", "page-alpha.png");
  const reader = await here.visit(t, { query: "?dpi=150" });
  const { page } = reader;
  await chooseAs(reader, images, ["Scan 10.png", "scan 2.png", "scan 1.png"]);
  assert.deepEqual(await stacks(reader, [3]), [["scan 1.png", "scan 2.png", "Scan 10.png"]]);
  assert.match(await page.locator(".stack-offer:visible").innerText(), /3 images:\s*one document\s*·\s*one each/);
  await page.getByRole("button", { name: "one each" }).click();
  await stacks(reader, [1, 1, 1]);
  assert.equal((await reader.documents()).length, 3);
  assert.equal(await page.locator("#announce").textContent(), "These are 3 documents now.");
  await page.getByRole("button", { name: "one document" }).click();
  await stacks(reader, [3]);

  // One tab stop: the last image goes one place further to the front, and keeps the keyboard.
  const grid = page.getByRole("listbox", { name: "scan 1.png" });
  await grid.focus();
  await page.keyboard.press("End");
  await page.keyboard.press("Control+ArrowLeft");
  await page.waitForFunction(() => document.querySelector("#announce")?.textContent === "Image 2 of 3.");
  assert.deepEqual(await stacks(reader, [3]), [["scan 1.png", "Scan 10.png", "scan 2.png"]]);
  assert.equal(await grid.evaluate((list) => document.activeElement === list), true);
  await page.getByRole("button", { name: "New document from here" }).click();
  await stacks(reader, [1, 2]);
  assert.deepEqual((await reader.documents()).map(({ name, pages }) => [name, pages]), [["scan 1.png", "1 page"], ["Scan 10.png", "2 pages"]]);
  // And back: joined with the next, and split again.
  await page.getByRole("button", { name: "Join with the next document" }).first().click();
  await stacks(reader, [3]);
  await page.getByRole("option", { name: "Page 2" }).click();
  await page.getByRole("button", { name: "New document from here" }).click();
  await stacks(reader, [1, 2]);
  await page.waitForFunction(() => document.querySelectorAll(".plan-picture > canvas").length === 3);

  await reader.begin();
  await reader.ended();
  const texts = await reader.texts();
  for (const [i, truth] of [images[2], images[0], images[1]].entries()) {
    assert.ok(cer(truth.texts[0], texts[i]) <= 0.03, `text ${i + 1}:\n${texts[i]}`);
  }
  const { bytes } = await reader.download("Download searchable PDF");
  const place = mkdtempSync(join(tmpdir(), "pagewise-stacks-"));
  writeFileSync(join(place, "all.zip"), bytes);
  const script = "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print('\\n'.join(f'{n} {z.read(n)[:5]}' for n in z.namelist()))";
  const taken = spawnSync("python3", ["-c", script, join(place, "all.zip")], { encoding: "utf8" });
  assert.deepEqual(taken.stdout.trim().split("\n").sort(), ["Scan 10.searchable.pdf b'%PDF-'", "scan 1.searchable.pdf b'%PDF-'"]);
});

test("a PDF is not joined with images, which is said where it is asked", async (t) => {
  const reader = await here.visit(t);
  await reader.choose(fixture("page.png"), fixture("xref-table.pdf"));
  const join = reader.page.getByRole("button", { name: "Join with the next document" });
  await join.waitFor();
  assert.equal(await join.getAttribute("aria-disabled"), "true");
  assert.match(await reader.page.locator(".plan-document").first().innerText(), /The next document is a PDF, and is not joined with anything\./);
});

test("what will be done with the pages of a mixed PDF is told before, and decided otherwise", async (t) => {
  const mixed = fixture("mixed.pdf");
  const reader = await here.visit(t, { query: "?dpi=100" });
  const { page } = reader;
  await reader.choose(mixed);
  const counts = page.locator(".plan-counts");
  await page.waitForFunction(() => /^7 pages: /.test(document.querySelector(".plan-counts")?.textContent ?? ""));
  assert.equal(await counts.textContent(), "7 pages: 4 scans, 1 with text, and 2 blank.");
  const cells = () =>
    page.locator(".plan-page").evaluateAll((all) => all.map((one) => ["kind", "done"].map((name) => one.querySelector(`[data-slot=${name}]`)?.textContent)));
  const before = await cells();
  assert.deepEqual(before[0], ["Text", "text kept"]);
  assert.deepEqual(before[1], ["Scan", "read"]);
  assert.deepEqual(before.map(([kind]) => kind), ["Text", "Scan", "Blank", "Blank", "Scan", "Scan", "Scan"]);

  // By keyboard: the first page is read although it has text, a range is left out.
  const grid = page.getByRole("listbox", { name: "mixed.pdf" });
  await grid.focus();
  await page.keyboard.press("Space");
  const sentence = page.locator(".plan-sentence");
  await page.waitForFunction(() => /^Page 1 has text/.test(document.querySelector(".plan-sentence")?.textContent ?? ""));
  const bar = page.getByRole("group", { name: "Marked pages" });
  await bar.getByRole("button", { name: "Read", exact: true }).click();
  await page.waitForFunction(() => /It is read, as you decided\.$/.test(document.querySelector(".plan-sentence")?.textContent ?? ""));
  await page.getByRole("option", { name: "Page 3" }).click();
  await page.getByRole("option", { name: "Page 7" }).click({ modifiers: ["Shift"] });
  assert.equal(await sentence.textContent(), "5 pages marked:");
  await bar.getByRole("button", { name: "Leave out" }).click();
  await page.waitForFunction(() => document.querySelectorAll(".plan-page[data-done=leave-out]").length === 5);
  assert.equal(await counts.textContent(), "7 pages: 4 scans, 1 with text, and 2 blank; 5 left out.");

  await reader.begin();
  await reader.ended();
  const rows = await reader.rows();
  assert.deepEqual(rows.map(({ number, state }) => [number, state]), [[1, "Done"], [2, "Done"]]);
  assert.match(rows[0].dpi, /^\d+ dpi$/, "it was read, and not its own text taken");
  assert.equal(await page.locator("#plan").isVisible(), false);
});

test("on a phone the plan is folded below the documents, and a photo can be taken", async (t) => {
  const reader = await here.visit(t, { context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true } });
  const { page } = reader;
  await reader.running();
  await page.getByText("Take a photo").waitFor();
  const camera = page.locator("#camera");
  assert.equal(await camera.getAttribute("capture"), "environment");
  await camera.setInputFiles(fixture("page.png").path);
  await reader.opened();
  const panel = page.locator("#plan-panel");
  await panel.waitFor();
  assert.equal(await panel.getAttribute("open"), null);
  assert.equal(await page.locator(".plan-page").count(), 0, "nothing is drawn that nobody looks at");
  await panel.locator("> summary").click();
  await page.locator(".plan-picture > canvas").waitFor();
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 390, `${wide}`);
});
