// @ts-check
// The language of the interface: the browser's from the first moment, another at once, kept; figures as it writes them; and
// a mirrored one.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { DIST } from "../../scripts/paths.mjs";
import { fixture, manyPages } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

/** @typedef {import("./support/reader.mjs").Reader} Reader */

const here = site();
const SCRIPT = readFileSync(join(DIST, "language.js"), "utf8");
const DESKTOP = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Notes what the title of the drop zone says whenever something is painted. */
function watchPaints() {
  const seen = new Set();
  Object.assign(window, { seen });
  const look = () => {
    const title = document.getElementById("drop-title");
    if (title?.checkVisibility({ visibilityProperty: true })) seen.add(title.textContent);
    requestAnimationFrame(look);
  };
  look();
}

/** Sentences of index.html that are still there in English, though the page is in another language. @param {Reader} reader */
function leftInEnglish(reader) {
  return reader.page.evaluate(() => {
    const { sentences } = /** @type {any} */ (globalThis).pagewiseLanguages[0];
    const other = new Set(Object.keys(sentences).filter((english) => sentences[english] !== english));
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (other.has((node.nodeValue ?? "").trim())) found.push((node.nodeValue ?? "").trim());
    }
    for (const element of document.querySelectorAll("*")) {
      for (const name of ["aria-label", "placeholder", "title", "content", "data-too-old", "data-not-loaded", "data-waiting", "data-not-from-disk"]) {
        if (other.has(element.getAttribute(name) ?? "")) found.push(element.getAttribute(name));
      }
    }
    return found;
  });
}

/** What does not fit: text that is cut, controls that lie on each other, anything beyond the window. @param {Reader} reader */
function spoilt(reader) {
  return reader.page.evaluate(() => {
    const wrong = [];
    const name = (/** @type {Element} */ element) => `${element.tagName.toLowerCase()}#${element.id} "${(element.textContent ?? "").trim().slice(0, 30)}"`;
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) wrong.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const around = (/** @type {Element | null} */ element) => {
      const all = [];
      for (; element; element = element.parentElement) all.push({ element, style: getComputedStyle(element) });
      return all;
    };
    // What only screen readers meet is clipped away altogether.
    const isSeen = (/** @type {Element} */ element) =>
      element.checkVisibility({ visibilityProperty: true }) && !element.closest("datalist, svg") && !around(element).some(({ style }) => style.clipPath === "inset(50%)");
    const shown = [...document.body.querySelectorAll("*")].filter(isSeen);
    for (const element of shown) {
      const { left, right } = element.getBoundingClientRect();
      if (element.matches("input[type=file], option")) continue;
      if (left < -1 || right > width + 1) wrong.push(`${name(element)} goes from ${left} to ${right}`);
      const style = getComputedStyle(element);
      const isCut = style.overflowX !== "visible" && style.textOverflow !== "ellipsis" && element.scrollWidth > element.clientWidth + 1;
      if (isCut && element.tagName !== "SELECT" && element.tagName !== "INPUT") wrong.push(`${name(element)} is cut`);
    }
    const controls = shown.filter((element) => element.matches("button, select, input:not([type=file]), summary, a, label.button"));
    // What stays where it is in the window lies over what is scrolled under it.
    const layer = (/** @type {Element} */ element) => around(element).find(({ style }) => style.position === "fixed")?.element ?? null;
    /** What of it is seen: no more than what it is scrolled in. @param {Element} element */
    const seen = (element) => {
      let { left, right, top, bottom } = element.getBoundingClientRect();
      for (const { element: other, style } of around(element.parentElement)) {
        if (style.overflowY === "visible" || other === document.documentElement) continue;
        const box = other.getBoundingClientRect();
        [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
      }
      return { left, right, top, bottom };
    };
    for (const [i, one] of controls.entries()) {
      for (const other of controls.slice(i + 1)) {
        if (one.contains(other) || other.contains(one) || layer(one) !== layer(other)) continue;
        const [a, b] = [seen(one), seen(other)];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 1 && down > 1) wrong.push(`${name(one)} and ${name(other)} overlap`);
      }
    }
    return wrong;
  });
}

