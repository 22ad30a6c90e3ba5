// @ts-check
// Options: by field, by address, kept over a reload, and what happens to nonsense.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

/** @param {import("./support/reader.mjs").Reader} reader */
async function fields(reader) {
  return reader.page.locator("#options").evaluate((options) => {
    /** @type {Record<string, string>} */
    const values = {};
    // What only helps to choose is no option.
    for (const field of options.querySelectorAll("input:not(#language-search, #languages-auto), select")) {
      values[field.id] = /** @type {HTMLInputElement} */ (field).value;
    }
    return values;
  });
}

test("the address can choose every option", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=150&workers=1&pages=2&psm=6&effort=thorough&lang=eng&model=best_int&preset=conservative&memory=200&limit=60&text=read&keep=nothing&headers=numbers&flow=printed&heads=out",
  });
  await reader.ready();
  assert.deepEqual(await fields(reader), {
    pages: "2",
    languages: "eng",
    model: "best_int",
    psm: "6",
    "own-text": "read",
    effort: "thorough",
    dpi: "150",
    preset: "conservative",
    workers: "1",
    "memory-limit": "200",
    limit: "60",
    keep: "nothing",
    headers: "numbers",
    flow: "printed",
    heads: "out",
  });
  assert.equal(await reader.notices.count(), 0);
  const document = fixture("scan-clean.pdf");
  const [text, ...others] = await reader.read(document);
  assert.equal(others.length, 0);
  assert.ok(cer(document.texts[1], text) <= 0.02);
  const { options, limits, pages } = await reader.report();
  assert.deepEqual(options, {
    preset: "conservative",
    memory: 200,
    limit: 60,
    dpi: 150,
    workers: 1,
    pages: "2",
    psm: 6,
    own_text: "read",
    effort: "thorough",
    lang: "eng",
    variant: "best_int",
    keep: false,
    page_headers: true,
    flow: "printed",
    leave_out_heads: true,
  });
  assert.deepEqual(limits, { preset: "conservative", workers: 1, ceiling: 200_000_000, page_seconds: 60 });
  assert.deepEqual(pages.map((/** @type {{ number: number }} */ page) => page.number), [2]);
  assert.equal(pages[0].dpi, 150);
});

test("pages are read as the field says, in the order of the document", async (t) => {
  const document = fixture("scan44.pdf");
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.setOption("Pages", "44-, 2 ; 7");
  const texts = await reader.read(document);
  assert.deepEqual((await reader.rows()).map((row) => row.number), [2, 7, 44]);
  for (const [i, number] of [2, 7, 44].entries()) {
    assert.ok(cer(document.texts[number - 1], texts[i]) <= 0.03, `page ${number}`);
  }
});

test("pages beyond the end are said not to exist", async (t) => {
  const reader = await here.visit(t, { query: "?pages=9-" });
  await reader.choose(fixture("scan-clean.pdf"));
  await reader.start.click();
  await reader.notices.first().waitFor();
  const notice = await reader.notices.first().textContent();
  assert.match(notice ?? "", /scan-clean\.pdf.*None of these pages exist: the document has 2/s);
  assert.equal((await reader.documents())[0].state, "Not read");
  assert.deepEqual(await reader.texts(), []);
});

test("options are kept for the next visit, except the pages", async (t) => {
  const reader = await here.visit(t, { query: "?lang=eng" });
  await reader.ready();
  await reader.setOption("Pages", "2-3");
  await reader.setOption("Resolution (dpi)", "300");
  await reader.setOption("Workers", "1");
  await reader.setOption("Memory (MB)", "300");
  await reader.setOption("Time limit per page (s)", "90");
  await reader.option("Preset").selectOption("aggressive");
  await reader.option("Page layout").selectOption("11");
  await reader.option("Pages that have text").selectOption("read");
  await reader.option("Page headers").selectOption("numbers");
  await reader.option("Language data").selectOption("best_int");
  await reader.ready();
  await reader.page.reload();
  await reader.ready();
  assert.deepEqual(await fields(reader), {
    pages: "",
    languages: "eng",
    model: "best_int",
    psm: "11",
    "own-text": "read",
    effort: "balanced",
    dpi: "300",
    preset: "aggressive",
    workers: "1",
    "memory-limit": "300",
    limit: "90",
    keep: "pages",
    headers: "numbers",
    flow: "flowing",
    heads: "keep",
  });
});

test("the address goes before what was kept", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=300" });
  await reader.ready();
  await reader.setOption("Workers", "2");
  await reader.page.goto(`${here.server.url}?dpi=100`);
  await reader.ready();
  const { dpi, workers } = await fields(reader);
  assert.deepEqual({ dpi, workers }, { dpi: "100", workers: "2" });
});

