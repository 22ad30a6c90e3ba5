// @ts-check
// What is read: pages that the generator draws in many languages, and the scans of the corpus that have their true text.

import { readdirSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../scripts/paths.mjs";
import { say } from "../../scripts/shell.mjs";
import { corpusByFolder, draw, goldPages } from "../documents.mjs";

/** @typedef {{ name: string, path: string, isPdf: boolean, gold: string[] }} Document */
/**
 * @typedef {{
 *   name: string, language: string, models: string[], isDrawn: boolean, documents: Document[],
 * }} Sample pages in one language; `models` are the codes of models that are right for them, the best one first
 */

/** Folders of the corpus, and which models are right for each: books in Fraktur have models of their own. */
const SCANS = [
  { folder: "scan-eng-books", models: ["eng"] },
  { folder: "scan-deu-ocrd", models: ["deu"] },
  { folder: "scan-deu-fraktur", models: ["frk", "deu_latf", "Fraktur", "deu"] },
  { folder: "scan-fra-18c", models: ["fra"] },
  { folder: "scan-spa-19c", models: ["spa"] },
];

/** `lang-deu_01.pdf`, of one language; pages of several, or in columns, are no sample of any. */
const DRAWN = /^lang-(\w+)_(\d+)\.pdf$/;

/**
 * @param {{ only: string[], pages: number, corpus: boolean, drawn: string | null }} options
 * @returns {Promise<Sample[]>}
 */
export async function samples({ only, pages, corpus, drawn }) {
  const found = await drawnSamples(drawn);
  const isWanted = (/** @type {Sample} */ { name }) => only.length === 0 || only.some((word) => name.includes(word));
  const wanted = found.filter(isWanted).map((sample) => ({ ...sample, documents: spread(sample.documents, pages) }));
  return corpus ? [...wanted, ...scans(pages).filter(isWanted)] : wanted;
}

/**
 * @param {string | null} folder where they lie already; null to draw them
 * @returns {Promise<Sample[]>}
 */
async function drawnSamples(folder) {
  const from = folder ?? join(ROOT, "bench", ".results", "languages");
  if (folder === null) {
    say("drawing pages in many languages");
    await draw(from, ["languages"]);
  }
  /** @type {Map<string, Document[]>} */
  const byLanguage = new Map();
  for (const file of readdirSync(from).sort()) {
    const language = DRAWN.exec(file)?.[1];
    if (language === undefined) continue;
    const path = join(from, file);
    const document = { name: file, path, isPdf: true, gold: goldPages(`${path}.gt.txt`) };
    byLanguage.set(language, [...(byLanguage.get(language) ?? []), document]);
  }
  return [...byLanguage].map(([language, documents]) => ({
    name: `${language}, drawn`,
    language,
    models: [language],
    isDrawn: true,
    documents,
  }));
}

/**
 * @param {number} pages at most so many of each folder, the first ones
 * @returns {Sample[]}
 */
function scans(pages) {
  const all = corpusByFolder();
  const found = SCANS.map(({ folder, models }) => {
    let left = pages;
    const documents = all.filter((document) => document.folder === folder).flatMap((document) => {
      const gold = document.gold.slice(0, left);
      left -= gold.length;
      return gold.length > 0 ? [{ ...document, gold }] : [];
    });
    return { name: folder, language: folder.split("-")[1], models, isDrawn: false, documents };
  });
  const there = found.filter(({ documents }) => documents.length > 0);
  if (there.length === 0) say("no corpus lies beside the project: only drawn pages are read");
  return there;
}

/**
 * So many of a list, evenly from its first to its last.
 *
 * @template T
 * @param {T[]} list
 * @param {number} count
 */
function spread(list, count) {
  if (count >= list.length) return list;
  if (count === 1) return [list[list.length >> 1]];
  return Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))]);
}
