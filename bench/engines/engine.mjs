// @ts-check
// What every way of reading is given, and what it gives back.

/** @typedef {import("../documents.mjs").Document} Document */
/** @typedef {import("../memory.mjs").TreeMemory} TreeMemory */

/**
 * @typedef {{
 *   seconds: number,
 *   firstTextSeconds: number | null,
 *   pages: string[],
 *   memory: TreeMemory | null,
 *   idleBytes?: number,
 *   heaps?: Heaps,
 *   failed?: number,
 *   details?: object,
 * }} Reading one document as it was read: `seconds` from Start to the last page, `pages` their texts, `memory` the
 *   peak of all processes, `idleBytes` what they held before Start, `failed` how many pages could not be read
 *
 * @typedef {{
 *   pdfium: number, tesseract: number, own: number, total: number, byFifthPage: number | null, now: number,
 * }} Heaps the largest that wasm memories grew, in bytes: PDFium's, the largest of the Tesseracts', the
 *   program's own together, and all at one moment; `byFifthPage` is that last figure when five pages were done
 *   (null in shorter documents) and `now` what was held when the last page was done
 *
 * @typedef {{
 *   name: string,
 *   about: string,
 *   missing: () => string | null,
 *   takes: (document: Document) => boolean,
 *   read: (document: Document) => Promise<Reading>,
 * }} Engine `missing` says why it cannot run on this machine
 */

export {};
