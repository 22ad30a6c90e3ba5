// @ts-check
// What can be asked of the benchmark.

import { parseArguments, wholeNumber } from "./arguments.mjs";

export const USAGE = `npm run bench -- [options]
  --quick          three pages of each document: shows that everything works, measures nothing
  --pages N        at most the first N pages of each document
  --all            every English scan of the corpus, and tesseract.js with its default page segmentation too
  --only NAME      only engines whose name contains NAME (may be repeated)
  --document NAME  only documents whose name contains NAME (may be repeated)
  --soak           instead of all that, a book of 1,000 pages (or --pages N), a file of 1,100 MB (or --megabytes N),
                   and 20 documents one after another: does memory stay flat, does the page always answer
  --megabytes N    size of the large file of --soak
  --site FOLDER    measure the site built in FOLDER instead of building dist/
npm run bench -- robust [options]
  hostile and odd files instead of speed and accuracy; robust --help says more
npm run bench -- engine [options]
  the engine alone, beside others and beside itself natively compiled; engine --help says more
npm run bench -- loss [options], npm run bench -- ablation [options]
  how much text is lost on difficult pages, with and without what is done against it; loss --help says more
npm run bench -- languages [options]
  pages in many languages, with the wrong model, the right one and the one that is found out; languages --help says more
npm run bench -- start [--site FOLDER]
  cold and warm start in three browsers over two slow lines
npm run bench -- lighthouse [--site FOLDER]
  what Lighthouse says of the site
npm run bench -- searchable [options]
  searchable PDFs beside OCRmyPDF's, from the same scans; searchable --help says more`;

const QUICK_PAGES = 3;

/**
 * @typedef {{
 *   help: boolean, all: boolean, pages: number, only: string[], documents: string[], site: string | null,
 *   soak: boolean, megabytes: number,
 * }} Options
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function parseOptions(args) {
  const values = parse(args);
  const pages = values.pages ?? (values.quick ? String(QUICK_PAGES) : null);
  return {
    help: values.help ?? false,
    all: values.all ?? false,
    pages: pages === null ? Infinity : wholeNumber(pages, "--pages", USAGE),
    only: values.only ?? [],
    documents: values.document ?? [],
    site: values.site ?? null,
    soak: values.soak ?? false,
    megabytes: wholeNumber(values.megabytes ?? "1100", "--megabytes", USAGE),
  };
}

/** @param {string[]} args */
function parse(args) {
  const options = /** @type {const} */ ({
    help: { type: "boolean", short: "h" },
    quick: { type: "boolean" },
    all: { type: "boolean" },
    pages: { type: "string" },
    only: { type: "string", multiple: true },
    document: { type: "string", multiple: true },
    site: { type: "string" },
    soak: { type: "boolean" },
    megabytes: { type: "string" },
  });
  return parseArguments({ args, options }, USAGE).values;
}
