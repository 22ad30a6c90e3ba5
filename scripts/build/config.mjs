// @ts-check
// What is wrong in a site's configuration. The page's own program finds it, so that nothing is checked twice in two ways.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * Sentences of the page about a configuration; none where nothing is wrong.
 *
 * @param {string} core the folder of the module that people load
 * @param {string} text
 * @param {string[]} languages those that the site has models for; none where nobody knows
 * @returns {Promise<string[]>}
 */
export async function configMistakes(core, text, languages = []) {
  const program = await import(pathToFileURL(join(core, "pagewise.js")).href);
  program.initSync({ module: readFileSync(join(core, "pagewise_bg.wasm")) });
  return program.check_config(text, "en", languages);
}

/** @param {{ lang: string }[]} models */
export function languagesOf(models) {
  return [...new Set(models.map(({ lang }) => lang))];
}
