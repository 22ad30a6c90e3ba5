// @ts-check
// Usable by keyboard alone, on small screens, and by those who do not see the page; still while it works.

import assert from "node:assert/strict";
import { test } from "node:test";

import { fixture } from "./support/fixtures.mjs";
import { site } from "./support/site.mjs";

/** @typedef {import("playwright-core").Locator} Locator */

const here = site();

/**
 * Presses Tab until the element has the focus.
 *
 * @param {import("./support/reader.mjs").Reader} reader
 * @param {Locator} element
 */
async function tabTo(reader, element) {
  for (let presses = 0; presses < 40; presses += 1) {
    await reader.page.keyboard.press("Tab");
    if (await element.evaluate((element) => element === element.ownerDocument.activeElement)) return;
  }
  throw new Error(`40 times Tab do not lead to ${element}`);
}

test("everything can be done by keyboard alone", async (t) => {
  const document = fixture("xref-table.pdf");
  const reader = await here.visit(t, { context: { permissions: ["clipboard-read", "clipboard-write"] } });
  const { page } = reader;
  await reader.ready();
  // Asked for before the way to the input, whose answers come after the browser has begun to listen: a key can
  // overtake the request that travels beside it, and the dialog would then open where nobody sees it.
  const asked = page.waitForEvent("filechooser");
  await tabTo(reader, reader.input);
  await page.keyboard.press("Enter");
  await (await asked).setFiles(document.path);
  await reader.opened();

  await tabTo(reader, page.locator("#options-panel > summary"));
  await page.keyboard.press("Enter");
  await tabTo(reader, reader.option("Pages"));
  await page.keyboard.type("1");
  await tabTo(reader, page.locator("#more-options > summary"));
  await page.keyboard.press("Enter");
  await tabTo(reader, reader.option("Resolution (dpi)"));
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.type("150");

  await tabTo(reader, reader.start);
  await page.keyboard.press("Enter");
  await reader.cancel.waitFor();
  assert.ok(await reader.start.evaluate((button) => button === button.ownerDocument.activeElement), "Start keeps the focus");
  await reader.ended();
  assert.ok(await reader.start.evaluate((button) => button === button.ownerDocument.activeElement), "and has it still");
  assert.equal((await reader.rows()).length, 1);

  await tabTo(reader, page.locator("#more-formats > summary"));
  await page.keyboard.press("Enter");
  await tabTo(reader, page.getByRole("button", { name: "Download text", exact: true }));
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.equal(download.suggestedFilename(), "xref-table.txt");
  await tabTo(reader, page.getByRole("button", { name: "Copy text", exact: true }));
  await page.keyboard.press("Enter");
  await page.getByRole("status").filter({ hasText: "The text was copied." }).waitFor({ state: "attached" });
});

test("cancel works by keyboard", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150" });
  await reader.ready();
  await reader.choose(fixture("scan44.pdf"));
  await reader.start.focus();
  await reader.page.keyboard.press("Enter");
  // Pressed twice, it does not become a Cancel under the finger.
  await reader.page.keyboard.press("Enter");
  await reader.finished(1);
  await tabTo(reader, reader.cancel);
  await reader.page.keyboard.press("Enter");
  await reader.ended();
  assert.ok((await reader.rows()).some(({ state }) => state === "Cancelled"));
  assert.ok(await reader.start.evaluate((button) => button === button.ownerDocument.activeElement), "Start takes the focus over");
});

test("everything that can be used has its name", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&pages=1" });
  const { page } = reader;
  await reader.showOptions();
  await reader.choose(fixture("xref-table.pdf"), fixture("encrypted-aes-256.pdf"));
  await reader.begin();
  await reader.cancel.waitFor();
  await reader.ended();
  await page.locator("#more-formats > summary").click();
  for (const name of ["Start", "Clear", "Copy text", "Download text", "Download report", "Report as a page"]) {
    await page.getByRole("button", { name, exact: name !== "Start" }).waitFor();
  }
  assert.equal(await page.getByLabel("Choose files", { exact: true }).getAttribute("type"), "file");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  // As assistive technology gets it: a role and a name.
  const nameless = await page.locator("body").ariaSnapshot();
  const unnamed = nameless.split("\n").filter((line) => /^\s*- (button|link|textbox|combobox|progressbar|region|list)\s*:?$/.test(line));
  assert.deepEqual(unnamed.filter((line) => !/- list/.test(line)), []);
});

test("screen readers are told how it goes", async (t) => {
  const reader = await here.visit(t, { query: "?dpi=150&workers=1" });
  await reader.ready();
  await reader.page.evaluate(() => {
    const live = document.getElementById("announce");
    /** @type {string[]} */
    const said = [];
    Object.assign(window, { said });
    if (live) new MutationObserver(() => said.push(live.textContent ?? "")).observe(live, { childList: true, characterData: true, subtree: true });
  });
  const said = () => reader.page.evaluate(() => /** @type {any} */ (window).said.splice(0));
  assert.equal(await reader.page.locator("#announce").getAttribute("role"), "status");
  await reader.read(fixture("xref-table.pdf"));
  assert.deepEqual(await said(), ["1 of 2 pages read.", "Reading is done: 2 of 2 pages read."]);
  await reader.clear.click();
  await reader.read(fixture("missing-page.pdf"));
  assert.match((await said()).join("\n"), /^Page 2 failed\. This page is damaged/m);
});

