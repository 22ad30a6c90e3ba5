// @ts-check
// Pagewise, used the way a person does: choose a scan, press Start, download the searchable PDF.

import { writeFileSync } from "node:fs";

import { sha256 } from "../../scripts/build/digest.mjs";
import { inFreshBrowser } from "../browser.mjs";
import { download, load } from "../engines/pagewise.mjs";
import { MemorySampler } from "../memory.mjs";

/** @typedef {import("./tool.mjs").Tool} Tool */
/** @typedef {import("../browser.mjs").Page} Page */

export const PAGEWISE = "Pagewise";

const OPENING_MS = 60_000;
/** On which the writer tells how large its memory is. */
const CHANNEL = "writer-memory";

/**
 * @param {string} site the address of the built site
 * @returns {Tool}
 */
export function pagewise(site) {
  return {
    name: PAGEWISE,
    about: "in Chromium, one worker that reads and one that draws",
    missing: () => null,
    make: (from, to) => inFreshBrowser((page) => make(page, site, from, to)),
  };
}

/**
 * @param {Page} page
 * @param {string} site
 * @param {string} from
 * @param {string} to
 * @returns {Promise<import("./tool.mjs").Cost>}
 */
async function make(page, site, from, to) {
  page.setDefaultTimeout(0);
  await instrument(page, site);
  const address = `${site}?preset=moderate&workers=1&keep=nothing`;
  await load(page, address);
  // Once more, so that everything comes from the browser's cache, as on a second visit.
  await load(page, address);
  await page.locator("#files").setInputFiles(from);
  await page.locator('.document[data-state="ready"]').waitFor({ timeout: OPENING_MS });
  await page.evaluate(hearMemory, CHANNEL);

  const sampler = new MemorySampler();
  const started = performance.now();
  await page.getByRole("button", { name: "Start", exact: true }).click();
  await page.locator("#cancel").waitFor({ state: "visible" });
  await page.locator("#cancel").waitFor({ state: "hidden" });
  const read = performance.now();
  const pdf = await download(page, "Download searchable PDF");
  const written = performance.now();
  const memory = sampler.stop();
  writeFileSync(to, pdf);

  const report = JSON.parse((await download(page, "Download report")).toString("utf8"));
  if (report.totals.failed > 0) throw new Error(`${report.totals.failed} pages could not be read`);
  const writerBytes = /** @type {number} */ (await page.evaluate("writerMemory"));
  if (!writerBytes) throw new Error("the writer did not tell its memory");
  return {
    seconds: (written - started) / 1000,
    writingSeconds: (written - read) / 1000,
    memory,
    writerBytes,
    heapBytes: report.peak_memory.total,
  };
}

/**
 * Gives the page a writer that tells its memory, and a list by which it is the right one.
 *
 * @param {Page} page
 * @param {string} site
 */
async function instrument(page, site) {
  const shipped = await fetch(new URL("writer.js", site));
  if (!shipped.ok) throw new Error("the site has no writer.js");
  const script = Buffer.from(`${await shipped.text()}\n(${tellMemory})("${CHANNEL}");\n`);
  await page.route("**/writer.js", (route) => route.fulfill({ contentType: "text/javascript", body: script }));
  await page.route("**/assets.json", async (route) => {
    const response = await route.fetch();
    const list = await response.json();
    list.files["writer.js"] = { bytes: script.length, sha256: sha256(script) };
    await route.fulfill({ response, json: list });
  });
}

/**
 * Runs in the writer's worker, after its own script: every reply tells how large its memory has grown. Wasm memory never
 * shrinks, so the last figure is the peak.
 *
 * @param {string} name of the channel
 */
function tellMemory(name) {
  const channel = new BroadcastChannel(name);
  const post = postMessage.bind(globalThis);
  globalThis.postMessage = (/** @type {any} */ ...message) => {
    channel.postMessage(message[0].head.heaps.core);
    post(.../** @type {[any]} */ (message));
  };
}

/**
 * Runs in the page.
 *
 * @param {string} name of the channel
 */
function hearMemory(name) {
  Object.assign(window, { writerMemory: 0 });
  new BroadcastChannel(name).addEventListener("message", ({ data }) => Object.assign(window, { writerMemory: data }));
}
