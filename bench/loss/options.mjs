// @ts-check
// What can be asked of the measurement of lost text.

import { parseArguments, wholeNumber } from "../arguments.mjs";

export const USAGE = `npm run bench -- loss [options]
npm run bench -- ablation [options]
  How much of the text is found on pages of the kinds on which it is lost, and whether pages that lost some are called
  doubtful. loss reads everything with all levers and with none; ablation with each lever off in turn, too.
  --only NAME    only documents whose name contains NAME (may be repeated)
  --pages N      at most the first N pages of each document
  --corpus       the scans of the corpus with true text as well
  --workers N    pages read at a time (1)
  --site FOLDER  measure the site built in FOLDER instead of building dist/`;

/**
 * @typedef {{ help: boolean, only: string[], pages: number, corpus: boolean, workers: number, site: string | null }} Options
 */

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function parseLossOptions(args) {
  const options = /** @type {const} */ ({
    help: { type: "boolean", short: "h" },
    only: { type: "string", multiple: true },
    pages: { type: "string" },
    corpus: { type: "boolean" },
    workers: { type: "string" },
    site: { type: "string" },
  });
  const { values } = parseArguments({ args, options }, USAGE);
  return {
    help: values.help ?? false,
    only: values.only ?? [],
    pages: values.pages === undefined ? Infinity : wholeNumber(values.pages, "--pages", USAGE),
    corpus: values.corpus ?? false,
    workers: wholeNumber(values.workers ?? "1", "--workers", USAGE),
    site: values.site ?? null,
  };
}
