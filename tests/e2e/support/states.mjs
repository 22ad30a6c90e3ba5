// @ts-check
// The page in every state that people meet, one after the other.

import { fixtures } from "./fixtures.mjs";

/** @typedef {import("./reader.mjs").Reader} Reader */

/** The widths at which the page is looked at: a phone, a tablet, a small screen. */
export const WIDTHS = [375, 768, 1280];
export const SCHEMES = /** @type {const} */ (["light", "dark"]);

/**
 * Leads through the states: `look` is called in each, with its name.
 *
 * @param {Reader} reader a page that was just opened with `?dpi=150&workers=1`
 * @param {(state: string) => Promise<void>} look
 */
export async function walk(reader, look) {
  const { page } = reader;
  await reader.ready();
  await look("ready");
  await page.locator("#privacy > summary").click();
  await look("privacy");
  await page.locator("#privacy > summary").click();
  await reader.showOptions();
  await reader.setOption("Workers", "0");
  await look("options-with-a-mistake");
  await reader.setOption("Workers", "1");
  await reader.setOption("Pages", "1-2");
  await page.locator("#options-panel > summary").click();

  await reader.choose(...fixtures("xref-table.pdf", "encrypted-aes-256.pdf", "not-a-pdf.pdf"));
  await page.locator("#plan").waitFor();
  if ((await page.locator("#plan-panel").getAttribute("open")) === null) await page.locator("#plan-panel > summary").click();
  await page.locator(".plan-page").first().waitFor();
  await look("chosen");
  await reader.begin();
  await page.locator(".page-row").first().waitFor();
  await look("reading");
  await reader.ended();
  await look("read");

  await page.locator("#details > summary").click();
  await page.locator("#more-formats > summary").click();
  await look("details-and-formats");
  await page.keyboard.press("Escape");
  await page.locator("#details > summary").click();

  await page.locator("#search").fill("the");
  await page.locator("#hits > .hit").first().waitFor({ state: "attached" });
  await look("searching");
  await page.locator("#search").press("Escape");
  await page.locator("#hits").waitFor({ state: "hidden" });

  await page.locator("#face-image").click();
  await page.locator(".sheet canvas").first().waitFor();
  await look("image");
  const word = page.locator(".sheet").first().locator(".overlay > .word").nth(3);
  await word.dblclick();
  await page.locator("#correction-crop canvas").waitFor();
  await look("correcting");
  await page.keyboard.press("Escape");
  await page.locator("#correction").waitFor({ state: "hidden" });

  await page.locator("#page-menu-summary").click();
  await look("page-menu");
  await page.locator('#page-menu [data-psm="6"]').click();
  await page.locator("#comparison [data-slot=keep]:not([hidden])").first().waitFor();
  await look("comparing");
  await page.locator("#comparison-drop").click();
  await page.locator("#comparison").waitFor({ state: "hidden" });
  await page.locator("#face-text").click();
  await look("text");
}

/**
 * Calls `look` for every width and scheme; the page is as it was afterwards.
 *
 * @param {import("playwright-core").Page} page
 * @param {(width: number, scheme: "light" | "dark") => Promise<void>} look
 */
export async function inEveryLight(page, look) {
  const before = page.viewportSize();
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 375 ? 812 : 800 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme });
      await look(width, colorScheme);
    }
  }
  await page.emulateMedia({ colorScheme: null });
  if (before) await page.setViewportSize(before);
}
