// @ts-check
// Documents with known text, made by the project's own generator when a test first asks for them.

import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

import { DIST, ROOT } from "../../../scripts/paths.mjs";

/**
 * @typedef {{ outcome: "read" | "read-with-password" }
 *   | { outcome: "pages-fail", pages: number[] }
 *   | { outcome: "refused", reason: string }} Expected
 * @typedef {{ path: string, file: string, password: string | null, expected: Expected, texts: string[] }} Fixture
 *   a document: where it lies, what opens it, what is to happen, and the true text of each page
 */

const FOLDER = join(ROOT, "tests", ".fixtures");
const GENERATOR = join(ROOT, "tests", "generator");

/**
 * The documents of these file names. Those that are not there, or are older than the generator, are made.
 *
 * @param {...string} files
 * @returns {Fixture[]}
 */
export function fixtures(...files) {
  make(files.filter((file) => !isCurrent(file)));
  const manifest = JSON.parse(readFileSync(join(FOLDER, "manifest.json"), "utf8"));
  return files.map((file) => {
    const entry = manifest.find((/** @type {{ file: string }} */ entry) => entry.file === file);
    const path = join(FOLDER, file);
    const truth = `${path}.gt.txt`;
    const texts = existsSync(truth) ? readFileSync(truth, "utf8").split("\f") : [];
    return { path, file, password: entry.password, expected: entry.expected, texts };
  });
}

/** @param {string} file */
export function fixture(file) {
  return fixtures(file)[0];
}

/**
 * Why a language cannot be read by the site that is tested: its model comes from a registry that is not everywhere.
 *
 * @param {string} lang
 * @returns {string | false}
 */
export function lacks(lang) {
  const { models } = JSON.parse(readFileSync(join(DIST, "models", "models.json"), "utf8"));
  const isThere = models.some((/** @type {{ lang: string }} */ model) => model.lang === lang);
  return isThere ? false : `the site has no model for ${lang}`;
}

/**
 * A document of any number of small pages.
 *
 * @param {number} pages
 */
export function manyPages(pages) {
  const file = `many-${pages}.pdf`;
  if (!isCurrent(file)) generate("many", "--pages", String(pages));
  return fixture(file);
}

/** @param {string} file */
function isCurrent(file) {
  const path = join(FOLDER, file);
  if (!existsSync(path)) return false;
  const sources = readdirSync(GENERATOR).map((source) => statSync(join(GENERATOR, source)).mtimeMs);
  return statSync(path).mtimeMs >= Math.max(...sources);
}

/** @param {string[]} files */
function make(files) {
  if (files.length > 0) generate(...files);
}

/** @param {...string} what */
function generate(...what) {
  const command = ["run", "--quiet", "--example", "generator", "--", FOLDER, ...what];
  const { status, stderr, error } = spawnSync("cargo", command, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`The generator failed: cargo ${command.join(" ")}\n${error ?? stderr}`);
}
