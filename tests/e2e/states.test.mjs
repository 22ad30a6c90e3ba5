// @ts-check
// Every state of the page in both schemes, from a phone to a screen: what a checker of accessibility finds.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";

import { site } from "./support/site.mjs";
import { inEveryLight, SCHEMES, walk } from "./support/states.mjs";

const here = site();
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** WCAG 2.2 up to AA, and what is good practice. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What another scheme can change. */
const COLOURS = ["color-contrast"];

test("axe finds nothing in any state, at any width, in either scheme", async (t) => {
  // The page's policy forbids scripts that are not its own; this one comes with the test.
  const reader = await here.visit(t, { query: "?dpi=150&workers=1", context: { bypassCSP: true, viewport: { width: 1280, height: 800 } } });
  const { page } = reader;
  await page.addScriptTag({ content: AXE });
  /** @type {string[]} */
  const found = [];
  let looks = 0;
  await walk(reader, async (state) => {
    await inEveryLight(page, async (width, scheme) => {
      looks += 1;
      const violations = await page.evaluate(async (rules) => {
        const { violations } = await /** @type {any} */ (window).axe.run({ runOnly: rules, resultTypes: ["violations"] });
        return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes.map((/** @type {any} */ node) => node.target.join(" ")).join(", ")}`);
      }, scheme === SCHEMES[0] ? RULES : COLOURS);
      found.push(...violations.map((/** @type {string} */ one) => `${state}, ${width}, ${scheme}: ${one}`));
    });
  });
  assert.deepEqual(found, []);
  assert.ok(looks >= 6 * 12, `${looks} looks`);
});
