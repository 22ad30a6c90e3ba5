// @ts-check
// Ready means that nothing more is needed from the server; and a part that cannot be had is named.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();

test("with the server gone a scan is read and made searchable", async (t) => {
  const document = fixture("scan-clean.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  await reader.ready();
  assert.equal(await reader.page.locator("#boot").textContent(), "Ready. Nothing more will be loaded.");
  const { requests } = here.server;
  const loaded = requests.length;
  // From now on every request fails, whatever the browser has kept.
  await reader.page.context().route("**", (route) => route.abort());
  const texts = await reader.read(document);
  for (const [i, text] of texts.entries()) assert.ok(cer(document.texts[i], text) <= 0.03, `page ${i + 1}`);
  const pdf = await reader.download("Download searchable PDF");
  assert.equal(pdf.bytes.subarray(0, 5).toString(), "%PDF-");
  assert.ok(pdf.bytes.includes("PagewiseInvisible"));
  assert.deepEqual(requests.slice(loaded), []);
});

for (const part of ["worker.js", "engines/pdfium/pdfium.js", "engines/pdfium/pdfium.wasm", "models/eng.fast.traineddata"]) {
  test(`${part} that cannot be had is named, and nothing is called damaged`, async (t) => {
    const reader = await here.visit(t, { query: "?dpi=150", lose: part });
    await reader.running();
    await reader.input.setInputFiles(fixture("xref-table.pdf").path);
    await reader.notices.filter({ hasText: `could not load a part of itself (${part})` }).waitFor();
    await reader.page.locator("#boot[data-state=failed]").waitFor({ state: "attached" });
    assert.doesNotMatch((await reader.page.locator("#documents").textContent()) ?? "", /damaged/);
    reader.forgive(/Failed to load resource/);
  });
}

test("without what writes files the text is read all the same, and it is said", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { query: "?dpi=150&pages=1", lose: "pkg-writer/pagewise_writer_bg.wasm" });
  await reader.running();
  await reader.notices.filter({ hasText: "pkg-writer/pagewise_writer_bg.wasm" }).waitFor();
  const [text] = await reader.read(document);
  assert.ok(cer(document.texts[0], text) <= 0.03);
  await reader.download("Download text");
  reader.forgive(/Failed to load resource/);
});

test("our own program that cannot be had is said in the page", async (t) => {
  const reader = await here.visit(t, { lose: "pkg/pagewise_bg.wasm" });
  await reader.page.locator("#boot[data-state=failed]").waitFor();
  assert.match((await reader.page.locator("#boot").textContent()) ?? "", /Pagewise could not be loaded/);
  const color = (/** @type {string} */ selector) => reader.page.locator(selector).evaluate((element) => getComputedStyle(element).color);
  assert.notEqual(await color("#boot"), await color("#drop-hint"), "it looks like a failure");
  reader.forgive(/Failed to load resource|pagewise_bg\.wasm/);
});

test("a part that is damaged on its way is fetched once more, and refused when it is still", async (t) => {
  const reader = await here.visit(t, { spoil: "models/eng.fast.traineddata" });
  await reader.notices.filter({ hasText: "models/eng.fast.traineddata" }).waitFor();
  const asked = here.server.requests.filter(({ path }) => path.endsWith("eng.fast.traineddata")).length;
  assert.ok(asked >= 2, `asked for ${asked} times`);
});

test("how much has come is told, and files chosen meanwhile are shown", async (t) => {
  const reader = await here.visit(t, { hold: "models/eng.fast.traineddata" });
  await reader.running();
  await reader.page.locator("#boot", { hasText: /\d+%/ }).waitFor();
  await reader.input.setInputFiles(fixture("page.png").path);
  await reader.page.locator(".document", { hasText: "page.png" }).waitFor();
  assert.equal(await reader.page.locator("#boot").getAttribute("data-state"), "loading");
  await reader.release();
  await reader.ready();
});
