// @ts-check
// Takes the picture of Pagewise for the README: really reading a scan, some of its pages done, one of them before us.
//
// `node scripts/screenshot.mjs [FILE] [--dark] [--phone] [--moving] [--site FOLDER]`, by default docs/screenshot.png of dist/.
// `--moving` takes a moving one of a whole run instead: chosen, read, looked through, a word put right.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

import { scan44 } from "../bench/documents.mjs";
import { apng } from "./apng.mjs";
import { build } from "./build.mjs";
import { DIST, ROOT } from "./paths.mjs";
import { serve } from "./serve.mjs";
import { chromiumPath } from "./setup/programs.mjs";
import { setUp } from "./setup.mjs";
import { main, say } from "./shell.mjs";

const PAGES = 24;
const PAGES_DONE = 5;
const PAGE_SEEN = 2;
const WORD_SEEN = 30;

const PAGES_MOVING = 3;

/**
 * @typedef {import("playwright-core").Page} Page
 * @typedef {{ name: string, mimeType: string, buffer: Buffer }} Upload
 */

const SMALL = { viewport: { width: 1000, height: 625 } };
const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dark: { type: "boolean" }, phone: { type: "boolean" }, moving: { type: "boolean" }, site: { type: "string" } },
});

await main(async () => {
  if (values.site === undefined) await build(await setUp({ tests: true }));
  const file = resolve(positionals[0] ?? join(ROOT, "docs", "screenshot.png"));
  const folder = mkdtempSync(join(tmpdir(), "pagewise-screenshot-"));
  const server = await serve({ root: values.site === undefined ? DIST : resolve(values.site) });
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const browser = await chromium.launch({ executablePath: chromiumPath(), args });
  try {
    const scan = await scan44(folder);
    const view = values.phone ? PHONE : values.moving ? SMALL : DESKTOP;
    const page = await browser.newPage({ ...view, colorScheme: values.dark ? "dark" : "light" });
    await page.goto(`${server.url}?preset=moderate&pages=1-${values.moving ? PAGES_MOVING : PAGES}`);
    const document = { name: "contract.pdf", mimeType: "application/pdf", buffer: readFileSync(scan.path) };
    await page.locator('#boot[data-state="ready"]').waitFor({ state: "attached" });
    mkdirSync(dirname(file), { recursive: true });
    if (values.moving) writeFileSync(file, apng(await wholeRun(page, document)));
    else await oneMoment(page, document, file);
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  say(`${relative(process.cwd(), file)} shows it (${Math.round(statSync(file).size / 1000)} kB)`);
});

/**
 * Some pages are done, and one of them is looked at.
 *
 * @param {Page} page
 * @param {Upload} document
 * @param {string} file
 */
async function oneMoment(page, document, file) {
  await page.locator("#files").setInputFiles(document);
  await page.locator('.document[data-state="ready"]').waitFor();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const done = page.locator('.page-row[data-state="done"]');
  await done.nth(PAGES_DONE - 1).waitFor({ state: "attached", timeout: 0 });
  if (!values.phone) {
    await page.locator(".page-row").nth(PAGE_SEEN - 1).click();
    const sheet = page.locator(".sheet").nth(PAGE_SEEN - 1);
    await sheet.locator("canvas").waitFor({ timeout: 0 });
    // Where it is pointed at the image, the text is lit too.
    await sheet.locator(".overlay > .word").nth(WORD_SEEN).hover();
  }
  await page.screenshot({ path: file });
}

/**
 * What a person does, from the file to a word put right, as pictures.
 *
 * @param {Page} page
 * @param {Upload} document
 */
async function wholeRun(page, document) {
  /** @type {{ png: Buffer, milliseconds: number }[]} */
  const frames = [];
  const frame = async (/** @type {number} */ milliseconds) => {
    frames.push({ png: await page.screenshot(), milliseconds });
  };
  await frame(1200);
  await page.locator("#files").setInputFiles(document);
  await page.locator('.document[data-state="ready"]').waitFor();
  await frame(1200);
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const done = page.locator('.page-row:is([data-state="done"], [data-state="doubtful"])');
  for (let pages = 0; pages < PAGES_MOVING; pages += 1) {
    await done.nth(pages).waitFor({ timeout: 0 });
    await frame(350);
  }
  await page.locator("#cancel").waitFor({ state: "hidden", timeout: 0 });
  await page.locator(".sheet canvas").first().waitFor({ timeout: 0 });
  await frame(900);
  const words = page.locator(".sheet").first().locator(".overlay > .word");
  for (const word of [9, 24]) {
    await words.nth(word).hover();
    await frame(700);
  }
  await page.locator("#search").click();
  await page.keyboard.type("agree");
  await page.locator("#hits > .hit").first().waitFor();
  await frame(1200);
  await page.keyboard.press("Escape");
  await words.nth(10).dblclick();
  await page.locator("#correction-crop canvas").waitFor();
  await frame(1500);
  await page.keyboard.press("Escape");
  await page.locator("#more-formats > summary").click();
  await frame(2000);
  return frames;
}
