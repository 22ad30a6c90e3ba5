// @ts-check
// What is made searchable: the generator's own scans, whose words and their places are known, and scans of the
// corpus, where it lies beside the project, whose text is.

import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";

import { say } from "../../scripts/shell.mjs";
import { corpus, draw } from "../documents.mjs";

/**
 * @typedef {{ text: string, x: number, y: number, width: number, height: number }} TrueWord where a word's ink is, in
 *   points from the top left corner of the page as shown
 * @typedef {{ width: number, height: number, words: TrueWord[] }} TruePage
 * @typedef {{ name: string, path: string, bytes: number, gold: string[], pages: TruePage[] | null }} Scan `gold` is the
 *   true text of its pages, `pages` is null where only that is known
 */

/** Every coding of a scan that offices make, and every geometry that displaces the words of other tools. */
const DRAWN = [
  "scan300-jpeg",
  "scan-ccitt",
  "two-column",
  "scan-skew",
  "rotated",
  "rotated-matrix",
  "cropbox",
  "mediabox-offset",
  "userunit",
];

/** Scans of the corpus that are made searchable unless all are asked for. */
const SAMPLE = ["oldbooks-i-Lusitanias_Last_Voyage.pdf", "linn.pdf", "skew.pdf", "poster.pdf"];

/**
 * @param {string} folder where the generator draws
 * @param {{ documents: string[], all: boolean }} options parts of names, none for all; whether the whole corpus is taken
 * @returns {Promise<Scan[]>}
 */
export async function scans(folder, { documents, all }) {
  const isWanted = (/** @type {string} */ name) => documents.length === 0 || documents.some((part) => name.includes(part));
  const wanted = DRAWN.filter((name) => isWanted(`${name}.pdf`));
  if (wanted.length > 0) {
    say(`drawing ${wanted.length} scans`);
    await draw(folder, wanted);
  }
  const real = corpus(true).filter(({ isPdf, name }) => isPdf && (all || SAMPLE.includes(name)) && isWanted(name));
  return [...wanted.map((name) => drawnScan(folder, `${name}.pdf`)), ...real.map(realScan)];
}

/**
 * @param {string} folder
 * @param {string} file
 * @returns {Scan}
 */
function drawnScan(folder, file) {
  const path = join(folder, file);
  /** @type {{ file: string, pages: { width: number, height: number }[] }[]} */
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const sizes = manifest.find((entry) => entry.file === file)?.pages ?? [];
  /** @type {TrueWord[][]} */
  const words = JSON.parse(readFileSync(`${path}.words.json`, "utf8"));
  return {
    name: file,
    path,
    bytes: statSync(path).size,
    gold: readFileSync(`${path}.gt.txt`, "utf8").split("\f"),
    pages: sizes.map(({ width, height }, i) => ({ width, height, words: words[i] })),
  };
}

/**
 * @param {import("../documents.mjs").Document} document
 * @returns {Scan}
 */
function realScan({ name, path, gold }) {
  return { name, path, bytes: statSync(path).size, gold, pages: null };
}
