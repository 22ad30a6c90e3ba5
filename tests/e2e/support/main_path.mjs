// @ts-check
// What every browser and every edition must do: a scan is chosen, read, and taken home searchable.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { haveTool } from "../../../scripts/setup/programs.mjs";
import { appears } from "./browsers.mjs";
import { cer } from "./score.mjs";

/** @typedef {import("./browsers.mjs").Visitor} Visitor */
/** @typedef {import("./fixtures.mjs").Fixture} Fixture */

/**
 * @param {Visitor} visitor
 * @param {string} url
 * @param {Fixture} scan
 */
export async function reads(visitor, url, scan) {
  await visitor.goto(`${url}?dpi=150&workers=1`);
  const ready = await appears(visitor, "#boot[data-state=ready]");
  assert.match(ready, /^Ready.* Nothing more will be loaded\.$/);
  await visitor.choose("#files", scan.path);
  await appears(visitor, ".document[data-state=ready]");
  await visitor.click("#start");
  await appears(visitor, ".document[data-state=done]");
  const texts = await visitor.evaluate(() => [...document.querySelectorAll("#text .page-text-body")].map((text) => text.textContent));
  assert.equal(texts.length, scan.texts.length);
  for (const [i, truth] of scan.texts.entries()) assert.ok(cer(truth, texts[i]) <= 0.03, `page ${i + 1}:\n${texts[i]}`);
}

/**
 * @param {Visitor} visitor
 * @param {Fixture} scan
 */
export async function savesSearchable(visitor, scan) {
  // How long the file is, for those who wait for all of it.
  await visitor.evaluate(() => {
    const make = URL.createObjectURL;
    URL.createObjectURL = (file) => {
      document.documentElement.dataset.saved = String(/** @type {Blob} */ (file).size);
      return make.call(URL, file);
    };
  });
  await visitor.click("#download-pdf");
  await appears(visitor, "html[data-saved]");
  const size = Number(await visitor.evaluate(() => document.documentElement.dataset.saved));
  const bytes = await visitor.downloaded(scan.file.replace(/pdf$/, "searchable.pdf"), size);
  assert.equal(bytes.length, size);
  assert.equal(bytes.toString("latin1", 0, 5), "%PDF-");
  if (!haveTool("pdftotext")) return;
  const opened = spawnSync("pdftotext", ["-", "-"], { input: bytes, encoding: "utf8" });
  assert.equal(opened.status, 0, opened.stderr);
  for (const [i, found] of opened.stdout.split("\f").slice(0, -1).entries()) {
    assert.ok(cer(scan.texts[i], found) <= 0.05, `page ${i + 1} as Poppler finds it:\n${found}`);
  }
}

/**
 * Nothing lies beyond the window, at a desk or on a phone.
 *
 * @param {Visitor} visitor
 */
export async function fits(visitor) {
  for (const [width, height] of [[1280, 800], [390, 844]]) {
    await visitor.size(width, height);
    const [wide, window] = await visitor.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
    assert.ok(wide <= window, `${wide} pixels in a window of ${window}`);
    const picture = await visitor.screenshot();
    assert.ok(picture.length > 20_000, "something is seen");
  }
}
