// @ts-check
// How files come in: by dialog, drop and paste, early and late.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { fixture, fixtures } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

/**
 * Drags files over the middle of the page and lets go, as the operating system would.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {import("./support/fixtures.mjs").Fixture[]} files
 * @param {boolean} [early] before the program runs
 */
async function drop(reader, files, early = false) {
  if (!early) await reader.running();
  const { width, height } = reader.page.viewportSize() ?? { width: 0, height: 0 };
  const protocol = await reader.page.context().newCDPSession(reader.page);
  const data = { items: [], files: files.map((file) => file.path), dragOperationsMask: 1 };
  const [x, y] = [width / 2, height / 2];
  await protocol.send("Input.dispatchDragEvent", { type: "dragEnter", x, y, data });
  await protocol.send("Input.dispatchDragEvent", { type: "dragOver", x, y, data });
  if (!early) await reader.page.locator("body[data-drop=over]").waitFor();
  await protocol.send("Input.dispatchDragEvent", { type: "drop", x, y, data });
}

test("files dropped anywhere on the page are taken", async (t) => {
  const [pdf, image] = fixtures("xref-table.pdf", "page.png");
  const reader = await here.visit(t, { query: "?pages=1&dpi=150" });
  await drop(reader, [pdf, image]);
  await reader.opened();
  assert.equal(await reader.page.locator("body[data-drop=over]").count(), 0);
  assert.deepEqual((await reader.documents()).map(({ name, state }) => [name, state]), [
    [pdf.file, "Ready"],
    [image.file, "Ready"],
  ]);
  await reader.begin();
  await reader.ended();
  const texts = await reader.texts();
  assert.ok(cer(pdf.texts[0], texts[0]) <= 0.03);
  assert.ok(cer(image.texts[0], texts[1]) <= 0.03);
});

test("an image on the clipboard is pasted", async (t) => {
  const image = fixture("page.png");
  const reader = await here.visit(t, {
    context: { permissions: ["clipboard-read", "clipboard-write"] },
  });
  await reader.running();
  const bytes = readFileSync(image.path).toString("base64");
  await reader.page.evaluate(async (bytes) => {
    const png = new Blob([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], { type: "image/png" });
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
  }, bytes);
  await reader.page.keyboard.press("ControlOrMeta+v");
  await reader.opened();
  const [{ kind, state }] = await reader.documents();
  assert.deepEqual([kind, state], ["PNG", "Ready"]);
  await reader.begin();
  await reader.ended();
  const [text] = await reader.texts();
  const rate = cer(image.texts[0], text);
  // The clipboard keeps the pixels, but not their resolution.
  assert.ok(rate <= 0.03, `CER ${rate.toFixed(4)}\n${text}`);
});

test("pasting text does nothing", async (t) => {
  const reader = await here.visit(t, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await reader.ready();
  await reader.page.evaluate(() => navigator.clipboard.writeText("not a file"));
  await reader.page.keyboard.press("ControlOrMeta+v");
  // A file chosen afterwards comes after whatever the paste could have brought.
  await reader.choose(fixture("page.png"));
  assert.deepEqual((await reader.documents()).map(({ name }) => name), ["page.png"]);
  assert.equal(await reader.notices.count(), 0);
});

test("files chosen before the program has loaded are taken", async (t) => {
  const image = fixture("page.png");
  const reader = await here.visit(t, { hold: "pkg/pagewise_bg.wasm" });
  await reader.input.setInputFiles(image.path);
  assert.equal(await reader.page.locator("#boot[data-state]").count(), 0, "the program does not run yet");
  await reader.release();
  await reader.opened();
  assert.deepEqual((await reader.documents()).map(({ name, state }) => [name, state]), [[image.file, "Ready"]]);
});

test("Start pressed before the engines have loaded starts when they have", async (t) => {
  const image = fixture("page.png");
  const reader = await here.visit(t, { hold: "models/eng.fast.traineddata" });
  await reader.running();
  await reader.input.setInputFiles(image.path);
  await reader.start.click();
  assert.equal(await reader.page.locator("#boot").getAttribute("data-state"), "loading");
  await reader.release();
  await reader.cancel.waitFor();
  await reader.ended();
  assert.ok(cer(image.texts[0], (await reader.texts())[0]) <= 0.03);
});

test("the same file can be chosen twice, and documents can be added after reading", async (t) => {
  const image = fixture("page.png");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(image);
  await reader.choose(image);
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.documents()).map(({ state }) => state), ["Done", "Done"]);
  const [first, second, ...others] = await reader.texts();
  assert.equal(second, first);
  assert.deepEqual(others, []);
});

test("files dropped before the program runs are all taken, and that is said", async (t) => {
  const [pdf, image] = fixtures("xref-table.pdf", "page.png");
  const reader = await here.visit(t, { hold: "pkg/pagewise_bg.wasm" });
  await drop(reader, [pdf], true);
  await drop(reader, [image], true);
  assert.match(await reader.page.locator("#boot").innerText(), /^Loading… What you chose is opened/);
  reader.release();
  await reader.opened();
  assert.deepEqual((await reader.documents()).map(({ name }) => name), [pdf.file, image.file]);
});