/** A language that nobody is offered, added to those of the page: English in letters that run from right to left. */
function withMirrored() {
  const mirrored = `{
    const { sentences } = pagewiseLanguages[0];
    const letters = (text) => text.replace(/[a-z]/gi, (letter) => String.fromCharCode(0x5d0 + letter.toLowerCase().charCodeAt(0) - 97));
    pagewiseLanguages.push({ code: "he", dir: "rtl", sentences: Object.fromEntries(Object.keys(sentences).map((text) => [text, letters(text)])) });
  }\n`;
  const end = SCRIPT.indexOf("\n") + 1;
  return SCRIPT.slice(0, end) + mirrored + SCRIPT.slice(end);
}

/** @param {Reader} reader */
const language = (reader) => reader.page.getByLabel(/^(Language of this page|Sprache dieser Seite)$/);

/** Which languages the page says it is in. @param {Reader} reader */
const said = (reader) =>
  reader.page.evaluate(() => [document.documentElement.lang, document.documentElement.dir, document.getElementById("drop-title")?.textContent]);

test("a German browser never shows a sentence in English", async (t) => {
  const reader = await here.visit(t, { context: { locale: "de-AT", viewport: DESKTOP }, hold: "pkg/pagewise_bg.wasm", init: watchPaints });
  await reader.page.getByRole("heading", { name: "Gescanntes PDF oder Bilder auswählen" }).waitFor();
  assert.deepEqual(await said(reader), ["de", "ltr", "Gescanntes PDF oder Bilder auswählen"]);
  assert.deepEqual(await leftInEnglish(reader), [], "before there is a program");
  const before = await reader.page.locator("#drop, .masthead, #options-panel").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  reader.release();
  await reader.ready();
  assert.equal(await reader.page.title(), "Pagewise: Text aus gescannten Seiten");
  assert.equal(await reader.page.locator("#boot").textContent(), "Bereit. Es wird nichts mehr geladen.");
  assert.deepEqual(await leftInEnglish(reader), [], "and after");
  const after = await reader.page.locator("#drop, .masthead, #options-panel").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
  assert.deepEqual(after, before, "nothing has moved");
  assert.deepEqual(await reader.page.evaluate(() => [.../** @type {any} */ (window).seen]), ["Gescanntes PDF oder Bilder auswählen"]);
});

test("the language is chosen by keyboard, at once, in the middle of a run, and kept", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=100&preset=conservative&pages=1-30" });
  await reader.ready();
  await reader.setOption("Memory (MB)", "79");
  await reader.page.getByText("Enter a number from 80 to 4000").waitFor();
  await language(reader).focus();
  await reader.page.keyboard.press("D");
  await reader.page.getByText("Geben Sie eine Zahl von 80 bis 4000 ein").waitFor();
  assert.equal(await reader.page.locator("#memory-limit").inputValue(), "79", "what was typed stays");
  await reader.page.locator("#memory-limit").fill("");
  await reader.page.locator("#memory-limit").press("Tab");
  await language(reader).selectOption("en");
  await reader.page.locator("#options-panel summary").first().click();

  await reader.choose(manyPages(100));
  await reader.begin();
  await reader.finished(2);
  assert.match((await reader.rows())[0].state, /^(Done|Doubtful)$/);
  const text = await reader.texts();
  await language(reader).selectOption("de");
  await reader.page.getByRole("button", { name: "Abbrechen" }).waitFor();
  await reader.page.locator(".page-row", { hasText: /Fertig|Zweifelhaft/ }).first().waitFor();
  await reader.page.locator("#text h3", { hasText: "Seite 1" }).waitFor();
  assert.deepEqual((await reader.texts()).slice(0, text.length), text, "what was read stays what it is");
  assert.match((await reader.page.locator("#progress-text").textContent()) ?? "", /^\d+ von 30 Seiten$/);
  assert.equal((await reader.documents())[0].state, "Wird gelesen");
  assert.deepEqual(await leftInEnglish(reader), []);
  const rows = await reader.page.locator(".page-row .state").allTextContents();
  assert.ok(rows.every((word) => ["Wartet", "Wird gezeichnet", "Gezeichnet", "Wird gelesen", "Fertig", "Zweifelhaft"].includes(word)), rows.join());
  await reader.cancel.click();
  await reader.ended();
  await reader.page.reload();
  await reader.ready();
  assert.deepEqual(await said(reader), ["de", "ltr", "Gescanntes PDF oder Bilder auswählen"]);
  assert.equal(await reader.page.locator("#dpi").inputValue(), "100", "beside the options");
});

