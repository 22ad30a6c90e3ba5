// @ts-check
// What every tool that makes PDFs searchable is given, and what it tells.

/** @typedef {import("../memory.mjs").TreeMemory} TreeMemory */
/**
 * @typedef {{
 *   seconds: number, memory: TreeMemory | null, writingSeconds?: number, writerBytes?: number, heapBytes?: number,
 * }} Cost of one document: `memory` is the peak of all its processes; of ours, how many of the `seconds` went into
 *   writing, how far the memory of the writer grew, and how far all memories of the program together
 *
 * @typedef {{
 *   name: string,
 *   about: string,
 *   missing: () => string | null,
 *   make: (from: string, to: string) => Promise<Cost>,
 * }} Tool `missing` says why it cannot run on this machine, and what to do about it; `make` writes the searchable PDF
 */

export {};
