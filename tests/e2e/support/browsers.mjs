// @ts-check
// The three browsers, each in its own way of being driven, as one thing: a window that a person sits before.

import { firefoxPath, webkitPaths } from "../../../scripts/setup/browsers.mjs";
import { openChromium } from "./browsers/chromium.mjs";
import { openFirefox } from "./browsers/firefox.mjs";
import { openWebkit } from "./browsers/webkit.mjs";

/**
 * @typedef {{
 *   problems: string[],
 *   goto: (url: string) => Promise<unknown>,
 *   evaluate: (act: (argument: any) => any, argument?: unknown) => Promise<any>,
 *   choose: (selector: string, path: string) => Promise<unknown>,
 *   click: (selector: string) => Promise<unknown>,
 *   downloaded: (name: string, size: number) => Promise<Buffer>,
 *   size: (width: number, height: number) => Promise<unknown>,
 *   screenshot: () => Promise<Buffer>,
 *   close: () => Promise<void>,
 * }} Visitor errors of its console, as far as it tells them; what goes into a function and comes out of it is JSON
 * @typedef {{ name: string, skip: string | false, open: () => Promise<Visitor> }} Browser `skip` says why it is not there
 */

const missing = (/** @type {string} */ name, /** @type {unknown} */ found) => (found ? false : `there is no ${name} here`);

/** @type {Browser[]} */
export const BROWSERS = [
  { name: "Chromium", skip: false, open: openChromium },
  { name: "Firefox", skip: missing("Firefox", firefoxPath()), open: openFirefox },
  { name: "WebKit", skip: missing("WebKit with a driver", webkitPaths()), open: openWebkit },
];

/**
 * Waits until an element is there. Gives what it says, or the reason why it never came.
 *
 * @param {Visitor} visitor
 * @param {string} selector
 */
export async function appears(visitor, selector) {
  const text = await visitor.evaluate(
    (selector) =>
      new Promise((resolve) => {
        const look = () => {
          const found = document.querySelector(selector);
          if (found) resolve(found.textContent);
          else requestAnimationFrame(look);
        };
        look();
        setTimeout(() => resolve(null), 50_000);
      }),
    selector,
  );
  if (text !== null) return String(text);
  throw new Error(`${selector} does not appear in\n${await visitor.evaluate(() => document.body.innerText)}\n${visitor.problems.join("\n")}`);
}
