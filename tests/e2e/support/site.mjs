// @ts-check
// The built site on a server of its own and a browser to open it in, for the tests of one file.

import { after, before } from "node:test";

import { chromium } from "playwright-core";

import { DIST } from "../../../scripts/paths.mjs";
import { serve } from "../../../scripts/serve.mjs";
import { chromiumPath } from "../../../scripts/setup/programs.mjs";
import { Reader } from "./reader.mjs";

/**
 * @typedef {import("node:test").TestContext} TestContext
 * @typedef {Awaited<ReturnType<typeof serve>>} Server
 * @typedef {{ root?: () => Promise<string>, prefix?: string, wasmType?: string, host?: () => Promise<Server> }} Hosting
 *   where the site lies, if it is not dist/, and how it is served, or by which other server
 * @typedef {{ query?: string, offline?: boolean, at?: string, hold?: string, lose?: string, spoil?: string,
 *   files?: Record<string, string>, context?: import("playwright-core").BrowserContextOptions,
 *   init?: (argument: any) => void, initArgument?: unknown }} Visit options in the address; whether the site may keep itself
 *   for use without a server (routes do not see what a service worker asks for, so that all other tests do without); another
 *   address than the site's own; files of the site that do not arrive before they are released, that are not there, that
 *   arrive damaged, or that say something else; the browser's settings, and what runs in the page first
 */

/** A server and a browser that live as long as the test file that made them. */
class Site {
  /** @type {Server | undefined} */
  #server;
  /** @type {import("playwright-core").Browser | undefined} */
  #browser;

  /** @param {Hosting} hosting */
  constructor({ root = async () => DIST, host, ...hosting }) {
    before(async () => {
      this.#server = host ? await host() : await serve({ root: await root(), port: 0, ...hosting });
      this.#browser = await chromium.launch({
        executablePath: chromiumPath(),
        // Chromium's sandbox refuses to run as root, as which containers do.
        args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
      });
    });
    after(async () => {
      await this.#browser?.close();
      await this.#server?.close();
    });
  }

  get server() {
    if (!this.#server) throw new Error("The server runs only during tests.");
    return this.#server;
  }

  /**
   * Opens the page as a new visitor. At the end of the test the page is closed, and whatever it wrote to the
   * console as an error fails the test.
   *
   * @param {TestContext} t
   * @param {Visit} [visit]
   */
  async visit(t, { query = "", offline = false, at = this.server.url, hold, lose, spoil, files = {}, context: settings = {}, init, initArgument } = {}) {
    if (!this.#browser) throw new Error("The browser runs only during tests.");
    const context = await this.#browser.newContext({ serviceWorkers: offline ? "allow" : "block", ...settings });
    const page = await context.newPage();
    const reader = new Reader(page);
    t.after(async () => {
      await context.close();
      if (reader.problems.length > 0) throw new Error(`The page complained:\n${reader.problems.join("\n")}`);
    });
    if (init) await page.addInitScript(init, initArgument);
    if (hold) await reader.hold(this.server.url + hold);
    if (lose) await page.route(this.server.url + lose, (route) => route.fulfill({ status: 404, body: "Not found" }));
    if (spoil) {
      await page.route(this.server.url + spoil, async (route) => {
        const response = await route.fetch();
        const body = await response.body();
        body[body.length >> 1] ^= 1;
        await route.fulfill({ response, body });
      });
    }
    for (const [path, body] of Object.entries(files)) {
      const contentType = path.endsWith(".js") ? "text/javascript" : "application/json";
      await page.route(this.server.url + path, (route) => route.fulfill({ contentType, body }));
    }
    // Not its end, which never comes for a page that a file is kept from.
    await page.goto(at + query, { waitUntil: "domcontentloaded" });
    return reader;
  }
}

/** @param {Hosting} [hosting] */
export function site(hosting = {}) {
  return new Site(hosting);
}
