// @ts-check
// The room: text and image of a page are two faces of one thing, by pointer, by keyboard and by finger.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture, manyPages } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

/** @typedef {import("./support/reader.mjs").Reader} Reader */
/** @typedef {{ x: number, y: number, width: number, height: number }} Rect */
/** @typedef {{ text: string, rect: Rect }} Word */

const here = site();
const DESKTOP = { viewport: { width: 1280, height: 900 } };

/**
 * The pages as the model has them: each with its size, and its words in reading order.
 *
 * @param {Reader} reader
 * @returns {Promise<{ size: { width: number, height: number }, lines: Word[][] }[]>}
 */
async function model(reader) {
  const { pages } = JSON.parse((await reader.download("JSON")).bytes.toString("utf8"));
  return pages.map((/** @type {any} */ { size, text }) => ({
    size,
    lines: text.blocks.flatMap((/** @type {any} */ block) =>
      block.paragraphs.flatMap((/** @type {any} */ paragraph) => paragraph.lines.map((/** @type {any} */ line) => line.words)),
    ),
  }));
}

test("words lie over the image as they stand in it, at three zooms, and are copied as they are read", async (t) => {
  const reader = await here.visit(t, {
    query: "?dpi=150&pages=1",
    context: { ...DESKTOP, permissions: ["clipboard-read", "clipboard-write"] },
  });
  await reader.read(fixture("xref-table.pdf"));
  const { page } = reader;
  await page.locator(".overlay > .word").first().waitFor();
  const [{ size, lines }] = await model(reader);
  const words = lines.flat();
  const widths = new Set();
  for (const button of ["#fit-width", "#zoom-in", "#zoom-in"]) {
    await page.locator(button).click();
    const { leaf, boxes } = await page.evaluate(() => {
      const leaf = /** @type {Element} */ (document.querySelector(".leaf")).getBoundingClientRect();
      const boxes = [...document.querySelectorAll(".overlay > .word")].map((word) => {
        const [box, type] = [word, /** @type {Element} */ (word.firstElementChild)].map((element) => element.getBoundingClientRect());
        return { x: box.x - leaf.x, y: box.y - leaf.y, width: box.width, height: box.height, typeX: type.x - leaf.x, typeWidth: type.width };
      });
      return { leaf: leaf.toJSON(), boxes };
    });
    widths.add(Math.round(leaf.width));
    assert.equal(boxes.length, words.length);
    const scale = leaf.width / size.width;
    for (const [i, { rect, text }] of words.entries()) {
      const box = boxes[i];
      for (const side of /** @type {const} */ (["x", "y", "width", "height"])) {
        const off = Math.abs(box[side] - rect[side] * scale);
        assert.ok(off <= 1, `${side} of "${text}" is ${off} pixels off at ${button}`);
      }
      // The letters themselves, which are what is selected, begin and end there too.
      assert.ok(Math.abs(box.typeX - box.x) <= 1 && Math.abs(box.typeWidth - box.width) <= 1, `"${text}" at ${button}: ${JSON.stringify(box)}`);
    }
  }
  assert.equal(widths.size, 3, `three sizes: ${[...widths]}`);

  // From the last word of one line to the first of the next.
  const first = lines[0].length - 1;
  await page.locator("#sheets").focus();
  await page.evaluate((first) => {
    const words = document.querySelectorAll(".overlay > .word");
    const [from, to] = [words[first], words[first + 1]].map((word) => /** @type {Node} */ (word.firstElementChild?.firstChild));
    getSelection()?.setBaseAndExtent(from, 0, to, to.textContent?.length ?? 0);
  }, first);
  await page.keyboard.press("ControlOrMeta+c");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.equal(copied.replace(/\r\n/g, "\n"), `${words[first].text}\n${words[first + 1].text}`);
});

