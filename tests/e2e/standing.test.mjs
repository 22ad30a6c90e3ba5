// @ts-check
// What a document is said to have come to, in its row, in the tab, aloud, and in the report; and what closes.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

/** @param {import("./support/reader.mjs").Reader} reader */
const announced = (reader) => reader.page.locator("#announce").textContent();

test("a document of which every page was read is done, everywhere", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(fixture("xref-table.pdf"));
  assert.equal((await reader.documents())[0].state, "Done");
  assert.equal(await announced(reader), "Reading is done: 2 of 2 pages read.");
  assert.equal(await reader.page.title(), "\u2713 2 of 2 pages read: Pagewise");
  assert.equal((await reader.report()).verdict, "done");
});

test("a document of which every page failed is not said to be done", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=2" });
  await reader.read(fixture("missing-page.pdf"));
  const [{ state, message }] = await reader.documents();
  assert.equal(state, "Failed");
  assert.match(message ?? "", /No page of this document could be read/);
  assert.equal(await announced(reader), "Reading has ended and nothing could be read: 0 of 1 pages read.");
});

test("a document of which some pages failed says how many were read", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.read(fixture("missing-page.pdf"));
  assert.equal((await reader.documents())[0].state, "2 of 3 read");
  assert.equal((await reader.report()).verdict, "partly");
});

test("a document without a word says that no text was found", async (t) => {
  const document = fixture("mixed.pdf");
  const blank = document.texts.findIndex((text) => text.trim() === "") + 1;
  assert.ok(blank > 0, "it has a page without text");
  const reader = await here.visit(t, { query: `?dpi=150&pages=${blank}` });
  await reader.read(document);
  const [{ state, message }] = await reader.documents();
  assert.equal(state, "No text found");
  assert.match(message ?? "", /no text was found/);
  assert.equal((await reader.report()).verdict, "nothing-found");
});

test("a double click on Start starts, and no more", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.ready();
  await reader.choose(fixture("xref-table.pdf"));
  await reader.start.dblclick();
  await reader.page.locator(".document[data-state=done]").waitFor();
  assert.deepEqual((await reader.rows()).map(({ state }) => state), ["Done"]);
});

test("Start again hands its focus on when it goes", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&workers=1&pages=1-4" });
  await reader.choose(fixture("scan44.pdf"));
  await reader.begin();
  await reader.finished(1);
  await reader.cancel.click();
  await reader.ended();
  await reader.page.getByRole("button", { name: "Start again", exact: true }).focus();
  await reader.page.keyboard.press("Enter");
  await reader.cancel.waitFor();
  assert.equal(await reader.page.evaluate(() => document.activeElement?.id), "start");
});

test("one page read again leaves the others, and their texts stay meanwhile", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  const before = await reader.read(fixture("scan300-jpeg.pdf"));
  assert.equal(before.length, 3);
  await reader.setOption("Pages", "2");
  await reader.begin();
  assert.equal((await reader.texts()).length, 3, "while it is read");
  await reader.ended();
  assert.deepEqual(await reader.texts(), before);
  assert.deepEqual((await reader.rows()).map(({ number, state }) => [number, state]), [[1, "Done"], [2, "Done"], [3, "Done"]]);
});

test("a text that was kept is opened without its file", async (t) => {
  const document = fixture("xref-table.pdf");
  const visit = await here.visit(t, { query: "?dpi=150" });
  const texts = await visit.read(document);
  await visit.clear.click();
  await visit.page.locator(".kept-job").getByRole("button", { name: "Show text", exact: true }).click();
  await visit.page.locator(".document").waitFor();
  assert.deepEqual(await visit.texts(), texts);
  assert.match((await visit.documents())[0].message ?? "", /Its text was kept here/);
  const { name } = await visit.download("Download text");
  assert.equal(name, "xref-table.txt");
});

test("what is to be forgotten is asked about first", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  await reader.read(fixture("xref-table.pdf"));
  const forget = reader.page.getByRole("button", { name: "Forget everything", exact: true });
  await forget.click();
  const group = reader.page.getByRole("group", { name: /text of one document .* gone for good/ });
  await group.waitFor();
  await group.getByRole("button", { name: "Keep", exact: true }).click();
  await group.waitFor({ state: "hidden" });
  assert.ok(await forget.evaluate((button) => button === button.ownerDocument.activeElement), "the focus goes back");
  await reader.clear.click();
  await reader.page.locator(".kept-job").waitFor();
});

test("notes and menus close on Escape and on a click beside them, and Copy says that it has", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: { permissions: ["clipboard-read", "clipboard-write"] } });
  await reader.read(fixture("xref-table.pdf"));
  for (const id of ["privacy", "more-formats"]) {
    const menu = reader.page.locator(`#${id}`);
    const summary = menu.locator("summary");
    await summary.click();
    assert.equal(await menu.getAttribute("open"), "");
    await reader.page.keyboard.press("Escape");
    assert.equal(await menu.getAttribute("open"), null, `${id} on Escape`);
    assert.ok(await summary.evaluate((summary) => summary === summary.ownerDocument.activeElement));
    await summary.click();
    await reader.page.locator("#pages-title").click();
    assert.equal(await menu.getAttribute("open"), null, `${id} on a click beside it`);
  }
  const copy = reader.page.locator("#copy");
  const before = await copy.boundingBox();
  await copy.click();
  await reader.page.locator("#copy", { hasText: /^Copied$/ }).waitFor();
  assert.deepEqual(await copy.boundingBox(), before, "nothing moves");
  await reader.page.locator("#copy", { hasText: /^Copy text$/ }).waitFor();
});
