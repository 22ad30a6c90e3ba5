// @ts-check
// What pdf.js, the viewer of Firefox, makes of a PDF.

import { readFile } from "node:fs/promises";

/** @typedef {import("./poppler.mjs").ViewedPage} ViewedPage */

// pdf.js is written for newer versions of node than the oldest that Pagewise is built with.
Promise.withResolvers ??= function withResolvers() {
  /** @type {any} */
  let resolve;
  /** @type {any} */
  let reject;
  const promise = new Promise((onResolve, onReject) => {
    [resolve, reject] = [onResolve, onReject];
  });
  return { promise, resolve, reject };
};

// pdf.js makes one when it loads, for drawing, which is not asked of it here. In Node there is none.
Object.assign(globalThis, { DOMMatrix: globalThis.DOMMatrix ?? class DOMMatrix {} });

const pdfjs = await quietly(() => import("pdfjs-dist/legacy/build/pdf.mjs"));

/**
 * The text of each page and its pieces that have no space in them. pdf.js says where pieces of text are and
 * not where words are; a piece of several words has no box here.
 *
 * @param {string} path
 * @param {string | null} password
 * @returns {Promise<ViewedPage[]>}
 */
export async function view(path, password) {
  const data = new Uint8Array(await readFile(path));
  const task = pdfjs.getDocument({ data, password: password ?? "", verbosity: 0 });
  const document = await task.promise;
  try {
    const pages = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const viewport = page.getViewport({ scale: 1 });
      const { items } = await page.getTextContent({ disableNormalization: true });
      pages.push({
        text: items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""),
        words: items.flatMap((item) => ("str" in item && /^\S+$/.test(item.str) ? [boxed(item, viewport)] : [])),
      });
    }
    return pages;
  } finally {
    await task.destroy();
  }
}

/**
 * @param {{ str: string, transform: number[], width: number, height: number }} item
 * @param {any} viewport
 */
function boxed({ str, transform: [a, b, c, d, e, f], width, height }, viewport) {
  const [along, up] = [Math.hypot(a, b), Math.hypot(c, d)];
  const corners = [[0, 0], [1, 0], [0, 1], [1, 1]].map(([right, top]) =>
    viewport.convertToViewportPoint(
      e + (right * width * a) / along + (top * height * c) / up,
      f + (right * width * b) / along + (top * height * d) / up,
    ),
  );
  const [xs, ys] = [0, 1].map((axis) => corners.map((corner) => corner[axis]));
  return {
    text: str,
    x: Math.min(...xs) / viewport.width,
    y: Math.min(...ys) / viewport.height,
    right: Math.max(...xs) / viewport.width,
    bottom: Math.max(...ys) / viewport.height,
  };
}

/**
 * pdf.js says that it could not draw in node, which is not asked of it.
 *
 * @template T
 * @param {() => Promise<T>} work
 */
async function quietly(work) {
  const { warn } = console;
  console.warn = () => {};
  try {
    return await work();
  } finally {
    console.warn = warn;
  }
}
