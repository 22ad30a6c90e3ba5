// @ts-check
// Language models that a person brings along.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

import { DIST } from "../../scripts/paths.mjs";
import { fixture } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const english = readFileSync(join(DIST, "models", "eng.fast.traineddata"));

/** @param {string} name @param {Buffer} buffer */
const file = (name, buffer) => ({ name, mimeType: "application/octet-stream", buffer });

/** The requests for models since there were so many. @param {number} [since] */
function modelsAskedFor(since = 0) {
  return here.server.requests.slice(since).map(({ path }) => path).filter((path) => path.endsWith(".traineddata"));
}

/**
 * Waits until a model is among those that can be chosen, which are looked up when the options are seen.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {string} value
 */
async function offered(reader, value) {
  await reader.showOptions();
  await reader.page.locator(`#language-choices option[value="${value}"]`).waitFor({ state: "attached" });
}

test("a model is taken, read with, and there again after a reload", async (t) => {
  const image = fixture("page.png");
  const reader = await here.visit(t, { query: "?dpi=150&lang=xyz" });
  await reader.running();
  await reader.input.setInputFiles(file("xyz.traineddata", english));
  await offered(reader, "xyz");
  const [text] = await reader.read(image);
  assert.ok(cer(image.texts[0], text) <= 0.03);

  const before = here.server.requests.length;
  await reader.page.reload();
  await reader.ready();
  assert.equal(await reader.notices.count(), 0);
  const [again] = await reader.read(image);
  assert.equal(again, text);
  assert.deepEqual(modelsAskedFor(before), [], "nothing but the model of this device was wanted");
  await reader.showOptions();
  await reader.page.getByRole("button", { name: "Remove your language data for xyz" }).click();
  await reader.page.locator("#own-models-field").waitFor({ state: "hidden" });
  await reader.page.reload();
  await reader.notices.filter({ hasText: "xyz" }).waitFor();
});

test("a packed model is unpacked; without keeping it is there for this visit", async (t) => {
  const reader = await here.visit(t, { query: "?keep=nothing" });
  await reader.running();
  await reader.input.setInputFiles(file("abc.best.traineddata.gz", gzipSync(english)));
  await offered(reader, "abc");
  await reader.page.reload();
  await offered(reader, "English");
  await reader.ready();
  assert.equal(await reader.page.locator('#language-choices option[value="abc"]').count(), 0);
});

test("a model that cannot be read with says why", async (t) => {
  const old = Buffer.alloc(4 + 24 * 8 + 300, 0xff);
  old.writeInt32LE(24, 0);
  old.writeBigInt64LE(196n, 4 + 8);
  const hollow = Buffer.from(english);
  hollow.fill(0, Number(english.readBigInt64LE(4 + 17 * 8)), Number(english.readBigInt64LE(4 + 18 * 8)));
  const cut = english.subarray(0, english.length >> 1);
  const reader = await here.visit(t);
  await reader.running();
  await reader.input.setInputFiles([file("old.traineddata", old), file("cut.traineddata", cut), file("hollow.traineddata", hollow),
    file("text.traineddata.gz", gzipSync("This is no model."))]);
  const message = (/** @type {string} */ name) =>
    reader.page.locator(".document", { hasText: name }).locator("[data-slot=message]").textContent();
  assert.match((await message("old.traineddata")) ?? "", /Tesseract 3/);
  assert.match((await message("cut.traineddata")) ?? "", /model is damaged/);
  assert.match((await message("hollow.traineddata")) ?? "", /model is damaged/);
  assert.match((await message("text.traineddata.gz")) ?? "", /not a PDF/);
  assert.equal(await reader.page.locator('#own-models li').count(), 0);
});

test("a site can forbid it", async (t) => {
  const reader = await here.visit(t, { init: () => {
    const fetched = window.fetch;
    window.fetch = async (...what) => {
      const response = await fetched(...what);
      if (!String(what[0]).endsWith("models.json")) return response;
      return new Response(JSON.stringify({ ...(await response.json()), own: false }));
    };
  } });
  await reader.choose({ ...fixture("page.png"), path: join(DIST, "models", "eng.fast.traineddata") });
  const [document] = await reader.documents();
  assert.match(document.message ?? "", /not a PDF/);
});