for (const width of [360, 768, 1920]) {
  test(`nothing is cut off or scrolls sideways at ${width} pixels`, async (t) => {
    const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: { viewport: { width, height: 740 } } });
    const { page } = reader;
    const fits = async (/** @type {string} */ when) => {
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${overflow} pixels ${when}`);
    };
    await reader.ready();
    await fits("when ready");
    await reader.showOptions();
    await reader.setOption("Workers", "0");
    await fits("with the options open");
    await reader.setOption("Workers", "");
    await reader.choose(fixture("xref-table.pdf"), fixture("encrypted-aes-256.pdf"), fixture("not-a-pdf.pdf"));
    await fits("with documents");
    await reader.begin();
    await reader.page.locator(".page-row").first().waitFor({ state: "attached" });
    await fits("while reading");
    await reader.ended();
    await fits("with the text");
    await page.locator("#more-formats > summary").click();
    await fits("with the other formats");
    for (const button of [reader.start, page.getByRole("button", { name: "Download report" })]) {
      const box = await button.boundingBox();
      assert.ok(box && box.x >= 0 && box.x + box.width <= width, JSON.stringify(box));
    }
  });
}

/** After this the browser no longer puts a movement down to what the person did. */
const RECENT_INPUT_MS = 500;

for (const viewport of [{ width: 1280, height: 900 }, { width: 390, height: 844 }]) {
  test(`nothing moves by itself at ${viewport.width} pixels, neither while loading nor while reading`, async (t) => {
    const reader = await here.visit(t, {
      query: "?dpi=150&workers=1",
      context: { viewport },
      init: (/** @type {number} */ delay) => {
        // A machine so slow that nothing a worker does can pass for the answer to a click.
        const post = Worker.prototype.postMessage;
        // @ts-ignore: one signature of two is used.
        Worker.prototype.postMessage = function (message, transfer) {
          if (message.head.request) setTimeout(() => post.call(this, message, transfer), delay);
          else post.call(this, message, transfer);
        };
        /** @type {string[]} */
        const moved = [];
        Object.assign(window, { moved });
        new PerformanceObserver((list) => {
          for (const entry of /** @type {any[]} */ (list.getEntries())) {
            if (entry.hadRecentInput) continue;
            for (const { node, previousRect: before, currentRect: after } of entry.sources) {
              // A line whose words change may become shorter or longer; it stays where it is.
              if (before.top === after.top && before.height === after.height) continue;
              moved.push(`${node?.id || node?.className || node?.nodeName} from ${before.top} to ${after.top}`);
            }
          }
        }).observe({ type: "layout-shift", buffered: true });
      },
      initArgument: RECENT_INPUT_MS + 200,
    });
    const moved = () =>
      reader.page.evaluate(async () => {
        // What moved in this frame is told after it.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));
        return /** @type {any} */ (window).moved.splice(0);
      });
    const browser = await reader.page.context().newCDPSession(reader.page);
    await browser.send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await reader.ready();
    assert.deepEqual(await moved(), [], "while loading");
    // Choosing files makes room for what comes; from then on everything has its place.
    await reader.choose(fixture("garbage-content.pdf"));
    await moved();
    await reader.begin();
    await reader.ended();
    assert.deepEqual(await moved(), [], "while reading");
  });
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  test(`the text stands out from its ground in ${colorScheme} mode`, async (t) => {
    const reader = await here.visit(t, { query: "?dpi=150&pages=1", context: { colorScheme } });
    await reader.showOptions();
    await reader.setOption("Resolution (dpi)", "100");
    await reader.read(fixture("xref-table.pdf"), fixture("not-a-pdf.pdf"));
    const weak = await reader.page.evaluate(() => {
      const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
      if (!canvas) throw new Error("no canvas");
      /** @param {string[]} colors painted one over the other */
      const luminance = (colors) => {
        canvas.fillStyle = "white";
        canvas.fillRect(0, 0, 1, 1);
        for (const color of colors) {
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
        }
        const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
          const share = value / 255;
          return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
        });
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const grounds = (/** @type {Element | null} */ element) => {
        const colors = [];
        for (; element; element = element.parentElement) colors.unshift(getComputedStyle(element).backgroundColor);
        return colors;
      };
      const found = [];
      const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        const element = texts.currentNode.parentElement;
        const text = texts.currentNode.textContent?.trim() ?? "";
        if (!element || text === "" || !element.checkVisibility() || element.closest(":disabled, .visually-hidden, noscript")) continue;
        // The words over the picture are there to be selected; what is seen of them is the picture.
        if (element.closest(".overlay") && getComputedStyle(element).color === "rgba(0, 0, 0, 0)") continue;
        const ground = grounds(element);
        const [light, dark] = [luminance(ground), luminance([...ground, getComputedStyle(element).color])].sort((a, b) => b - a);
        const contrast = (light + 0.05) / (dark + 0.05);
        if (contrast < 4.5) found.push(`${contrast.toFixed(2)}: ${text.slice(0, 40)}`);
      }
      return found;
    });
    assert.deepEqual(weak, [], "contrast below 4.5");
  });
}
