// @ts-check
// The site that is measured.

import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { build } from "../scripts/build.mjs";
import { DIST } from "../scripts/paths.mjs";
import { setUp } from "../scripts/setup.mjs";
import { Failure } from "../scripts/shell.mjs";

/**
 * @param {string | null} site a folder with a built site; null to build dist/
 * @param {string} usage what to say when there is no site in that folder
 */
export async function builtSite(site, usage) {
  if (site === null) {
    await build(await setUp({ tests: true }));
    return DIST;
  }
  const folder = resolve(site);
  if (!existsSync(join(folder, "index.html"))) throw new Failure(`There is no site in ${folder}.`, usage);
  return folder;
}

/**
 * The file of the model that the site reads a language with where no variant is chosen: the first.
 *
 * @param {string} folder of the built site
 * @param {string} language
 * @returns {string | null} null where the site has none for it
 */
export function modelOf(folder, language) {
  const list = join(folder, "models", "models.json");
  if (!existsSync(list)) return null;
  /** @type {{ models: { lang: string, file: string }[] }} */
  const { models } = JSON.parse(readFileSync(list, "utf8"));
  const offer = models.find(({ lang }) => lang === language);
  return offer ? join(folder, "models", offer.file) : null;
}
