// @ts-check
// The document itself, made searchable: what is added, what stays, and what the page sees when it is opened again.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const BUTTON = "Download searchable PDF";
const programs = ["pdftotext", "qpdf"].filter((name) => !haveTool(name));
const skip = programs.length > 0 ? `${programs.join(" and ")} cannot be had here` : false;

/**
 * A folder that goes with its test.
 *
 * @param {import("node:test").TestContext} t
 */
function folder(t) {
  const path = mkdtempSync(join(tmpdir(), "pagewise-searchable-"));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/**
 * The text that Poppler finds, page by page, after qpdf has found the file sound.
 *
 * @param {string} path
 * @param {string | null} password
 */
function textOf(path, password = null) {
  const checked = spawnSync("qpdf", [...(password ? [`--password=${password}`] : []), "--check", path], { encoding: "utf8" });
  assert.equal(checked.status, 0, checked.stdout + checked.stderr);
  const opened = spawnSync("pdftotext", [...(password ? ["-upw", password] : []), path, "-"], { encoding: "utf8" });
  assert.equal(opened.status, 0, opened.stderr);
  return opened.stdout.split("\f").slice(0, -1);
}

for (const file of ["xref-table.pdf", "object-streams.pdf", "linearized.pdf", "rotated.pdf", "encrypted-aes-256.pdf"]) {
  test(`${file} is added to, and has its text`, { skip }, async (t) => {
    const document = fixture(file);
    const reader = await here.visit(t, { query: "?dpi=150" });
    await reader.choose(document);
    if (document.password) {
      await reader.page.getByLabel(/^Password for/).fill(document.password);
      await reader.page.getByRole("button", { name: "Open", exact: true }).click();
      await reader.page.locator(".document[data-state=ready]").waitFor();
    }
    await reader.begin();
    await reader.ended();
    const { name, bytes } = await reader.download(BUTTON);
    assert.equal(name, file.replace(/pdf$/, "searchable.pdf"));
    const original = readFileSync(document.path);
    assert.ok(bytes.subarray(0, original.length).equals(original), "the original is at the beginning");
    assert.ok(bytes.length - original.length < 12_000 * document.texts.length, `${bytes.length - original.length} bytes added`);
    const path = join(folder(t), name);
    writeFileSync(path, bytes);
    const found = textOf(path, document.password);
    assert.equal(found.length, document.texts.length);
    for (const [i, truth] of document.texts.entries()) assert.ok(cer(truth, found[i]) <= 0.05, `page ${i + 1}:\n${found[i]}`);
  });
}

test("opened again, it is known to have its text, and is not given it twice", { skip }, async (t) => {
  const document = fixture("xref-stream.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  const texts = await reader.read(document);
  const once = await reader.download(BUTTON);
  const path = join(folder(t), once.name);
  writeFileSync(path, once.bytes);

  await reader.clear.click();
  await reader.choose(path);
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.rows()).map(({ state, dpi }) => [state, dpi]), texts.map(() => ["Done", "its own text"]));
  for (const [i, text] of (await reader.texts()).entries()) assert.ok(cer(texts[i], text) <= 0.02, `page ${i + 1}:\n${text}`);
  const again = await reader.download(BUTTON);
  assert.ok(again.bytes.equals(once.bytes), "nothing was added");

  await reader.showOptions();
  await reader.option("Pages that have text").selectOption("read");
  await reader.begin();
  await reader.ended();
  const replaced = await reader.download(BUTTON);
  writeFileSync(path, replaced.bytes);
  for (const [i, text] of textOf(path).entries()) assert.ok(cer(document.texts[i], text) <= 0.05, `page ${i + 1}:\n${text}`);
});

/** How often each word of more than three letters stands in a text. @param {string} text */
function counts(text) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const word of text.split(/\s+/).filter((word) => word.length > 3)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

test("a page that is read in spite of its text does not have it twice", { skip }, async (t) => {
  const document = fixture("text-layer.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&text=read" });
  const texts = await reader.read(document);
  for (const [i, text] of texts.entries()) assert.ok(cer(document.texts[i], text) <= 0.05, `page ${i + 1}:\n${text}`);
  const { name, bytes } = await reader.download(BUTTON);
  const path = join(folder(t), name);
  writeFileSync(path, bytes);
  const found = textOf(path);
  const truth = counts(document.texts[0]);
  for (const [word, count] of counts(found[0])) assert.equal(count, truth.get(word), `${word}\n${found[0]}`);
  assert.ok(cer(document.texts[1], found[1]) <= 0.05, found[1]);
});

