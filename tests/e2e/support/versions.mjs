// @ts-check
// Sites that are of one version or another, whole or not, on servers that can be ended.

import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { sha256 } from "../../../scripts/build/digest.mjs";
import { serviceWorker } from "../../../scripts/build/install.mjs";
import { DIST } from "../../../scripts/paths.mjs";
import { serve } from "../../../scripts/serve.mjs";

/** @typedef {import("node:test").TestContext} TestContext */

/**
 * A folder that is served, and whose server can be ended and begun again at the same address.
 */
export class Hosted {
  #root = mkdtempSync(join(tmpdir(), "pagewise-version-"));
  /** @type {import("../../../scripts/serve.mjs").Server | undefined} */
  #server;

  /**
   * @param {TestContext} t
   * @param {string} version that its page, its script and its style say they are
   * @param {{ prefix?: string }} [hosting]
   */
  static async begin(t, version, { prefix = "/" } = {}) {
    const hosted = new Hosted(prefix);
    t.after(async () => {
      await hosted.end();
      rmSync(hosted.#root, { recursive: true, force: true });
    });
    hosted.change(version);
    await hosted.resume();
    return hosted;
  }

  /** @param {string} prefix */
  constructor(prefix) {
    this.prefix = prefix;
    for (const entry of readdirSync(DIST)) {
      if (entry === "models") cpSync(join(DIST, entry, "models.json"), join(this.#root, entry, "models.json"));
      else symlinkSync(join(DIST, entry), join(this.#root, entry));
    }
    for (const model of readdirSync(join(DIST, "models")).filter((name) => name !== "models.json")) {
      symlinkSync(join(DIST, "models", model), join(this.#root, "models", model));
    }
  }

  get server() {
    if (!this.#server) throw new Error("It is not served.");
    return this.#server;
  }

  /** Makes it another version. @param {string} version */
  change(version) {
    const page = readFileSync(join(DIST, "index.html"), "utf8").replace("<html ", `<html data-page="${version}" `);
    const script = readFileSync(join(DIST, "page.js"), "utf8");
    const style = readFileSync(join(DIST, "style.css"), "utf8");
    const changes = new Map([
      ["index.html", page],
      ["page.js", `${script}document.documentElement.dataset.script = "${version}";\n`],
      ["style.css", `${style}:root { --version: ${version}; }\n`],
    ]);
    const list = JSON.parse(readFileSync(join(DIST, "assets.json"), "utf8"));
    for (const [path, text] of changes) {
      this.put(path, text);
      list.files[path] = { bytes: Buffer.byteLength(text), sha256: sha256(text) };
    }
    const bytes = Buffer.from(JSON.stringify(list));
    this.put("assets.json", bytes);
    this.put("service-worker.js", serviceWorker(new Map([["assets.json", bytes]])));
    this.sums = new Map(Object.entries(list.files).map(([path, file]) => [path, /** @type {any} */ (file).sha256]));
  }

  /** Has another file in its place, of which the list knows nothing. @param {string} path @param {string | Buffer} content */
  put(path, content) {
    const file = this.#own(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Has the file of the build again. @param {string} path */
  restore(path) {
    symlinkSync(join(DIST, path), this.#own(path));
  }

  /** Where a file may be changed without the build being. @param {string} path */
  #own(path) {
    const file = join(this.#root, path);
    rmSync(file, { force: true });
    return file;
  }

  /** Lets a file be missing. @param {string} path */
  remove(path) {
    this.#own(path);
  }

  /** Nothing is answered any more. */
  async end() {
    await this.#server?.close();
  }

  /** Is served again, where it was. */
  async resume() {
    const port = this.#server ? Number(new URL(this.#server.url).port) : 0;
    this.#server = await serve({ root: this.#root, prefix: this.prefix, port });
  }
}

/**
 * The versions that a page is of: that of its document, of its script and of its style.
 *
 * @param {import("playwright-core").Page} page
 */
export function versions(page) {
  return page.evaluate(() => {
    const { page, script } = document.documentElement.dataset;
    return [page, script, getComputedStyle(document.documentElement).getPropertyValue("--version").trim()].join(" ");
  });
}
