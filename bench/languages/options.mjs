// @ts-check
// What can be asked of the measurement of languages.

import { parseArguments, wholeNumber } from "../arguments.mjs";
import { Failure } from "../../scripts/shell.mjs";

/** Which model pages are read with, and by whom: as the page does it, and Tesseract outside of the browser. */
export const SETTINGS = /** @type {const} */ (["wrong", "right", "auto", "native"]);

/** @typedef {typeof SETTINGS[number]} Setting */
/**
 * @typedef {{
 *   help: boolean, only: string[], settings: Setting[], pages: number, corpus: boolean, drawn: string | null, site: string | null,
 * }} Options
 */

/** What the generator draws of each language. */
const PAGES = 8;

export const USAGE = `npm run bench -- languages [options]
  Pages in many languages, drawn by the generator, read with the wrong model, the right one, and the one that is found out;
  beside them Tesseract outside of the browser with the right one, where it is installed.
  --only LANG      only what has LANG in its name, such as deu or scan-fra (may be repeated)
  --setting NAME   only with the model that is ${SETTINGS.slice(0, -1).join(", ")}, or ${SETTINGS.at(-1)} (may be repeated)
  --pages N        at most N pages of each (${PAGES}); of drawn ones from the shortest to the fullest
  --corpus         the scans of the corpus with true text as well
  --drawn FOLDER   takes drawn pages from FOLDER instead of drawing them
  --site FOLDER    measure the site built in FOLDER instead of building dist/`;

/**
 * @param {string[]} args
 * @returns {Options}
 */
export function parseLanguagesOptions(args) {
  const options = /** @type {const} */ ({
    help: { type: "boolean", short: "h" },
    only: { type: "string", multiple: true },
    setting: { type: "string", multiple: true },
    pages: { type: "string" },
    corpus: { type: "boolean" },
    drawn: { type: "string" },
    site: { type: "string" },
  });
  const { values } = parseArguments({ args, options }, USAGE);
  const wanted = values.setting ?? [];
  const unknown = wanted.find((name) => !SETTINGS.some((setting) => setting === name));
  if (unknown !== undefined) throw new Failure(`--setting ${unknown} is none of ${SETTINGS.join(", ")}.`, USAGE);
  return {
    help: values.help ?? false,
    only: values.only ?? [],
    settings: SETTINGS.filter((setting) => wanted.length === 0 || wanted.includes(setting)),
    pages: wholeNumber(values.pages ?? String(PAGES), "--pages", USAGE),
    corpus: values.corpus ?? false,
    drawn: values.drawn ?? null,
    site: values.site ?? null,
  };
}