test("hidden text is replaced by what is read, or only taken out", { skip }, async (t) => {
  const document = fixture("text-layer.pdf");
  const replacing = await here.visit(t, { query: "?dpi=150&text=replace" });
  const texts = await replacing.read(document);
  for (const [i, text] of texts.entries()) assert.ok(cer(document.texts[i], text) <= 0.05, `page ${i + 1}:\n${text}`);
  const replaced = await replacing.download(BUTTON);
  await replacing.notices.filter({ hasText: "hidden text of page 1 was taken out, and what was read" }).waitFor();
  const path = join(folder(t), replaced.name);
  writeFileSync(path, replaced.bytes);
  for (const [i, text] of textOf(path).entries()) assert.ok(cer(document.texts[i], text) <= 0.05, `page ${i + 1}:\n${text}`);

  const stripping = await here.visit(t, { query: "?text=strip" });
  await stripping.read(document);
  const stripped = await stripping.download(BUTTON);
  await stripping.notices.filter({ hasText: "hidden text of page 1 was taken out." }).waitFor();
  writeFileSync(path, stripped.bytes);
  assert.equal(textOf(path).join("").trim(), "");
});

test("a stamp on a scan is found once, and what is under it as well", { skip }, async (t) => {
  const document = fixture("stamped.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  const [text] = await reader.read(document);
  assert.match(text, /4711/, "it is read like everything else");
  const { name, bytes } = await reader.download(BUTTON);
  const path = join(folder(t), name);
  writeFileSync(path, bytes);
  const [found] = textOf(path);
  assert.equal(found.match(/Exhibit/g)?.length, 1, found);
  assert.equal(found.match(/4711/g)?.length, 1, found);
  const [word] = [...counts(document.texts[0]).keys()].filter((word) => word.length > 8);
  assert.ok(found.includes(word), word);
});

test("a damaged PDF is written anew, and that is said", { skip }, async (t) => {
  const document = fixture("damaged-xref.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(document);
  const { name, bytes } = await reader.download(BUTTON);
  const path = join(folder(t), name);
  writeFileSync(path, bytes);
  for (const [i, text] of textOf(path).entries()) assert.ok(cer(document.texts[i], text) <= 0.05, `page ${i + 1}:\n${text}`);
  assert.match((await reader.notices.first().textContent()) ?? "", /written anew/);
});

test("a signed PDF is added to, and what that means is said", { skip }, async (t) => {
  const document = fixture("signed.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(document);
  const { bytes } = await reader.download(BUTTON);
  assert.ok(bytes.length > readFileSync(document.path).length);
  assert.match((await reader.notices.first().textContent()) ?? "", /is signed\. The signature covers the document as it was/);
});

test("images become one PDF with their text", { skip }, async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150" });
  // In the order of their names, however they are chosen.
  const images = [fixture("multi.tif"), fixture("page.jpg")];
  await reader.choose(...images.toReversed());
  await reader.begin();
  await reader.ended();
  const { name, bytes } = await reader.download(BUTTON);
  const path = join(folder(t), name);
  writeFileSync(path, bytes);
  const found = textOf(path);
  const truth = images.flatMap(({ texts }) => texts);
  assert.equal(found.length, truth.length);
  for (const [i, text] of truth.entries()) assert.ok(cer(text, found[i]) <= 0.08, `page ${i + 1}:\n${found[i]}`);
});

test("all kinds of file come in one archive, the searchable PDF among them", { skip }, async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.read(document);
  const { bytes } = await reader.download("All of them (zip)");
  const place = folder(t);
  writeFileSync(join(place, "all.zip"), bytes);
  const taken = spawnSync("python3", ["-c", "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip());z.extractall(sys.argv[2]);print('\\n'.join(z.namelist()))", join(place, "all.zip"), place], { encoding: "utf8" });
  assert.equal(taken.status, 0, taken.stderr);
  const [damaged, ...names] = taken.stdout.trim().split("\n");
  assert.equal(damaged, "None");
  assert.equal(names.length, 8);
  const path = join(place, "xref-table.searchable.pdf");
  assert.ok(readFileSync(path).subarray(0, 1000).equals(readFileSync(document.path).subarray(0, 1000)));
  assert.ok(cer(document.texts[0], textOf(path)[0]) <= 0.05);
});