test("nonsense in the address is left out and named", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=9000&workers=-1&pages=x&psm=99&lang=../x&preset=huge&memory=1&limit=0&text=no&headers=yes&flow=on&heads=off&utm_source=mail",
  });
  await reader.ready();
  await reader.notices.first().waitFor();
  const notice = (await reader.notices.first().textContent()) ?? "";
  for (const name of ["dpi", "workers", "pages", "psm", "lang", "preset", "memory", "limit", "text", "headers", "flow", "heads"]) {
    assert.match(notice, new RegExp(`\\b${name}\\b`));
  }
  assert.doesNotMatch(notice, /utm_source/);
  const { dpi, workers, pages, psm, model } = await fields(reader);
  assert.deepEqual({ dpi, workers, pages, psm, model }, {
    dpi: "Auto",
    workers: "",
    pages: "",
    psm: "3",
    model: "",
  });
  await reader.page.getByRole("button", { name: "Dismiss this message" }).click();
  await reader.notices.first().waitFor({ state: "detached" });
});

for (const { label, id, wrong, right } of [
  { label: "Pages", id: "pages", wrong: "3-1", right: "1-3" },
  { label: "Pages", id: "pages", wrong: "one", right: "1" },
  { label: "Resolution (dpi)", id: "dpi", wrong: "74", right: "75" },
  { label: "Resolution (dpi)", id: "dpi", wrong: "401", right: "400" },
  { label: "Workers", id: "workers", wrong: "0", right: "16" },
  { label: "Memory (MB)", id: "memory-limit", wrong: "79", right: "80" },
  { label: "Memory (MB)", id: "memory-limit", wrong: "much", right: "" },
  { label: "Time limit per page (s)", id: "limit", wrong: "4", right: "5" },
]) {
  test(`"${wrong}" in the field ${label} is said to be wrong beside it`, async (t) => {
    const reader = await here.visit(t);
    await reader.ready();
    await reader.setOption(label, wrong);
    const field = reader.option(label);
    const error = reader.page.locator(`#${id}-error`);
    await error.waitFor();
    assert.notEqual((await error.textContent())?.trim(), "");
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    assert.match((await field.getAttribute("aria-describedby")) ?? "", new RegExp(`\\b${id}-error\\b`));
    await reader.setOption(label, right);
    await error.waitFor({ state: "hidden" });
    assert.equal(await field.getAttribute("aria-invalid"), "false");
  });
}

test("a low resolution is said to cost words", async (t) => {
  const reader = await here.visit(t);
  await reader.ready();
  const note = reader.page.locator("#dpi-note");
  await reader.setOption("Resolution (dpi)", "100");
  await note.waitFor();
  assert.match((await note.textContent()) ?? "", /one in ten at 100 dpi/);
  await reader.setOption("Resolution (dpi)", "150");
  await note.waitFor({ state: "hidden" });
});

test("options cannot be changed while pages are read", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.showOptions();
  await reader.choose(fixture("scan-clean.pdf"));
  await reader.begin();
  assert.ok(await reader.option("Pages").isDisabled());
  await reader.ended();
  assert.ok(await reader.option("Pages").isEnabled());
});

test("what is left to Pagewise stays so when something else is changed", async (t) => {
  const reader = await here.visit(t);
  await reader.ready();
  const preset = reader.option("Preset");
  assert.equal(await preset.inputValue(), "");
  assert.match((await preset.locator("option:checked").textContent()) ?? "", /^Automatic \((conservative|moderate|aggressive) here\)$/);
  await reader.setOption("Resolution (dpi)", "150");
  await reader.page.reload();
  await reader.ready();
  const { dpi, preset: kept, workers } = await fields(reader);
  assert.deepEqual({ dpi, kept, workers }, { dpi: "150", kept: "", workers: "" });
  await reader.setOption("Pages", "1");
  await reader.read(fixture("xref-table.pdf"));
  assert.equal((await reader.report()).options.preset, null, "and the report says so");
});

for (const { query, said } of [
  { query: "?lang=tlh", said: /no language data for .tlh./ },
  { query: "?model=thorough", said: /model=thorough/ },
  { query: "?dpi=nine", said: /dpi=nine/ },
]) {
  test(`${query} in the address is not used, and that is said`, async (t) => {
    const reader = await here.visit(t, { query });
    await reader.ready();
    await reader.notices.filter({ hasText: said }).waitFor();
    assert.equal((await fields(reader)).model, "");
  });
}

test("Start does not start with an option that makes no sense, and leads to it", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.ready();
  await reader.setOption("Pages", "3-1");
  await reader.page.locator("#options-panel summary").click();
  await reader.choose(fixture("xref-table.pdf"));
  await reader.start.click();
  const field = reader.option("Pages");
  await field.waitFor();
  assert.ok(await field.evaluate((field) => field === field.ownerDocument.activeElement), "the field has the focus");
  await reader.notices.filter({ hasText: "has not started" }).waitFor();
  assert.equal((await reader.rows()).length, 0);
  await reader.setOption("Pages", "2");
  await reader.begin();
  await reader.ended();
  assert.deepEqual((await reader.rows()).map(({ number, state }) => [number, state]), [[2, "Done"]]);
  assert.equal(await reader.notices.count(), 0);
});
