// @ts-check
// The edition of one file, made of what dist/ was built of.

import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import { after } from "node:test";
import { pathToFileURL } from "node:url";

import { singleFile } from "../../../scripts/build/single.mjs";
import { DIST } from "../../../scripts/paths.mjs";

/** The site, as it lies in dist/. */
function site() {
  const entries = readdirSync(DIST, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(entries.map((entry) => {
    const path = join(entry.parentPath ?? entry.path, entry.name);
    return [relative(DIST, path).split(sep).join("/"), readFileSync(path)];
  }));
}

/** @type {string | undefined} */
let page;

/**
 * Makes the file, which is there until the tests of this file are over, and gives its path and its address.
 *
 * @param {(page: string) => string} [spoil] does to it what happens to files
 */
export function single(spoil = (page) => page) {
  page ??= singleFile(site(), ["eng"]);
  const folder = mkdtempSync(join(tmpdir(), "pagewise-single-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  // A name as people give them.
  const path = join(folder, "Pagewise (copy) #1.html");
  writeFileSync(path, spoil(page));
  return { path, url: pathToFileURL(path).href };
}
