// @ts-check
// Every geometry, every structure and every script: the words are found where they are by three viewers, two of
// them draw the pages as before, and qpdf finds nothing wrong. The table of all is printed at the end.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { haveTool } from "../../scripts/setup/programs.mjs";
import { fixture } from "../e2e/support/fixtures.mjs";
import { faults } from "./support/compare.mjs";
import { addLayer, buildProgram, folderFor, truePages } from "./support/layer.mjs";
import { SCRIPTS } from "./support/scripts.mjs";
import * as pdfium from "./viewers/pdfium.mjs";
import * as pdfjs from "./viewers/pdfjs.mjs";
import * as poppler from "./viewers/poppler.mjs";

/**
 * @typedef {import("./support/layer.mjs").Page} Page
 * @typedef {"qpdf" | "poppler" | "PDFium" | "pdf.js"} Column
 */

/** Pages that have text of their own already, counted from 0: they are passed over, as they are by default. */
const WITH_TEXT = /** @type {Record<string, number[]>} */ ({ "mixed.pdf": [0], "text-layer.pdf": [0] });

const GEOMETRIES = [
  "rotated.pdf", "rotated-matrix.pdf", "mediabox-offset.pdf", "cropbox.pdf", "userunit.pdf", "inherited.pdf",
  "contents-array.pdf", "shared-resources.pdf", "mixed.pdf", "text-layer.pdf",
];
const STRUCTURES = [
  "xref-table.pdf", "xref-stream.pdf", "object-streams.pdf", "hybrid.pdf", "updated-table.pdf", "updated-stream.pdf",
  "linearized.pdf", "junk-before-header.pdf", "encrypted-rc4-40.pdf", "encrypted-rc4-128.pdf", "encrypted-aes-128.pdf",
  "encrypted-aes-256.pdf", "owner-password.pdf", "signed.pdf",
];
/** Documents whose pages are drawn and say nothing: a page of the Latin script is set on them. */
const DRAWN = [
  "shared-page.pdf", "shared-fonts.pdf", "contents-by-reference.pdf", "bare-pages.pdf", "small-object-streams.pdf",
  "small-hybrid.pdf", "small-encrypted.pdf",
];
/** On which pages scripts are set: a plain one and some that are turned. */
const PAGES_FOR_SCRIPTS = [
  { file: "xref-table.pdf", page: 0, name: "plain" },
  { file: "rotated.pdf", page: 0, name: "turned by 90" },
  { file: "rotated.pdf", page: 1, name: "turned by 180" },
  { file: "cropbox.pdf", page: 2, name: "cropped, turned by 90" },
];

/** @type {{ name: string, cells: Map<Column, string> }[]} */
const table = [];

before(buildProgram);
after(() => {
  /** @type {Column[]} */
  const columns = ["qpdf", "poppler", "PDFium", "pdf.js"];
  const width = Math.max(...table.map(({ name }) => name.length));
  const row = (/** @type {string} */ name, /** @type {string[]} */ cells) =>
    console.log([name.padEnd(width), ...cells.map((cell) => cell.padEnd(9))].join("  "));
  row("", columns);
  for (const { name, cells } of table) row(name, columns.map((column) => cells.get(column) ?? "no tool"));
});

for (const file of [...GEOMETRIES, ...STRUCTURES]) {
  test(`${file}: words at their places`, async (t) => {
    const document = fixture(file);
    // One page in two is of another language than the document.
    const pages = truePages(document.path).map((page, i) =>
      page.lines.length === 0 || WITH_TEXT[file]?.includes(i) ? null : { ...page, languages: [["eng", "deu"][i % 2]] },
    );
    await check(t, file, document, pages);
  });
}

for (const file of DRAWN) {
  test(`${file}: words at their places`, async (t) => {
    const document = fixture(file);
    const { width, height } = truePages(document.path)[0];
    const latin = SCRIPTS["Latin with marks and ligatures"](width, height);
    await check(t, file, document, document.texts.map(() => latin));
  });
}

