// @ts-check
// The files: broken, encrypted, huge and odd ones that lie beside the project, and what others make of them.

import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

import { ROOT } from "../../scripts/paths.mjs";
import { Failure } from "../../scripts/shell.mjs";

const CORPUS = join(ROOT, "..", "shared", "corpus");
/** Folders of the corpus. Nothing in the last is of a kind that can be opened. */
const FOLDERS = ["robust-pdf", "robust-images", "codec-streams"];
/** Stands in the list of passwords where nobody knows one. */
const NO_PASSWORD = /^\(/;

/**
 * @typedef {"opens" | "refuses" | "asks for a password"} Native
 * @typedef {{ name: string, path: string, password: string | null, native: Native | null, characters: number }} OddFile
 *   `native` is what native PDFium, or a library for images, makes of it, where that is known; `characters` how many
 *   the text layer of its first page has
 */

/**
 * Every file of the corpus, in a fixed order.
 *
 * @returns {OddFile[]}
 */
export function oddFiles() {
  if (!existsSync(CORPUS)) {
    throw new Failure(`There are no files to try: ${CORPUS} does not exist.`, "Put a corpus there, with the folders " + FOLDERS.join(", ") + ".");
  }
  const passwords = new Map(table("PASSWORDS.tsv").map(({ file, password }) => [file, password]));
  const pdfs = new Map(table("FEATURES.tsv").map((row) => [row.file, row]));
  const images = new Map(table("IMAGES.tsv").map((row) => [row.file, row]));
  const folders = FOLDERS.filter((folder) => existsSync(join(CORPUS, folder)));
  return folders.flatMap((folder) =>
    readdirSync(join(CORPUS, folder)).sort().map((file) => {
      const name = `${folder}/${file}`;
      const password = passwords.get(name) ?? null;
      const [pdf, image] = [pdfs.get(name), images.get(name)];
      return {
        name,
        path: join(CORPUS, folder, file),
        password: password !== null && NO_PASSWORD.test(password) ? null : password,
        native: pdf ? nativePdf(pdf.status) : image ? (image.error ? "refuses" : "opens") : null,
        characters: Number(pdf?.chars1 || 0),
      };
    }),
  );
}

/**
 * @param {string} status
 * @returns {Native}
 */
function nativePdf(status) {
  if (status === "needs-password") return "asks for a password";
  return status === "load-error" ? "refuses" : "opens";
}

/**
 * @param {string} file
 * @returns {Record<string, string>[]} its rows; none where it is missing
 */
function table(file) {
  const path = join(CORPUS, file);
  if (!existsSync(path)) return [];
  const [head, ...rows] = readFileSync(path, "utf8").trimEnd().split("\n").map((line) => line.split("\t"));
  return rows.map((row) => Object.fromEntries(head.map((column, i) => [column, row[i] ?? ""])));
}
