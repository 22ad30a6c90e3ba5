// @ts-check
// What can be asked of the comparison of searchable PDFs.

import { parseArguments } from "../arguments.mjs";

export const USAGE = `npm run bench -- searchable [options]
  makes the same scans searchable with Pagewise, in Chromium, and with OCRmyPDF, where it is installed, one page at a
  time each; says how many words Poppler finds then, how far off their boxes are, and what it costs
  --document NAME  only documents whose name contains NAME (may be repeated)
  --all            every English scan of the corpus that is a PDF
  --site FOLDER    measure the site built in FOLDER instead of building dist/`;

/**
 * @param {string[]} args
 * @returns {{ help: boolean, documents: string[], all: boolean, site: string | null }}
 */
export function parseSearchableOptions(args) {
  const options = /** @type {const} */ ({
    help: { type: "boolean", short: "h" },
    document: { type: "string", multiple: true },
    all: { type: "boolean" },
    site: { type: "string" },
  });
  const { help = false, document: documents = [], all = false, site = null } = parseArguments({ args, options }, USAGE).values;
  return { help, documents, all, site };
}
