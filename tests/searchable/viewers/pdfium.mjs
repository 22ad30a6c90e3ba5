// @ts-check
// What PDFium makes of a PDF: the build that Pagewise reads with, here in node.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { init } from "@embedpdf/pdfium";

/** @typedef {import("./poppler.mjs").ViewedPage} ViewedPage */

/** Steps in a point when places are asked for, since PDFium gives them in whole pixels. */
const FINE = 256;
/** Resolution for comparing pixels. */
const DPI = 50;

let module = await load();

/** The engine's memory, which its types leave out. @returns {{ HEAPU8: Uint8Array, HEAP32: Int32Array, HEAPF64: Float64Array }} */
function heap() {
  return /** @type {any} */ (module.pdfium);
}

async function load() {
  const wasm = await readFile(createRequire(import.meta.url).resolve("@embedpdf/pdfium/pdfium.wasm"));
  const loaded = await init({ wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) });
  loaded.PDFiumExt_Init();
  return loaded;
}

/** Memory of the module never shrinks, so long runs begin anew now and then. */
export async function restart() {
  module = await load();
}

/**
 * Sizes of all pages in points, as shown. Null: it cannot be opened.
 *
 * @param {string} path
 * @param {string | null} password
 * @returns {Promise<{ width: number, height: number }[] | null>}
 */
export async function sizes(path, password) {
  return eachPage(path, password, (page) => ({
    width: module.FPDF_GetPageWidthF(page),
    height: module.FPDF_GetPageHeightF(page),
  }));
}

/**
 * The text of each page and its words. A page without text if it cannot be opened.
 *
 * @param {string} path
 * @param {string | null} password
 * @returns {Promise<ViewedPage[]>}
 */
export async function view(path, password) {
  const pages = await eachPage(path, password, viewPage);
  if (pages === null) throw new Error("PDFium cannot open it");
  return pages;
}

/**
 * The text of the first pages, in the order of their content.
 *
 * @param {string} path
 * @param {string | null} password
 * @param {number} most
 */
export async function texts(path, password, most) {
  const pages = await eachPage(path, password, (page) => viewPage(page).text, most);
  if (pages === null) throw new Error("PDFium cannot open it");
  return pages;
}

/**
 * A digest of each page's pixels; of the first page only if `first` is set.
 *
 * @param {string} path
 * @param {string | null} password
 * @param {boolean} [first]
 */
export async function pixels(path, password, first = false) {
  const pages = await eachPage(path, password, pagePixels, first ? 1 : Infinity);
  if (pages === null) throw new Error("PDFium cannot open it");
  return pages;
}

/**
 * @template T
 * @param {string} path
 * @param {string | null} password
 * @param {(page: number) => T} look
 * @param {number} [most]
 * @returns {Promise<T[] | null>}
 */
async function eachPage(path, password, look, most = Infinity) {
  const bytes = await readFile(path);
  const { malloc, free } = module.pdfium.wasmExports;
  const memory = malloc(bytes.length);
  heap().HEAPU8.set(bytes, memory);
  const document = module.FPDF_LoadMemDocument(memory, bytes.length, password ?? "");
  try {
    if (document === 0) return null;
    const count = Math.min(module.FPDF_GetPageCount(document), most);
    return Array.from({ length: count }, (_, i) => {
      const page = module.FPDF_LoadPage(document, i);
      const seen = look(page);
      if (page !== 0) module.FPDF_ClosePage(page);
      return seen;
    });
  } finally {
    if (document !== 0) module.FPDF_CloseDocument(document);
    free(memory);
  }
}

/**
 * @param {number} page
 * @returns {ViewedPage}
 */
function viewPage(page) {
  const text = page === 0 ? 0 : module.FPDFText_LoadPage(page);
  if (text === 0) return { text: "", words: [] };
  const width = module.FPDF_GetPageWidthF(page);
  const height = module.FPDF_GetPageHeightF(page);
  const memory = module.pdfium.wasmExports.malloc(48);
  const words = [];
  let all = "";
  let word = null;
  const count = module.FPDFText_CountChars(text);
  for (let i = 0; i < count; i++) {
    const c = String.fromCodePoint(module.FPDFText_GetUnicode(text, i));
    all += c;
    if (/\s/.test(c)) {
      word = null;
      continue;
    }
    module.FPDFText_GetCharBox(text, i, memory, memory + 8, memory + 16, memory + 24);
    const [left, right, bottom, top] = heap().HEAPF64.subarray(memory / 8, memory / 8 + 4);
    const corners = [[left, top], [right, bottom]].map(([x, y]) => {
      const [w, h] = [Math.round(width * FINE), Math.round(height * FINE)];
      module.FPDF_PageToDevice(page, 0, 0, w, h, 0, x, y, memory + 32, memory + 36);
      const [deviceX, deviceY] = heap().HEAP32.subarray(memory / 4 + 8, memory / 4 + 10);
      return [deviceX / w, deviceY / h];
    });
    const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
    const box = { x: Math.min(...xs), y: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
    if (word === null) {
      word = { text: c, ...box };
      words.push(word);
    } else {
      word.text += c;
      word.x = Math.min(word.x, box.x);
      word.y = Math.min(word.y, box.y);
      word.right = Math.max(word.right, box.right);
      word.bottom = Math.max(word.bottom, box.bottom);
    }
  }
  module.pdfium.wasmExports.free(memory);
  module.FPDFText_ClosePage(text);
  return { text: all, words };
}

/** @param {number} page */
function pagePixels(page) {
  if (page === 0) return "none";
  const [width, height] = [module.FPDF_GetPageWidthF(page), module.FPDF_GetPageHeightF(page)].map((points) =>
    Math.min(Math.max(Math.round((points * DPI) / 72), 1), 4000),
  );
  const bitmap = module.FPDFBitmap_Create(width, height, 0);
  module.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
  module.FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, 1);
  const start = module.FPDFBitmap_GetBuffer(bitmap);
  const length = module.FPDFBitmap_GetStride(bitmap) * height;
  const digest = createHash("sha256").update(heap().HEAPU8.subarray(start, start + length)).digest("hex");
  module.FPDFBitmap_Destroy(bitmap);
  return digest;
}