test("what is pointed at in one face is lit in the other, and where one goes the other follows", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&workers=1", context: DESKTOP });
  await reader.read(fixture("xref-table.pdf"));
  const { page } = reader;
  const words = page.locator(".sheet").first().locator(".overlay > .word");
  await words.first().waitFor();
  /** What is lit so in the text. @param {string} name */
  const lit = (name) =>
    page.evaluate((name) => [...(/** @type {any} */ (CSS).highlights.get(name) ?? [])].map((range) => range.toString()), name);
  const word = words.nth(5);
  await word.hover();
  assert.deepEqual(await lit("twin"), [await word.textContent()]);
  // Back from the text: the middle of the same word there.
  const place = await page.evaluate(() => {
    const [range] = /** @type {any} */ (CSS).highlights.get("twin");
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  });
  await page.mouse.move(5, 5);
  await page.waitForFunction(() => [.../** @type {any} */ (CSS).highlights.get("twin") ?? []].length === 0);
  await page.mouse.move(place.x, place.y);
  await page.locator(".word.twin").waitFor();
  assert.equal(await page.locator(".word.twin").textContent(), await word.textContent());

  // The second page, by its row: both faces show it.
  await page.locator(".page-row").nth(1).click();
  await page.waitForFunction(() => /** @type {HTMLInputElement} */ (document.getElementById("page-number")).value === "2");
  const inView = (/** @type {string} */ pane, /** @type {string} */ part) =>
    page.waitForFunction(
      ([pane, part]) => {
        const around = /** @type {Element} */ (document.querySelector(pane)).getBoundingClientRect();
        const second = document.querySelectorAll(part)[1]?.getBoundingClientRect();
        return second !== undefined && second.top < around.bottom && second.top >= around.top - 20;
      },
      [pane, part],
    );
  await inView("#sheets", ".sheet");
  await inView("#text", ".page-text");
});

test("faces and the line between them are moved by keys and pointer, and are remembered", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: DESKTOP });
  await reader.read(fixture("xref-table.pdf"));
  const { page } = reader;
  const faces = async () => [await page.locator("#image-pane").isVisible(), await page.locator("#text").isVisible()];
  await page.locator("#text").focus();
  for (const [key, shown] of /** @type {const} */ ([["i", [true, false]], ["t", [false, true]], ["b", [true, true]]])) {
    await page.keyboard.press(key);
    assert.deepEqual(await faces(), shown, key);
  }
  const divider = page.locator("#divider");
  const share = async () => Number(await divider.getAttribute("aria-valuenow"));
  assert.equal(await share(), 50);
  await divider.press("ArrowLeft");
  assert.equal(await share(), 48);
  const box = await divider.boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x - 150, box.y + box.height / 2, { steps: 3 });
  await page.mouse.up();
  const moved = await share();
  assert.ok(moved < 40, `${moved} percent`);
  await page.locator("#face-text").click();
  await page.reload();
  await reader.read(fixture("xref-table.pdf"));
  assert.deepEqual(await faces(), [false, true]);
  assert.equal(await share(), moved);
});

test("by keyboard alone a word is found, corrected and taken away", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: DESKTOP });
  await reader.read(fixture("xref-table.pdf"));
  const { page } = reader;
  // Past everything, by the link that only they see who go by keys.
  await page.locator(".skips > a").first().focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "text");
  await page.keyboard.press("ArrowRight");
  const current = page.locator(".word.current");
  await current.waitFor();
  await page.keyboard.press("ArrowRight");
  const read = (await current.textContent()) ?? "";
  await page.keyboard.press("Enter");
  await page.locator("#correction-text").waitFor();
  assert.equal(await page.evaluate(() => /** @type {HTMLInputElement} */ (document.activeElement).value), read);
  await page.keyboard.type("Zwiebelfisch");
  await page.keyboard.press("Enter");
  await page.locator("#text", { hasText: "Zwiebelfisch" }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.id), "text", "where one was before");

  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "search");
  await page.keyboard.type("zwiebelFISCH");
  await page.locator("#hits > .hit").waitFor();
  assert.match(await page.locator("#search-count").innerText(), /1/);
  await page.keyboard.press("Escape");
  await page.locator("#hits").waitFor({ state: "hidden" });
  await page.keyboard.press("ControlOrMeta+z");
  await page.waitForFunction(() => !document.getElementById("text")?.textContent?.includes("Zwiebelfisch"));
  await page.keyboard.press("ControlOrMeta+Shift+z");
  await page.locator("#text", { hasText: "Zwiebelfisch" }).waitFor();
  // To the downloads, by the other link.
  await page.locator(".skips > a").nth(1).focus();
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "download-pdf");
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(download.suggestedFilename(), "xref-table.searchable.pdf");
});