test("the address goes before what was kept, and what it says of a language nobody speaks is named", async (t) => {
  const reader = await here.visit(t, { query: "?ui=de", context: { locale: "en-GB" } });
  await reader.ready();
  assert.equal((await said(reader))[0], "de");
  await reader.page.goto(`${here.server.url}?ui=tlh`);
  await reader.ready();
  assert.equal((await said(reader))[0], "en", "what an address says is not kept");
  await reader.notices.filter({ hasText: "ui=tlh" }).waitFor();
});

for (const { locale, percent, size } of [
  { locale: "de-DE", percent: /^\d+\u00a0%$/, size: "1,2 MB" },
  { locale: "en-GB", percent: /^\d+%$/, size: "1.2 MB" },
]) {
  test(`figures are written as in ${locale}`, async (t) => {
    const reader = await here.visit(t, { query: "?pages=1&dpi=150&lang=eng", context: { locale } });
    await reader.read(fixture("scan-clean.pdf"));
    const [row] = await reader.rows();
    assert.match(row.confidence, percent);
    await reader.clear.click();
    await reader.input.setInputFiles({ name: "noise.pdf", mimeType: "application/pdf", buffer: Buffer.alloc(1_234_567) });
    await reader.page.locator(".document [data-slot=size]", { hasText: size }).waitFor();
  });
}

for (const viewport of [DESKTOP, PHONE]) {
  test(`nothing of the German page is cut or overlaps, ${viewport.width} wide`, async (t) => {
    const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: { locale: "de-DE", viewport } });
    await reader.ready();
    assert.deepEqual(await spoilt(reader), []);
    for (const skip of await reader.page.locator(".skips a").all()) {
      await skip.focus();
      assert.deepEqual(await spoilt(reader), [], "with the way past everything else");
    }
    await reader.showOptions();
    assert.deepEqual(await spoilt(reader), []);
    await reader.page.locator("#options-panel summary").first().click();
    await reader.read(fixture("scan-clean.pdf"));
    assert.deepEqual(await spoilt(reader), []);
  });

  test(`a mirrored language mirrors the page, ${viewport.width} wide`, async (t) => {
    const reader = await here.visit(t, {
      query: "?dpi=150&pages=1&lang=eng",
      context: { locale: "he-IL", viewport },
      files: { "language.js": withMirrored() },
    });
    await reader.ready();
    assert.deepEqual((await said(reader)).slice(0, 2), ["he", "rtl"]);
    assert.match((await said(reader))[2] ?? "", /^[\u05d0-\u05ea\s]+$/);
    assert.deepEqual(await spoilt(reader), []);
    await reader.showOptions();
    assert.deepEqual(await spoilt(reader), []);
    await reader.page.locator("#options-panel summary").first().click();
    const [text] = await reader.read(fixture("scan-clean.pdf"));
    assert.match(text, /[a-z]{4}/, "a document is what it is");
    assert.deepEqual(await spoilt(reader), []);
    if (viewport === PHONE) {
      await reader.page.locator("#to-pages").click();
      await reader.page.locator(".page-row").waitFor();
      assert.deepEqual(await spoilt(reader), [], "with the list of pages");
    }
    const sides = await reader.page.evaluate(() => {
      const middle = (/** @type {string} */ selector) => {
        const { left, right } = /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect();
        return (left + right) / 2;
      };
      return {
        brand: middle(".brand-mark") - middle(".page-language"),
        number: middle(".page-number") - middle(".page-line .state"),
        thumbnail: middle(".thumbnail") - middle(".page-row"),
        columns: middle(".work") - middle(".reading"),
        text: getComputedStyle(/** @type {Element} */ (document.querySelector(".page-text-body"))).direction,
        name: getComputedStyle(/** @type {Element} */ (document.querySelector(".document-name bdi"))).direction,
      };
    });
    assert.ok(sides.brand > 0 && sides.number > 0 && sides.thumbnail > 0, JSON.stringify(sides));
    if (viewport === DESKTOP) assert.ok(sides.columns > 0, "the work at the right, the text at the left");
    assert.equal(sides.text, "ltr", "English runs from left to right");
    assert.equal(sides.name, "ltr");
  });
}
