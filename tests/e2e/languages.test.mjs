// @ts-check
// Languages: chosen, several at once, found out, offered.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture, lacks } from "./support/fixtures.mjs";
import { cer } from "./support/score.mjs";
import { site } from "./support/site.mjs";

const here = site();
const german = fixture("scan-german.pdf");
const russian = fixture("scan-russian.pdf");

const withRussian = { skip: lacks("rus") };

/** @typedef {import("./support/reader.mjs").Reader} Reader */

/** The names on the chips of the chosen languages, in order. @param {Reader} reader */
function chips(reader) {
  return reader.page.locator("#language-chips [data-slot=name]").allTextContents();
}

/** The requests for models since there were so many. @param {number} [since] */
function modelsAskedFor(since = 0) {
  const paths = here.server.requests.slice(since).map(({ path }) => path);
  return paths.filter((path) => path.endsWith(".traineddata")).map((path) => path.split("/").pop()?.split(".")[0]);
}

/** The models of each page. @param {Reader} reader */
async function models(reader) {
  const reports = [await reader.report()].flat();
  return reports.flatMap(({ pages }) => pages).map((/** @type {{ models: string[] }} */ page) => page.models.map((name) => name.split(" ")[0]));
}

/** @param {Reader} reader */
const offer = (reader) => reader.page.locator("[data-slot=language-offer]");

test("languages are chosen by keyboard, kept, and the only ones that are loaded", async (t) => {
  const before = here.server.requests.length;
  const reader = await here.visit(t);
  await reader.ready();
  assert.deepEqual(modelsAskedFor(before), ["eng"]);
  assert.match((await reader.page.locator("#options-summary").textContent()) ?? "", /^English, all pages/);
  await reader.showOptions();
  await reader.option("Languages").focus();
  await reader.page.keyboard.type("germ");
  await reader.page.keyboard.press("Enter");
  await reader.page.locator("#language-chips li").nth(1).waitFor();
  assert.deepEqual(await chips(reader), ["English", "German"]);
  // The way to the button that makes it the main one, and on to the one that takes the other out.
  await reader.page.getByRole("button", { name: "Make German the main language" }).press("Enter");
  await reader.page.locator("#language-chips li").first().filter({ hasText: "German" }).waitFor();
  await reader.page.getByRole("button", { name: "Do not read English" }).press("Enter");
  await reader.page.locator("#language-chips li").nth(1).waitFor({ state: "detached" });
  assert.deepEqual(await chips(reader), ["German"]);
  await reader.ready();
  assert.deepEqual(modelsAskedFor(before), ["eng", "deu"]);
  await reader.page.reload();
  await reader.ready();
  assert.deepEqual(await chips(reader), ["German"]);
  const texts = await reader.read(german);
  for (const [page, text] of texts.entries()) assert.ok(cer(german.texts[page], text) <= 0.02, `page ${page + 1}`);
});

test("the address chooses several, and each reads its own", withRussian, async (t) => {
  const reader = await here.visit(t, { query: "?lang=deu+rus" });
  await reader.ready();
  assert.deepEqual(await chips(reader), ["German", "Russian"]);
  const texts = await reader.read(german, russian);
  assert.ok(cer(german.texts[0], texts[0]) <= 0.03);
  assert.ok(cer(russian.texts[0], texts[german.texts.length]) <= 0.05);
  assert.deepEqual((await models(reader))[0], ["deu", "rus"]);
});

test("the browser's language is read, and its others are suggested", async (t) => {
  const reader = await here.visit(t, { context: { locale: "de-AT" } });
  await reader.ready();
  assert.deepEqual(await chips(reader), ["Deutsch"]);
  await reader.showOptions();
  await reader.option("Sprachen").fill("klingon");
  await reader.option("Sprachen").press("Enter");
  await reader.page.locator("#languages-error", { hasText: "gibt es hier nicht" }).waitFor();
});

test("what looks like another language is offered, and read again where it was not good", async (t) => {
  const reader = await here.visit(t, { query: "?lang=eng" });
  await reader.read(german);
  const sentence = offer(reader);
  await sentence.filter({ hasText: "looks like German. Read it as German?" }).waitFor();
  const before = here.server.requests.length;
  await reader.page.getByRole("button", { name: "Read as German" }).press("Enter");
  await reader.cancel.waitFor();
  await reader.ended();
  assert.deepEqual(modelsAskedFor(before), ["deu"]);
  const texts = await reader.texts();
  for (const [page, text] of texts.entries()) assert.ok(cer(german.texts[page], text) <= 0.02, `page ${page + 1}`);
  await sentence.waitFor({ state: "hidden" });
});

test("what makes no words is found out when that is wanted", withRussian, async (t) => {
  const reader = await here.visit(t, { query: "?lang=eng" });
  await reader.read(russian);
  await offer(reader).filter({ hasText: "hardly any words" }).waitFor();
  await reader.page.getByRole("button", { name: "Find out and read again" }).click();
  await reader.cancel.waitFor();
  await reader.ended();
  assert.ok((await models(reader)).every((/** @type {string[]} */ names) => names.join() === "rus"));
  assert.ok(cer(russian.texts[0], (await reader.texts())[0]) <= 0.05);
});

test("an offer can be left, and is gone", async (t) => {
  const reader = await here.visit(t, { query: "?lang=eng" });
  const texts = await reader.read(german);
  await offer(reader).waitFor();
  await reader.page.getByRole("button", { name: "Leave it" }).click();
  await offer(reader).waitFor({ state: "hidden" });
  assert.deepEqual(await reader.texts(), texts);
});

test("auto finds the language of each document", withRussian, async (t) => {
  const reader = await here.visit(t, { query: "?lang=auto" });
  await reader.ready();
  assert.match((await reader.page.locator("#options-summary").textContent()) ?? "", /^Any language/);
  const english = fixture("scan-clean.pdf");
  const texts = await reader.read(russian, english, german);
  assert.ok(cer(russian.texts[0], texts[0]) <= 0.05);
  assert.ok(cer(english.texts[0], texts[russian.texts.length]) <= 0.02);
  assert.ok(cer(german.texts[0], texts[russian.texts.length + english.texts.length]) <= 0.02);
});

test("a model that comes damaged is asked for once more, and else named", async (t) => {
  const reader = await here.visit(t, { query: "?lang=deu", spoil: "models/deu.fast.traineddata" });
  await reader.running();
  await reader.notices.filter({ hasText: /deu\.fast\.traineddata/ }).waitFor();
  assert.deepEqual(await chips(reader), ["German"], "another can still be chosen");
});

test("a site with one language reads it, and has nothing to find out or to offer", async (t) => {
  const reader = await here.visit(t, { query: "?lang=auto", init: () => {
    const fetched = window.fetch;
    window.fetch = async (...what) => {
      const response = await fetched(...what);
      if (!String(what[0]).endsWith("models.json")) return response;
      const list = await response.json();
      const models = list.models.filter((/** @type {{ lang: string }} */ { lang }) => lang === "eng");
      return new Response(JSON.stringify({ ...list, models }));
    };
  } });
  await reader.ready();
  const before = here.server.requests.length;
  const english = fixture("scan-clean.pdf");
  const texts = await reader.read(english, russian);
  assert.ok(cer(english.texts[0], texts[0]) <= 0.02);
  assert.equal(await offer(reader).filter({ visible: true }).count(), 0);
  assert.equal(here.server.requests.length, before, "nothing was asked for");
});
