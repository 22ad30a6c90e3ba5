// @ts-check
// Pages as the engines get them: 8-bit grey, in PGM.

import { existsSync, mkdirSync, readFileSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";

import { capture, say } from "../../scripts/shell.mjs";

/** @typedef {{ width: number, height: number, pixels: Uint8Array }} Grey */

/**
 * Draws the first pages of documents with pdftoppm; what is there already is not drawn again.
 *
 * @param {string[]} documents
 * @param {{ folder: string, dpi: number, pages: number }} how the most pages of a document
 * @returns {string[]} paths
 */
export function drawn(documents, { folder, dpi, pages }) {
  mkdirSync(folder, { recursive: true });
  return documents.flatMap((document) => {
    const name = `${basename(document).replace(/\W+/g, "_")}-${dpi}`;
    const there = () => readdirSync(folder).filter((file) => file.startsWith(`${name}-`)).sort();
    if (there().length === 0) {
      say(`drawing ${basename(document)} at ${dpi} dpi`);
      capture("timeout", ["120", "pdftoppm", "-gray", "-r", String(dpi), "-l", String(pages), document, join(folder, name)]);
    }
    return there().slice(0, pages).map((file) => join(folder, file));
  });
}

/**
 * Every PDF under a folder, and none where there is no such folder.
 *
 * @param {string} folder
 */
export function pdfsUnder(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".pdf")).sort().map((name) => join(folder, name));
}

/**
 * @param {string} path
 * @returns {Grey}
 */
export function readPgm(path) {
  const bytes = readFileSync(path);
  const head = bytes.subarray(0, 64).toString("latin1").match(/^P5\s+(\d+)\s+(\d+)\s+255\s/);
  if (head === null) throw new Error(`${path} is no 8-bit PGM`);
  return { width: Number(head[1]), height: Number(head[2]), pixels: bytes.subarray(head[0].length) };
}
