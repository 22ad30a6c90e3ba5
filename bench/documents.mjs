// @ts-check
// What is read: the project's own 44-page scan and, where a corpus of real scans lies beside the project,
// the English ones of it that come with their true text.

import { existsSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { ROOT } from "../scripts/paths.mjs";
import { Failure, run, say } from "../scripts/shell.mjs";

/**
 * @typedef {{
 *   name: string,
 *   path: string,
 *   isPdf: boolean,
 *   gold: string[],
 *   openOrder: boolean,
 * }} Document `gold` is the true text of the pages that are read, always the first ones; `openOrder` says that
 *   more than one order of reading is right, so that an error rate would measure the order
 */

export const SCAN44 = "scan44";

const CORPUS = join(ROOT, "..", "shared", "corpus");

/** Read by default, and how many pages: one printed book, one page in two columns, one screenshot. */
const SAMPLE = new Map([
  ["scan-eng-books/oldbooks-i-Lusitanias_Last_Voyage.pdf", 8],
  ["scan-eng-linn/linn.pdf", 1],
  ["scan-eng-misc/polar-bears.png", 1],
]);

/**
 * @param {{ folder: string, all: boolean, pages: number }} options the folder for the generated scan, whether to
 *   read the whole corpus, and the most pages of a document
 * @returns {Promise<Document[]>}
 */
export async function documents({ folder, all, pages }) {
  const found = [await scan44(folder), ...corpus(all)];
  return found.map((document) => ({ ...document, gold: document.gold.slice(0, pages) }));
}

/**
 * Draws the project's own scan.
 *
 * @param {string} folder where to
 * @returns {Promise<Document>}
 */
export async function scan44(folder) {
  say("drawing the 44-page scan");
  await draw(folder, [SCAN44]);
  const path = join(folder, `${SCAN44}.pdf`);
  return { name: SCAN44, path, isPdf: true, gold: goldPages(`${path}.gt.txt`), openOrder: false };
}

/**
 * Has the generator draw documents of its own.
 *
 * @param {string} folder where to
 * @param {string[]} what names, or another of its commands
 */
export async function draw(folder, what) {
  const args = ["run", "--quiet", "--example", "generator", "--", folder, ...what];
  if ((await run("cargo", args, { cwd: ROOT })) !== 0) {
    throw new Failure("The generator of scans did not run.", "Its message is above.");
  }
}

/**
 * The English scans of the corpus that come with their true text: the sample, or all.
 *
 * @param {boolean} all
 * @returns {Document[]}
 */
export function corpus(all) {
  const found = [];
  for (const { file, lang, what } of scansWithGold()) {
    if (!file.startsWith("scan-eng-") || lang !== "eng") continue;
    const pages = all ? Infinity : SAMPLE.get(file);
    if (!pages) continue;
    const path = join(CORPUS, file);
    found.push({
      name: basename(file),
      path,
      isPdf: file.endsWith(".pdf"),
      gold: goldPages(path.replace(/\.\w+$/, ".gt.txt")).slice(0, pages),
      openOrder: /column/.test(what) || file.startsWith("scan-eng-linn/"),
    });
  }
  return found;
}

/**
 * All scans of the corpus that come with their true text, in whatever language, and the folder each is in.
 *
 * @returns {{ name: string, path: string, isPdf: boolean, gold: string[], folder: string }[]}
 */
export function corpusByFolder() {
  return scansWithGold().map(({ file }) => {
    const path = join(CORPUS, file);
    const gold = goldPages(path.replace(/\.\w+$/, ".gt.txt"));
    return { name: basename(file), path, isPdf: file.endsWith(".pdf"), gold, folder: file.split("/")[0] };
  });
}

/** @returns {{ file: string, lang: string, what: string }[]} */
function scansWithGold() {
  const manifest = join(CORPUS, "MANIFEST.tsv");
  if (!existsSync(manifest)) return [];
  const [head, ...rows] = readFileSync(manifest, "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
  const all = rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i] ?? ""])));
  const scans = all.filter(({ file, gold }) => file.startsWith("scan-") && gold === "yes");
  return scans.map(({ file, lang, what }) => ({ file, lang, what }));
}

/** @param {string} path */
export function goldPages(path) {
  return readFileSync(path, "utf8").split("\f");
}
