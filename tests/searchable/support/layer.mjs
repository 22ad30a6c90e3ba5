// @ts-check
// Text for layers, and the program that adds them.

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { ROOT } from "../../../scripts/paths.mjs";

/**
 * @typedef {"left-to-right" | "right-to-left" | "top-to-bottom"} Direction
 * @typedef {{ text: string, x: number, y: number, width: number, height: number, direction?: Direction }} PlacedWord
 * @typedef {{ width: number, height: number, lines: PlacedWord[][], languages?: string[] }} Page
 * @typedef {{ outcome: string, reason?: string, pageCount: number, signed: boolean, encrypted: boolean,
 *   layered: number[], pages: string[], added: number, read: number }} Outcome
 */

const PROGRAM = join(ROOT, "target", "debug", "examples", process.platform === "win32" ? "searchable.exe" : "searchable");

/** Builds the program, if it is not there as it should be. */
export function buildProgram() {
  const args = ["build", "--quiet", "--example", "searchable"];
  const { status, stderr } = spawnSync("cargo", args, { cwd: ROOT, encoding: "utf8" });
  if (status !== 0) throw new Error(`cargo ${args.join(" ")} failed\n${stderr}`);
}

/** A folder that is gone when the test is over. @param {import("node:test").TestContext} t */
export function folderFor(t) {
  const folder = mkdtempSync(join(tmpdir(), "pagewise-layer-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/**
 * Adds these pages to a PDF (null: a page that is passed over).
 *
 * @param {string} from
 * @param {string} to
 * @param {(Page | null)[]} pages
 * @param {string | null} password
 * @param {"--replace" | "--strip"} [choice] what becomes of text that nobody sees; it stays if nothing is chosen
 * @returns {Outcome}
 */
export function addLayer(from, to, pages, password, choice) {
  const list = `${to}.pages.json`;
  writeFileSync(list, JSON.stringify(pages.flatMap((page, i) => (page === null ? [] : [pageText(page, i)]))));
  const args = [from, list, to, ...(password === null ? [] : ["--password", password])];
  if (choice !== undefined) args.push(choice);
  const { status, stdout, stderr, signal } = spawnSync(PROGRAM, args, { encoding: "utf8", maxBuffer: 1 << 28, timeout: 120_000 });
  rmSync(list);
  if (status !== 0) throw new Error(`searchable ${from} failed (${signal ?? status}): ${stderr}`);
  return JSON.parse(stdout);
}

/**
 * The true words of a document's pages, as lines.
 *
 * @param {string} path a document of the generator
 * @returns {Page[]}
 */
export function truePages(path) {
  /** @type {{ text: string, x: number, y: number, width: number, height: number }[][]} */
  const words = JSON.parse(readFileSync(`${path}.words.json`, "utf8"));
  const folder = join(path, "..");
  const manifest = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const { pages } = manifest.find((/** @type {{ file: string }} */ entry) => join(folder, entry.file) === path);
  return words.map((list, i) => ({ width: pages[i].width, height: pages[i].height, lines: inLines(list) }));
}

/**
 * A line begins where a word does not stand right of the one before.
 *
 * @param {PlacedWord[]} words
 */
function inLines(words) {
  /** @type {PlacedWord[][]} */
  const lines = [];
  for (const [i, word] of words.entries()) {
    if (i === 0 || word.x < words[i - 1].x + words[i - 1].width) lines.push([]);
    lines[lines.length - 1].push(word);
  }
  return lines;
}

/**
 * A page as the recognition gives it.
 *
 * @param {Page} page
 * @param {number} index
 */
function pageText({ width, height, lines, languages = [] }, index) {
  const paragraphs = lines.map((words) => {
    const rect = around(words);
    return { rect, lines: [line(words, rect)] };
  });
  const rect = { x: 0, y: 0, width, height };
  return { page: index, size: { width, height }, dpi: 200, blocks: [{ kind: "text", rect, paragraphs }], languages };
}

/**
 * @param {PlacedWord[]} words
 * @param {{ x: number, y: number, width: number, height: number }} rect
 */
function line(words, rect) {
  // Most words have no descender, so the middle one of their lower edges is the baseline.
  const slope = skewOf(words);
  const from = words.reduce((a, b) => (a.x < b.x ? a : b));
  const offsets = words.map((word) => word.y + word.height - slope * (word.x - from.x)).sort((a, b) => a - b);
  const y0 = offsets[Math.floor(offsets.length / 2)];
  const baseline = { x0: rect.x, y0, x1: rect.x + rect.width, y1: y0 + slope * rect.width };
  return {
    rect,
    baseline,
    row_height: Math.max(...words.map((word) => word.height)),
    words: words.map(({ text, x, y, width, height, direction = "left-to-right" }) => ({
      text,
      rect: { x, y, width, height },
      confidence: 90,
      direction,
    })),
  };
}

/** @param {PlacedWord[]} words */
function skewOf(words) {
  const [first, last] = [words[0], words[words.length - 1]];
  const run = last.x - first.x;
  if (words.length < 4 || run <= 0) return 0;
  const slope = (last.y + last.height / 2 - first.y - first.height / 2) / run;
  return Math.abs(slope) * run > 2 * last.height ? slope : 0;
}

/** @param {PlacedWord[]} words */
function around(words) {
  const x = Math.min(...words.map((word) => word.x));
  const y = Math.min(...words.map((word) => word.y));
  const right = Math.max(...words.map((word) => word.x + word.width));
  const bottom = Math.max(...words.map((word) => word.y + word.height));
  return { x, y, width: right - x, height: bottom - y };
}
