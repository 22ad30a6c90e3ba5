// @ts-check
// Takes the picture of Pagewise for the README: really reading a scan, some of its pages done, one of them before us.
//
// `node scripts/screenshot.mjs [FILE] [--dark] [--phone] [--site FOLDER]`, by default docs/screenshot.png of dist/.

import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";

import { chromium } from "playwright-core";

import { scan44 } from "../bench/documents.mjs";
import { build } from "./build.mjs";
import { DIST, ROOT } from "./paths.mjs";
import { serve } from "./serve.mjs";
import { chromiumPath } from "./setup/programs.mjs";
import { setUp } from "./setup.mjs";
import { main, say } from "./shell.mjs";

const PAGES = 8;
const PAGES_DONE = 5;
const PAGE_SEEN = 2;
const WORD_SEEN = 30;

const DESKTOP = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { dark: { type: "boolean" }, phone: { type: "boolean" }, site: { type: "string" } },
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
    const page = await browser.newPage({
      ...(values.phone ? PHONE : DESKTOP),
      colorScheme: values.dark ? "dark" : "light",
    });
    await page.goto(`${server.url}?preset=moderate&pages=1-${PAGES}`);
    const document = { name: "contract.pdf", mimeType: "application/pdf", buffer: readFileSync(scan.path) };
    await page.locator('#boot[data-state="ready"]').waitFor({ state: "attached" });
    await page.locator("#files").setInputFiles(document);
    await page.locator('.document[data-state="ready"]').waitFor();
    await page.getByRole("button", { name: "Start", exact: true }).click();
    const done = page.locator('.page-row[data-state="done"]');
    await done.nth(PAGES_DONE - 1).waitFor({ timeout: 0 });
    if (!values.phone) {
      await page.locator(".page-row").nth(PAGE_SEEN - 1).click();
      const sheet = page.locator(".sheet").nth(PAGE_SEEN - 1);
      await sheet.locator("canvas").waitFor({ timeout: 0 });
      // Where it is pointed at the image, the text is lit too.
      await sheet.locator(".overlay > .word").nth(WORD_SEEN).hover();
    }
    mkdirSync(dirname(file), { recursive: true });
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
  say(`${relative(process.cwd(), file)} shows it (${Math.round(statSync(file).size / 1000)} kB)`);
});