for (const { file, page, name } of PAGES_FOR_SCRIPTS) {
  for (const [script, set] of Object.entries(SCRIPTS)) {
    test(`${script}, on a page that is ${name}`, async (t) => {
      const document = fixture(file);
      const { width, height } = truePages(document.path)[page];
      const pages = document.texts.map((_, i) => (i === page ? set(width, height) : null));
      await check(t, `${script}: ${name}`, document, pages);
    });
  }
}

/**
 * @param {import("node:test").TestContext} t
 * @param {string} name
 * @param {{ path: string, password: string | null }} document
 * @param {(Page | null)[]} pages
 */
async function check(t, name, { path, password }, pages) {
  const cells = new Map();
  table.push({ name, cells });
  const made = join(folderFor(t), "searchable.pdf");
  const outcome = addLayer(path, made, pages, password);
  assert.equal(outcome.outcome, "done", outcome.reason);
  const original = readFileSync(path);
  assert.ok(readFileSync(made).subarray(0, statSync(path).size).equals(original), "the original is a prefix");
  /** @type {string[]} */
  const found = [];
  const note = (/** @type {Column} */ column, /** @type {string[]} */ wrong) => {
    cells.set(column, wrong.length === 0 ? "ok" : "WRONG");
    found.push(...wrong.map((fault) => `${column}: ${fault}`));
  };
  if (haveTool("qpdf")) note("qpdf", qpdfFaults(path, made, password));
  else t.diagnostic("qpdf is not installed, so the structure is not checked");
  if (poppler.PROGRAMS.every(haveTool)) note("poppler", await viewerFaults(poppler, path, made, password, pages));
  else t.diagnostic("poppler is not installed, so it is not asked");
  note("PDFium", await viewerFaults(pdfium, path, made, password, pages));
  // pdf.js makes one piece of words that run from right to left, so they have no boxes of their own there.
  note("pdf.js", wordFaults(await pdfjs.view(made, password), pages, { reversed: false }));
  assert.deepEqual(found, []);
}

/**
 * @param {typeof poppler | typeof pdfium} viewer
 * @param {string} path
 * @param {string} made
 * @param {string | null} password
 * @param {(Page | null)[]} pages
 */
async function viewerFaults(viewer, path, made, password, pages) {
  const [old, now] = [await viewer.pixels(path, password), await viewer.pixels(made, password)];
  const drawn = old.flatMap((digest, i) => (digest === now[i] ? [] : [`page ${i + 1} is drawn otherwise`]));
  return [...drawn, ...wordFaults(await viewer.view(made, password), pages)];
}

/**
 * @param {import("./viewers/poppler.mjs").ViewedPage[]} seen
 * @param {(Page | null)[]} pages
 * @param {{ reversed?: boolean }} [boxes] whether words that run from right to left have boxes of their own
 */
function wordFaults(seen, pages, { reversed = true } = {}) {
  return pages.flatMap((page, i) => {
    if (page === null) return [];
    const boxes = reversed || !page.lines.flat().some(({ direction }) => direction === "right-to-left");
    return faults(page, seen[i], { boxes }).map((fault) => `page ${i + 1}: ${fault}`);
  });
}

/**
 * What qpdf finds wrong, if it did not find it in the original.
 *
 * @param {string} path
 * @param {string} made
 * @param {string | null} password
 */
function qpdfFaults(path, made, password) {
  const secret = password === null ? [] : [`--password=${password}`];
  const check = (/** @type {string} */ file) => spawnSync("qpdf", ["--check", ...secret, file], { encoding: "utf8" });
  const { status, stdout, stderr } = check(made);
  if (status === 0 || status === check(path).status) return [];
  return [`${stdout}${stderr}`.trim().split("\n").slice(-2).join(" / ")];
}
