// @ts-check
// The usual way to read a scanned PDF in a browser: pdf.js draws each page on a canvas, and tesseract.js, with
// one worker and the model that its data package ships, reads the canvas.

// @ts-ignore: an address on the server of the benchmark.
import { GlobalWorkerOptions, getDocument } from "/node_modules/pdfjs-dist/build/pdf.min.mjs";
// @ts-ignore: another.
import Tesseract from "/node_modules/tesseract.js/dist/tesseract.esm.min.js";

const packages = `${location.origin}/node_modules`;
GlobalWorkerOptions.workerSrc = `${packages}/pdfjs-dist/build/pdf.worker.min.mjs`;

/** @type {any} */
let worker;

/**
 * Gets the worker ready.
 *
 * @param {string | null} segmentationMode null leaves it at tesseract.js's default
 */
async function start(segmentationMode) {
  worker = await Tesseract.createWorker("eng", 1, {
    workerPath: `${packages}/tesseract.js/dist/worker.min.js`,
    corePath: `${packages}/tesseract.js-core`,
    langPath: `${packages}/@tesseract.js-data/eng/4.0.0_best_int`,
  });
  if (segmentationMode !== null) await worker.setParameters({ tessedit_pageseg_mode: segmentationMode });
}

/**
 * Reads the chosen file.
 *
 * @param {{ pages: number, scale: number }} options how many of its first pages, and pixels per point
 */
async function read({ pages, scale }) {
  const input = /** @type {HTMLInputElement} */ (document.getElementById("file"));
  const [file] = input.files ?? [];
  const started = performance.now();
  /** @type {string[]} */
  const texts = [];
  let firstText = null;
  for await (const picture of file.type === "application/pdf" ? drawn(file, pages, scale) : [file]) {
    const { data } = await worker.recognize(picture);
    texts.push(data.text);
    firstText ??= performance.now();
  }
  const seconds = (performance.now() - started) / 1000;
  return { texts, seconds, firstTextSeconds: firstText === null ? null : (firstText - started) / 1000 };
}

/**
 * @param {File} file
 * @param {number} pages
 * @param {number} scale
 */
async function* drawn(file, pages, scale) {
  const pdf = await getDocument({
    data: await file.arrayBuffer(),
    wasmUrl: `${packages}/pdfjs-dist/wasm/`,
    cMapUrl: `${packages}/pdfjs-dist/cmaps/`,
    standardFontDataUrl: `${packages}/pdfjs-dist/standard_fonts/`,
  }).promise;
  for (let number = 1; number <= Math.min(pages, pdf.numPages); number++) {
    const page = await pdf.getPage(number);
    const viewport = page.getViewport({ scale });
    const canvas = document.createElement("canvas");
    canvas.width = viewport.width;
    canvas.height = viewport.height;
    await page.render({ canvas, viewport }).promise;
    page.cleanup();
    yield canvas;
  }
}

Object.assign(window, { peer: { start, read } });
