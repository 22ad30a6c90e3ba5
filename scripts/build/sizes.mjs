// @ts-check
// What people download: the size of every file, raw and as a server sends it (Brotli), and the budget.

import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

import { readManifest } from "../manifest.mjs";
import { CACHE } from "../paths.mjs";
import { Failure, say } from "../shell.mjs";
import { listedModels } from "./assets.mjs";
import { sha256 } from "./digest.mjs";

/** @typedef {import("./assets.mjs").Files} Files */
/** @typedef {{ path: string, raw: number, brotli: number, sum: string }} Size */

// Compressing as a server would takes a minute for the engines, so results are kept by content.
const KEPT = join(CACHE, "brotli-sizes.json");

const compress = promisify(brotliCompress);

/**
 * Prints the size of each file and fails when the budget is exceeded.
 *
 * @param {Files} files
 */
export async function checkSizes(files) {
  // Of the models people load the one that they choose, and the first is measured for all: compressing takes a minute.
  const others = [...files].filter(([path]) => path.endsWith(".traineddata") && !isFirstLoad(path, files));
  const sizes = await measure(new Map([...files].filter(([path]) => !others.some(([other]) => other === path))));
  for (const { path, raw, brotli } of sizes) {
    process.stdout.write(`${thousands(raw)} B ${thousands(brotli)} B Brotli  ${path}\n`);
  }
  for (const [path, bytes] of others) process.stdout.write(`${thousands(bytes.length)} B ${" ".repeat(20)}  ${path}\n`);
  const { budget } = await readManifest();
  const firstLoad = total(sizes.filter(({ path }) => isFirstLoad(path, files)))
    + largest(sizes, /^engines\/tesseract\/.*\.wasm$/)
    + largest(sizes, /^engines\/tesseract\/.*\.js$/);
  const core = total(sizes.filter(({ path }) => /^pkg\/.*\.wasm$/.test(path)));
  const writer = total(sizes.filter(({ path }) => /^pkg-writer\/.*\.wasm$/.test(path)));
  requireWithin("Our own wasm", core, budget.core);
  requireWithin("The writer, loaded after that", writer, budget.writer);
  requireWithin("The first load with one language", firstLoad, budget["first-load"]);
}

/**
 * Everything that a first visit loads before it can read, except for Tesseract, of which it loads one build.
 *
 * @param {string} path
 * @param {Files} files
 */
function isFirstLoad(path, files) {
  if (path.startsWith("engines/tesseract/") || path === "licenses.txt") return false;
  if (path.startsWith("pkg-writer/") || path === "writer.js") return false;
  if (!path.startsWith("models/")) return true;
  const [preferred] = listedModels(files);
  return path === "models/models.json" || path === `models/${preferred.file}`;
}

/**
 * @param {string} what
 * @param {number} brotli
 * @param {number} limit
 */
function requireWithin(what, brotli, limit) {
  say(`${what}: ${thousands(brotli).trim()} B Brotli of ${thousands(limit).trim()} B allowed`);
  if (brotli <= limit) return;
  throw new Failure(
    `${what} is larger than the budget in wasm-pack.toml.`,
    "Make it smaller, or raise the budget there if it is worth it to the people who load it.",
  );
}

/**
 * @param {Files} files
 * @returns {Promise<Size[]>}
 */
async function measure(files) {
  /** @type {Record<string, number>} */
  const kept = existsSync(KEPT) ? JSON.parse(readFileSync(KEPT, "utf8")) : {};
  const sums = new Map([...files].map(([path, bytes]) => [path, sha256(bytes)]));
  const missing = [...files].filter(([path]) => kept[String(sums.get(path))] === undefined);
  if (missing.length > 0) say(`compressing ${missing.length} files to see their size`);
  await Promise.all(missing.map(async ([path, bytes]) => {
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    kept[String(sums.get(path))] = (await compress(bytes, { params })).length;
  }));
  if (missing.length > 0) {
    await mkdir(dirname(KEPT), { recursive: true });
    await writeFile(KEPT, JSON.stringify(kept));
  }
  return [...files].map(([path, bytes]) => {
    const sum = String(sums.get(path));
    return { path, raw: bytes.length, brotli: kept[sum], sum };
  });
}

/** @param {Size[]} sizes */
function total(sizes) {
  return sizes.reduce((sum, { brotli }) => sum + brotli, 0);
}

/**
 * @param {Size[]} sizes
 * @param {RegExp} paths
 */
function largest(sizes, paths) {
  return Math.max(0, ...sizes.filter(({ path }) => paths.test(path)).map(({ brotli }) => brotli));
}

/** @param {number} bytes */
function thousands(bytes) {
  return bytes.toLocaleString("en-US").padStart(11);
}
