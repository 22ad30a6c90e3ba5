// @ts-check
// A site of one's own: what config.json says, what is wrong in it, and the same said before it is uploaded.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { DIST, ROOT } from "../../scripts/paths.mjs";
import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

const here = site();

const OWN = {
  title: "City Archive",
  languages: ["deu", "eng"],
  formats: ["pdf", "docx"],
  own_models: false,
  options: { dpi: 150, limit: 90, lang: ["eng"], headers: "numbers" },
  presets: { conservative: { memory: 200 } },
};

/** @param {unknown} config */
const files = (config) => ({ "config.json": JSON.stringify(config, null, 2) });

/** What is chosen. @param {import("./support/reader.mjs").Reader} reader */
const chosen = (reader) =>
  reader.page.evaluate(() => ["dpi", "limit", "headers", "languages"].map((id) => /** @type {HTMLInputElement} */ (document.getElementById(id)).value));

/** The names in an archive. @param {Buffer} archive */
function names(archive) {
  const found = [];
  for (let at = archive.indexOf("PK\x01\x02"); at >= 0; at = archive.indexOf("PK\x01\x02", at + 1)) {
    found.push(archive.toString("utf8", at + 46, at + 46 + archive.readUInt16LE(at + 28)));
  }
  return found;
}

test("a site has its own name, languages, formats, defaults and ceilings", async (t) => {
  const reader = await here.visit(t, { query: "?preset=conservative&pages=1", files: files(OWN) });
  await reader.ready();
  assert.equal(await reader.notices.count(), 0);
  assert.equal(await reader.page.locator("h1").textContent(), "City Archive");
  assert.equal(await reader.page.title(), "City Archive");
  assert.deepEqual(await chosen(reader), ["150", "90", "numbers", "eng"]);
  await reader.page.locator("#options-panel > summary").click();
  await reader.page.locator("#language-choices option").first().waitFor({ state: "attached" });
  const offered = await reader.page.locator("#language-choices option").evaluateAll((all) => all.map((one) => /** @type {HTMLOptionElement} */ (one).value.split(" ")[0]));
  assert.deepEqual(offered.sort(), ["English", "German"]);
  assert.match((await reader.page.locator("#options-summary").textContent()) ?? "", /up to 200 MB$/);
  await reader.read(fixture("scan-clean.pdf"));
  assert.ok(await reader.page.getByRole("button", { name: "Download searchable PDF" }).isVisible());
  await reader.page.locator("#more-formats > summary").click();
  const formats = await reader.page.locator("#formats button").filter({ visible: true }).allTextContents();
  assert.deepEqual(formats, ["Download report", "Report as a page", "Word (DOCX)", "All of them (zip)"]);
  const { name, bytes } = await reader.download("All of them (zip)");
  assert.match(name, /\.zip$/);
  assert.deepEqual(names(bytes).map((file) => file.split(".").pop()).sort(), ["docx", "pdf"]);
  const { options, limits } = await reader.report();
  assert.deepEqual([options.dpi, options.limit, limits.ceiling], [150, 90, 200_000_000]);
});

test("the address goes before what was kept, that before the site, and what was not chosen goes on with the site", async (t) => {
  const reader = await here.visit(t, { files: files(OWN) });
  await reader.ready();
  await reader.setOption("Time limit per page (s)", "45");
  await reader.ready();
  const other = { ...OWN, options: { dpi: 250, limit: 30, lang: "deu" } };
  await reader.page.route(`${here.server.url}config.json`, (route) => route.fulfill({ body: JSON.stringify(other) }));
  await reader.page.goto(`${here.server.url}?headers=numbers`);
  await reader.ready();
  assert.deepEqual(await chosen(reader), ["250", "45", "numbers", "deu"]);
});

test("the language of the site is that of the page, unless a person has chosen one, and at once at the next visit", async (t) => {
  const reader = await here.visit(t, { files: files({ interface: "de" }), context: { locale: "en-GB" } });
  await reader.ready();
  const title = reader.page.locator("#drop-title");
  assert.equal(await title.textContent(), "Gescanntes PDF oder Bilder auswählen");
  await reader.hold(`${here.server.url}pkg/pagewise_bg.wasm`);
  await reader.page.reload({ waitUntil: "domcontentloaded" });
  await title.filter({ hasText: "Gescanntes PDF" }).waitFor();
  reader.release();
  await reader.ready();
  await reader.page.locator("#ui").selectOption("en");
  await title.filter({ hasText: "Choose a scanned PDF" }).waitFor();
  await reader.page.reload();
  await reader.ready();
  assert.equal(await title.textContent(), "Choose a scanned PDF or images");
});

test("what is wrong is said on the page and in the console, and the rest holds", async (t) => {
  const config = '{\n  "titel": "x",\n  "options": { "dpi": 9000, "limit": 60 },\n  "languages": ["eng", "tlh"]\n}';
  const reader = await here.visit(t, { files: { "config.json": config } });
  /** @type {string[]} */
  const logged = [];
  reader.page.on("console", (message) => logged.push(message.text()));
  await reader.page.reload();
  await reader.ready();
  for (const said of [
    /line 2, character 3: There is no “titel”. Did you mean “title”\?/,
    /line 3, character 23: “dpi” cannot be “9000”/,
    /line 4, character 24: The site has no language data for “tlh”/,
  ]) {
    await reader.notices.filter({ hasText: said }).waitFor();
    assert.ok(logged.some((line) => said.test(line)), String(said));
  }
  assert.deepEqual((await chosen(reader)).slice(0, 2), ["Auto", "60"]);
  assert.equal((await reader.read(fixture("page.png"))).length, 1, "it reads");
});

test("what is no JSON is said, and the site is as it was built", async (t) => {
  const reader = await here.visit(t, { files: { "config.json": '{\n  "title": "a",\n}' }, context: { locale: "de-DE" } });
  await reader.ready();
  await reader.notices.filter({ hasText: "Zeile 3, Zeichen 1: Das ist kein JSON (“}”".replace(/[“”]/g, (mark) => (mark === "“" ? "„" : "“")) }).waitFor();
  assert.equal(await reader.page.locator("h1").textContent(), "Pagewise");
});

test("a site without the file is as it was built, and nothing is missed", async (t) => {
  const reader = await here.visit(t, { lose: "config.json" });
  await reader.ready();
  reader.forgive(/404/);
  assert.equal(await reader.notices.count(), 0);
  assert.equal(readFileSync(join(DIST, "config.json"), "utf8"), "{}\n");
});

test("the same sentences are said before it is uploaded", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "pagewise-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "config.json");
  /** @param {unknown} config */
  const check = (config) => {
    writeFileSync(file, typeof config === "string" ? config : JSON.stringify(config));
    return spawnSync(process.execPath, [join(ROOT, "scripts", "config.mjs"), "check", file], { encoding: "utf8" });
  };
  assert.equal(check(OWN).status, 0);
  assert.equal(check({}).status, 0);
  const wrong = check('{\n  "titel": "x",\n  "options": { "dpi": 9000 }\n}');
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /line 2, character 3: There is no “titel”. Did you mean “title”\?/);
  assert.match(wrong.stderr, /line 3, character 23: “dpi” cannot be “9000”/);
  assert.equal(check("nonsense").status, 1);
});