/** As search compares: letters without case and accents. @param {string} text */
const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

/**
 * How often a text is in another, without overlaps.
 *
 * @param {string} text
 * @param {string} part
 */
const count = (text, part) => text.split(part).length - 1;

test("242 pages are looked through while they are read, under the ceiling, and what is found is what the model has", async (t) => {
  const PAGES = 242;
  const reader = await here.visit(t, { query: "?dpi=100&preset=conservative", context: DESKTOP });
  const { page } = reader;
  page.setDefaultTimeout(180_000);
  await reader.choose(manyPages(PAGES));
  await reader.begin();
  await reader.finished(5);
  // Quickly up and down through all of it, as somebody does who looks for a page.
  const sheets = page.locator("#sheets");
  await sheets.hover();
  for (let pass = 0; pass < 3; pass += 1) {
    for (const way of [1, -1]) {
      for (let turn = 0; turn < 12; turn += 1) await page.mouse.wheel(0, way * 6000);
    }
  }
  await page.locator(".sheet canvas").first().waitFor();
  const drawn = await page.locator(".sheet canvas").count();
  assert.ok(drawn <= 12, `${drawn} pages are drawn at a time`);
  await reader.ended();
  const report = await reader.report();
  assert.equal(report.totals.done, PAGES);
  assert.ok(report.peak_memory.total <= 150_000_000, `peak of all heaps and pictures: ${report.peak_memory.total}`);

  const texts = (await model(reader)).map(({ lines }) => folded(lines.flat().map(({ text }) => text).join(" ")));
  await page.locator("#search").fill("");
  for (const query of ["the", "OF THE", "e", "Zwiebelfisch"]) {
    await page.locator("#search").fill(query);
    const hits = texts.reduce((sum, text) => sum + count(text, folded(query)), 0);
    // Its figure, whatever else it says: which hit of them is looked at.
    const expected = hits === 0 ? "No hits" : hits.toLocaleString("en");
    await page.waitForFunction((expected) => document.getElementById("search-count")?.textContent?.endsWith(expected) ||
      document.getElementById("search-count")?.textContent?.startsWith(`${expected} hit`), expected, { timeout: 20_000 })
      .catch(async (error) => {
        throw new Error(`"${query}" is ${expected} times in the model: ${await page.locator("#search-count").textContent()}`, { cause: error });
      });
  }
});

test("on a phone one face is seen at a time, a finger turns the page, and rows come from below", async (t) => {
  const context = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
  const reader = await here.visit(t, { query: "?dpi=150&workers=1", context });
  await reader.read(fixture("xref-table.pdf"));
  const { page } = reader;
  assert.ok(await page.locator("#text").isVisible() && !(await page.locator("#image-pane").isVisible()));
  const pdf = await page.locator("#download-pdf").boundingBox();
  assert.ok(pdf && pdf.y + pdf.height <= 844 && pdf.y > 700, "what is taken away is at the lower edge, wherever one is");
  await page.locator("#face-image").tap();
  await page.locator(".sheet canvas").first().waitFor();
  assert.ok(!(await page.locator("#text").isVisible()));

  const session = await page.context().newCDPSession(page);
  await page.locator("#sheets").scrollIntoViewIfNeeded();
  const pane = await page.locator("#sheets").boundingBox();
  assert.ok(pane);
  const swipe = async (/** @type {number} */ from, /** @type {number} */ to) => {
    const y = Math.max(pane.y, 0) + 60;
    await session.send("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x: from, y }] });
    for (let step = 1; step <= 5; step += 1) {
      await session.send("Input.dispatchTouchEvent", { type: "touchMove", touchPoints: [{ x: from + ((to - from) * step) / 5, y }] });
    }
    await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  };
  const number = (/** @type {string} */ wanted) =>
    page.waitForFunction((wanted) => /** @type {HTMLInputElement} */ (document.getElementById("page-number")).value === wanted, wanted, { timeout: 10_000 });
  await swipe(300, 60);
  await number("2");
  await swipe(60, 300);
  await number("1");

  // A finger would be taken to stop what the one before has set in motion.
  await page.locator("#to-pages").click();
  await page.locator(".page-row").nth(1).waitFor();
  await page.locator(".page-row").nth(1).click();
  await number("2");
});
