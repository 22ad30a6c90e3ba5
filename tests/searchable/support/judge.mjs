// @ts-check
// Adds a grid of made-up words to a PDF and judges what came of it: whatever was right about the original must
// be right still, and the words must be there.

import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";

import { addLayer } from "./layer.mjs";
import * as pdfium from "../viewers/pdfium.mjs";
import * as poppler from "../viewers/poppler.mjs";

/** @typedef {{ verdict: "clean" | "refused" | "unopened" | "wrong", why: string, added?: number, pages?: number }} Verdict */

/** On how many pages of a document words are put. */
const PAGES = 3;
/** The words would be smaller than a point on pages that are smaller than this, in points. */
const SMALLEST = 30;

/**
 * @param {string} path
 * @param {string | null} password
 * @param {string} made where to write what comes of it
 * @returns {Promise<Verdict>}
 */
export async function judge(path, password, made) {
  const sizes = await pdfium.sizes(path, password);
  if (sizes === null || sizes.length === 0) return { verdict: "unopened", why: "PDFium does not open it" };
  const pages = sizes.slice(0, PAGES).map(grid);
  if (sizes.slice(0, PAGES).some(({ width, height }) => Math.min(width, height) < SMALLEST)) {
    return { verdict: "refused", why: "a page is too small for the words" };
  }
  const outcome = addLayer(path, made, pages, password);
  if (outcome.outcome !== "done") return { verdict: "refused", why: `${outcome.outcome}: ${outcome.reason}` };
  if (outcome.pageCount !== sizes.length) {
    return { verdict: "refused", why: `PDFium counts ${sizes.length} pages and not ${outcome.pageCount}` };
  }
  const count = outcome.pages.filter((page) => page === "added").length;
  if (count === 0) return { verdict: "refused", why: outcome.pages.join(", ") };
  const why = await faults(path, password, made, pages, outcome.pages);
  const added = outcome.added / count;
  return why === null ? { verdict: "clean", why: "", added, pages: count } : { verdict: "wrong", why, added, pages: count };
}

/**
 * @param {string} path
 * @param {string | null} password
 * @param {string} made
 * @param {ReturnType<typeof grid>[]} pages
 * @param {string[]} outcomes
 */
async function faults(path, password, made, pages, outcomes) {
  const original = readFileSync(path);
  if (!readFileSync(made).subarray(0, statSync(path).size).equals(original)) return "the original is not a prefix";
  const [before, after] = [qpdf(path, password), qpdf(made, password)];
  if (after.rank > before.rank) return `qpdf: ${after.says}`;
  for (const [name, viewer] of Object.entries({ poppler, pdfium })) {
    const old = await seen(viewer, path, password);
    if (old === null) continue;
    const now = await seen(viewer, made, password);
    if (now === null) return `${name} no longer opens it`;
    for (const [i, page] of pages.entries()) {
      const text = now.texts[i] ?? "";
      // The grid may lie over text of the page, which viewers then join to a word of ours; not so two of ours.
      const missing = page.lines.flat().filter((word) => !text.includes(word.text));
      if (outcomes[i] === "added" && missing.length > 0) return `${name} does not find ${missing.length} words on page ${i + 1}: ${missing[0].text}`;
      if (/zvqx/.test(text)) return `${name} runs words together on page ${i + 1}`;
      if (letters(text) !== letters(old.texts[i] ?? "")) return `${name} finds other text of its own on page ${i + 1}`;
    }
    if (old.digest !== now.digest) return `${name} draws page 1 otherwise`;
  }
  return null;
}

/**
 * @param {typeof poppler | typeof pdfium} viewer
 * @param {string} file
 * @param {string | null} password
 */
async function seen(viewer, file, password) {
  try {
    // What PDFium draws may depend on the fonts it has seen before.
    if (viewer === pdfium) await pdfium.restart();
    const texts = await viewer.texts(file, password, PAGES);
    return { texts, digest: (await viewer.pixels(file, password, true))[0] };
  } catch {
    return null;
  }
}

/**
 * @param {string} file
 * @param {string | null} password
 */
function qpdf(file, password) {
  const secret = password === null ? [] : [`--password=${password}`];
  const { status, stdout, stderr } = spawnSync("qpdf", ["--check", ...secret, file], { encoding: "utf8", timeout: 60_000, maxBuffer: 1 << 28 });
  // 0 is right, 3 is right with warnings, 2 is wrong.
  const rank = [0, 3, 2].indexOf(status ?? 2);
  return { rank, says: `${stdout}${stderr}`.trim().split("\n").slice(-2).join(" / ") };
}

/**
 * The letters of a text, apart from our words. In order of the alphabet: viewers put words of ours between
 * those that stand in the same line.
 *
 * @param {string} text
 */
function letters(text) {
  return [...text.replace(/qx[a-h]{3}zv|\s/g, "")].sort().join("");
}

/**
 * @param {{ width: number, height: number }} size
 * @param {number} page
 */
function grid({ width, height }, page) {
  const [columns, rows] = [4, 8];
  const [w, h] = [width / columns, height / rows];
  const lines = Array.from({ length: rows }, (_, row) =>
    Array.from({ length: columns }, (_, column) => ({
      text: `qx${[page, row, column].map((i) => "abcdefgh"[i]).join("")}zv`,
      x: (column + 0.1) * w,
      y: (row + 0.4) * h,
      width: 0.7 * w,
      height: Math.min(0.2 * h, 0.25 * w),
    })),
  );
  return { width, height, lines };
}
